using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.ModelSelection;

public sealed class JournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("classicml-journal-").FullName;

    private string Journal => Path.Combine(folder, "search.journal");

    [Fact]
    public void A_stopped_search_goes_on_and_ends_as_if_it_had_not_been()
    {
        using var stop = new CancellationTokenSource();
        int first = 0, second = 0, third = 0;
        var stopping = new ProgressSink(_ => { if (Interlocked.Increment(ref first) == 7) stop.Cancel(); });
        Search().Fit(Datasets.Iris(), new FitContext { Stop = stop.Token, Progress = stopping });
        SearchModel resumed = Search().Fit(Datasets.Iris(), new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref second)) });
        Assert.Equal(20, first + second);
        SearchModel again = Search().Fit(Datasets.Iris(), new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref third)) });
        Assert.Equal(0, third);
        string plain = Written((Search() with { Journal = null }).Fit(Datasets.Iris()));
        Assert.Equal(plain, Written(resumed));
        Assert.Equal(plain, Written(again));
    }

    [Fact]
    public void A_torn_last_record_is_dropped()
    {
        string expected = Written(Search().Fit(Datasets.Iris()));
        byte[] whole = File.ReadAllBytes(Journal);
        // Cut anywhere, inside the header too.
        foreach (int length in Enumerable.Range(1, 40).Select(i => (int)((long)i * whole.Length / 41)).Concat([0, 5, whole.Length - 1]))
        {
            File.WriteAllBytes(Journal, whole[..length]);
            Assert.Equal(expected, Written(Search().Fit(Datasets.Iris())));
            Assert.Equal(20 + 1, File.ReadAllLines(Journal).Length);
        }
    }

    [Fact]
    public void A_journal_of_something_else_is_refused_with_what_differs()
    {
        Search().Fit(Datasets.Iris());
        Assert.Contains("its data differs. It says '150×4 in 3 classes", Refused(() => Search().Fit(Datasets.Wine())));
        Assert.Contains("its splitter differs", Refused(() => (Search() with { Splitter = new StratifiedKFold { FoldCount = 4 } }).Fit(Datasets.Iris())));
        Assert.Contains("its metrics differs", Refused(() => (Search() with { MoreMetrics = [ClassificationMetric.F1Macro] }).Fit(Datasets.Iris())));
        GridSearch other = new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 2, 3, 5], (l, k) => l with { NeighborCount = k }))
        { Journal = new(Journal, BuiltIn.Registry) };
        Assert.Contains("its grid differs", Refused(() => other.Fit(Datasets.Iris())));
        string text = File.ReadAllText(Journal);
        File.WriteAllText(Journal, "not a journal\nat all\n");
        Assert.Contains("line 1: the record is damaged", Refused(() => Search().Fit(Datasets.Iris())));
        int third = text.IndexOf('\n', text.IndexOf('\n') + 1) + 20;
        File.WriteAllText(Journal, text[..third] + "x" + text[(third + 1)..]);
        Assert.Contains("line 3: the record is damaged", Refused(() => Search().Fit(Datasets.Iris())));
    }

    [Fact]
    public void A_journal_of_another_version_is_refused()
    {
        Search().Fit(Datasets.Iris());
        string[] lines = File.ReadAllLines(Journal);
        string version = typeof(GridSearch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        foreach ((string name, string from, string to) in new[]
            { ("library version", $"\"{version}\"", "\"0.0.1-other\""), ("journal version", "\"3\"", "\"9\"") })
        {
            string header = lines[0][9..].Replace(from, to);
            Assert.NotEqual(lines[0][9..], header);
            File.WriteAllLines(Journal, [Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(header)))[..8] + " " + header, .. lines[1..]]);
            string message = Refused(() => Search().Fit(Datasets.Iris()));
            Assert.Contains($"its {name} differs. It says '{to.Trim('"')}', this search has '{from.Trim('"')}'", message);
        }
    }

    [Theory]
    [InlineData("\"Scores\":\\[[^,\\]]+", "\"Scores\":[\"Infinity\"", "a record has the score ∞, which no search gives")]
    [InlineData("\"Seconds\":", "\"Seconds\":-", "line 2: 'record', Seconds: it must be at least 0")]
    [InlineData("\"Fold\":", "\"Fold\":x", "line 2: this is not JSON")]
    public void A_record_that_no_search_writes_is_refused_though_its_checksum_is_right(string from, string to, string message)
    {
        Search().Fit(Datasets.Iris());
        string[] lines = File.ReadAllLines(Journal);
        string record = Regex.Replace(lines[1][9..], from, to);
        File.WriteAllLines(Journal, [lines[0], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)))[..8] + " " + record, .. lines[2..]]);
        Assert.Contains(message, Refused(() => Search().Fit(Datasets.Iris())));
    }

    [Theory, InlineData("hello\n"), InlineData("{\"type\":\"ridge\"}\n"), InlineData("x")]
    public void A_file_that_is_no_journal_is_not_overwritten(string content)
    {
        File.WriteAllText(Journal, content);
        Assert.Contains("is no journal of a search", Refused(() => Search().Fit(Datasets.Iris())));
        Assert.Equal(content, File.ReadAllText(Journal));
    }

    [Fact]
    public void A_header_that_was_torn_is_written_anew()
    {
        SearchModel whole = Search().Fit(Datasets.Iris());
        string first = File.ReadAllLines(Journal)[0];
        File.WriteAllText(Journal, first[..40]);
        Assert.Equal(whole.BestScore, Search().Fit(Datasets.Iris()).BestScore);
        Assert.Equal(first, File.ReadAllLines(Journal)[0]);
    }

    [Fact]
    public void Sparse_rows_are_told_apart_too()
    {
        ClassificationData dense = Datasets.Digits().Split(0.1, 1, stratified: true).Test;
        ClassificationData sparse = dense.WithFeatures(SparseMatrix.FromDense((Matrix)dense.Features));
        GridSearch search = new(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.001, 0.01], (l, c) => l with { C = c }))
        { Journal = new(Journal, BuiltIn.Registry) };
        string first = Written(search.Fit(sparse));
        int fits = 0;
        Assert.Equal(first, Written(search.Fit(sparse, new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref fits)) })));
        Assert.Equal(0, fits);
        Assert.Contains("its data differs", Refused(() => search.Fit(dense)));
    }

    [Fact]
    public void Candidates_are_known_by_their_form_not_their_place()
    {
        Search([1, 3, 5, 7]).Fit(Datasets.Iris());
        int fits = 0;
        SearchModel turned = Search([7, 5, 3, 1]).Fit(Datasets.Iris(), new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref fits)) });
        Assert.Equal(0, fits);
        Assert.Equal(Written((Search([7, 5, 3, 1]) with { Journal = null }).Fit(Datasets.Iris())), Written(turned));
    }

    [Fact]
    public void Nested_searches_keep_a_journal_for_each_outer_fold()
    {
        string first = string.Join(' ', CrossValidation.Run(Search(), Datasets.Iris()).Scores(ClassificationMetric.Accuracy));
        Assert.Equal(5, Directory.GetFiles(folder, "search.journal.fold-*").Length);
        Assert.Equal(first, string.Join(' ', CrossValidation.Run(Search(), Datasets.Iris()).Scores(ClassificationMetric.Accuracy)));
    }

    [Fact]
    public void A_halving_search_resumes_too()
    {
        var search = new HalvingSearch(ParameterGrid.For(new KNearestNeighborsClassifier())
            .Vary("k", [1, 2, 3, 4, 5, 6, 7, 8, 9], (l, k) => l with { NeighborCount = k }))
        {
            Journal = new SearchJournal(Journal, BuiltIn.Registry),
        };
        string first = Written(search.Fit(Datasets.BreastCancer()));
        int fits = 0;
        Assert.Equal(first, Written(search.Fit(Datasets.BreastCancer(), new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref fits)) })));
        Assert.Equal(0, fits);
    }

    [Fact]
    public void Every_kind_of_search_goes_on_from_a_part_of_a_journal()
    {
        ClassificationData classes = Contract.Rows.Of(2, 60);
        RegressionData numbers = Contract.Rows.Numbers(60);
        var journal = new SearchJournal(Journal, BuiltIn.Registry);
        Assert.Equal((Journal, Journal + ".a"), (journal.Path, journal.ForPart("a").Path));
        Assert.Same(BuiltIn.Registry, journal.ForPart("a").Registry);
        Assert.Equal(journal.ForPart("a.b"), journal.ForPart("a").ForPart("b"));

        RandomSearch random = new(ParameterSpace.For(new LogisticRegression()).Vary(
            "C", Distribution.LogUniform(0.1, 10), (l, c) => l with { C = c }), 6)
        { MoreMetrics = [ClassificationMetric.F1Macro] };
        RegressorRandomSearch regressors = new(ParameterSpace.For(new Ridge()).Vary(
            "alpha", Distribution.LogUniform(0.1, 10), (l, alpha) => l with { Alpha = alpha }), 6);
        RegressorHalvingSearch halving = new(ParameterGrid.For(new Ridge()).Vary(
            "alpha", [0.1, 1, 10.0], (l, alpha) => l with { Alpha = alpha }))
        { Factor = 2 };
        RegressorGridSearch grid = new(halving.Candidates);
        GoesOn("random", 6 * 5, (part, context) => (random with { Journal = part }).Fit(classes, context));
        GoesOn("regressors", 6 * 5, (part, context) => (regressors with { Journal = part }).Fit(numbers, context));
        // A round of all three on half of the rows, and one of two on all.
        GoesOn("halving", 3 * 5 + 2 * 5, (part, context) => (halving with { Journal = part }).Fit(numbers, context));
        GoesOn("grid", 3 * 5, (part, context) => (grid with { Journal = part }).Fit(numbers, context));
        Assert.Equal(
            ["grid", "halving.round-0", "halving.round-1", "random", "regressors"],
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)["search.journal.".Length..]).Order());

        void GoesOn(string name, int scores, Func<SearchJournal?, FitContext, object> fit)
        {
            string unbroken = Written(fit(null, default));
            using var stop = new CancellationTokenSource();
            int first = 0, second = 0, third = 0;
            var stopping = new ProgressSink(_ => { if (Interlocked.Increment(ref first) == 4) stop.Cancel(); });
            fit(journal.ForPart(name), new FitContext { Stop = stop.Token, Progress = stopping });
            var counting = new ProgressSink(_ => Interlocked.Increment(ref second));
            Assert.Equal(unbroken, Written(fit(journal.ForPart(name), new FitContext { Progress = counting })));
            counting = new ProgressSink(_ => Interlocked.Increment(ref third));
            Assert.Equal(unbroken, Written(fit(journal.ForPart(name), new FitContext { Progress = counting })));
            Assert.Equal((scores, 0), (first + second, third));
            Assert.True(first < scores, name);
        }
    }

    [Fact]
    public void A_second_search_of_this_process_or_another_is_refused_while_a_journal_is_written()
    {
        List<string> refused = [];
        SearchModel model = Search().Fit(Datasets.Iris(), new FitContext
        {
            MaxThreads = 1,
            Progress = new ProgressSink(progress =>
            {
                if (progress.Done != 7) return;
                refused.Add(Assert.Throws<IOException>(() => Search().Fit(Datasets.Iris())).Message);
                refused.Add(OtherProcess());
            }),
        });
        Assert.Equal(2, refused.Count);
        Assert.All(refused, message => Assert.Contains($"{Journal} can't be opened; another search may be writing to it", message));
        int fits = 0;
        Assert.Equal(Written(model),
            Written(Search().Fit(Datasets.Iris(), new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref fits)) })));
        Assert.Equal(0, fits);
    }

    [Fact]
    public void A_learner_that_is_not_registered_is_refused_before_anything_is_written()
    {
        GridSearch search = Search() with { Journal = new SearchJournal(Journal, new WireRegistry()) };
        Assert.Contains("is not registered", Assert.Throws<ArgumentException>(() => search.Fit(Datasets.Iris())).Message);
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public void Failures_are_recorded_and_rank_last_or_are_thrown()
    {
        GridSearch search = Search([500, 5]) with { Failures = FailureHandling.Record };
        SearchModel model = search.Fit(Datasets.Iris());
        Assert.Contains("NeighborCount must be at most the number of training rows, 120, was 500", model.Results[0].Error);
        Assert.False(model.Results[0].IsComplete);
        Assert.False(model.Report.Stopped);
        Assert.Equal("k=5", model.BestCandidate.ToString());
        Assert.Equal(Written(model), Written(search.Fit(Datasets.Iris())));
        Assert.Contains("every candidate failed", Assert.Throws<ArgumentException>(() =>
            (Search([500]) with { Failures = FailureHandling.Record, Journal = null }).Fit(Datasets.Iris())).Message);
    }

    [Fact]
    public void One_standard_error_picks_the_first_that_is_about_as_good()
    {
        GridSearch search = new(ParameterGrid.For(new DecisionTreeClassifier()).Vary("depth", [1, 2, 3, 6, 12], (t, d) => t with { MaxDepth = d }))
        { Refit = RefitRule.OneStandardError };
        SearchModel model = search.Fit(Datasets.BreastCancer());
        CandidateResult best = model.Results.MaxBy(r => r.MeanScore)!, chosen = model.Results.First(r => r.Candidate == model.BestCandidate);
        Assert.InRange(best.MeanScore - chosen.MeanScore, 0, best.ScoreDeviation / Math.Sqrt(5));
        Assert.All(model.Results.TakeWhile(r => r != chosen), r => Assert.True(best.MeanScore - r.MeanScore > best.ScoreDeviation / Math.Sqrt(5)));
    }

    [Fact]
    public void Further_metrics_are_recorded_and_decide_nothing()
    {
        SearchModel model = (Search() with { Journal = null, MoreMetrics = [ClassificationMetric.LogLoss, ClassificationMetric.F1Macro] }).Fit(Datasets.Iris());
        Assert.Equal(["f1-macro", "log-loss"], model.Results[0].MoreScores.Keys);
        var plain = CrossValidation.Run(model.Results[2].Candidate.Classifier, Datasets.Iris(), metrics: [ClassificationMetric.LogLoss]);
        Assert.Equal(plain.Scores(ClassificationMetric.LogLoss), model.Results[2].MoreScores["log-loss"]);
    }

    [Fact]
    public void Progress_tells_the_remaining_time()
    {
        int told = 0;
        Search().Fit(Datasets.Iris(),
            new FitContext { Progress = new ProgressSink(p => { if (p.Remaining >= TimeSpan.Zero) Interlocked.Increment(ref told); }) });
        Assert.Equal(20, told);
    }

    /// <summary>Takes half a minute, so only .ci/run runs it.</summary>
    [Fact(Explicit = true)]
    public void Killed_fifty_times_at_random_moments_it_ends_with_the_same_result()
    {
        string expected = Example(Path.Combine(folder, "plain.journal"), null)!;
        var rng = new Rng((ulong)Environment.TickCount64);
        int kills = 0, starts = 0;
        for (string? result = null; kills < 50; starts++)
        {
            result = Example(Journal, 150 + rng.NextInt(450));
            if (result is null) kills++;
            else
            {
                Assert.Equal(expected, result);
                File.Delete(Journal);
            }
            Assert.True(starts < 500, "the search ends before it can be killed");
        }
        Assert.Equal(expected, Example(Journal, null));
        // What was finished was never done again: a record for each candidate on each fold, and the header.
        Assert.Equal(File.ReadAllLines(Path.Combine(folder, "plain.journal")).Length, File.ReadAllLines(Journal).Length);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Runs the example program with a journal; null when it was killed on its way.
    private static string? Example(string journal, int? killAfterMilliseconds)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Examples.Resume.dll"), journal])
        { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        if (killAfterMilliseconds is { } wait && !process.WaitForExit(wait)) process.Kill();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : null;
    }

    // What a second process that searches with the same journal says as it ends.
    private string OtherProcess()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ClassicML.Examples.Resume.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, Journal]) { RedirectStandardError = true })!;
        string message = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        return message;
    }

    private GridSearch Search() => Search([1, 3, 5, 7]);

    private GridSearch Search(int[] ks) => new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", ks, (l, k) => l with { NeighborCount = k }))
    {
        Journal = new SearchJournal(Journal, BuiltIn.Registry),
    };

    private static string Refused(Action action) => Assert.Throws<InvalidDataException>(action).Message;
}
