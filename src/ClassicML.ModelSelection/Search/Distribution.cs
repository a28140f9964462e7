using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>Where a random search draws a setting from.</summary>
/// <typeparam name="T">The setting's type.</typeparam>
public abstract class Distribution<T>
{
    private protected Distribution()
    {
    }

    /// <summary>Draws a value.</summary>
    public abstract T Draw(Rng rng);
}

/// <summary>The distributions that there are.</summary>
public static class Distribution
{
    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>), each equally likely.</summary>
    /// <exception cref="ArgumentException">The range is empty or not finite.</exception>
    public static Distribution<double> Uniform(double low, double high)
    {
        Range(low, high, Interval.Finite);
        double width = high - low;
        return new Drawn<double>(rng =>
        {
            double share = rng.NextDouble();
            // The width of the widest ranges is beyond the doubles.
            return Below(double.IsFinite(width) ? low + width * share : low * (1 - share) + high * share, low, high);
        });
    }

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>) whose logarithm is uniform: for penalties and widths, which
    /// act by factors.</summary>
    /// <exception cref="ArgumentException">The range is empty, not finite, or not positive.</exception>
    public static Distribution<double> LogUniform(double low, double high)
    {
        Range(low, high, Interval.Positive);
        double ratio = high / low;
        return new Drawn<double>(rng =>
        {
            double share = rng.NextDouble();
            return Below(double.IsFinite(ratio) ? low * Math.Pow(ratio,
                share) : Math.Exp(Math.Log(low) * (1 - share) + Math.Log(high) * share), low, high);
        });
    }

    /// <summary>An integer in [<paramref name="low"/>, <paramref name="high"/>], each equally likely.</summary>
    /// <exception cref="ArgumentException">The range is empty or wider than 2³¹-1.</exception>
    public static Distribution<int> Integer(int low, int high)
    {
        if (low > high || (long)high - low >= int.MaxValue)
            throw new ArgumentException($"low must not be above high, nor 2³¹-1 below it; they were {low} and {high}", nameof(low));
        return new Drawn<int>(rng => low + rng.NextInt(high - low + 1));
    }

    /// <summary>One of the given values, each equally likely.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Distribution<T> Choice<T>(params IEnumerable<T> values)
    {
        ImmutableArray<T> all = [.. Check.NotNull(values, nameof(values))];
        if (all.IsEmpty) throw new ArgumentException("a choice needs at least one value", nameof(values));
        return new Drawn<T>(rng => all[rng.NextInt(all.Length)]);
    }

    // Rounding may have reached the end that is not in the range, or left it by a bit.
    private static double Below(double value, double low, double high) => Math.Clamp(value, low, Math.BitDecrement(high));

    private static void Range(double low, double high, Interval allowed)
    {
        Check.Within(low, allowed, nameof(low));
        Check.Within(high, allowed, nameof(high));
        if (!(low < high)) throw new ArgumentException(FormattableString.Invariant($"low must be below high, {high}, was {low}"), nameof(low));
    }

    private sealed class Drawn<T>(Func<Rng, T> draw) : Distribution<T>
    {
        public override T Draw(Rng rng) => draw(rng);
    }
}
