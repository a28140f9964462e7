using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;

namespace ClassicML.Plotting;

/// <summary>Named bars of one colour, or dots: a value for each category of a <see cref="BarChart"/> or a <see cref="DotChart"/>.</summary>
public sealed record BarSeries
{
    /// <summary>A bar for each category; NaN for none.</summary>
    /// <param name="name">The name in the legend; empty for none.</param>
    /// <param name="values">The lengths of the bars, at least one.</param>
    /// <exception cref="ArgumentException">There is no value, or one is infinite.</exception>
    public BarSeries(string name, ReadOnlySpan<double> values)
    {
        Name = Check.NotNull(name, nameof(name));
        Lengths = Values.Copy(values, nameof(values), $"series '{name}'");
    }

    /// <summary>The name in the legend; empty for none.</summary>
    public string Name { get; }

    /// <summary>The length of each bar, n values; NaN for none.</summary>
    public ImmutableArray<double> Lengths { get; }

    /// <summary>The half-length of the error bar of each bar, n values; NaN for none. Default empty: no error bars.</summary>
    /// <exception cref="ArgumentException">The length is not n, or a value is negative or infinite.</exception>
    public ImmutableArray<double> Errors
    {
        get;
        init => field = Values.Deviations(value, Lengths.Length, nameof(Errors), "bar");
    } = [];

    /// <summary>Which colour to take, counted from 0. Default null: by place among the chart's series.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int? Style { get; init => field = Check.AtLeast(value, 0, nameof(Style)); }

    internal double Error(int category) => Errors.IsEmpty || double.IsNaN(Errors[category]) ? 0 : Errors[category];
}
