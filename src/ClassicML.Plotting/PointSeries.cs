using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;

namespace ClassicML.Plotting;

/// <summary>Named points of one colour and shape.</summary>
public sealed record PointSeries
{
    /// <summary>Points (x, y). A point with a NaN is left out.</summary>
    /// <param name="name">The name in the legend; empty for none.</param>
    /// <param name="x">The horizontal places, at least one.</param>
    /// <param name="y">As many vertical places.</param>
    /// <exception cref="ArgumentException">There is no point, the lengths differ, or a value is infinite.</exception>
    public PointSeries(string name, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Name = Check.NotNull(name, nameof(name));
        X = Values.Copy(x, nameof(x), $"series '{name}'");
        Check.Length(y.Length, x.Length, nameof(y), "x");
        Y = Values.Copy(y, nameof(y), $"series '{name}'");
    }

    /// <summary>The name in the legend; empty for none.</summary>
    public string Name { get; }

    /// <summary>The horizontal places, n values.</summary>
    public ImmutableArray<double> X { get; }

    /// <summary>The vertical places, n values.</summary>
    public ImmutableArray<double> Y { get; }

    /// <summary>Which colour and shape to take, counted from 0. Default null: by place among the series of the chart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int? Style { get; init => field = Check.AtLeast(value, 0, nameof(Style)); }
}
