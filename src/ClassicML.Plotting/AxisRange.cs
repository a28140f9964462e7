namespace ClassicML.Plotting;

/// <summary>The part of an axis that a chart shows.</summary>
public readonly record struct AxisRange
{
    /// <summary>From <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, or the high end not above the low end.</exception>
    public AxisRange(double low, double high)
    {
        Low = Check.Within(low, Interval.Finite, nameof(low));
        High = Check.Within(high, new Interval(low, double.PositiveInfinity, true, true), nameof(high));
    }

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end, above <see cref="Low"/>.</summary>
    public double High { get; }

    /// <summary>The range of the finite values, widened by a share of its length; equal values get a range around them.</summary>
    internal static AxisRange Of(IEnumerable<double> values, double margin = 0.04)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        if (low > high) return new AxisRange(0, 1);
        double spread = high - low;
        // Values that differ in their last bits only are equal for an eye, and no tick could tell them apart.
        if (spread <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)))
            spread = (low == 0 ? 1 : Math.Abs(low) * 0.1) / margin;
        return new AxisRange(low - margin * spread, high + margin * spread);
    }
}
