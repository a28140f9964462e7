using System.CommandLine;
using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Cli.Selection;
using ClassicML.ModelSelection;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml search</c>: tries the values of options by cross-validation, ranks them, and fits the best on all rows.</summary>
internal static class SearchCommand
{
    private const int DefaultCount = 20;

    public static Command Create(GlobalOptions global)
    {
        var command = new Command("search", "Try values of options, of one or several learners, by cross-validation, and fit the best on all rows.");
        var learners = new LearnerOptions(command, many: true, VaryValues.HelpWithRanges);
        var method = new Option<string>("--method")
        {
            Description = "grid tries all combinations, random draws --count of them, halving tries all on few rows and the better ones on more.", HelpName = "METHOD",
            DefaultValueFactory = _ => "grid",
        };
        method.AcceptOnlyFromAmong("grid", "random", "halving");
        var count = new Option<int?>("--count") { Description = $"Of random, how many candidates to draw of each model. Default {DefaultCount}.", HelpName = "N" };
        var factor = new Option<int?>("--factor") { Description = "Of halving, by how much candidates shrink and rows grow. Default 3.", HelpName = "N" };
        var minRows = new Option<int?>("--min-rows") { Description = "Of halving, the fewest rows. Default: twice the folds, times the classes.", HelpName = "N" };
        var refit = new Option<string>("--refit")
        {
            Description = "Which is fitted on all rows: best, or one-standard-error, the first that is about as good, so name simple ones first.", HelpName = "RULE",
            DefaultValueFactory = _ => "best",
        };
        refit.AcceptOnlyFromAmong("best", "one-standard-error");
        var failures = new Option<string>("--failures")
        {
            Description = "Where a learner refuses rows: throw ends the search, record ranks it last.", HelpName = "RULE", DefaultValueFactory = _ => "throw",
        };
        failures.AcceptOnlyFromAmong("throw", "record");
        var top = new Option<int>("--top") { Description = "How many candidates are shown.", HelpName = "N", DefaultValueFactory = _ => 20 };
        foreach (Option option in (Option[])[method, count, factor, minRows, refit, failures, top]) command.Options.Add(option);
        var journal = new JournalOption(command);
        var save = new Option<string?>("--save") { Description = "Write the best model, fitted on all rows.", HelpName = "FILE" };
        command.Options.Add(save);
        var options = new SelectionOptions(command);
        global.SetAction(command, run =>
        {
            ParseResult parsed = run.Parsed;
            LearnerSpec[] specs = learners.Several(run);
            string name = parsed.GetRequiredValue(method);
            var of = new Method(
                name, Only(count, "random") ?? DefaultCount, Only(factor, "halving"), Only(minRows, "halving"),
                parsed.GetValue(refit) == "best" ? RefitRule.Best : RefitRule.OneStandardError,
                parsed.GetValue(failures) == "throw" ? FailureHandling.Throw : FailureHandling.Record);
            if (of.Count < 1) throw new UsageException(FormattableString.Invariant($"--count must be at least 1, was {of.Count}"));
            int shown = Check.AtLeast(parsed.GetValue(top), 0, "--top");
            string? file = parsed.GetValue(save) is { } given ? SavedModel.Writable(given, "--save") : null;
            (RowSet rows, LearningKind kind) = options.Read(run, specs);
            if (kind == LearningKind.Classification) Run(SelectionKinds.Classes, specs, options, rows, of, journal, file, shown, run);
            else Run(SelectionKinds.Numbers, specs, options, rows, of, journal, file, shown, run);

            int? Only(Option<int?> option, string method) => parsed.GetValue(option) is { } value && name != method
                ? throw new UsageException($"{option.Name} is of --method {method}") : parsed.GetValue(option);
        },
            "search --model svm --vary C=0.1,1,10,100 --vary kernel.gamma=0.01,0.1,1 --scale standard --data wine",
            "search --model knn --vary neighbor-count=1,3,5,9 --model random-forest --vary max-depth=4,8,none --train a.csv --target label --save best.model",
            "search --model logistic-regression --vary C=0.001..1000:log --method random --count 50 --train a.csv --journal search.journal");
        return command;
    }

    /// <summary>How is searched.</summary>
    private sealed record Method(string Name, int Count, int? Factor, int? MinRows, RefitRule Refit, FailureHandling Failures);

    private static void Run<TData, TModel, TOutcome>(
        SelectionKind<TData, TModel, TOutcome> kind, LearnerSpec[] specs, SelectionOptions options, RowSet rows, Method method, JournalOption journal,
        string? file, int shown, Invocation run)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        SelectionData<TData, TModel, TOutcome> data = options.Divide(kind, rows, run);
        int seed = options.Data.Seed(run.Parsed);
        Preparation preparation = options.Preparation(run);
        var tried = new List<(LearnerSpec Spec, Candidate Candidate)>();
        foreach (LearnerSpec spec in specs)
        {
            (_, object learner, Func<object, object> prepare) = options.Build(spec, kind.Kind, rows, preparation, run);
            Candidate[] own = method.Name == "random" ? Candidates.Draw(spec, learner, prepare, run.Registry, method.Count, seed)
                : Candidates.Grid(spec, learner, prepare, run.Registry);
            if (method.Name == "random" && own.Length < method.Count)
                run.Output.Note(FormattableString.Invariant($"{spec.Name}: {own.Length} of the {method.Count} candidates that were drawn are different"));
            tried.AddRange(own.Select(candidate => (spec, candidate)));
        }
        Search<TData, TModel, TOutcome> search = method.Name == "halving" ? Halved(kind.Halving(tried.Select(each => each.Candidate)), method, seed)
            : kind.Grid(tried.Select(each => each.Candidate));
        search = data.Scored(search, data.Splitter) with { Refit = method.Refit, Failures = method.Failures, Journal = journal.Of(run) };
        (TModel model, double seconds) = run.Timed(() => journal.Do(run, () => data.Do(() => ((ILearner<TData, TModel>)search).Fit(data.Data, run.Context))));
        SearchView found = SearchView.Of(model)!;
        if (file is not null) SavedModel.Save(FittedModel.Of(found.Best, file), rows, file, run);
        CandidateLine[] lines = [.. found.Results.Select((result, i) => Line(tried[i].Spec, result)).OrderBy(line => line.Rank)];
        int best = found.BestIndex;
        SelectionData<TData, TModel, TOutcome>.NoteUndefined(data.Metric, [found.BestResult.MeanScore], run);
        int failed = found.Results.Count(result => result.Error is not null);
        if (failed > 0) run.Output.Note(FormattableString.Invariant($"{failed} of {tried.Count} candidates failed"));
        run.Output.Write(
            new SearchResult(
                method.Name, TargetRule.Name(kind.Kind), rows.RowCount, rows.Features.ColumnCount, rows.Target!.Name, data.Metric.Name,
                SavedModel.Form(data.Splitter, run.Registry), data.Folds.Length, lines,
                new WinnerResult(
                    Line(tried[best].Spec, found.BestResult), SavedModel.Form(found.BestResult.Candidate.Learner, run.Registry),
                    tried[best].Spec.Typed(found.BestResult.Candidate.Settings) + options.Preparing.Typed(run.Parsed), ReportResult.Of(found.Best.Report)),
                seconds, file, [.. run.Output.Notes]),
            json => json.SearchResult, (r, console) => Print(r, specs.Length > 1, shown,
                LearnerText.Of(found.BestResult.Candidate.Learner, run.Registry), console));
    }

    private static Halving<TData, TModel, TOutcome> Halved<TData, TModel, TOutcome>(Halving<TData, TModel, TOutcome> search, Method method, int seed)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        search = search with { MinRowCount = method.MinRows, Seed = seed };
        return method.Factor is { } factor ? search with { Factor = factor } : search;
    }

    private static CandidateLine Line(LearnerSpec spec, CandidateResult result) => new(
        result.Rank, spec.Name, result.Candidate.Settings.ToDictionary(), result.MeanScore, result.ScoreDeviation, [.. result.Scores],
        result.MoreScores.ToDictionary(more => more.Key, more => more.Value.Where(score => !double.IsNaN(score)).DefaultIfEmpty(double.NaN).Average()),
        result.Seconds.Where(time => !double.IsNaN(time)).DefaultIfEmpty(double.NaN).Average(), result.IsComplete, result.Error);

    private static void Print(SearchResult result, bool several, int shown, string learner, IAnsiConsole console)
    {
        console.WriteLine(FormattableString.Invariant(
            $"{result.Candidates.Length} candidates on {result.Folds} folds of {result.Rows} × {result.Features} rows, by {result.Metric}, in {Show.Seconds(result.Seconds)}"));
        console.WriteLine();
        string[] more = [.. result.Candidates.SelectMany(line => line.MoreScores.Keys).Distinct()];
        Spectre.Console.Table table = Show.Table(
            [("rank", true), (result.Metric, true), ("±", true), .. more.Select(name => (name, true)), ("time", true), ("candidate", false)]);
        foreach (CandidateLine line in result.Candidates.Take(shown))
            table.Row(
            [
                Show.Number(line.Rank), line.Error is null ? Show.Score(line.Score) : "", line.Error is null ? Show.Score(line.Deviation) : "",
                .. more.Select(name => line.Error is null ? Show.Score(line.MoreScores[name]) : ""), line.Error is null ? Show.Seconds(line.Seconds) : "",
                Named(line, several) + (line.Error is { } error ? $": {error}" : line.IsComplete ? "" : " (on fewer rows)"),
            ]);
        console.Write(table);
        if (result.Candidates.Length > shown) console.WriteLine(FormattableString.Invariant($"… and {result.Candidates.Length - shown} more (--top N, --json)"));
        console.WriteLine();
        List<(string, string)> facts =
        [
            ("best", $"{learner}: {Show.Score(result.Winner.Candidate.Score)} ± {Show.Score(result.Winner.Candidate.Deviation)}"), ("typed", result.Winner.Typed),
        ];
        if (result.File is { } file) facts.Add(("saved", file));
        console.Write(Show.Facts([.. facts]));
        console.WriteLine("The best score is optimistic, since the candidate was chosen by it: 'classicml nested' says by how much.");
    }

    private static string Named(CandidateLine line, bool several)
    {
        string settings = string.Join(' ', line.Settings.Select(setting => $"{setting.Key}={setting.Value}"));
        return several || settings.Length == 0 ? $"{line.Model} {settings}".TrimEnd() : settings;
    }
}

/// <summary>What <c>search --json</c> prints; candidates by rank.</summary>
internal sealed record SearchResult(
    string Method, string Task, int Rows, int Features, string Target, string Metric, JsonElement Splitter, int Folds, CandidateLine[] Candidates,
    WinnerResult Winner, double Seconds, string? File, string[] Notes);

/// <summary>A candidate: its mean score, the deviation of the folds' scores, the scores, the means of further metrics, and the
/// seconds that a fold took.</summary>
internal sealed record CandidateLine(
    int Rank, string Model, IReadOnlyDictionary<string, string> Settings, double Score, double Deviation, double[] Scores,
    IReadOnlyDictionary<string, double> MoreScores, double Seconds, bool IsComplete, string? Error);

/// <summary>The candidate that was fitted on all rows: with its preparation as a form, and as people would type it.</summary>
internal sealed record WinnerResult(CandidateLine Candidate, JsonElement Learner, string Typed, ReportResult Report);
