using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;

namespace ClassicML.Plotting;

/// <summary>A named line through points, optionally with a band of deviations around it.</summary>
public sealed record LineSeries
{
    /// <summary>A line through (x, y) in the given order. A NaN interrupts it.</summary>
    /// <param name="name">The name in the legend; empty for none.</param>
    /// <param name="x">The horizontal places, at least one.</param>
    /// <param name="y">As many vertical places.</param>
    /// <exception cref="ArgumentException">There is no point, the lengths differ, or a value is infinite.</exception>
    public LineSeries(string name, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
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

    /// <summary>The half-height of a band around each point, n values, such as a standard deviation. Default empty: no band.</summary>
    /// <exception cref="ArgumentException">The length is not n, or a value is negative or infinite.</exception>
    public ImmutableArray<double> Deviation
    {
        get;
        init => field = Values.Deviations(value, X.Length, nameof(Deviation), "x");
    } = [];

    /// <summary>Whether points are marked. Default false; a point between two gaps is marked always.</summary>
    public bool ShowPoints { get; init; }

    /// <summary>Whether it is a line to compare with, such as chance level: dashed and grey. Default false.</summary>
    public bool IsReference { get; init; }

    /// <summary>Which colour and shape to take, counted from 0. Default null: by place among the chart's series.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int? Style { get; init => field = Check.AtLeast(value, 0, nameof(Style)); }
}
