using System.CommandLine;
using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Internal;
using ClassicML.Metrics;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml evaluate</c>: fits one learner, or takes a saved model, and says how well it does on rows that it has not seen.</summary>
internal static class EvaluateCommand
{
    public static Command Create(GlobalOptions global)
    {
        var command = new Command("evaluate", "Fit a learner, or take a saved model, and measure it on rows it has not seen.");
        var learners = new LearnerOptions(command);
        var load = new Option<string?>("--load") { Description = "A model file, in place of --model; its rows are --test.", HelpName = "FILE" };
        command.Options.Add(load);
        var preparing = new PreparationOptions(command);
        var data = new DataOptions(command, test: true);
        var metrics = new MetricOption(command);
        var predictions = new Option<string?>("--predictions") { Description = "Write the prediction of each test row, a line each.", HelpName = "FILE" };
        command.Options.Add(predictions);
        global.SetAction(command, run =>
        {
            string? file = run.Parsed.GetValue(predictions) is { } given ? SavedModel.Writable(given, "--predictions") : null;
            string[] asked = metrics.Of(run.Parsed);
            (EvaluateResult result, Scores scores) = run.Parsed.GetValue(load) is { } saved
                ? Saved(saved, data, asked, run)
                : Fitted(learners.One(run), preparing, data, asked, run);
            if (file is not null) WriteLines(file, scores.Predicted);
            run.Output.Write(result, json => json.EvaluateResult, (r, console) =>
                Print(r, r.Learner is { } form ? LearnerText.Of(form, run.Registry) : r.Model, scores.Confusion, console));
        },
            "evaluate --model logistic-regression --set C=5 --scale standard --data wine",
            "evaluate --model random-forest --train a.csv --target label --test b.csv",
            "evaluate --load a.model --test b.csv --metric accuracy --metric log-loss");
        return command;
    }

    private static (EvaluateResult, Scores) Fitted(LearnerSpec spec, PreparationOptions preparing, DataOptions data, string[] metrics, Invocation run)
    {
        (RowSet train, RowSet test, LearningKind kind) = data.Parts(
            run, rows => rows.Kind(data.Task(run.Parsed), LearnerOptions.Offered(run.Registry, [spec]), run.Output.Note));
        (WireType type, object learner) = spec.Build(run.Registry, kind, data.GivenSeed(run.Parsed));
        object prepared = preparing.Of(run.Parsed, run.Output.Note).Before(type, learner, train.Features, test.Features);
        (FittedModel model, double fitSeconds) = run.Timed(() => FittedModel.Fit(prepared, train, run.Context));
        (Scores scores, double predictSeconds) = run.Timed(() => model.Score(test, metrics));
        return (new EvaluateResult(
            type.Name, TargetRule.Name(kind), SavedModel.Form(prepared, run.Registry), train.RowCount, train.Features.ColumnCount, test.RowCount, scores.Values,
            ConfusionResult.Of(scores.Confusion), fitSeconds, predictSeconds, ReportResult.Of(model.Model.Report), [.. run.Output.Notes]), scores);
    }

    private static (EvaluateResult, Scores) Saved(string file, DataOptions data, string[] metrics, Invocation run)
    {
        (FittedModel model, RowLayout layout) = SavedModel.Load(file, run);
        RowSet test = data.Test(run, layout);
        (Scores scores, double predictSeconds) = run.Timed(() => model.Score(test, metrics));
        object? learner = model.Model.Report.Learner;
        string name = run.Registry.Find(model.Model)?.Name ?? model.Model.GetType().Name;
        return (new EvaluateResult(
            name, TargetRule.Name(model.Kind), learner is null ? null : SavedModel.Form(learner, run.Registry), null, layout.FeatureCount, test.RowCount,
            scores.Values, ConfusionResult.Of(scores.Confusion), null, predictSeconds, ReportResult.Of(model.Model.Report), [.. run.Output.Notes]), scores);
    }

    private static void WriteLines(string file, string[] lines) => AtomicFile.Write(file, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        foreach (string line in lines) writer.WriteLine(line);
    });

    private static void Print(EvaluateResult result, string learner, ConfusionMatrix? confusion, IAnsiConsole console)
    {
        string rows = result.Rows is { } count ? FormattableString.Invariant($"{count} × {result.Features} to fit on, ") : "";
        List<(string, string)> facts = [("model", learner), ("rows", FormattableString.Invariant($"{rows}{result.TestRows} to test on"))];
        facts.AddRange(result.Scores.Select(score => (score.Key, Show.Score(score.Value))));
        if (result.FitSeconds is { } fit) facts.Add(("fit", Show.Seconds(fit)));
        facts.Add(("predict", Show.Seconds(result.PredictSeconds)));
        facts.AddRange(result.Report.Facts());
        console.Write(Show.Facts([.. facts]));
        if (confusion is null) return;
        console.WriteLine();
        console.WriteLine(confusion.Labels.Count <= 20 ? confusion.ToString() : confusion.Report());
    }
}

/// <summary>What <c>evaluate --json</c> prints; rows and fit are null for a saved model.</summary>
internal sealed record EvaluateResult(
    string Model, string Task, JsonElement? Learner, int? Rows, int Features, int TestRows, IReadOnlyDictionary<string, double> Scores,
    ConfusionResult? Confusion, double? FitSeconds, double PredictSeconds, ReportResult Report, string[] Notes);

/// <summary>How often rows of each class (a line each) were taken for each (a column each).</summary>
internal sealed record ConfusionResult(IReadOnlyList<string> Labels, double[][] Counts)
{
    public static ConfusionResult? Of(ConfusionMatrix? matrix) => matrix is null ? null : new(
        matrix.Labels.Names,
        [.. Enumerable.Range(0, matrix.Labels.Count).Select(a => Enumerable.Range(0, matrix.Labels.Count).Select(p => matrix[a, p]).ToArray())]);
}
