using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>The report as JSON, for programs.</summary>
internal static class MnistJson
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(MnistReport report) => JsonSerializer.Serialize(
        new
        {
            data = report.Data.Name,
            choice = report.Data.Choice,
            train_rows = report.Data.Train.RowCount,
            test_rows = report.Data.Test.RowCount,
            partial = report.Missing == "" ? null : report.Missing,
            settings = report.Data.Settings,
            limit_seconds = report.Limit.TotalSeconds,
            seconds = report.Elapsed.TotalSeconds,
            machine = new
            {
                cpu = report.Machine.Cpu, threads = report.Machine.Threads, os = report.Machine.Os,
                vector_bits = MnistPage.VectorBits, versions = report.Machine.Versions,
            },
            results = report.Results.Select(r => One(report, r)),
            hardest = report.Hardest(MnistPage.HardestCount)
                .Select(h => new { row = h.Row, actual = report.Data.Test.Labels[report.Data.Test.Codes[h.Row]], wrong = h.Wrong }),
            learning_curves = report.Pictures.Curves.Select(c => new { family = c.Family, rows = c.Rows, accuracy = c.Accuracies }),
            network = report.Pictures.Network is not { } network ? null : (object)new
            {
                trained_on = network.TrainedOn,
                epochs = network.History.Select(e => new
                {
                    loss = e.Loss, accuracy = e.Accuracy, validation_loss = e.ValidationLoss, validation_accuracy = e.ValidationAccuracy,
                }),
            },
        }, Form);

    private static object One(MnistReport report, MnistResult r) => new
    {
        family = r.Contender.Family,
        learner = r.Contender.Name,
        library = r.Contender.Library,
        version = r.Scores?.Version,
        settings = r.Contender.Settings,
        counterpart = r.Contender.Counterpart == "" ? null : r.Contender.Counterpart,
        difference = r.Contender.Difference == "" ? null : r.Contender.Difference,
        absent = r.IsAbsent ? r.Failure : null,
        failure = r.Scores is null && !r.IsAbsent ? r.Failure : null,
        scores = r.Scores is not { } s ? null : (object)new
        {
            accuracy = s.Accuracy,
            interval = new[] { s.Interval.Low, s.Interval.High },
            log_loss = s.LogLoss,
            f1_macro = s.MacroF1,
            fit_seconds = s.FitSeconds,
            predict_seconds = s.PredictSeconds,
            peak_mb = s.PeakMegabytes,
            model_bytes = s.ModelBytes,
            note = s.Note == "" ? null : s.Note,
            ratio = r.Contender.IsOurs ? report.QuickestPeer(r.Contender)?.Ratio : report.Ratio(r.Contender),
            mcnemar_p = report.PValue(r.Contender),
            confusion = Enumerable.Range(0, s.Confusion.Labels.Count).Select(i => Enumerable.Range(0, s.Confusion.Labels.Count).Select(j => s.Confusion[i, j])),
        },
    };
}
