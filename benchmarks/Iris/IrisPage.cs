using System.Net;
using System.Text;
using ClassicML.Metrics;
using ClassicML.Plotting;

namespace ClassicML.Benchmarks.Iris;

/// <summary>The report as one HTML file that needs nothing else: charts are SVG inside it, in the colours of the reader's theme.</summary>
internal static class IrisPage
{
    private const int PetalLength = 2, PetalWidth = 3;

    public static string Html(IrisReport report)
    {
        var body = new StringBuilder();
        IrisResult best = report.Results.First(r => r.Contender.IsOurs), peer = report.Results.First(r => !r.Contender.IsOurs);
        body.Append("<h1>Iris, side by side</h1>\n<p class=lead>").Append(Encode(Summary(best, peer))).Append("</p>\n");
        Table(body, report);
        body.Append("<div class=pair>\n");
        Figure(body, Accuracies(report), "Mean of five outer folds, with the deviation of one fold.");
        Figure(body, Times(report), "Milliseconds to fit and to predict 150 rows, once warm. Neighbours only store their rows when they fit.");
        body.Append("</div>\n<h2>What each learner sees</h2>\n<p>The tuned learner, fitted on petal length and width alone. A border is where its prediction changes.</p>\n<div class=grid>\n");
        foreach (IrisResult result in report.Results) Figure(body, Regions(result), $"{result.Contender.Library}; {result.Search.BestCandidate}");
        body.Append("</div>\n<h2>What it confuses</h2>\n<p>All 150 rows, each predicted by the model that had not seen it. Rows are actual classes, columns predicted ones.</p>\n<div class=grid>\n");
        foreach (IrisResult result in report.Results) Figure(body, Confusion(result), $"{result.Contender.Library}; chosen in the five folds: {string.Join("; ", result.Winners)}");
        body.Append("</div>\n<h2>How it was measured</h2>\n<p>").Append(Encode(report.How)).Append("</p>\n<p>").Append(Encode(report.Peers)).Append("</p>\n<p>")
            .Append(Encode($"{report.Machine.Cpu}, {report.Machine.Threads} threads, {report.Machine.Os}; {string.Join(", ", report.Machine.Versions.Select(v => $"{v.Key} {v.Value}"))}."))
            .Append(Encode(IrisReport.Text($" The report took {report.Elapsed.TotalSeconds:F0} s."))).Append("</p>\n");
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>ClassicML: Iris, side by side</title>
            <style>
            {Theme.PageCss}
            {Css}
            </style>
            </head>
            <body>
            <main>
            {body}</main>
            </body>
            </html>

            """;
    }

    private static string Summary(IrisResult ours, IrisResult peer)
    {
        (double own, double other) = (ours.Times.FitWarm + ours.Times.PredictWarm, peer.Times.FitWarm + peer.Times.PredictWarm);
        return IrisReport.Text(
            $"150 flowers, four measurements, three species. Best of ClassicML: {ours.Contender.Name.ToLowerInvariant()}, accuracy {ours.Folds.Mean(ClassificationMetric.Accuracy):F3}, {IrisReport.Milliseconds(own)} ms to fit and predict all rows. Best of ML.NET: {peer.Contender.Name}, accuracy {peer.Folds.Mean(ClassificationMetric.Accuracy):F3}, {IrisReport.Milliseconds(other)} ms. Between learners this close no winner can be named from 150 rows: look at the deviations.");
    }

    private static void Table(StringBuilder html, IrisReport report)
    {
        html.Append("<div class=scroll><table>\n<thead><tr>");
        foreach (string header in IrisReport.Headers) html.Append(IrisReport.IsText(header) ? "<th>" : "<th class=n>").Append(Encode(header)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (IrisResult result in report.Results)
        {
            html.Append(result.Contender.IsOurs ? "<tr class=ours>" : "<tr>");
            foreach ((string header, string cell) in IrisReport.Headers.Zip(IrisReport.Cells(result)))
                html.Append(IrisReport.IsText(header) ? "<td>" : "<td class=n>").Append(Encode(cell)).Append("</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table></div>\n");
    }

    private static void Figure(StringBuilder html, Chart chart, string caption) =>
        html.Append("<figure>").Append(chart.ToSvg(Theme.Page)).Append("<figcaption>").Append(Encode(caption)).Append("</figcaption></figure>\n");

    private static BarChart Accuracies(IrisReport report) => new(
        report.Results.Select(Name),
        new BarSeries("", [.. report.Results.Select(r => r.Folds.Mean(ClassificationMetric.Accuracy))])
        {
            Errors = [.. report.Results.Select(r => r.Folds.Deviation(ClassificationMetric.Accuracy))],
        })
    {
        Title = "Accuracy", IsHorizontal = true, ValueFormat = "0.000", ValueRange = new AxisRange(0.8, 1.06), Height = 90 + 38 * report.Results.Length,
    };

    private static BarChart Times(IrisReport report) => new(
        report.Results.Select(Name),
        new BarSeries("fit", [.. report.Results.Select(r => 1000 * r.Times.FitWarm)]) { Style = 1 },
        new BarSeries("predict", [.. report.Results.Select(r => 1000 * r.Times.PredictWarm)]) { Style = 2 })
    {
        Title = "Time, ms", IsHorizontal = true, ValueFormat = "0.##", Height = 90 + 38 * report.Results.Length,
    };

    private static DecisionRegions Regions(IrisResult result)
    {
        ClassificationData iris = Datasets.Iris();
        var x = (Matrix)iris.Features;
        ClassificationData petals = iris.WithFeatures(
            x.SelectColumns([PetalLength, PetalWidth]), [iris.FeatureNames!.Value[PetalLength], iris.FeatureNames!.Value[PetalWidth]]);
        return DecisionRegions.Of(result.Search.BestCandidate.Classifier.Fit(petals), petals) with { Title = result.Contender.Name, Width = 460, Height = 380 };
    }

    private static HeatMap Confusion(IrisResult result) =>
        HeatMap.Confusion(result.Confusion.Counts, result.Confusion.Labels) with { Title = result.Contender.Name, Width = 460, Height = 330 };

    private static string Name(IrisResult result) => result.Contender.IsOurs ? result.Contender.Name : $"ML.NET: {result.Contender.Name}";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private const string Css = """
        body{margin:0;background:var(--chart-paper);color:var(--chart-ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
        main{max-width:1180px;margin:0 auto;padding:2rem 1.25rem 4rem}
        h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem}
        h2{font-size:1.35rem;margin:2.5rem 0 .5rem}
        p{max-width:75ch}
        .lead{font-size:1.1rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.4rem .5rem;text-align:left;border-bottom:1px solid var(--chart-grid);white-space:nowrap}
        th{color:var(--chart-muted);font-weight:600;font-size:.85rem}
        .n{text-align:right}
        .ours td{font-weight:650}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:1.25rem;margin-top:1.5rem}
        .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:1.25rem}
        figure{margin:0}
        figure svg{display:block;width:100%;height:auto}
        figcaption{color:var(--chart-muted);font-size:.82rem;overflow-wrap:anywhere}
        """;
}
