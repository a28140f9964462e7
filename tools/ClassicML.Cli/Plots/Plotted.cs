using ClassicML.Plotting;

namespace ClassicML.Cli.Plots;

/// <summary>A picture and what it shows.</summary>
/// <param name="Chart">The chart; null for the drawing of a tree.</param>
/// <param name="Tree">The SVG of a tree; null for a chart.</param>
/// <param name="Values">Numbers that stand in title and legend, by what they are of.</param>
/// <param name="Series">What is drawn.</param>
internal sealed record Plotted(Chart? Chart, string? Tree, IReadOnlyDictionary<string, double> Values, SeriesResult[] Series)
{
    /// <summary>A chart of lines and the numbers of its legend.</summary>
    public static Plotted Of(LineChart chart, IReadOnlyDictionary<string, double>? values = null) => new(
        chart, null, values ?? new Dictionary<string, double>(),
        [.. chart.Series.Select(
            series => new SeriesResult(series.Name, [.. series.X], [.. series.Y], series.Deviation.IsEmpty ? null : [.. series.Deviation]))]);
}

/// <summary>A line, points, or a row of a table, as it is drawn.</summary>
internal sealed record SeriesResult(string Name, double[] X, double[] Y, double[]? Deviation = null);
