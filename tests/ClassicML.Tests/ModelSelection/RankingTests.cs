using System.Collections.Immutable;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Who wins: by brute force over scores made up, and by learners whose mistakes are known.</summary>
public class RankingTests
{
    private const int Folds = 4;

    /// <summary>Scores are eighths, so that means are exact and often equal.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void The_best_mean_wins_and_equal_means_share_a_rank(bool higherIsBetter)
    {
        var rng = new Rng(1);
        int ties = 0;
        for (int repeat = 0; repeat < 300; repeat++)
        {
            CandidateResult[] results = [.. Enumerable.Range(0, 1 + rng.NextInt(7)).Select(_ => rng.NextInt(6) switch
            {
                0 => Failed(),
                1 => Scored([0.5, double.NaN, 0.5, 0.5]),
                _ => Scored([.. Enumerable.Range(0, Folds).Select(_ => rng.NextInt(4) / 8.0)]),
            })];
            int[] valid = [.. Enumerable.Range(0, results.Length).Where(c => results[c].Error is null)];
            if (valid.Length == 0)
            {
                Assert.Contains("every candidate failed; the first: no",
                    Assert.Throws<ArgumentException>(() => Rank(results, higherIsBetter)).Message);
                continue;
            }
            Ranking ranking = Rank(results, higherIsBetter);
            int[] ranks = [.. ranking.Ranked().Select(result => result.Rank)];
            for (int c = 0; c < results.Length; c++) Assert.Equal(1 + results.Count(other => Key(other) < Key(results[c])), ranks[c]);
            // Of those with rank 1 the first wins.
            Assert.Equal(valid.First(c => ranks[c] == 1), ranking.Choose(RefitRule.Best));
            if (ranks.Count(rank => rank == 1) > 1) ties++;
        }
        Assert.InRange(ties, 20, 280);

        // A mean that is no number comes after all that are, and failures after everything.
        double Key(CandidateResult result) => result.Error is not null ? 1000
            : double.IsNaN(result.MeanScore) ? 100
            : higherIsBetter ? -result.MeanScore : result.MeanScore;
    }

    /// <summary>The rule is that of the docstring: the first within √(s²/k) of the best's mean, s² with k-1 below.</summary>
    [Theory, InlineData(true, 2), InlineData(false, 2), InlineData(true, 5), InlineData(false, 5), InlineData(true, 10)]
    public void One_standard_error_is_that_of_the_mean_of_the_bests_scores(bool higherIsBetter, int folds)
    {
        var rng = new Rng((ulong)folds);
        int[] differs = new int[5];
        for (int repeat = 0; repeat < 400; repeat++)
        {
            double[][] scores = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, folds).Select(_ => rng.NextDouble()).ToArray())];
            double[] means = Array.ConvertAll(scores, s => s.Average());
            int best = Array.IndexOf(means, higherIsBetter ? means.Max() : means.Min());
            double squares = scores[best].Sum(s => (s - means[best]) * (s - means[best]));
            int First(double error) => Enumerable.Range(0, 6).First(c => c == best || Math.Abs(means[c] - means[best]) <= error);
            int expected = First(Math.Sqrt(squares / (folds - 1) / folds));
            Assert.Equal(expected, Rank([.. scores.Select(Scored)], higherIsBetter).Choose(RefitRule.OneStandardError));
            // What it is not: the deviation of one score, that with k below, the variance of the mean, another's error, the best itself.
            int nearest = Enumerable.Range(0, 6).Where(c => c != best).MinBy(c => Math.Abs(means[c] - means[best]));
            double others = scores[nearest].Sum(s => (s - means[nearest]) * (s - means[nearest]));
            int[] wrong =
            [
                First(Math.Sqrt(squares / (folds - 1))), First(Math.Sqrt(squares / folds / folds)), First(squares / (folds - 1) / folds),
                First(Math.Sqrt(others / (folds - 1) / folds)), best,
            ];
            for (int rule = 0; rule < wrong.Length; rule++)
                if (wrong[rule] != expected) differs[rule]++;
        }
        // So each of those rules would have been noticed.
        Assert.All(differs, count => Assert.InRange(count, 3, 400));
    }

    [Fact]
    public void One_standard_error_includes_its_end_and_of_one_fold_there_is_none()
    {
        // Deviations of 3, -1, -1, -1 sixteenths: s is 2/16, the error of the mean 1/16, all without rounding.
        CandidateResult best = Scored([0.6875, 0.4375, 0.4375, 0.4375]), at = Scored([0.4375, 0.4375, 0.4375, 0.4375]);
        CandidateResult beyond = Scored([0.375, 0.4375, 0.4375, 0.4375]);
        Assert.Equal(1, Rank([beyond, at, best], true).Choose(RefitRule.OneStandardError));
        Assert.Equal(2, Rank([beyond, at, best], true).Choose(RefitRule.Best));
        // Of equal bests it is the first whose error counts.
        CandidateResult steady = Scored([0.5, 0.5, 0.5, 0.5]);
        Assert.Equal(0, Rank([at, best, steady], true).Choose(RefitRule.OneStandardError));
        Assert.Equal(1, Rank([at, steady, best], true).Choose(RefitRule.OneStandardError));
        Assert.Equal(1, Rank([Scored([0.25]), Scored([0.5]), Scored([0.5])], true).Choose(RefitRule.OneStandardError));
        // What failed or was dropped is never picked, however near.
        Assert.Equal(2, Rank([Failed(), steady, best], true, [0, 1, 0]).Choose(RefitRule.OneStandardError));
    }

    /// <summary>After a stop only folds that all were scored on count; a candidate that is short of them comes after the others.</summary>
    [Fact]
    public void A_stopped_search_compares_what_can_be_compared()
    {
        const double none = double.NaN;
        // On fold 0 the first is best, on all its folds the second.
        CandidateResult[] results = [Stopped([0.9, none, none]), Stopped([0.5, 1, none]), Stopped([0.8, 1, 1])];
        Assert.Equal([1, 3, 2], Rank(results, true).Ranked().Select(result => result.Rank));
        Assert.Equal(0, Rank(results, true).Choose(RefitRule.Best));
        Assert.Equal(1, Rank(results, false).Choose(RefitRule.Best));
        // No fold has all of them: the one that most were scored on, which is the second, decides; who has not come to it is after them.
        CandidateResult[] few = [Stopped([1, none]), Stopped([none, 0.25]), Stopped([none, 0.5])];
        Assert.Equal([3, 2, 1], Rank(few, true).Ranked().Select(result => result.Rank));
        Assert.Equal(2, Rank(few, true).Choose(RefitRule.Best));
        Assert.Equal(1, Rank(few, false).Choose(RefitRule.Best));
        // One standard error over the compared folds alone: two folds of 0.25 and 0.75, whatever the third says.
        CandidateResult[] third = [Stopped([0.25, 0.3, none]), Stopped([0.25, 0.75, 0])];
        Assert.Equal(0, Rank(third, true).Choose(RefitRule.OneStandardError));
        CandidateResult[] farther = [Stopped([0.2, 0.2, 1]), Stopped([0.25, 0.75, none])];
        Assert.Equal(1, Rank(farther, true).Choose(RefitRule.OneStandardError));
        Assert.Equal(1, Rank(farther, true).Choose(RefitRule.Best));
    }

    [Fact]
    public void Rounds_come_before_scores_and_failures_after_all()
    {
        CandidateResult[] results = [Scored([0.9]), Scored([0.1]), Scored([0.95]), Failed(1), Scored([0.2])];
        int[] rounds = [1, 0, 2, 0, 0];
        Assert.Equal([3, 2, 4, 5, 1], Rank(results, true, rounds).Ranked().Select(result => result.Rank));
        Assert.Equal(4, Rank(results, true, rounds).Choose(RefitRule.Best));
        Assert.Equal([3, 1, 4, 5, 2], Rank(results, false, rounds).Ranked().Select(result => result.Rank));
    }

    [Theory, InlineData(RefitRule.Best, 3), InlineData(RefitRule.OneStandardError, 1)]
    public void A_search_fits_the_one_that_its_rule_picks_on_all_rows(RefitRule rule, int winner)
    {
        // Four folds of eight rows. The last makes fewest mistakes, 3 + 1 in two folds: one standard error is 2.8 rows of 32, the second
        // makes 2 more.
        ImmutableHashSet<int>[] wrong = [[.. Enumerable.Range(0, 16)], [0, 1, 2, 8, 16, 24], [0, 8, 16, 24, 25, 26, 27, 28], [0, 1, 2, 8]];
        var log = new KnownLog();
        var search = new GridSearch(ParameterGrid.For(new KnownClassifier { Log = log }).Vary("number", [0, 1, 2, 3],
            (l, i) => l with { Number = i, Wrong = wrong[i] }))
        {
            Splitter = new KFold { FoldCount = 4 }, Refit = rule, MoreMetrics = [ClassificationMetric.F1Macro],
        };
        SearchModel model = search.Fit(Known.Rows(32));
        Assert.Equal([.. wrong.Select(rows => (32 - rows.Count) / 32.0)], model.Results.Select(result => result.MeanScore));
        Assert.Equal([5 / 8.0, 7 / 8.0, 1, 1], model.Results[3].Scores);
        Assert.Equal($"number={winner}", model.BestCandidate.ToString());
        Assert.Same(model.Results[winner], model.BestResult);
        Assert.Equal((model.BestResult.MeanScore, model.BestResult.MeanScore, 4),
            (model.BestScore, model.Report.Objective!.Value, model.Report.Iterations));
        KnownFit last = log.Fits[^1];
        Assert.Equal(winner, last.Learner);
        Assert.Equal(Enumerable.Range(0, 32), last.Train);
        Assert.Same(last, ((KnownClassifier.Model)model.Best).Fitted);
        Assert.Equal(4 * 4 + 1, log.Fits.Length);
        double mean = model.Results[3].Scores.Average(), squares = model.Results[3].Scores.Sum(s => (s - mean) * (s - mean));
        Assert.Equal(Math.Sqrt(squares / 3), model.Results[3].ScoreDeviation, 1e-15);
    }

    [Theory, InlineData(RefitRule.Best, 1), InlineData(RefitRule.OneStandardError, 0)]
    public void A_search_of_regressors_fits_the_one_that_its_rule_picks(RefitRule rule, int winner)
    {
        // Folds of eight rows. The first misses every row by 1.125; the second those of a fold by 0.5 or by 1.5, so by 1 with an error of 0.29.
        var errors = ImmutableDictionary.CreateRange(Enumerable.Range(0, 32).Select(row => KeyValuePair.Create(row, row / 8 % 2 + 0.5)));
        var even = ImmutableDictionary.CreateRange(errors.Keys.Select(row => KeyValuePair.Create(row, 1.125)));
        KnownRegressor[] learners = [new() { Errors = even }, new() { Number = 1, Errors = errors }];
        ISplitter splitter = new KFold { FoldCount = 4 };
        RegressorGridSearch grid = new([.. learners.Select(learner => new Candidate(learner, []))])
        {
            Splitter = splitter, Metric = RegressionMetric.MeanAbsoluteError, Refit = rule,
        };
        Holds(grid.Fit(Known.Numbers(32)));
        Assert.Equal(learners, grid.Candidates.Select(candidate => candidate.Learner));
        Assert.Equal(winner, Number(grid.Fit(Known.Numbers(32))));

        // Drawn at random, the first of the worse ones comes before the first of the better.
        ParameterSpace<KnownRegressor> space = ParameterSpace.For(learners[0]).Vary("learner", Distribution.Choice(0, 1), (_, i) => learners[i]);
        RegressorRandomSearch random = Enumerable.Range(0, 20).Select(seed => new RegressorRandomSearch(space, 4, seed))
            .First(search => search.Candidates.Select(candidate => ((KnownRegressor)candidate.Learner).Number).Take(2).SequenceEqual([0, 1]));
        Holds((random with { Splitter = splitter, Metric = RegressionMetric.MeanAbsoluteError, Refit = rule }).Fit(Known.Numbers(32)));
        Assert.Equal((RegressionMetric.R2, RefitRule.Best, FailureHandling.Throw), (random.Metric, random.Refit, random.Failures));

        void Holds(RegressorSearchModel model)
        {
            Assert.Equal(winner, Number(model));
            Assert.Equal([1.125, 1], model.Results.Take(2).Select(result => result.MeanScore));
            Assert.Equal(Enumerable.Range(0, 32), ((KnownRegressor.Model)model.Best).Fitted.Train);
        }

        static int Number(RegressorSearchModel model) => ((KnownRegressor)model.BestCandidate.Learner).Number;
    }

    [Fact]
    public void Searches_of_what_was_drawn_record_failures_or_throw_at_them()
    {
        RandomSearch classes = new(ParameterSpace.For(new KNearestNeighborsClassifier()).Vary(
            "k", Distribution.Choice(1, 500), (l, k) => l with { NeighborCount = k }), 6)
        { MoreMetrics = [ClassificationMetric.F1Macro] };
        RegressorRandomSearch numbers = new(ParameterSpace.For(new KNearestNeighborsRegressor()).Vary(
            "k", Distribution.Choice(1, 500), (l, k) => l with { NeighborCount = k }), 6);
        SearchModel model = (classes with { Failures = FailureHandling.Record }).Fit(Known.Rows(40));
        Recorded(model.Results, model.BestCandidate);
        Assert.All(model.Results.Where(result => result.Error is null), result => Assert.Equal(5, result.MoreScores["f1-macro"].Length));
        RegressorSearchModel other = (numbers with { Failures = FailureHandling.Record }).Fit(Known.Numbers(40));
        Recorded(other.Results, other.BestCandidate);
        Says(() => classes.Fit(Known.Rows(40)));
        Says(() => numbers.Fit(Known.Numbers(40)));

        static void Recorded(ImmutableArray<CandidateResult> results, Candidate best)
        {
            Assert.Equal("k=1", best.ToString());
            Assert.InRange(results.Count(result => result.Error is not null), 1, 5);
            foreach (CandidateResult result in results)
            {
                bool fails = result.Candidate.ToString() == "k=500";
                Assert.Equal((fails, fails), (result.Error is not null, result.Rank > 1));
                if (fails) Assert.Contains("NeighborCount must be at most the number of training rows, 32, was 500", result.Error);
            }
        }

        static void Says(Action fit) => Assert.Matches(
            @"^candidate \d \(k=500\), fold \d: NeighborCount must be at most the number of training rows, 32, was 500",
            Assert.Throws<ArgumentException>(fit).Message);
    }

    /// <summary>A gentle stop ends the scoring; what is picked is fitted whole all the same, without a token that would cut it
    /// short.</summary>
    [Fact]
    public void The_winner_is_fitted_whole_after_a_stop_and_only_cancelled_by_cancellation()
    {
        using var stop = new CancellationTokenSource();
        using var cancel = new CancellationTokenSource();
        var log = new KnownLog();
        var search = new GridSearch(ParameterGrid.For(new KnownClassifier { Log = log }).Vary("number", [0, 1, 2],
            (l, i) => l with { Number = i }))
        {
            Splitter = new KFold { FoldCount = 3 },
        };
        var progress = new ProgressSink(p => { if (p.Done == 4) stop.Cancel(); });
        SearchModel model = search.Fit(Known.Rows(12),
            new FitContext { Stop = stop.Token, Cancellation = cancel.Token, Progress = progress, MaxThreads = 1 });
        Assert.True(model.Report.Stopped);
        Assert.False(model.Report.Converged);
        Assert.Equal(0, model.Report.Iterations);
        KnownFit last = log.Fits[^1];
        Assert.Equal(12, last.Train.Length);
        Assert.Equal(4 + 1, log.Fits.Length);
        Assert.All(log.Fits, fit =>
        {
            Assert.False(fit.Context.Stop.CanBeCanceled);
            Assert.Equal(cancel.Token, fit.Context.Cancellation);
            Assert.Null(fit.Context.Progress);
        });
        Assert.Equal(1, last.Context.MaxThreads);
        Assert.Equal(model.BestScore, model.Report.Objective);
    }

    private static Ranking Rank(CandidateResult[] results, bool higherIsBetter, int[]? rounds = null) =>
        new([.. results], rounds ?? new int[results.Length], higherIsBetter);

    private static CandidateResult Scored(double[] scores) => Made(scores, new double[scores.Length], null);

    // Not scored where there is no number.
    private static CandidateResult Stopped(double[] scores) =>
        Made(scores, Array.ConvertAll(scores, s => double.IsNaN(s) ? double.NaN : 0), null);

    private static CandidateResult Failed(int folds = Folds) =>
        Made([.. Enumerable.Repeat(double.NaN, folds)], new double[folds], "no");

    private static CandidateResult Made(double[] scores, double[] seconds, string? error) => new(
        new Candidate(new KnownClassifier(), []), [.. scores], ImmutableSortedDictionary<string, ImmutableArray<double>>.Empty,
        [.. seconds],
        error is null && !seconds.Contains(double.NaN), error);
}
