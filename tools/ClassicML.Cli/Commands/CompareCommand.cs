using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Cli.Selection;
using ClassicML.Internal;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml compare</c>: every learner that suits the rows, each tuned, ranked by nested cross-validation.</summary>
internal static class CompareCommand
{
    private const string Baseline = "baseline";
    private const int DefaultInnerFolds = 3;

    public static Command Create(GlobalOptions global)
    {
        var command = new Command("compare", "Compare every learner that suits the rows, each tuned on the rows that don't test it, and say which are better.");
        var models = new Option<string[]>("--models") { Description = "Only these, by commas. Default: all that suit the target and the number of rows.", HelpName = "NAMES" };
        var without = new Option<string[]>("--without") { Description = "All but these, by commas.", HelpName = "NAMES" };
        var inner = new Option<int>("--inner-folds")
        {
            Description = "The folds of the searches inside the outer folds.", HelpName = "N", DefaultValueFactory = _ => DefaultInnerFolds,
        };
        var budget = new Option<double?>("--budget") { Description = "Begin with no further learner after so many minutes.", HelpName = "MINUTES" };
        var save = new Option<string?>("--save") { Description = "Tune the best learner on all rows, and write the model.", HelpName = "FILE" };
        foreach (Option option in (Option[])[models, without, inner, budget, save]) command.Options.Add(option);
        var options = new SelectionOptions(command);
        global.SetAction(command, run =>
        {
            ParseResult parsed = run.Parsed;
            string? file = parsed.GetValue(save) is { } given ? SavedModel.Writable(given, "--save") : null;
            TimeSpan? time = parsed.GetValue(budget) is { } minutes ? TimeSpan.FromMinutes(Check.Positive(minutes, "--budget")) : null;
            (RowSet rows, LearningKind kind) = options.Read(run, []);
            Contender[] chosen = [.. Chosen(Contender.All(kind, rows), Names(parsed.GetValue(models)), Names(parsed.GetValue(without)))];
            int folds = parsed.GetValue(inner);
            if (kind == LearningKind.Classification) Run(SelectionKinds.Classes, chosen, options, rows, folds, time, file, run);
            else Run(SelectionKinds.Numbers, chosen, options, rows, folds, time, file, run);
        },
            "compare --data iris",
            "compare --train customers.csv --target left --metric roc-auc --without mlp,svm-rbf --save best.model",
            "compare --train sales.csv --target sales --folds 3 --budget 10");
        return command;
    }

    private static string[] Names(string[]? lists) =>
        [.. (lists ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static IEnumerable<Contender> Chosen(ImmutableArray<Contender> all, string[] only, string[] without)
    {
        foreach (string name in only.Concat(without))
            if (!all.Any(contender => Is(contender, name)))
                throw new UsageException($"there is no learner '{name}' to compare{NearNames.Hint(name, [.. all.Select(contender => contender.Name)])}");
        Contender[] chosen = [.. all.Where(each => (only.Length == 0 || Among(only, each)) && !Among(without, each))];
        return chosen.Length > 0 ? chosen : throw new UsageException("--without leaves no learner to compare");

        static bool Among(string[] names, Contender contender) => names.Any(name => Is(contender, name));

        // By the name in the table, and by those that --model takes.
        static bool Is(Contender contender, string name) => NearNames.Same(contender.Name, name) || LearnerNames.Means(name, contender.Spec.Name);
    }

    private static void Run<TData, TModel, TOutcome>(
        SelectionKind<TData, TModel, TOutcome> kind, Contender[] contenders, SelectionOptions options, RowSet rows, int innerFolds, TimeSpan? budget,
        string? file, Invocation run)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        SelectionData<TData, TModel, TOutcome> data = options.Divide(kind, rows, run);
        ISplitter inner = options.Folds.Inner(run, kind.Kind, rows, options.Data.Seed(run.Parsed), innerFolds);
        Preparation preparation = options.Preparation(run);
        bool scales = !options.Preparing.SaysScale(run.Parsed);
        long start = run.Global.Clock.GetTimestamp();
        var entries = new List<NestedEntry<TModel, TOutcome>>();
        var learners = new Dictionary<string, ILearner<TData, TModel>>(StringComparer.Ordinal);
        var late = new List<string>();
        foreach (Contender contender in contenders)
        {
            if (rows.RowCount > contender.MostRows)
            {
                run.Output.Note(FormattableString.Invariant($"{contender.Name} is left out: of more than {contender.MostRows} rows its searches would take too long"));
                continue;
            }
            if (entries.Count > 0 && run.Global.Clock.GetElapsedTime(start) > budget)
            {
                late.Add(contender.Name);
                continue;
            }
            if (Nested(contender.Name, () => learners[contender.Name] = Learner(contender)) is { } entry) entries.Add(entry);
        }
        if (late.Count > 0) run.Output.Note($"the time of --budget was over before {string.Join(", ", late)}");
        if (entries.Count == 0) throw new InvalidDataException("no learner could be fitted on these rows");
        NestedEntry<TModel, TOutcome>[] baseline = Nested(Baseline, () => kind.Baseline) is { } least ? [least] : [];
        NestedEntryResult[] ranked = NestedEntryResult.Ranked(data, entries, run);
        NestedEntry<TModel, TOutcome> best = entries.First(entry => entry.Name == ranked[0].Name);
        Dictionary<string, PairResult> against = PairResult.Of([.. entries.Concat(baseline).Where(entry => entry != best)
            .Select(entry => (best.Name, entry.Name, SignificanceTest.CorrectedT(best.Folds, entry.Folds, data.Metric)))]).ToDictionary(pair => pair.Second);
        SavedBest? saved = file is null ? null : Save();
        run.Output.Write(
            new CompareResult(
                TargetRule.Name(kind.Kind), rows.RowCount, rows.Features.ColumnCount, rows.Target!.Name, data.Metric.Name, data.Metric.HigherIsBetter,
                SavedModel.Form(data.Splitter, run.Registry), data.Folds.Length, innerFolds,
                [.. ranked.Concat(NestedEntryResult.Ranked(data, baseline, run)).Select(result =>
                    new CompareLine(result, Often(result), against.GetValueOrDefault(result.Name)))],
                run.Global.Clock.GetElapsedTime(start).TotalSeconds, saved, [.. run.Output.Notes]),
            json => json.CompareResult, (r, console) => Print(r, saved is null ? null : LearnerText.Of(saved.Learner, run.Registry), console));

        ILearner<TData, TModel> Learner(Contender contender)
        {
            Preparation own = contender.IsScaled && scales ? preparation with { Scaler = new StandardScaler() } : preparation;
            (_, object learner, Func<object, object> prepare) = options.Build(contender.Spec, kind.Kind, rows, own, run);
            Candidate[] candidates = Candidates.Grid(contender.Spec, learner, each => prepare(contender.Wrap(each)), run.Registry);
            return candidates.Length == 1 ? (ILearner<TData, TModel>)candidates[0].Learner
                : (ILearner<TData, TModel>)(data.Scored(kind.Grid(candidates), inner) with { Failures = FailureHandling.Record });
        }

        // A learner that these rows or this metric don't suit is left out: a singular covariance, no probabilities.
        NestedEntry<TModel, TOutcome>? Nested(string name, Func<ILearner<TData, TModel>> learner)
        {
            try
            {
                return NestedCrossValidation.Run(
                    kind.Task, [KeyValuePair.Create(name, learner())], data.Data, data.Splitter, data.Metrics,
                    run.Context with { Progress = new NamedProgress(name, run.Output.Progress) }).Entries[0];
            }
            catch (ArgumentException e)
            {
                run.Output.Note($"{name} is left out: {CommandLine.Line(e)}");
                return null;
            }
        }

        SavedBest Save()
        {
            TModel model = learners[best.Name].Fit(data.Data, run.Context);
            IModel chosen = SearchView.Of(model)?.Best ?? model;
            SavedModel.Save(FittedModel.Of(chosen, file!), rows, file!, run);
            return new SavedBest(best.Name, SavedModel.Form(SearchView.Of(model)?.BestResult.Candidate.Learner ?? learners[best.Name], run.Registry), file!);
        }
    }

    // The settings that most outer folds chose.
    private static IReadOnlyDictionary<string, string> Often(NestedEntryResult result) =>
        result.Winners.GroupBy(winner => string.Join(' ', winner), StringComparer.Ordinal).OrderByDescending(same => same.Count()).FirstOrDefault()?.First()
        ?? new Dictionary<string, string>();

    private static void Print(CompareResult result, string? saved, IAnsiConsole console)
    {
        console.WriteLine(FormattableString.Invariant(
            $"nested cross-validation, {result.Folds} outer and {result.InnerFolds} inner folds of {result.Rows} × {result.Features} rows, in {Show.Seconds(result.Seconds)}:"));
        console.WriteLine("each learner is tuned on the rows of a fold that don't test it, so no score is of rows that helped to choose");
        console.WriteLine();
        string[] more = [.. result.Learners[0].Learner.MoreMeans.Keys];
        bool narrow = console.Profile.Width < Show.Narrow;
        Spectre.Console.Table table = Show.Table(
        [
            ("learner", false), (result.Metric, true), ("±", true), ("p against best", true), .. more.Select(name => (name, true)),
            .. narrow ? [] : (ReadOnlySpan<(string, bool)>)[("tuning", true), ("predict a row", true)], ("chosen most often", false),
        ]);
        foreach (CompareLine line in result.Learners)
        {
            NestedEntryResult learner = line.Learner;
            table.Row(
            [
                learner.Name, Show.Score(learner.Mean), Show.Score(learner.Deviation), line.AgainstBest is { } test ? Show.PValue(test.HolmPValue) : "",
                .. more.Select(name => Show.Score(learner.MoreMeans[name])),
                .. narrow ? [] : (ReadOnlySpan<string>)[Show.Seconds(learner.FitSeconds), Show.Seconds(learner.PredictSecondsPerRow)],
                string.Join(' ', line.ChosenMostOften.Select(setting => $"{setting.Key}={setting.Value}")),
            ]);
        }
        console.Write(table);
        console.WriteLine();
        string[] alike = [.. result.Learners.Where(line => line.AgainstBest is { HolmPValue: >= 0.05 }).Select(line => line.Learner.Name)];
        string best = result.Learners[0].Learner.Name, others = result.Learners.Length > 2 ? "the others" : $"the {Baseline}";
        console.WriteLine(alike.Contains(Baseline) ? $"no learner is surely better than the {Baseline}, which looks at the target alone"
            : alike.Length == 0 ? $"{best} is better than {others} (corrected t-test, p < 0.05 with Holm's correction)"
            : $"not surely worse than {best} (corrected t-test, p >= 0.05 with Holm's correction): {string.Join(", ", alike)}");
        if (result.Saved is { } file) console.Write(Show.Facts(("saved", $"{saved}: {file.File}")));
    }

    /// <summary>Says whose progress it is.</summary>
    private sealed class NamedProgress(string name, IProgress<FitProgress> progress) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => progress.Report(value with { Stage = $"{name}, {value.Stage}" });
    }
}

/// <summary>What <c>compare --json</c> prints; learners from the best mean to the worst, the baseline last.</summary>
internal sealed record CompareResult(
    string Task, int Rows, int Features, string Target, string Metric, bool HigherIsBetter, JsonElement Splitter, int Folds, int InnerFolds,
    CompareLine[] Learners, double Seconds, SavedBest? Saved, string[] Notes);

/// <summary>A learner on the outer folds, the settings that most of them chose, and the test whether the best differs from it; null for the best.</summary>
internal sealed record CompareLine(NestedEntryResult Learner, IReadOnlyDictionary<string, string> ChosenMostOften, PairResult? AgainstBest);

/// <summary>The best learner, tuned on all rows.</summary>
internal sealed record SavedBest(string Name, JsonElement Learner, string File);
