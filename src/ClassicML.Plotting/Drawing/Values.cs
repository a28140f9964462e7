using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Plotting.Drawing;

/// <summary>The checks that every series of numbers passes, and how numbers are written.</summary>
internal static class Values
{
    /// <summary>A copy, refused when it is empty or holds an infinity. NaN stays: it means a gap.</summary>
    public static ImmutableArray<double> Copy(ReadOnlySpan<double> values, string name, string owner)
    {
        if (values.IsEmpty) throw new ArgumentException($"{name} of {owner} must have at least 1 value, has 0", name);
        for (int i = 0; i < values.Length; i++)
            if (double.IsInfinity(values[i]))
                throw new ArgumentException(
                    Chart.Invariant($"{name}[{i}] of {owner} is {values[i]}; values must be finite, or NaN for a gap"), name);
        return [.. values];
    }

    /// <summary>Deviations: one for each value, NaN (none) or not negative.</summary>
    public static ImmutableArray<double> Deviations(ImmutableArray<double> values, int count, string name, string of)
    {
        if (values.IsDefaultOrEmpty) return [];
        Check.Length(values.Length, count, name, of);
        for (int i = 0; i < values.Length; i++)
            if (!(double.IsNaN(values[i]) || (values[i] >= 0 && double.IsFinite(values[i]))))
                throw new ArgumentException(Chart.Invariant($"{name}[{i}] must be at least 0, or NaN for none, was {values[i]}"), name);
        return values;
    }

    /// <summary>The members of a collection, refused when there is none or one is null.</summary>
    public static ImmutableArray<T> Members<T>(IEnumerable<T> members, string name, string reader) where T : class
    {
        ImmutableArray<T> all = [.. Check.NotNull(members, name)];
        if (all.IsEmpty) throw new ArgumentException($"{name} of a {reader} must have at least 1 entry, has 0", name);
        for (int i = 0; i < all.Length; i++) Check.NotNull(all[i], Chart.Invariant($"{name}[{i}]"));
        return all;
    }

    /// <summary>A number for people: at most 10 decimals, an exponent where it is very large or small.</summary>
    public static string Text(double value)
    {
        double size = Math.Abs(value);
        if (size is >= 1e6 or < 1e-4 && size > 1e-300) return value.ToString("0.###e0", CultureInfo.InvariantCulture);
        return Math.Round(value, 10).ToString("0.##########", CultureInfo.InvariantCulture);
    }
}
