using System.Text.Json;
using ClassicML.Metrics;

namespace ClassicML.Benchmarks.Iris;

/// <summary>The report as JSON, for programs.</summary>
internal static class IrisJson
{
    // The members of anonymous types are read-only.
    private static readonly JsonSerializerOptions Form = new(ReportJson.Options) { IgnoreReadOnlyProperties = false };

    public static string Text(IrisReport report) => JsonSerializer.Serialize(
        new
        {
            machine = new { report.Machine.Cpu, report.Machine.Vector, report.Machine.Threads, report.Machine.Os, report.Machine.Versions },
            seconds = report.Elapsed.TotalSeconds,
            partial = report.IsPartial,
            curves = report.Curves
                .Select(c => new { learner = c.Learner, points = c.Points.Select(p => new { rows = p.X, mean = p.TestMean, deviation = p.TestDeviation }) }),
            data_sets = report.DataSets is { } sets ? new
            {
                names = sets.DataSets,
                rows = sets.Rows
                    .Select(row => new { learner = row.Learner, accuracy = row.Scores.Select(s => new { mean = s.Mean, deviation = s.Deviation }) }),
            } : null,
            results = report.Results.Select(r => new
            {
                learner = r.Contender.Name,
                library = r.Contender.Library,
                candidates = r.Contender.Candidates.Length,
                accuracy = Score(r, ClassificationMetric.Accuracy),
                log_loss = r.HasLogLoss ? Score(r, ClassificationMetric.LogLoss) : null,
                f1_macro = Score(r, ClassificationMetric.F1Macro),
                fit_seconds = new { cold = r.Times.FitCold, warm = r.Times.FitWarm },
                predict_seconds = new { cold = r.Times.PredictCold, warm = r.Times.PredictWarm },
                chosen = r.Winners,
                tuned = r.Search.BestCandidate.ToString(),
                labels = r.Confusion.Labels.Names,
                confusion = Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Select(j => r.Confusion[i, j])),
            }),
        }, Form);

    private static object Score(IrisResult r, Metric<ClassificationOutcome> metric) =>
        new { mean = r.Folds.Mean(metric), deviation = r.Folds.Deviation(metric), folds = r.Folds.Scores(metric) };
}
