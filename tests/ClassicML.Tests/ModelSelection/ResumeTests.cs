using System.Security.Cryptography;
using System.Text;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;

namespace ClassicML.Tests.ModelSelection;

/// <summary>
/// A search that goes on from its journal ends as one that was never interrupted, wherever it was; and one whose data or options differ in
/// any piece does not go on.
/// </summary>
public sealed class ResumeTests : IDisposable
{
    // Three folds of eight rows: the third candidate has too few training rows on all of them, the fourth by one on two of three.
    private static readonly int[] Neighbours = [1, 3, 500, 16, 5];

    private readonly string folder = Directory.CreateTempSubdirectory("classicml-resume-").FullName;

    private string Path => System.IO.Path.Combine(folder, "search.journal");

    public static TheoryData<string> OtherRows =>
        [.. new[] { true, false }.SelectMany(dense =>
            Others(dense).Keys.Where(name => name.Length > 0).Select(name => $"{(dense ? "dense" : "sparse")}, {name}"))];

    public static TheoryData<string> OtherNumbers => [.. Numbers().Keys.Where(name => name.Length > 0)];

    public static TheoryData<string, string> OtherSearches => Make(Searches().Select(pair => (pair.Key, pair.Value.Differs)));

    [Theory, InlineData(1), InlineData(4)]
    public void Stopped_after_any_number_of_fits_it_ends_as_if_it_had_not_been(int threads)
    {
        ClassificationData data = Uneven();
        string unbroken = Written((Search() with { Journal = null }).Fit(data));
        const int all = 15;
        for (int after = 0; after <= all; after++)
        {
            File.Delete(Path);
            using var stop = new CancellationTokenSource();
            int before = 0, then = 0;
            if (after == 0) stop.Cancel();
            Search().Fit(data, new FitContext
            {
                Stop = stop.Token, MaxThreads = threads,
                Progress = new ProgressSink(_ => { if (Interlocked.Increment(ref before) == after) stop.Cancel(); }),
            });
            Assert.InRange(before, Math.Max(1, after), all);
            string resumed = Written(Search().Fit(data, new FitContext
            {
                MaxThreads = threads, Progress = new ProgressSink(p =>
            {
                Interlocked.Increment(ref then);
                Assert.Equal(all, p.Total);
            })
            }));
            Assert.Equal(unbroken, resumed);
            // Nothing is done twice, what was refused neither.
            Assert.Equal(all, before + then);
            Whole(all, failed: 5);
        }
        Assert.Equal((unbroken, 0), Resumed(data));
    }

    /// <summary>A kill leaves some whole records, and of the next none, all, or any part.</summary>
    [Fact]
    public void From_any_number_of_records_it_ends_as_if_it_had_not_been()
    {
        ClassificationData data = Uneven();
        string unbroken = Written(Search().Fit(data));
        byte[][] lines = Lines();
        for (int kept = 0; kept <= 15; kept++)
        {
            File.WriteAllBytes(Path, [.. lines[..(kept + 1)].SelectMany(line => line)]);
            Assert.Equal((unbroken, 15 - kept), Resumed(data));
            Assert.Equal(lines[..(kept + 1)].SelectMany(line => line),
                File.ReadAllBytes(Path)[..lines[..(kept + 1)].Sum(line => line.Length)]);
            Whole(15, failed: 5);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Cut_at_any_byte_of_its_last_record_it_repeats_that_one_alone(bool failed)
    {
        ClassificationData data = Uneven();
        string unbroken = Written(Search().Fit(data));
        byte[][] lines = Lines();
        // The last record of either kind, behind all others.
        int last = Array.FindLastIndex(lines, line => Text(line).Contains("NeighborCount must be") == failed);
        byte[] before = [.. lines.Where((_, i) => i != last).SelectMany(line => line)], record = lines[last];
        for (int cut = 0; cut < record.Length; cut++)
        {
            File.WriteAllBytes(Path, [.. before, .. record[..cut]]);
            Assert.Equal((unbroken, 1), Resumed(data));
            byte[] after = File.ReadAllBytes(Path);
            Assert.Equal(before, after[..before.Length]);
            Whole(15, failed: 5);
        }
        File.WriteAllBytes(Path, [.. before, .. record]);
        Assert.Equal((unbroken, 0), Resumed(data));
        // A bit that has turned is a torn record, too.
        for (int at = 0; at < record.Length - 1; at += 7)
        {
            byte[] turned = [.. record];
            turned[at] ^= 1;
            File.WriteAllBytes(Path, [.. before, .. turned]);
            Assert.Equal((unbroken, 1), Resumed(data));
            Whole(15, failed: 5);
        }
    }

    /// <summary>Where nothing is left to be written, nothing covers a torn end either.</summary>
    [Theory, InlineData("x"), InlineData("0123abcd {\"type\":\"record\""), InlineData("garbage\n"), InlineData("\n")]
    public void A_torn_end_is_taken_away_though_nothing_follows(string torn)
    {
        string unbroken = Written(Search().Fit(Uneven()));
        byte[] whole = File.ReadAllBytes(Path);
        File.AppendAllText(Path, torn);
        Assert.Equal((unbroken, 0), Resumed(Uneven()));
        Assert.Equal(whole, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_search_of_halves_goes_on_in_the_round_where_it_was()
    {
        ClassificationData data = Contract.Rows.Of(2, 72);
        HalvingSearch search = new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 30, 3, 12, 5],
            (l, k) => l with { NeighborCount = k }))
        {
            Splitter = new StratifiedKFold { FoldCount = 2 }, Factor = 2, MinRowCount = 1, Failures = FailureHandling.Record,
        };
        string unbroken = Written(search.Fit(data));
        search = search with { Journal = new SearchJournal(Path, BuiltIn.Registry) };
        // Rounds of 5, 3 and 2 candidates on two folds.
        const int all = 10 + 6 + 4;
        for (int after = 0; after <= all; after++)
        {
            foreach (string file in Directory.GetFiles(folder)) File.Delete(file);
            using var stop = new CancellationTokenSource();
            int before = 0, then = 0;
            if (after == 0) stop.Cancel();
            search.Fit(data, new FitContext
            {
                Stop = stop.Token,
                Progress = new ProgressSink(_ => { if (Interlocked.Increment(ref before) == after) stop.Cancel(); })
            });
            Assert.Equal(unbroken, Written(search.Fit(data, new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref then)) })));
            Assert.Equal(all, before + then);
        }
        Assert.Equal(["search.journal.round-0", "search.journal.round-1", "search.journal.round-2"],
            Directory.GetFiles(folder).Select(System.IO.Path.GetFileName).Order());
        // Other rows, other factor: the rounds are of other data.
        Assert.Contains("its data differs", Refused(() => (search with { Seed = 1 }).Fit(data)));
        Assert.Contains("its data differs", Refused(() => (search with { Factor = 3 }).Fit(data)));
    }

    [Fact]
    public void A_search_of_regressors_goes_on_too()
    {
        RegressionData data = Contract.Rows.Numbers(24);
        RegressorGridSearch search = new(ParameterGrid.For(new KNearestNeighborsRegressor()).Vary("k", Neighbours,
            (l, k) => l with { NeighborCount = k }))
        {
            Splitter = new KFold { FoldCount = 3 }, Failures = FailureHandling.Record, MoreMetrics = [RegressionMetric.MeanAbsoluteError],
        };
        string unbroken = Written(search.Fit(data));
        search = search with { Journal = new SearchJournal(Path, BuiltIn.Registry) };
        for (int after = 1; after <= 15; after++)
        {
            File.Delete(Path);
            using var stop = new CancellationTokenSource();
            int before = 0, then = 0;
            search.Fit(data, new FitContext
            {
                Stop = stop.Token,
                Progress = new ProgressSink(_ => { if (Interlocked.Increment(ref before) == after) stop.Cancel(); })
            });
            Assert.Equal(unbroken, Written(search.Fit(data, new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref then)) })));
            Assert.Equal(15, before + then);
        }
    }

    [Fact]
    public void What_was_refused_is_told_again_by_the_place_that_it_has_now()
    {
        ClassificationData data = Uneven();
        Search([1, 3, 500, 16, 500, 5]).Fit(data);
        // The same candidates in another order; one of them comes twice.
        GridSearch turned = Search([500, 5, 16, 500, 3, 1]);
        SearchModel resumed = turned.Fit(data, new FitContext { Progress = new ProgressSink(_ => Assert.Fail("nothing is left to do")) });
        Assert.Equal(Written((turned with { Journal = null }).Fit(data)), Written(resumed));
        Assert.StartsWith("candidate 0 (k=500), fold 0: NeighborCount must be", resumed.Results[0].Error);
        Assert.StartsWith("candidate 3 (k=500), fold 0: NeighborCount must be", resumed.Results[3].Error);
    }

    [Fact]
    public void A_search_that_throws_at_failures_throws_at_those_of_its_journal()
    {
        ClassificationData data = Uneven();
        GridSearch search = Search([3, 16]);
        search.Fit(data);
        Assert.Contains("\"Error\":\"NeighborCount must be", File.ReadAllText(Path));
        string message = Assert.Throws<ArgumentException>(() => (search with { Failures = FailureHandling.Throw }).Fit(data)).Message;
        Assert.Equal(Assert.Throws<ArgumentException>(() =>
            (search with { Failures = FailureHandling.Throw, Journal = null }).Fit(data)).Message, message);
        Assert.StartsWith("candidate 1 (k=16), fold ", message);
        // What it has scored is kept for the next.
        Assert.Equal(7, File.ReadAllLines(Path).Length);
    }

    /// <summary>The rule and names decide what is made of the scores, not the scores.</summary>
    [Fact]
    public void What_the_scores_do_not_depend_on_may_change()
    {
        ClassificationData data = Uneven();
        Search().Fit(data);
        GridSearch rule = Search() with { Refit = RefitRule.OneStandardError };
        Assert.Equal((Written((rule with { Journal = null }).Fit(data)), 0), Resumed(data, rule));
        GridSearch named = new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("neighbours", Neighbours,
            (l, k) => l with { NeighborCount = k }))
        {
            Splitter = rule.Splitter, MoreMetrics = rule.MoreMetrics, Journal = rule.Journal, Failures = rule.Failures,
        };
        Assert.Equal((Written((named with { Journal = null }).Fit(data)), 0), Resumed(data, named));
        ClassificationData columns = new(data.Features, data.Codes, data.Labels, data.Weights, data.Groups, ["a", "b"], "kind");
        Assert.Equal((Written((Search() with { Journal = null }).Fit(columns)), 0), Resumed(columns));
    }

    [Theory, MemberData(nameof(OtherRows))]
    public void Rows_that_differ_in_any_piece_are_refused(string what)
    {
        bool dense = what.StartsWith("dense");
        ClassificationData rows = Rows(dense);
        GridSearch search = new(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.5, 1], (l, c) => l with { C = c }))
        {
            Splitter = new StratifiedKFold { FoldCount = 2 }, Journal = new SearchJournal(Path, BuiltIn.Registry),
        };
        search.Fit(rows);
        byte[] before = File.ReadAllBytes(Path);
        Assert.Contains("is the journal of another search: its data differs",
            Refused(() => search.Fit(Others(dense)[what.Split(", ", 2)[1]])));
        // And it is the journal of the first still.
        Assert.Equal(before, File.ReadAllBytes(Path));
        search.Fit(Rows(dense), new FitContext { Progress = new ProgressSink(_ => Assert.Fail("nothing is left to do")) });
    }

    [Theory, MemberData(nameof(OtherNumbers))]
    public void Numbers_that_differ_in_any_piece_are_refused(string what)
    {
        RegressorGridSearch search = new(ParameterGrid.For(new Ridge()).Vary("alpha", [0.5, 1], (l, alpha) => l with { Alpha = alpha }))
        {
            Splitter = new KFold { FoldCount = 2, Seed = 1 }, Journal = new SearchJournal(Path, BuiltIn.Registry),
        };
        search.Fit(Targets());
        Assert.Contains("is the journal of another search: its data differs", Refused(() => search.Fit(Numbers()[what])));
        search.Fit(Targets(), new FitContext { Progress = new ProgressSink(_ => Assert.Fail("nothing is left to do")) });
    }

    [Theory, MemberData(nameof(OtherSearches))]
    public void A_search_that_differs_in_any_piece_is_refused(string what, string differs)
    {
        ClassificationData data = Uneven();
        Search().Fit(data);
        Assert.Contains($"is the journal of another search: its {differs} differs",
            Refused(() => (Searches()[what].Search with { Journal = Search().Journal }).Fit(data)));
    }

    [Fact]
    public void Parts_of_nested_cross_validation_go_on_each_from_its_own_journal()
    {
        ClassificationData data = Contract.Rows.Of(2, 40);
        ISplitter outer = new StratifiedKFold { FoldCount = 4 };
        GridSearch search = Search([1, 3, 5]);
        string[] unbroken = Models(CrossValidation.Run(search with { Journal = null }, data, outer));
        CrossValidation.Run(search, data, outer);
        byte[][] lines = [.. File.ReadAllLines($"{Path}.fold-2").Select(line => Encoding.UTF8.GetBytes(line + "\n"))];
        File.WriteAllBytes($"{Path}.fold-2", [.. lines[..4].SelectMany(line => line), .. lines[4][..9]]);
        File.Delete($"{Path}.fold-3");
        byte[] first = File.ReadAllBytes($"{Path}.fold-0");
        Assert.Equal(unbroken, Models(CrossValidation.Run(search, data, outer)));
        Assert.Equal(first, File.ReadAllBytes($"{Path}.fold-0"));
        Assert.All(Enumerable.Range(0, 4), fold => Assert.Equal(10, File.ReadAllLines($"{Path}.fold-{fold}").Length));

        static string[] Models(CrossValidationResult result) => [.. result.Folds.Select(fold => Written((SearchModel)fold.Model))];
    }

    /// <summary>Each point of a curve searches other rows or another learner, so each has journals of its own.</summary>
    [Fact]
    public void Curves_of_searches_keep_journals_too()
    {
        ClassificationData data = Contract.Rows.Of(2, 60);
        RegressionData numbers = Contract.Rows.Numbers(60);
        RegressorGridSearch other = new(ParameterGrid.For(new Ridge()).Vary("alpha", [0.5, 5], (l, alpha) => l with { Alpha = alpha }))
        {
            Splitter = new KFold { FoldCount = 2 }, Journal = new SearchJournal(Path + ".ridge", BuiltIn.Registry),
        };
        for (int again = 0; again < 2; again++)
        {
            string[] before = Contents();
            Assert.Equal(LearningCurve.Run(Search([1, 3]) with { Journal = null }, data, [0.5, 1]),
                LearningCurve.Run(Search([1, 3]), data, [0.5, 1]));
            Assert.Equal(LearningCurve.Run(other with { Journal = null }, numbers, [0.5, 1]), LearningCurve.Run(other, numbers, [0.5, 1]));
            Assert.Equal(
                ValidationCurve.Run(Search([1, 3]) with { Journal = null }, [2.5, 7], Most, data),
                ValidationCurve.Run(Search([1, 3]), [2.5, 7], Most, data));
            Assert.Equal(
                ValidationCurve.Run(other with { Journal = null }, [1, 3], MostAlpha, numbers),
                    ValidationCurve.Run(other, [1, 3], MostAlpha, numbers));
            if (again == 1) Assert.Equal(before, Contents());
        }
        // Two points on five folds, four times.
        Assert.Equal(4 * 2 * 5, Directory.GetFiles(folder).Length);

        static GridSearch Most(GridSearch search, double most) =>
            new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, (int)most], (l, k) => l with { NeighborCount = k }))
            {
                Journal = search.Journal, Splitter = search.Splitter,
            };

        static RegressorGridSearch MostAlpha(RegressorGridSearch search, double most) =>
            new(ParameterGrid.For(new Ridge()).Vary("alpha", [0.1, most],
                (l, alpha) => l with { Alpha = alpha }))
            { Journal = search.Journal, Splitter = search.Splitter };

        string[] Contents() => [.. Directory.GetFiles(folder).Order().Select(file => $"{file} {File.ReadAllText(file)}")];
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private GridSearch Search() => Search(Neighbours);

    private GridSearch Search(int[] ks) => new(
        ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", ks, (l, k) => l with { NeighborCount = k }))
    {
        Splitter = new KFold { FoldCount = 3 }, MoreMetrics = [ClassificationMetric.F1Macro], Failures = FailureHandling.Record,
        Journal = new SearchJournal(Path, BuiltIn.Registry),
    };

    // Twenty-three rows: 15 train where eight are tested, 16 where seven are.
    private static ClassificationData Uneven()
    {
        ClassificationData rows = Contract.Rows.Of(2, 23, 2);
        return new ClassificationData(
            rows.Features, rows.Codes, rows.Labels, [.. Enumerable.Range(0, 23).Select(i => 1 + i % 4 / 4.0)],
                [.. Enumerable.Range(0, 23).Select(i => i / 5)]);
    }

    // What a search ends with that goes on from the journal, and how many scores it had to find.
    private (string Model, int Found) Resumed(ClassificationData data, GridSearch? search = null)
    {
        int found = 0;
        string model = Written((search ?? Search()).Fit(data,
            new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref found)) }));
        return (model, found);
    }

    // Every line of the journal has its checksum, and there are as many records as there should be.
    private void Whole(int records, int failed)
    {
        byte[][] lines = Lines();
        Assert.Equal(records + 1, lines.Length);
        foreach (byte[] line in lines)
            Assert.Equal(Text(line)[..8], Convert.ToHexStringLower(SHA256.HashData(line[9..^1]))[..8]);
        Assert.Equal(failed, lines.Count(line => Text(line).Contains("NeighborCount must be")));
    }

    // Each with its end; a rest without one fails.
    private byte[][] Lines()
    {
        string text = File.ReadAllText(Path);
        Assert.EndsWith("\n", text);
        return [.. text[..^1].Split('\n').Select(line => Encoding.UTF8.GetBytes(line + "\n"))];
    }

    private static string Text(byte[] line) => Encoding.UTF8.GetString(line);

    private static string Refused(Action action) => Assert.Throws<InvalidDataException>(action).Message;

    private static ClassificationData Rows(bool dense) => Others(dense)[""];

    // Rows to begin with, under no name, and others that differ in one piece.
    private static Dictionary<string, ClassificationData> Others(bool dense)
    {
        double[] x = [1, 0, 2, 3, 0, 4, 5, 6, 0, 0, 8, 9];
        int[] y = [0, 1, 0, 1, 1, 0], groups = [1, 1, 2, 2, 3, 3];
        double[] weights = [1, 2, 1, 0.5, 1, 2];
        string[] names = ["a\nb", "c"];
        return new()
        {
            [""] = Of(x, y, names, weights, groups),
            ["a value by its last bit"] = Of(With(x, 3, Math.BitIncrement(3.0)), y, names, weights, groups),
            ["two values of a row"] = Of(With(With(x, 2, 3), 3, 2), y, names, weights, groups),
            ["a zero elsewhere"] = Of(With(With(x, 0, 0), 1, 1), y, names, weights, groups),
            ["two rows of a class"] = Of([.. x[4..6], .. x[2..4], .. x[..2], .. x[6..]], y, names, weights, groups),
            ["one row more"] = Of([.. x, 1, 1], [.. y, 0], names, [.. weights, 1], [.. groups, 3]),
            ["one row less"] = Of(x[..10], y[..5], names, weights[..5], groups[..5]),
            ["a class"] = Of(x, [0, 1, 0, 1, 1, 1], names, weights, groups),
            ["the codes"] = Of(x, [.. y.Select(code => 1 - code)], names, weights, groups),
            ["a class's name"] = Of(x, y, ["a\nb", "d"], weights, groups),
            ["the order of the classes"] = Of(x, [.. y.Select(code => 1 - code)], [names[1], names[0]], weights, groups),
            ["the names' order alone"] = Of(x, y, [names[1], names[0]], weights, groups),
            ["a line end in another class's name"] = Of(x, y, ["a", "b\nc"], weights, groups),
            ["one class without rows more"] = Of(x, y, [.. names, "d"], weights, groups),
            ["a weight by its last bit"] = Of(x, y, names, With(weights, 3, Math.BitDecrement(0.5)), groups),
            ["all weights"] = Of(x, y, names, [.. weights.Select(w => 2 * w)], groups),
            ["no weights"] = Of(x, y, names, [], groups),
            ["a group"] = Of(x, y, names, weights, [1, 1, 2, 2, 3, 4]),
            ["no groups"] = Of(x, y, names, weights, []),
            ["where a row begins"] = Of(With(With(x, 8, 8), 10, 0), y, names, weights, groups),
            ["the storage"] = Of(x, y, names, weights, groups, turned: true),
        };

        ClassificationData Of(double[] values, int[] codes, string[] labels, double[] own, int[] sets, bool turned = false)
        {
            Matrix matrix = Matrix.Wrap(values, codes.Length, 2);
            return new ClassificationData(dense != turned ? matrix : SparseMatrix.FromDense(matrix), codes, new ClassLabels(labels), own,
                sets);
        }
    }

    // Targets to begin with, and others that differ in one piece.
    private static RegressionData Targets() => Numbers()[""];

    private static Dictionary<string, RegressionData> Numbers()
    {
        Matrix x = Matrix.Wrap([1, 0, 2, 3, 0, 4, 5, 6], 4, 2);
        double[] y = [1, 2, 3, 5], weights = [1, 2, 1, 0.5];
        int[] groups = [1, 1, 2, 2];
        return new()
        {
            [""] = new(x, y, weights, groups),
            ["a value"] = new(Matrix.Wrap([1, 0, 2, 3, 0, 4, 5, 6.5], 4, 2), y, weights, groups),
            ["a target by its last bit"] = new(x, [1, 2, Math.BitIncrement(3.0), 5], weights, groups),
            ["a target's sign"] = new(x, [-1, 2, 3, 5], weights, groups),
            ["two targets"] = new(x, [2, 1, 3, 5], weights, groups),
            ["a weight"] = new(x, y, [1, 2, 1, 0.75], groups),
            ["no weights"] = new(x, y, groups: groups),
            ["a group"] = new(x, y, weights, [1, 1, 2, 1]),
            ["no groups"] = new(x, y, weights),
            ["the storage"] = new(SparseMatrix.FromDense(x), y, weights, groups),
        };
    }

    // Searches that differ from the one that wrote the journal, with what is said to differ.
    private static Dictionary<string, (GridSearch Search, string Differs)> Searches()
    {
        GridSearch Of(IEnumerable<KNearestNeighborsClassifier> learners) => new([.. learners.Select(learner => new Candidate(learner, []))])
        {
            Splitter = new KFold { FoldCount = 3 }, MoreMetrics = [ClassificationMetric.F1Macro], Failures = FailureHandling.Record,
        };
        KNearestNeighborsClassifier[] learners = [.. Neighbours.Select(k => new KNearestNeighborsClassifier { NeighborCount = k })];
        GridSearch same = Of(learners);
        return new()
        {
            ["a candidate's option"] = (Of([.. learners[..4], learners[4] with { Weighting = NeighborWeighting.InverseDistance }]), "grid"),
            ["a candidate more"] = (Of([.. learners, learners[0] with { NeighborCount = 2 }]), "grid"),
            ["a candidate twice"] = (Of([.. learners, learners[0]]), "grid"),
            ["a candidate less"] = (Of(learners[..4]), "grid"),
            ["another learner"] = (new GridSearch([.. same.Candidates[..4], new Candidate(new LogisticRegression(), [])])
            {
                Splitter = same.Splitter, MoreMetrics = same.MoreMetrics, Failures = same.Failures,
            }, "grid"),
            ["the number of folds"] = (same with { Splitter = new KFold { FoldCount = 4 } }, "splitter"),
            ["the folds' seed"] = (same with { Splitter = new KFold { FoldCount = 3, Seed = 1 } }, "splitter"),
            ["another splitter"] = (same with { Splitter = new StratifiedKFold { FoldCount = 3 } }, "splitter"),
            ["folds fixed elsewhere"] = (same with { Splitter = new PredefinedSplit([.. Enumerable.Range(0, 23).Select(i => i % 3)]) },
            "splitter"),
            ["the metric"] = (same with { Metric = ClassificationMetric.BalancedAccuracy }, "metrics"),
            ["the metrics' order"] = (same with { Metric = ClassificationMetric.F1Macro, MoreMetrics = [ClassificationMetric.Accuracy] },
            "metrics"),
            ["a metric more"] = (same with { MoreMetrics = [ClassificationMetric.F1Macro, ClassificationMetric.LogLoss] }, "metrics"),
            ["a metric less"] = (same with { MoreMetrics = [] }, "metrics"),
        };
    }

    private static double[] With(double[] values, int at, double value)
    {
        double[] copy = [.. values];
        copy[at] = value;
        return copy;
    }

    private static TheoryData<string, string> Make(IEnumerable<(string, string)> rows)
    {
        var data = new TheoryData<string, string>();
        foreach ((string first, string second) in rows) data.Add(first, second);
        return data;
    }
}
