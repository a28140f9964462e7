using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>Lines over a common axis: learning curves, validation curves, losses, ROC curves.</summary>
public sealed record LineChart : Chart
{
    /// <summary>A chart of at least one series.</summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public LineChart(params IEnumerable<LineSeries> series) => Series = Values.Members(series, nameof(series), nameof(LineChart));

    /// <summary>The lines, in drawing order.</summary>
    public ImmutableArray<LineSeries> Series { get; }

    /// <summary>Whether the horizontal axis is logarithmic; then x must be positive. Default false.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic; then y must be positive, and a band ends at the axis. Default false.</summary>
    public bool LogY { get; init; }

    /// <summary>What the horizontal axis shows. Default null: all points and a margin.</summary>
    public AxisRange? XRange { get; init; }

    /// <summary>What the vertical axis shows. Default null: all points with their bands and a margin.</summary>
    public AxisRange? YRange { get; init; }

    /// <summary>Whether a unit is as long across as up, so that a circle is round: more is shown of the axis that has room. Not with a
    /// logarithmic axis. Default false.</summary>
    public bool SquareUnits { get; init; }

    internal override void Draw(Sheet sheet)
    {
        if (SquareUnits && (LogX || LogY))
            throw new ArgumentException($"{nameof(SquareUnits)} needs axes that are not logarithmic, {(LogX ? nameof(LogX) : nameof(LogY))} is set");
        AxisScale x = AxisScale.For(LogX, nameof(LogX), "x", XRange), y = AxisScale.For(LogY, nameof(LogY), "y", YRange);
        foreach (LineSeries series in Series)
        {
            x.Require(series.X, series.Name);
            y.Require(series.Y, series.Name);
        }
        AxisRange across = x.Map(XRange) ?? AxisRange.Of(Series.SelectMany(s => s.X).Select(x.Map));
        AxisRange up = y.Map(YRange) ?? AxisRange.Of(Series.SelectMany(s => s.Y.Concat(Ends(s, y))).Select(y.Map));
        sheet.Horizontal(across, x.Ticks(across));
        sheet.Vertical(up, y.Ticks(up));
        if (SquareUnits) sheet.Square();
        int style = 0;
        var styled = Series.Select(s => (Series: s, Style: s.IsReference ? 0 : s.Style ?? style++)).ToList();
        foreach (var (series, at) in styled) DrawBand(sheet, series, at, x, y, up.Low);
        foreach (var (series, at) in styled) DrawLine(sheet, series, at, x, y);
    }

    private static void DrawLine(Sheet sheet, LineSeries series, int style, AxisScale x, AxisScale y)
    {
        Color color = series.IsReference ? sheet.Theme.Muted : sheet.Theme.Series(style);
        List<Coordinates[]> runs = [.. Runs(series, series.Y).Select(run => run.Select(i => At(series, i)).ToArray())];
        sheet.Line(runs, color, series.IsReference ? 1.5f : 2.2f, series.IsReference);
        bool marked = series.ShowPoints && !series.IsReference;
        if (!series.IsReference) sheet.Points([.. runs.Where(run => marked || run.Length == 1).SelectMany(run => run)], style, 7);
        sheet.Legend(series.Name, marked ? style : null, color, series.IsReference);

        Coordinates At(LineSeries s, int i) => new(x.Map(s.X[i]), y.Map(s.Y[i]));
    }

    private static void DrawBand(Sheet sheet, LineSeries series, int style, AxisScale x, AxisScale y, double floor)
    {
        if (series.Deviation.IsEmpty) return;
        List<Coordinates[]> rings = [];
        foreach (List<int> run in Runs(series, series.Deviation))
        {
            IEnumerable<Coordinates> above = run.Select(i => new Coordinates(x.Map(series.X[i]), y.Map(series.Y[i] + series.Deviation[i])));
            IEnumerable<Coordinates> below = Enumerable.Reverse(run)
                .Select(i => new Coordinates(x.Map(series.X[i]), y.MapOr(series.Y[i] - series.Deviation[i], floor)));
            rings.Add([.. above, .. below]);
        }
        sheet.Area(rings, series.IsReference ? sheet.Theme.Muted : sheet.Theme.Series(style), opacity: 0.2);
    }

    /// <summary>The indices of points between gaps.</summary>
    private static IEnumerable<List<int>> Runs(LineSeries series, ImmutableArray<double> also)
    {
        List<int> run = [];
        for (int i = 0; i < series.X.Length; i++)
        {
            if (!double.IsNaN(series.X[i] + series.Y[i] + also[i]))
            {
                run.Add(i);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }
        if (run.Count > 0) yield return run;
    }

    private static IEnumerable<double> Ends(LineSeries series, AxisScale y)
    {
        for (int i = 0; i < series.Deviation.Length; i++)
        {
            yield return series.Y[i] + series.Deviation[i];
            double low = series.Y[i] - series.Deviation[i];
            if (!y.IsLog || low > 0) yield return low;
        }
    }
}
