using System.Collections.Immutable;

namespace ClassicML.Plotting.Drawing;

/// <summary>How values become places on an axis: as they are, or by their logarithm to base ten.</summary>
internal readonly struct AxisScale
{
    private readonly string axis;
    private readonly string option;

    private AxisScale(bool isLog, string option, string axis) => (IsLog, this.option, this.axis) = (isLog, option, axis);

    public bool IsLog { get; }

    public static AxisScale For(bool isLog, string option, string axis, AxisRange? range)
    {
        if (isLog && range is { Low: <= 0 } given)
            throw new ArgumentException(Chart.Invariant($"{option} needs a range of positive {axis}, its low end is {given.Low}"));
        return new AxisScale(isLog, option, axis);
    }

    /// <summary>Refuses values that have no logarithm where the scale needs one.</summary>
    public void Require(ImmutableArray<double> values, string series)
    {
        if (!IsLog) return;
        for (int i = 0; i < values.Length; i++)
            if (values[i] <= 0)
                throw new ArgumentException(
                    Chart.Invariant($"{option} needs positive {axis}; {axis}[{i}] of series '{series}' is {values[i]}"));
    }

    public double Map(double value) => IsLog ? Math.Log10(value) : value;

    public double MapOr(double value, double otherwise) => IsLog && !(value > 0) ? otherwise : Map(value);

    public AxisRange? Map(AxisRange? range) => range is { } given ? new AxisRange(Map(given.Low), Map(given.High)) : null;

    /// <summary>Ticks of a logarithmic axis: powers of ten, 2 and 5 between where there is room; null for round numbers.</summary>
    public (double At, string Text)[]? Ticks(AxisRange mapped)
    {
        if (!IsLog) return null;
        double decades = mapped.High - mapped.Low;
        int step = Math.Max(1, (int)Math.Ceiling(decades / 8));
        // Below half a decade two neighbours of 1, 2, 5 may both lie outside: more digits then.
        double[] digits = decades > 3 ? [1] : decades > 0.6 ? [1, 2, 5] : [.. Enumerable.Range(10, 90).Select(i => i / 10.0)];
        List<(double, string)> ticks = [];
        for (int power = (int)Math.Floor(mapped.Low); power <= mapped.High; power++)
        {
            if (power % step != 0) continue;
            foreach (double digit in digits)
            {
                double at = power + Math.Log10(digit);
                // The decimal text is parsed, since a product with a power of ten may be off by a bit.
                double value = double.Parse(Chart.Invariant($"{digit}e{power}"), System.Globalization.CultureInfo.InvariantCulture);
                if (at >= mapped.Low - 1e-9 && at <= mapped.High + 1e-9) ticks.Add((at, Values.Text(value)));
            }
        }
        int every = Math.Max(1, ticks.Count / 8);
        return [.. ticks.Where((_, i) => i % every == 0)];
    }
}
