using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>Points by series: the rows of two features, coloured by class.</summary>
public sealed record ScatterChart : Chart
{
    /// <summary>A chart of at least one series.</summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public ScatterChart(params IEnumerable<PointSeries> series) => Series = Values.Members(series, nameof(series), nameof(ScatterChart));

    /// <summary>The points, in drawing order.</summary>
    public ImmutableArray<PointSeries> Series { get; }

    /// <summary>Whether the horizontal axis is logarithmic; then x must be positive. Default false.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic; then y must be positive. Default false.</summary>
    public bool LogY { get; init; }

    /// <summary>What the horizontal axis shows. Default null: all points and a margin.</summary>
    public AxisRange? XRange { get; init; }

    /// <summary>What the vertical axis shows. Default null: all points and a margin.</summary>
    public AxisRange? YRange { get; init; }

    /// <summary>Two features of labelled rows, a series for each class that has rows; class k has style k.</summary>
    /// <param name="data">The rows, n×p, dense. A row with a missing value in one of the two features is left out.</param>
    /// <param name="xFeature">The column of the horizontal axis, in [0, p).</param>
    /// <param name="yFeature">The column of the vertical axis, in [0, p).</param>
    /// <exception cref="ArgumentException">The data is not dense, or there is no such column.</exception>
    public static ScatterChart Of(ClassificationData data, int xFeature = 0, int yFeature = 1)
    {
        Check.NotNull(data, nameof(data));
        Column(data, xFeature, nameof(xFeature));
        Column(data, yFeature, nameof(yFeature));
        return new ScatterChart(ByClass(data, xFeature, yFeature))
        {
            XLabel = data.FeatureNames?[xFeature] ?? "",
            YLabel = data.FeatureNames?[yFeature] ?? "",
        };
    }

    internal override void Draw(Sheet sheet)
    {
        AxisScale x = AxisScale.For(LogX, nameof(LogX), "x", XRange), y = AxisScale.For(LogY, nameof(LogY), "y", YRange);
        foreach (PointSeries series in Series)
        {
            x.Require(series.X, series.Name);
            y.Require(series.Y, series.Name);
        }
        AxisRange across = x.Map(XRange) ?? AxisRange.Of(Series.SelectMany(s => s.X).Select(x.Map));
        AxisRange up = y.Map(YRange) ?? AxisRange.Of(Series.SelectMany(s => s.Y).Select(y.Map));
        sheet.Horizontal(across, x.Ticks(across));
        sheet.Vertical(up, y.Ticks(up));
        for (int i = 0; i < Series.Length; i++) Draw(sheet, Series[i], Series[i].Style ?? i, x, y);
    }

    /// <summary>Draws points, smaller where there are many, and their line in the legend.</summary>
    internal static void Draw(Sheet sheet, PointSeries series, int style, AxisScale x = default, AxisScale y = default)
    {
        var points = new List<Coordinates>(series.X.Length);
        for (int i = 0; i < series.X.Length; i++)
            if (!double.IsNaN(series.X[i]) && !double.IsNaN(series.Y[i])) points.Add(new Coordinates(x.Map(series.X[i]), y.Map(series.Y[i])));
        sheet.Points([.. points], style, points.Count <= 300 ? 8 : points.Count <= 2000 ? 6 : 4);
        sheet.Legend(series.Name, marker: style);
    }

    internal static IEnumerable<PointSeries> ByClass(ClassificationData data, int xFeature, int yFeature)
    {
        Matrix x = Check.Dense(data.Features, nameof(ScatterChart));
        int[] codes = data.Codes.ToArray();
        for (int k = 0; k < data.ClassCount; k++)
        {
            int[] rows = [.. Enumerable.Range(0, codes.Length).Where(i => codes[i] == k)];
            if (rows.Length == 0) continue;
            yield return new PointSeries(
                data.Labels[k], Array.ConvertAll(rows, i => x[i, xFeature]), Array.ConvertAll(rows, i => x[i, yFeature]))
            { Style = k };
        }
    }

    internal static void Column(ClassificationData data, int column, string name) =>
        Check.Within(column, new Interval(0, data.FeatureCount, HighOpen: true), name);
}
