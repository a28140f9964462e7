using System.CommandLine;
using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Cli.Selection;
using ClassicML.Internal;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml cv</c>: cross-validates one learner, its preparation fitted in each fold alone.</summary>
internal static class CvCommand
{
    /// <summary>The most folds that are shown to people, a line each.</summary>
    private const int MostLines = 50;

    public static Command Create(GlobalOptions global)
    {
        var command = new Command("cv", "Cross-validate a learner: fit it on all folds but one, score it on that one, and so for each.");
        var learners = new LearnerOptions(command);
        var options = new SelectionOptions(command);
        var predictions = new Option<string?>("--predictions")
        {
            Description = "Write what was predicted for each row by the model that had not seen it, as CSV.", HelpName = "FILE",
        };
        command.Options.Add(predictions);
        global.SetAction(command, run =>
        {
            LearnerSpec spec = learners.One(run);
            string? file = run.Parsed.GetValue(predictions) is { } given ? SavedModel.Writable(given, "--predictions") : null;
            (RowSet rows, LearningKind kind) = options.Read(run, [spec]);
            if (kind == LearningKind.Classification) Run(SelectionKinds.Classes, spec, options, rows, file, run);
            else Run(SelectionKinds.Numbers, spec, options, rows, file, run);
        },
            "cv --model logistic-regression --scale standard --data wine",
            "cv --model random-forest --train customers.csv --target left --id customer --folds 10 --predictions out-of-fold.csv",
            "cv --model ridge --train sales.csv --target sales --splitter time-series --metric mean-absolute-error");
        return command;
    }

    private static void Run<TData, TModel, TOutcome>(
        SelectionKind<TData, TModel, TOutcome> kind, LearnerSpec spec, SelectionOptions options, RowSet rows, string? file, Invocation run)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        SelectionData<TData, TModel, TOutcome> data = options.Divide(kind, rows, run, () => kind.Metrics([]));
        (WireType type, object learner, Func<object, object> prepare) = options.Build(spec, kind.Kind, rows, options.Preparation(run), run);
        object prepared = prepare(learner);
        CrossValidationResult<TModel, TOutcome> result = data.Do(() => CrossValidation.Run(
            kind.Task, (ILearner<TData, TModel>)prepared, data.Data, data.Splitter, data.Metrics, withTrainScores: true, run.Context));
        if (file is not null)
        {
            AtomicFile.Write(file, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                CsvWriter.Write(OutOfFold(data, result), writer);
            });
            run.Output.Note(FormattableString.Invariant($"{result.Folds.Sum(fold => fold.Fold.Test.Length)} out-of-fold predictions are in {file}"));
        }
        foreach (Metric<TOutcome> metric in data.Metrics) SelectionData<TData, TModel, TOutcome>.NoteUndefined(metric, result.Scores(metric), run);
        int unfinished = result.Folds.Count(fold => !fold.Model.Report.Converged);
        if (unfinished > 0)
            run.Output.Note(FormattableString.Invariant($"{unfinished} of {result.Folds.Length} fits did not converge: {result.Folds.First(fold => !fold.Model.Report.Converged).Model.Report.Reason}"));
        run.Output.Write(
            new CvResult(
                type.Name, TargetRule.Name(kind.Kind), SavedModel.Form(prepared, run.Registry), rows.RowCount, rows.Features.ColumnCount, rows.Target!.Name,
                SavedModel.Form(data.Splitter, run.Registry),
                [.. data.Metrics.Select(metric => new MetricResult(
                    metric.Name, metric.HigherIsBetter, result.Mean(metric), result.Deviation(metric), result.TrainMean(metric)))],
                [.. result.Folds.Select((fold, k) => Fold(k, fold, data.Metrics))], [.. run.Output.Notes]),
            json => json.CvResult, (r, console) => Print(r, LearnerText.Of(prepared, run.Registry), console));
    }

    private static FoldLine Fold<TModel, TOutcome>(int number, FoldResult<TModel, TOutcome> fold, IEnumerable<Metric<TOutcome>> metrics)
        where TModel : class, IModel
        where TOutcome : class => new(
            number, fold.Fold.Train.Length, fold.Fold.Test.Length, metrics.ToDictionary(metric => metric.Name, metric => fold.Scores[metric]),
            metrics.ToDictionary(metric => metric.Name, metric => fold.TrainScores![metric]), fold.FitTime.TotalSeconds, fold.ScoreTime.TotalSeconds);

    // A line for each row and fold that tested it, in the order of the rows.
    private static Table OutOfFold<TData, TModel, TOutcome>(SelectionData<TData, TModel, TOutcome> data, CrossValidationResult<TModel, TOutcome> result)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        RowSet rows = data.Rows;
        (int Fold, int Line, int Row)[] lines =
            [.. result.Folds.SelectMany((fold, k) => fold.Fold.Test.Select((row, line) => (k, line, row))).OrderBy(each => each.row)];
        string[] By(Func<TOutcome, int, string> text) => [.. lines.Select(each => text(result.Folds[each.Fold].Outcome, each.Line))];
        TableColumn ids = rows.Ids is { } named ? new TextColumn(named.Name, [.. lines.Select(each => named.Text(each.Row))])
            : new NumberColumn("row", [.. lines.Select(each => (double)rows.Places[each.Row])]);
        List<TableColumn> columns =
        [
            ids, new NumberColumn("fold", [.. lines.Select(each => (double)each.Fold)]), new TextColumn("actual", By(data.Kind.Actual)),
            new TextColumn("prediction", By(data.Kind.Predicted)),
        ];
        if (data.Data is ClassificationData { Labels: var labels } && result.Folds.All(fold => data.Kind.Probabilities(fold.Outcome) is not null))
            for (int k = 0; k < labels.Count; k++)
                columns.Add(new NumberColumn(
                    $"p({labels[k]})", [.. lines.Select(each => data.Kind.Probabilities(result.Folds[each.Fold].Outcome)![each.Line, k])]));
        if (columns.Skip(1).Any(column => column.Name == ids.Name)) columns[0] = ids.Rename("id");
        return new Table(columns);
    }

    private static void Print(CvResult result, string learner, IAnsiConsole console)
    {
        console.Write(Show.Facts(
            ("model", learner), ("rows", FormattableString.Invariant($"{result.Rows} × {result.Features}, target '{result.Target}', {result.Folds.Length} folds"))));
        console.WriteLine();
        Spectre.Console.Table table = Show.Table([("fold", true), ("rows", true), .. result.Metrics.Select(metric => (metric.Name, true)), ("fit", true)]);
        if (result.Folds.Length <= MostLines)
            foreach (FoldLine fold in result.Folds)
                table.Row(
                [
                    Show.Number(fold.Fold), Show.Number(fold.TestRows), .. result.Metrics.Select(metric => Show.Score(fold.Scores[metric.Name])),
                    Show.Seconds(fold.FitSeconds),
                ]);
        table.Row(["mean", "", .. result.Metrics.Select(metric => Show.Score(metric.Mean)), Show.Seconds(result.Folds.Average(fold => fold.FitSeconds))]);
        table.Row(["±", "", .. result.Metrics.Select(metric => Show.Score(metric.Deviation)), ""]);
        table.Row(["training", "", .. result.Metrics.Select(metric => Show.Score(metric.TrainMean)), ""]);
        console.Write(table);
    }
}

/// <summary>What <c>cv --json</c> prints; folds are numbered from 0.</summary>
internal sealed record CvResult(
    string Model, string Task, JsonElement Learner, int Rows, int Features, string Target, JsonElement Splitter, MetricResult[] Metrics, FoldLine[] Folds,
    string[] Notes);

/// <summary>A metric over the folds: mean and deviation on the rows that were not fitted on, and the mean on those that were.</summary>
internal sealed record MetricResult(string Name, bool HigherIsBetter, double Mean, double Deviation, double TrainMean);

/// <summary>A fold.</summary>
internal sealed record FoldLine(
    int Fold, int TrainRows, int TestRows, IReadOnlyDictionary<string, double> Scores, IReadOnlyDictionary<string, double> TrainScores, double FitSeconds,
    double ScoreSeconds);
