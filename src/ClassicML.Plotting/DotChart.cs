using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>A dot by category and series on a common axis, the first category on top: for values that a logarithmic axis shows best.</summary>
/// <remarks>
/// Bars must start at zero, which no logarithmic axis has; dots need not. Cleveland and McGill, "Graphical perception: theory,
/// experimentation, and application to the development of graphical methods", 1984.
/// </remarks>
public sealed record DotChart : Chart
{
    /// <summary>A chart of n categories and at least one series of n dots.</summary>
    /// <param name="categories">The names of the categories, at least one.</param>
    /// <param name="series">The dots, each series with a value for each category; NaN for none.</param>
    /// <exception cref="ArgumentException">There is no category or series, or a series has another number of values.</exception>
    public DotChart(IEnumerable<string> categories, params IEnumerable<BarSeries> series)
    {
        Categories = Values.Members(categories, nameof(categories), nameof(DotChart));
        Series = Values.Members(series, nameof(series), nameof(DotChart));
        foreach (BarSeries each in Series) Check.Length(each.Lengths.Length, Categories.Length, $"series '{each.Name}'", "category");
    }

    /// <summary>The names of the categories.</summary>
    public ImmutableArray<string> Categories { get; }

    /// <summary>The dots: a series' style is its colour and its shape.</summary>
    public ImmutableArray<BarSeries> Series { get; }

    /// <summary>Whether the axis of the values is logarithmic; then values must be positive, and an error bar ends at the axis. Default false.</summary>
    public bool LogValues { get; init; }

    /// <summary>What the axis of the values shows. Default null: all dots with their errors, and a margin.</summary>
    public AxisRange? ValueRange { get; init; }

    internal override void Draw(Sheet sheet)
    {
        AxisScale scale = AxisScale.For(LogValues, nameof(LogValues), "value", ValueRange);
        foreach (BarSeries series in Series) scale.Require(series.Lengths, series.Name);
        AxisRange values = scale.Map(ValueRange) ?? AxisRange.Of(Series.SelectMany(Ends).Select(end => scale.MapOr(end, double.NaN)));
        int n = Categories.Length;
        sheet.Vertical(new AxisRange(-0.5, n - 0.5), [.. Categories.Select((name, i) => ((double)(n - 1 - i), name))], categories: true);
        sheet.Horizontal(values, scale.Ticks(values));
        // A line for each category leads the eye from the name to its dots.
        sheet.Line([.. Enumerable.Range(0, n).Select(i => (Coordinates[])[new(values.Low, i), new(values.High, i)])], sheet.Theme.Grid, 1);
        for (int s = 0; s < Series.Length; s++) DrawSeries(sheet, s, scale, values.Low);
    }

    private void DrawSeries(Sheet sheet, int s, AxisScale scale, double floor)
    {
        BarSeries series = Series[s];
        int style = series.Style ?? s;
        List<Coordinates> dots = [];
        List<Coordinates[]> errors = [];
        // Series lie a little above each other, the first on top, so that equal values don't hide one another.
        double order = s - (Series.Length - 1) / 2.0, step = Math.Min(0.22, 0.7 / Series.Length);
        for (int i = 0; i < Categories.Length; i++)
        {
            double value = series.Lengths[i], error = series.Error(i), at = Categories.Length - 1 - i - order * step;
            if (double.IsNaN(value)) continue;
            dots.Add(new Coordinates(scale.Map(value), at));
            if (error > 0) errors.Add([new(scale.MapOr(value - error, floor), at), new(scale.Map(value + error), at)]);
        }
        sheet.Line(errors, sheet.Theme.Series(style), 1.5f);
        sheet.Points([.. dots], style, 9);
        sheet.Legend(series.Name, marker: style);
    }

    private static IEnumerable<double> Ends(BarSeries series) => Enumerable.Range(0, series.Lengths.Length)
        .SelectMany(i => (double[])[series.Lengths[i], series.Lengths[i] - series.Error(i), series.Lengths[i] + series.Error(i)]);
}
