using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>What a classifier predicts over two features: an area for each class, and the labelled rows on top.</summary>
public sealed record DecisionRegions : Chart
{
    private readonly RegionGrid grid;
    private readonly AxisRange across, up;

    private DecisionRegions(RegionGrid grid, AxisRange across, AxisRange up, IEnumerable<PointSeries> points, ClassLabels labels)
    {
        (this.grid, this.across, this.up) = (grid, across, up);
        Points = [.. points];
        Labels = labels;
    }

    /// <summary>The labelled rows by class.</summary>
    public ImmutableArray<PointSeries> Points { get; }

    /// <summary>The classes of the model; class k has colour k.</summary>
    public ClassLabels Labels { get; }

    /// <summary>The regions of a model of two features.</summary>
    /// <param name="model">A model fitted on 2 features.</param>
    /// <param name="data">Rows to draw and to take the range from, n×2, dense.</param>
    /// <param name="resolution">Cells along each axis; (resolution+1)² predictions. Default 120, in [2, 1000].</param>
    /// <exception cref="ArgumentException">The model or the data has not two features, or the data is not dense.</exception>
    public static DecisionRegions Of(IClassifierModel model, ClassificationData data, int resolution = 120)
    {
        if (Check.NotNull(model, nameof(model)).FeatureCount != 2)
            throw new ArgumentException(
                Invariant($"model must have 2 features, has {model.FeatureCount}; name the two to vary"), nameof(model));
        return Of(model, data, 0, 1, resolution: resolution);
    }

    /// <summary>The regions of a model of p features in a plane: two features vary, the others are held.</summary>
    /// <param name="model">A model fitted on p features.</param>
    /// <param name="data">Rows to draw and to take the range from, n×p, dense. Rows lie beside the plane; their borders may differ.</param>
    /// <param name="xFeature">The column of the horizontal axis, in [0, p).</param>
    /// <param name="yFeature">The column of the vertical axis, in [0, p), another one.</param>
    /// <param name="held">p values; those of the two that vary are ignored. Default empty: the means, without missing values.</param>
    /// <param name="resolution">Cells along each axis; (resolution+1)² predictions. Default 120, in [2, 1000].</param>
    /// <exception cref="ArgumentException">The widths differ, a column doesn't exist or comes twice, or the data is not dense.</exception>
    public static DecisionRegions Of(
        IClassifierModel model, ClassificationData data, int xFeature, int yFeature, ReadOnlySpan<double> held = default,
        int resolution = 120)
    {
        Check.NotNull(model, nameof(model));
        Matrix x = Check.Dense(Check.NotNull(data, nameof(data)).Features, nameof(DecisionRegions));
        Check.Width(x, model.FeatureCount);
        ScatterChart.Column(data, xFeature, nameof(xFeature));
        ScatterChart.Column(data, yFeature, nameof(yFeature));
        if (xFeature == yFeature)
            throw new ArgumentException(Invariant($"xFeature and yFeature must differ, both are {xFeature}"), nameof(yFeature));
        Check.Within(resolution, new Interval(2, 1000), nameof(resolution));
        double[] row = held.IsEmpty ? Means(x) : held.ToArray();
        Check.Length(row.Length, x.ColumnCount, nameof(held), "feature");

        AxisRange across = AxisRange.Of(Column(x, xFeature), 0.06), up = AxisRange.Of(Column(x, yFeature), 0.06);
        return new DecisionRegions(RegionGrid.Of(Predict, resolution), across, up, Aligned(model, data, xFeature, yFeature), model.Labels)
        {
            XLabel = data.FeatureNames?[xFeature] ?? "",
            YLabel = data.FeatureNames?[yFeature] ?? "",
        };

        int[] Predict(double[] xs, double[] ys)
        {
            double[] rows = new double[xs.Length * row.Length];
            for (int i = 0; i < xs.Length; i++)
            {
                row[xFeature] = across.Low + (across.High - across.Low) * xs[i] / resolution;
                row[yFeature] = up.Low + (up.High - up.Low) * ys[i] / resolution;
                row.CopyTo(rows, i * row.Length);
            }
            return model.Predict(Matrix.Wrap(rows, xs.Length, row.Length));
        }
    }

    internal override void Draw(Sheet sheet)
    {
        sheet.Horizontal(across);
        sheet.Vertical(up);
        sheet.Boxed();
        List<(int Code, List<Coordinates[]> Rings)> areas = [.. RegionTracer.Trace(grid).Select(area => (area.Code, Placed(area.Rings)))];
        // Each area is drawn with its border: the second of two neighbours covers the seam that smoothing leaves between them.
        foreach (var (code, rings) in areas)
            sheet.Area(rings, sheet.Theme.Region(code), stroke: sheet.Theme.Muted, strokeWidth: 1.2f);
        foreach (PointSeries series in Points) ScatterChart.Draw(sheet, series, series.Style!.Value);
        foreach (var (code, _) in areas)
            if (Points.All(series => series.Style != code)) sheet.Legend(Labels[code], fill: sheet.Theme.Region(code));
    }

    private List<Coordinates[]> Placed(List<(double X, double Y)[]> rings) =>
        [.. rings.Select(ring => Array.ConvertAll(ring, point => new Coordinates(
            across.Low + (across.High - across.Low) * point.X / grid.Resolution,
            up.Low + (up.High - up.Low) * point.Y / grid.Resolution)))];

    /// <summary>The rows by class, in the model's colours by label. Classes unknown to the model come after its own.</summary>
    private static IEnumerable<PointSeries> Aligned(IClassifierModel model, ClassificationData data, int xFeature, int yFeature)
    {
        int[] codes = model.Labels.CodesOf(data.Labels);
        int unknown = model.Labels.Count;
        for (int k = 0; k < codes.Length; k++)
            if (codes[k] < 0) codes[k] = unknown++;
        return ScatterChart.ByClass(data, xFeature, yFeature).Select(series => series with { Style = codes[series.Style!.Value] });
    }

    private static IEnumerable<double> Column(Matrix x, int column) => Enumerable.Range(0, x.RowCount).Select(i => x[i, column]);

    private static double[] Means(Matrix x) =>
        [.. Enumerable.Range(0, x.ColumnCount).Select(j => Column(x, j).Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Average())];
}
