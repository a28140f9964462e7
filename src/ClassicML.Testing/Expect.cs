namespace ClassicML.Testing;

/// <summary>What checks ask, without a test framework.</summary>
internal static class Expect
{
    public static void True(bool holds, string otherwise)
    {
        if (!holds) throw new ContractException(otherwise);
    }

    public static void Equal<T>(T expected, T actual, string what) =>
        True(EqualityComparer<T>.Default.Equals(expected, actual), Invariant($"{what}: {expected} was expected, {actual} came"));

    /// <summary>The same numbers, bit for bit, up to the sign of zero.</summary>
    public static void Same(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what) => Close(expected, actual, 0, what);

    /// <summary>|expected - actual| ≤ tolerance·max(1, |expected|, |actual|), number by number.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        double gap = Gap(expected, actual);
        True(gap <= tolerance, Invariant($"{what}: {gap:G3} apart, where {tolerance:G3} is allowed"));
    }

    /// <summary>Two lists differ by more than rounding.</summary>
    public static void Differ(ReadOnlySpan<double> one, ReadOnlySpan<double> other, double least, string what)
    {
        double gap = Gap(one, other);
        True(gap > least, Invariant($"{what}: only {gap:G3} apart"));
    }

    public static void Finite(ReadOnlySpan<double> values, string what)
    {
        foreach (double value in values) True(double.IsFinite(value), Invariant($"{what}: {value} among the numbers"));
    }

    /// <summary>An argument is refused, in words that hold these.</summary>
    public static void Refuses(Action action, string words, string what)
    {
        string said = Thrown<ArgumentException>(action, what).Message;
        True(said.Contains(words, StringComparison.Ordinal), $"{what}: the refusal must say '{words}', it says '{said}'");
    }

    public static TException Thrown<TException>(Action action, string what) where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException e)
        {
            return e;
        }
        catch (Exception e)
        {
            throw new ContractException($"{what}: {typeof(TException).Name} was expected, {e.GetType().Name} came: {e.Message}", e);
        }
        throw new ContractException($"{what}: not refused, where {typeof(TException).Name} was expected");
    }

    /// <summary>Something works, or is refused in words: <see cref="ArgumentException"/> with a message that explains.</summary>
    public static void FitsOrRefuses(Action look, bool mayRefuse, string what)
    {
        try
        {
            look();
        }
        catch (ArgumentException e) when (mayRefuse)
        {
            True(e.Message.Length > 20, $"{what}: refused without words, '{e.Message}'");
        }
        catch (Exception e)
        {
            throw new ContractException($"{what}: {e.GetType().Name}, {e.Message}", e);
        }
    }

    // Relative to numbers above 1; infinite where lengths differ or only one is no number.
    private static double Gap(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) return double.PositiveInfinity;
        double gap = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].Equals(b[i])) continue;
            double difference = Math.Abs(a[i] - b[i]) / Math.Max(1, Math.Max(Math.Abs(a[i]), Math.Abs(b[i])));
            gap = Math.Max(gap, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }
        return gap;
    }
}
