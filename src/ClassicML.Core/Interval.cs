using System.Runtime.Intrinsics;

namespace ClassicML;

/// <summary>A range of numbers, each end open or closed: the allowed values of an option, as a check and as text.</summary>
/// <param name="Low">The lower end; negative infinity for none.</param>
/// <param name="High">The upper end; positive infinity for none.</param>
/// <param name="LowOpen">Whether <paramref name="Low"/> itself is outside.</param>
/// <param name="HighOpen">Whether <paramref name="High"/> itself is outside.</param>
public readonly record struct Interval(double Low, double High, bool LowOpen = false, bool HighOpen = false)
{
    /// <summary>Every finite number.</summary>
    public static Interval Finite => new(double.NegativeInfinity, double.PositiveInfinity, true, true);

    /// <summary>Every number, infinities as well.</summary>
    public static Interval Any => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>(0, ∞).</summary>
    public static Interval Positive => new(0, double.PositiveInfinity, true, true);

    /// <summary>[0, ∞).</summary>
    public static Interval NonNegative => new(0, double.PositiveInfinity, false, true);

    /// <summary>[0, 1].</summary>
    public static Interval Share => new(0, 1);

    /// <summary>[<paramref name="minimum"/>, ∞).</summary>
    public static Interval AtLeast(double minimum) => new(minimum, double.PositiveInfinity, false, true);

    /// <summary>Whether <paramref name="value"/> lies inside; NaN never does.</summary>
    public bool Contains(double value) =>
        (LowOpen ? value > Low : value >= Low) && (HighOpen ? value < High : value <= High);

    /// <summary>The position of the first value that lies outside, or -1.</summary>
    /// <param name="values">The values.</param>
    /// <param name="orNaN">Whether NaN is allowed too.</param>
    internal int FirstOutside(ReadOnlySpan<double> values, bool orNaN)
    {
        Vector512<double> low = Vector512.Create(Low), high = Vector512.Create(High);
        int at = 0;
        for (; at + Vector512<double>.Count <= values.Length; at += Vector512<double>.Count)
        {
            Vector512<double> some = Vector512.Create(values[at..]);
            Vector512<double> inside = (LowOpen ? Vector512.GreaterThan(some, low) : Vector512.GreaterThanOrEqual(some, low))
                & (HighOpen ? Vector512.LessThan(some, high) : Vector512.LessThanOrEqual(some, high));
            if (orNaN) inside |= ~Vector512.Equals(some, some);
            if (inside.AsInt64() != Vector512<long>.AllBitsSet) break;
        }
        for (; at < values.Length; at++)
            if (!Contains(values[at]) && !(orNaN && double.IsNaN(values[at]))) return at;
        return -1;
    }

    /// <summary>The range in words, to stand after "must be": "positive", "at least 2", "in (0, 1]".</summary>
    public override string ToString() => this switch
    {
        { Low: 0, LowOpen: true, High: double.PositiveInfinity } => "positive",
        { Low: double.NegativeInfinity, High: double.PositiveInfinity, LowOpen: false, HighOpen: false } => "a number",
        { Low: double.NegativeInfinity, High: double.PositiveInfinity, HighOpen: false } => "a number above -Infinity",
        { Low: double.NegativeInfinity, High: double.PositiveInfinity, LowOpen: false } => "finite or -Infinity",
        { Low: double.NegativeInfinity, High: double.PositiveInfinity } => "finite",
        { LowOpen: false, High: double.PositiveInfinity } => $"at least {Check.Text(Low)}",
        { LowOpen: true, High: double.PositiveInfinity } => $"above {Check.Text(Low)}",
        _ => $"in {(LowOpen ? '(' : '[')}{Check.Text(Low)}, {Check.Text(High)}{(HighOpen ? ')' : ']')}",
    };
}
