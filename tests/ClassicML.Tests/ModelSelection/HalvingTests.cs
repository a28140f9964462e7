using System.Collections.Immutable;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Wire;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Successive halving: who is tried on how many rows, and who goes on.</summary>
public class HalvingTests
{
    /// <summary>By hand: rounds before the last until no more candidates are left than the factor, none on fewer rows than the
    /// least.</summary>
    [Theory]
    [InlineData(81, 27, 3, 1, new[] { 9, 27, 81 }, new[] { 27, 9, 3 })]
    [InlineData(100, 10, 4, 1, new[] { 25, 100 }, new[] { 10, 3 })]
    [InlineData(101, 5, 2, 1, new[] { 26, 51, 101 }, new[] { 5, 3, 2 })]
    [InlineData(100, 5, 2, 30, new[] { 50, 100 }, new[] { 5, 3 })]
    [InlineData(100, 5, 2, 25, new[] { 25, 50, 100 }, new[] { 5, 3, 2 })]
    [InlineData(90, 3, 3, 1, new[] { 90 }, new[] { 3 })]
    [InlineData(90, 4, 3, 1, new[] { 30, 90 }, new[] { 4, 2 })]
    [InlineData(90, 10, 10, 1, new[] { 90 }, new[] { 10 })]
    [InlineData(90, 11, 10, 1, new[] { 9, 90 }, new[] { 11, 2 })]
    // 1/243 is no double, and what comes nearest to it gives more than 3 of 729.
    [InlineData(729, 729, 3, 1, new[] { 3, 9, 27, 81, 243, 729 }, new[] { 729, 243, 81, 27, 9, 3 })]
    // By default 2·folds·classes rows, of the two classes that have some: 12.
    [InlineData(36, 9, 3, null, new[] { 12, 36 }, new[] { 9, 3 })]
    [InlineData(35, 9, 3, null, new[] { 35 }, new[] { 9 })]
    public void Each_round_has_factor_times_the_rows_and_a_factors_part_of_the_candidates(
        int rows, int candidates, int factor, int? least, int[] sizes, int[] counts)
    {
        var log = new KnownLog();
        HalvingSearch search = new(Grid(candidates, log)) { Factor = factor, MinRowCount = least, Splitter = new KFold { FoldCount = 3 } };
        Assert.Equal((factor, least, 3), (search.Factor, search.MinRowCount, new HalvingSearch(Grid(1, log)).Factor));
        // A third class without rows.
        ClassificationData two = Known.Rows(rows), data = new(two.Features, two.Codes, new ClassLabels(["class 0", "class 1", "rare"]));
        SearchModel model = search.Fit(data, new FitContext { MaxThreads = 1 });

        List<(int[] Rows, int[] Tried)> rounds = Rounds(log, 3);
        Assert.Equal(sizes, rounds.Select(round => round.Rows.Length));
        Assert.Equal(counts, rounds.Select(round => round.Tried.Length));
        Assert.Equal(Enumerable.Range(0, rows), log.Fits[^1].Train);
        Assert.Equal(counts[^1], model.Results.Count(result => result.IsComplete));
        Assert.Equal(counts[^1], model.Report.Iterations);
        Assert.False(model.Report.Stopped);
        // Each class in its share.
        foreach ((int[] some, _) in rounds) Assert.Equal(some.Length / 2.0, some.Count(row => row % 2 == 0), 0.5);
        // The first candidates are the better ones: they go on, in their order.
        foreach ((_, int[] tried) in rounds) Assert.Equal(Enumerable.Range(0, tried.Length), tried);
        Assert.Equal("number=0", model.BestCandidate.ToString());
    }

    [Fact]
    public void The_better_go_on_of_equal_ones_the_first_and_the_dropped_keep_their_last_scores()
    {
        // Of 90 rows in a first round of 30: who is wrong on a residue modulo 3 is wrong on about a third of any choice of rows.
        int[] wrongOf = [2, 1, 0, 2, 1, 0, 1];
        var log = new KnownLog();
        Candidate[] candidates = [.. wrongOf.Select((thirds, c) =>
            new Candidate(new KnownClassifier { Number = c, Log = log,
                Wrong = [.. Enumerable.Range(0, 90).Where(row => row / 2 % 3 < thirds)] }, []))];
        HalvingSearch search = new(candidates) { Splitter = new KFold { FoldCount = 3 }, MinRowCount = 1 };
        SearchModel model = search.Fit(Known.Rows(90), new FitContext { MaxThreads = 1 });
        List<(int[] Rows, int[] Tried)> rounds = Rounds(log, 3);
        Assert.Equal([7, 3], rounds.Select(round => round.Tried.Length));
        // Both without mistakes, and the first of three with equal mistakes.
        Assert.Equal([1, 2, 5], rounds[1].Tried);
        Assert.Equal(2, log.Fits[^1].Learner);
        for (int c = 0; c < 7; c++)
        {
            (int[] rows, _) = rounds[rounds[1].Tried.Contains(c) ? 1 : 0];
            var learner = (KnownClassifier)candidates[c].Learner;
            double[] expected = [.. new KFold { FoldCount = 3 }.Split(rows.Length, default, default)
                .Select(fold => fold.Test.Count(at => !learner.Wrong.Contains(rows[at])) / (double)fold.Test.Length)];
            Assert.Equal(expected, model.Results[c].Scores);
            Assert.Equal(rounds[1].Tried.Contains(c), model.Results[c].IsComplete);
        }
        // Those of the last round first, then the others by their own scores.
        Assert.Equal([6, 3, 1, 6, 4, 1, 4], model.Results.Select(result => result.Rank));
        Assert.Equal(model.Results[2].MeanScore, model.Report.Objective);
    }

    [Fact]
    public void Where_less_is_better_the_least_errors_go_on()
    {
        var log = new KnownLog();
        RegressorHalvingSearch search = new(ParameterGrid.For(new KnownRegressor { Log = log }).Vary(
            "number", [5, 1, 4, 2, 3], (l, number) =>
                l with { Number = number, Errors = Enumerable.Range(0, 80).ToImmutableDictionary(r => r, _ => (double)number) }))
        {
            Factor = 2, MinRowCount = 1, Metric = RegressionMetric.MeanAbsoluteError, Splitter = new KFold { FoldCount = 2 },
        };
        RegressorSearchModel model = search.Fit(Known.Numbers(80), new FitContext { MaxThreads = 1 });
        List<(int[] Rows, int[] Tried)> rounds = Rounds(log, 2);
        Assert.Equal([20, 40, 80], rounds.Select(round => round.Rows.Length));
        Assert.Equal([[5, 1, 4, 2, 3], [1, 2, 3], [1, 2]], rounds.Select(round => round.Tried));
        Assert.Equal((1.0, "number=1"), (model.BestScore, model.BestCandidate.ToString()));
        Assert.Equal([5, 1, 4, 2, 3], model.Results.Select(result => result.Rank));
        Assert.Equal((2, 3), (search.Factor, new RegressorHalvingSearch(search.Candidates).Factor));
        Assert.Contains("Factor must be at least 2, was 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => search with { Factor = 1 }).Message);
        Assert.Contains("MinRowCount must be at least 1, was 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => search with { MinRowCount = 0 }).Message);
        Assert.Contains("Seed must be at least 0, was -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => search with { Seed = -1 }).Message);
    }

    /// <summary>The rows of a round are a random choice under the seed: each row as likely as any other of its class.</summary>
    [Fact]
    public void Rows_of_a_round_are_drawn_evenly_under_the_seed()
    {
        const int seeds = 400;
        int[] drawn = new int[20];
        HashSet<string> different = [];
        int together = 0;
        for (int seed = 0; seed < seeds; seed++)
        {
            int[] rows = First(seed, 20);
            Assert.Equal((10, 5), (rows.Length, rows.Count(row => row % 2 == 0)));
            foreach (int row in rows) drawn[row]++;
            if (rows.Contains(0) && rows.Contains(2)) together++;
            different.Add(string.Join(' ', rows));
        }
        Assert.All(drawn, count => Chance.Even(count, seeds, 0.5));
        // Two of ten rows among five: 5/10 · 4/9.
        Chance.Even(together, seeds, 2.0 / 9);
        Assert.InRange(different.Count, 390, 400);
        Assert.Equal(First(7, 20), First(7, 20));

        static int[] First(int seed, int count)
        {
            var log = new KnownLog();
            new HalvingSearch(Grid(3, log)) { Factor = 2, Seed = seed, MinRowCount = 1, Splitter = new KFold { FoldCount = 2 } }
                .Fit(Known.Rows(count), new FitContext { MaxThreads = 1 });
            return Rounds(log, 2)[0].Rows;
        }
    }

    [Fact]
    public void A_stop_before_the_last_round_returns_the_best_of_that_round()
    {
        using var stop = new CancellationTokenSource();
        var log = new KnownLog();
        HalvingSearch search = new(Grid(9, log)) { Splitter = new KFold { FoldCount = 2 }, MinRowCount = 1 };
        // The first round has 18 scores; the stop comes with its last.
        SearchModel model = search.Fit(Known.Rows(90), new FitContext
        {
            MaxThreads = 1, Stop = stop.Token, Progress = new ProgressSink(p => { if (p is { Done: 18, Total: 18 }) stop.Cancel(); }),
        });
        Assert.Equal((true, 0, "the caller asked to stop"), (model.Report.Stopped, model.Report.Iterations, model.Report.Reason));
        Assert.Equal(18 + 1, log.Fits.Length);
        Assert.Equal("number=0", model.BestCandidate.ToString());
        Assert.Equal(90, log.Fits[^1].Train.Length);
        Assert.All(model.Results, result => Assert.False(result.IsComplete));
        Assert.Equal(1, model.Results[0].Rank);
        Assert.Equal(model.Results.Select(result => result.Rank).Order(), model.Results.Select(result => result.Rank));
    }

    [Fact]
    public void A_candidate_that_fails_is_dropped_and_named_by_its_number_in_the_grid()
    {
        // The last three are right on some rows, the last on all; the fourth is never fitted.
        int[] wrong = [90, 90, 90, 90, 90, 90, 40, 10, 0];
        Candidate[] candidates = [.. Enumerable.Range(0, 9).Select(c => new Candidate(
            new KnownClassifier { Number = c, Wrong = [.. Enumerable.Range(0, wrong[c])], Needs = c == 3 ? 1000 : null },
                [new("c", $"{c}")]))];
        HalvingSearch search = new(candidates)
        {
            Splitter = new KFold { FoldCount = 2 }, MinRowCount = 1,
            Failures = FailureHandling.Record
        };
        SearchModel model = search.Fit(Known.Rows(90));
        Assert.StartsWith("candidate 3 (c=3), fold 0: row 1000 is needed", model.Results[3].Error);
        Assert.Equal(9, model.Results[3].Rank);
        Assert.Equal("c=8", model.BestCandidate.ToString());

        // The last, which goes on to the round of all rows, needs a row that the first round trains on and a fold of the other tests.
        var log = new KnownLog();
        (new HalvingSearch(Grid(9, log)) { MinRowCount = 1 }).Fit(Known.Rows(90), new FitContext { MaxThreads = 1 });
        int needed = Rounds(log, 5)[0].Rows[0];
        candidates[8] = candidates[8] with { Learner = (KnownClassifier)candidates[8].Learner with { Needs = needed } };
        SearchModel other = (search with { Splitter = new FirstRoundTestsItsEnd() }).Fit(Known.Rows(90));
        Assert.Null(other.Results[8].Error);
        other = (new HalvingSearch(candidates)
        {
            Splitter = new FirstRoundTestsItsEnd(), MinRowCount = 1,
            Failures = FailureHandling.Record
        }).Fit(Known.Rows(90));
        Assert.StartsWith(FormattableString.Invariant($"candidate 8 (c=8), fold 0: row {needed} is needed"), other.Results[8].Error);
        Assert.Equal("c=7", other.BestCandidate.ToString());
    }

    [Fact]
    public void The_form_of_a_search_has_all_its_options()
    {
        HalvingSearch search = new(ParameterGrid.For(new ClassicML.Neighbors.KNearestNeighborsClassifier()).Vary("k", [1, 3],
            (l, k) => l with { NeighborCount = k }))
        {
            Factor = 4, MinRowCount = 17, Seed = 5, Splitter = new StratifiedKFold { FoldCount = 7, Seed = 3 },
            Metric = ClassificationMetric.LogLoss,
            MoreMetrics = [ClassificationMetric.F1Macro], Refit = RefitRule.OneStandardError, Failures = FailureHandling.Record,
        };
        var read = BuiltIn.Registry.Read<HalvingSearch>(WireForm.Parse(BuiltIn.Registry.Write(search).ToString()));
        Assert.Equal((4, 17, 5), (read.Factor, read.MinRowCount, read.Seed));
        Assert.Equal(search.Splitter, read.Splitter);
        Assert.Equal((search.Metric, search.Refit, search.Failures), (read.Metric, read.Refit, read.Failures));
        Assert.Equal(search.MoreMetrics, read.MoreMetrics);
        Assert.Equal(search.Candidates.Select(c => (c.Learner, c.ToString())), read.Candidates.Select(c => (c.Learner, c.ToString())));
        Assert.Null(BuiltIn.Registry.Read<HalvingSearch>(
            WireForm.Parse(BuiltIn.Registry.Write(search with { MinRowCount = null }).ToString())).MinRowCount);
    }

    // Candidate c is wrong on some c rows in fifty, candidate c + 1 on those and more: so on any rows the first are the better ones.
    private static ParameterGrid<KnownClassifier> Grid(int count, KnownLog log) =>
        ParameterGrid.For(new KnownClassifier { Log = log }).Vary(
        "number", Enumerable.Range(0, count), (l, c) =>
            l with { Number = c, Wrong = [.. Enumerable.Range(0, 200).Where(row => row / 2 * 37 % 101 < 2 * c)] });

    // The rows of each round, and the candidates tried on them; a fit's rows are those that it trained on and those that its model
    // predicted.
    private static List<(int[] Rows, int[] Tried)> Rounds(KnownLog log, int folds)
    {
        List<(int[], int[])> rounds = [];
        var fits = log.Fits[..^1].Select(fit => (fit.Learner,
            Rows: (int[])[.. fit.Train.Concat(Assert.Single(fit.Predicted)).Order()])).ToArray();
        foreach (var round in fits.GroupBy(fit => fit.Rows.Length).OrderBy(group => group.Key))
        {
            int[] rows = round.First().Rows;
            Assert.All(round, fit => Assert.Equal(rows, fit.Rows));
            int[] tried = [.. round.Select(fit => fit.Learner).Distinct()];
            Assert.All(tried, c => Assert.Equal(folds, round.Count(fit => fit.Learner == c)));
            rounds.Add((rows, tried));
        }
        return rounds;
    }

    /// <summary>Of all ninety rows two folds, of which the first tests the first half; of fewer one, which tests the last two.</summary>
    private sealed class FirstRoundTestsItsEnd : ISplitter
    {
        public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups) =>
            rowCount == 90 ? new KFold { FoldCount = 2 }.Split(rowCount, codes, groups)
                : [new Fold([.. Enumerable.Range(0, rowCount - 2)], [rowCount - 2, rowCount - 1])];
    }
}
