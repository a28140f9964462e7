using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Cli.Selection;
using ClassicML.ModelSelection;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml nested</c>: compares learners with their tuning, so that no score is of rows that helped to choose.</summary>
internal static class NestedCommand
{
    private const int DefaultInnerFolds = 5;

    public static Command Create(GlobalOptions global)
    {
        var command = new Command("nested", "Compare learners with their tuning: outer folds test what a search chose on the other rows alone.");
        var learners = new LearnerOptions(command, many: true, VaryValues.Help);
        var inner = new Option<int>("--inner-folds")
        {
            Description = "The folds of the searches inside the outer folds.", HelpName = "N", DefaultValueFactory = _ => DefaultInnerFolds,
        };
        command.Options.Add(inner);
        var journal = new JournalOption(command);
        var options = new SelectionOptions(command);
        global.SetAction(command, run =>
        {
            LearnerSpec[] specs = learners.Several(run);
            (RowSet rows, LearningKind kind) = options.Read(run, specs);
            int folds = run.Parsed.GetValue(inner);
            if (kind == LearningKind.Classification) Run(SelectionKinds.Classes, specs, options, rows, folds, journal, run);
            else Run(SelectionKinds.Numbers, specs, options, rows, folds, journal, run);
        },
            "nested --model svm --vary C=1,10,100 --model random-forest --vary max-depth=4,8,none --scale standard --data wine",
            "nested --model ridge --vary alpha=0.01..100:log:9 --model knn --vary neighbor-count=3,5,9 --scale standard --train sales.csv --journal nested.journal");
        return command;
    }

    private static void Run<TData, TModel, TOutcome>(
        SelectionKind<TData, TModel, TOutcome> kind, LearnerSpec[] specs, SelectionOptions options, RowSet rows, int innerFolds, JournalOption journal,
        Invocation run)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        SelectionData<TData, TModel, TOutcome> data = options.Divide(kind, rows, run);
        ISplitter inner = options.Folds.Inner(run, kind.Kind, rows, options.Data.Seed(run.Parsed), innerFolds);
        Preparation preparation = options.Preparation(run);
        SearchJournal? file = journal.Of(run);
        var entries = new List<KeyValuePair<string, ILearner<TData, TModel>>>();
        foreach (LearnerSpec spec in specs)
        {
            (_, object learner, Func<object, object> prepare) = options.Build(spec, kind.Kind, rows, preparation, run);
            string name = NestedNames.Free(spec.Name, entries.Select(entry => entry.Key));
            Candidate[] candidates = Candidates.Grid(spec, learner, prepare, run.Registry);
            entries.Add(KeyValuePair.Create(name, spec.Vary.Length == 0 ? (ILearner<TData, TModel>)candidates[0].Learner
                : (ILearner<TData, TModel>)(data.Scored(kind.Grid(candidates), inner) with { Journal = file?.ForPart(name) })));
        }
        (NestedResult<TModel, TOutcome> result, double seconds) = run.Timed(() => journal.Do(run, () => data.Do(() => NestedCrossValidation.Run(
            kind.Task, entries, data.Data, data.Splitter, data.Metrics, run.Context))));
        run.Output.Write(
            new NestedComparison(
                TargetRule.Name(kind.Kind), rows.RowCount, rows.Features.ColumnCount, rows.Target!.Name, data.Metric.Name, data.Metric.HigherIsBetter,
                SavedModel.Form(data.Splitter, run.Registry), data.Folds.Length, innerFolds, NestedEntryResult.Ranked(data, result.Entries, run),
                PairResult.All(result.Entries, (a, b) => SignificanceTest.CorrectedT(a.Folds, b.Folds, data.Metric)), McNemar(data, result), seconds,
                [.. run.Output.Notes]),
            json => json.NestedComparison, Print);
    }

    // Of classes, where every row is tested once.
    private static PairResult[]? McNemar<TData, TModel, TOutcome>(SelectionData<TData, TModel, TOutcome> data, NestedResult<TModel, TOutcome> result)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        int[] tested = [.. data.Folds.SelectMany(fold => fold.Test)];
        return data.Data is ClassificationData rows && tested.Length == rows.RowCount && tested.Distinct().Count() == rows.RowCount
            ? PairResult.All(result.Entries, (a, b) => SignificanceTest.McNemar(Classes(a), Classes(b), rows))
            : null;

        static CrossValidationResult Classes(NestedEntry<TModel, TOutcome> entry) => (CrossValidationResult)(object)entry.Folds;
    }

    private static void Print(NestedComparison result, IAnsiConsole console)
    {
        console.WriteLine(FormattableString.Invariant(
            $"{result.Folds} outer folds of {result.Rows} × {result.Features} rows, {result.InnerFolds} inner ones, by {result.Metric}, in {Show.Seconds(result.Seconds)}"));
        console.WriteLine();
        string[] more = [.. result.Learners[0].MoreMeans.Keys];
        Spectre.Console.Table table = Show.Table(
            [("learner", false), (result.Metric, true), ("±", true), .. more.Select(name => (name, true)), ("optimism", true), ("fit", true),
                ("predict a row", true)]);
        foreach (NestedEntryResult entry in result.Learners)
            table.Row(
            [
                entry.Name, Show.Score(entry.Mean), Show.Score(entry.Deviation), .. more.Select(name => Show.Score(entry.MoreMeans[name])),
                entry.OptimismGap is { } gap ? Show.Score(gap) : "", Show.Seconds(entry.FitSeconds), Show.Seconds(entry.PredictSecondsPerRow),
            ]);
        console.Write(table);
        if (result.Learners.Any(entry => entry.Winners.Length > 0))
        {
            console.WriteLine();
            Spectre.Console.Table winners = Show.Table(
                [("chosen by", false), .. Enumerable.Range(0, result.Folds).Select(k => (FormattableString.Invariant($"fold {k}"), false))]);
            foreach (NestedEntryResult entry in result.Learners.Where(entry => entry.Winners.Length > 0))
                winners.Row([entry.Name, .. entry.Winners.Select(Settings)]);
            console.Write(winners);
        }
        Pairs("corrected resampled t-test", result.CorrectedT);
        Pairs("McNemar's test", result.McNemar);

        void Pairs(string title, PairResult[]? pairs)
        {
            if (pairs is not { Length: > 0 }) return;
            console.WriteLine();
            Spectre.Console.Table tests = Show.Table((title, false), ("difference", true), ("statistic", true), ("p", true), ("p, Holm", true));
            foreach (PairResult pair in pairs)
                tests.Row($"{pair.First} - {pair.Second}", Show.Score(pair.Difference), Show.Number(pair.Statistic), Show.PValue(pair.PValue),
                    Show.PValue(pair.HolmPValue));
            console.Write(tests);
        }
    }

    private static string Settings(IReadOnlyDictionary<string, string> settings) =>
        settings.Count == 0 ? "-" : string.Join(' ', settings.Select(setting => $"{setting.Key}={setting.Value}"));
}

/// <summary>What <c>nested --json</c> prints; learners from the best mean to the worst.</summary>
internal sealed record NestedComparison(
    string Task, int Rows, int Features, string Target, string Metric, bool HigherIsBetter, JsonElement Splitter, int Folds, int InnerFolds,
    NestedEntryResult[] Learners, PairResult[] CorrectedT, [property: JsonPropertyName("mcnemar")] PairResult[]? McNemar, double Seconds, string[] Notes);
