using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Metrics;

namespace ClassicML.Benchmarks.Iris;

/// <summary>All that the report says, and the cells of its table.</summary>
internal sealed record IrisReport(ImmutableArray<IrisResult> Results, TimeSpan Elapsed, Machine Machine)
{
    public static ImmutableArray<string> Headers { get; } =
        ["learner", "library", "accuracy", "log loss", "macro F1", "fit, cold", "fit, warm", "predict, cold", "predict, warm"];

    public static bool IsText(string header) => header is "learner" or "library";

    public static IEnumerable<string> Cells(IrisResult r) =>
    [
        r.Contender.Name, r.Contender.Library,
        Text($"{r.Folds.Mean(ClassificationMetric.Accuracy):F3} ± {r.Folds.Deviation(ClassificationMetric.Accuracy):F3}"),
        Text($"{r.Folds.Mean(ClassificationMetric.LogLoss):F3}"), Text($"{r.Folds.Mean(ClassificationMetric.F1Macro):F3}"),
        Milliseconds(r.Times.FitCold), Milliseconds(r.Times.FitWarm), Milliseconds(r.Times.PredictCold), Milliseconds(r.Times.PredictWarm),
    ];

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string Milliseconds(double seconds) => (1000 * seconds).ToString(seconds < 0.001 ? "F3" : seconds < 0.01 ? "F2" : "F1", CultureInfo.InvariantCulture);

    public string How { get; } =
        "Each learner is tuned by grid search, at most 12 candidates, on 3 stratified folds inside each of 5 stratified outer folds; scores are of the "
        + "outer folds, which no tuning has seen, ± the standard deviation of the 5. Linear learners and neighbours get standardised features, fitted on "
        + "the training rows alone. Times, in milliseconds, are of the tuned learner on all 150 rows, conversion to the library's own form included: cold is the first call "
        + "in a process of its own, the median of three such, warm the median of later calls. ML.NET's trainers run on one thread, which is their fastest at this size.";

    public string Peers => Machine.Versions.Keys.Contains("Accord") ? "" : "Accord.NET is not compared here: its package is an opt-in of the build (-p:WithAccord=true), and of `-- speed`.";
}
