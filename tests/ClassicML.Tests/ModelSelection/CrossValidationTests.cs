using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;
using ClassicML.ModelSelection;

namespace ClassicML.Tests.ModelSelection;

/// <summary>What reaches the learner of a cross-validation and what does not, told by learners that note their rows.</summary>
public class CrossValidationTests
{
    [Fact]
    public void Each_fold_trains_on_its_rows_with_their_weights_and_groups_and_scores_the_others()
    {
        double[] weights = [.. Enumerable.Range(0, 24).Select(r => 1 + r % 3 / 4.0)];
        int[] groups = [.. Enumerable.Range(0, 24).Select(r => r / 4)];
        var log = new KnownLog();
        var learner = new KnownClassifier { Log = log, Wrong = [0, 3, 7, 8, 22] };
        ISplitter[] splitters =
        [
            new KFold { FoldCount = 5 }, new StratifiedKFold { FoldCount = 3, Seed = 2 }, new GroupKFold { FoldCount = 3 },
            new LeaveOneGroupOut(),
            new StratifiedGroupKFold { FoldCount = 2 }, new TimeSeriesSplit { FoldCount = 3 },
            new ShuffleSplit { SplitCount = 4, TestShare = 0.3, Seed = 1 },
            new PredefinedSplit([.. Enumerable.Range(0, 24).Select(r => r % 4 - 1)]),
        ];
        foreach (bool weighted in new[] { true, false })
            foreach (ISplitter splitter in splitters)
            {
                ClassificationData rows = Known.Rows(24),
                    data = new(rows.Features, rows.Codes, rows.Labels, weighted ? weights : [], groups);
                ImmutableArray<Fold> folds = splitter.Split(data);
                CrossValidationResult result = CrossValidation.Run(
                    learner, data, splitter, [ClassificationMetric.Accuracy, ClassificationMetric.BalancedAccuracy], withTrainScores: true);
                Assert.Equal(folds.Length, result.Folds.Length);
                int[] predictions = [.. Enumerable.Repeat(-1, 24)];
                for (int f = 0; f < folds.Length; f++)
                {
                    var fold = result.Folds[f];
                    KnownFit fit = ((KnownClassifier.Model)fold.Model).Fitted;
                    Assert.Equal(folds[f].Train, fold.Fold.Train);
                    Assert.Equal(folds[f].Test, fold.Fold.Test);
                    Assert.Equal(folds[f].Train, fit.Train);
                    Assert.Equal(weighted ? [.. folds[f].Train.Select(r => weights[r])] : [], fit.Weights);
                    Assert.Equal(folds[f].Train.Select(r => groups[r]), fit.Groups);
                    // First the test rows, then the training rows, once each.
                    Assert.Equal([folds[f].Test.ToArray(), folds[f].Train.ToArray()], fit.Predicted);
                    Assert.Equal(Share(folds[f].Test), fold.Scores[ClassificationMetric.Accuracy], 1e-15);
                    Assert.Equal(Share(folds[f].Train), fold.TrainScores![ClassificationMetric.Accuracy], 1e-15);
                    Assert.Equal(folds[f].Test.Select(r => r % 2), fold.Outcome.Actual.ToArray());
                    foreach (int row in folds[f].Test) predictions[row] = learner.Wrong.Contains(row) ? 1 - row % 2 : row % 2;
                }
                Assert.Equal(predictions, result.OutOfFoldPredictions);
                double[] scores = [.. folds.Select(fold => Share(fold.Test))];
                double mean = scores.Average();
                Assert.Equal(scores, result.Scores(ClassificationMetric.Accuracy), Near);
                Assert.Equal(mean, result.Mean(ClassificationMetric.Accuracy), 1e-15);
                Assert.Equal(folds.Average(fold => Share(fold.Train)), result.TrainMean(ClassificationMetric.Accuracy), 1e-15);
                Assert.Equal(Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1)),
                    result.Deviation(ClassificationMetric.Accuracy), 1e-14);

                double Share(ImmutableArray<int> some) =>
                    some.Sum(r => learner.Wrong.Contains(r) ? 0 : weighted ? weights[r] : 1) / some.Sum(r => weighted ? weights[r] : 1);
            }
    }

    [Fact]
    public void Folds_of_regressors_are_those_of_classifiers_without_classes()
    {
        double[] weights = [.. Enumerable.Range(0, 24).Select(r => 1 + r % 3 / 4.0)];
        int[] groups = [.. Enumerable.Range(0, 24).Select(r => r / 4)];
        var learner = new KnownRegressor
        {
            Errors = ImmutableDictionary.CreateRange(
            [new KeyValuePair<int, double>(0, 2), new(5, -4), new(11, 8), new(23, 1)])
        };
        foreach (ISplitter splitter in (ISplitter[])[new KFold { FoldCount = 5, Seed = 3 }, new GroupKFold { FoldCount = 3 },
            new TimeSeriesSplit { FoldCount = 3 }])
        {
            var data = new RegressionData(Known.Numbers(24).Features, Known.Numbers(24).Targets, weights, groups);
            ImmutableArray<Fold> folds = splitter.Split(data);
            RegressorCrossValidationResult result = CrossValidation.Run(
                learner, data, splitter, [RegressionMetric.MeanAbsoluteError, RegressionMetric.MeanSquaredError], withTrainScores: true);
            double[] predictions = [.. Enumerable.Repeat(double.NaN, 24)];
            for (int f = 0; f < folds.Length; f++)
            {
                var fold = result.Folds[f];
                KnownFit fit = ((KnownRegressor.Model)fold.Model).Fitted;
                Assert.Equal(folds[f].Train, fit.Train);
                Assert.Equal(folds[f].Train.Select(r => weights[r]), fit.Weights);
                Assert.Equal(folds[f].Train.Select(r => groups[r]), fit.Groups);
                Assert.Equal(folds[f].Train, fold.Fold.Train);
                Assert.Equal(folds[f].Test, fold.Fold.Test);
                Assert.Equal([folds[f].Test.ToArray(), folds[f].Train.ToArray()], fit.Predicted);
                Assert.Equal(folds[f].Test.Select(r => (double)r), fold.Outcome.Actual.ToArray());
                Assert.Equal(folds[f].Test.Select(r => r + learner.Errors.GetValueOrDefault(r)), fold.Outcome.Predicted.ToArray());
                Assert.Equal(folds[f].Test.Select(r => weights[r]), fold.Outcome.Weights.ToArray());
                Assert.Equal(Mean(folds[f].Test, Math.Abs), fold.Scores[RegressionMetric.MeanAbsoluteError], 1e-14);
                Assert.Equal(Mean(folds[f].Test, e => e * e), fold.Scores[RegressionMetric.MeanSquaredError], 1e-14);
                Assert.Equal(Mean(folds[f].Train, Math.Abs), fold.TrainScores![RegressionMetric.MeanAbsoluteError], 1e-14);
                foreach (int row in folds[f].Test) predictions[row] = row + learner.Errors.GetValueOrDefault(row);
            }
            Assert.Equal(predictions, result.OutOfFoldPredictions);
            double[] scores = [.. folds.Select(fold => Mean(fold.Test, Math.Abs))];
            double mean = scores.Average();
            Assert.Equal(mean, result.Mean(RegressionMetric.MeanAbsoluteError), 1e-14);
            Assert.Equal(folds.Average(fold => Mean(fold.Train, Math.Abs)), result.TrainMean(RegressionMetric.MeanAbsoluteError), 1e-14);
            Assert.Equal(Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1)),
                result.Deviation(RegressionMetric.MeanAbsoluteError), 1e-14);
        }

        double Mean(ImmutableArray<int> some, Func<double, double> size) =>
            some.Sum(r => weights[r] * size(learner.Errors.GetValueOrDefault(r))) / some.Sum(r => weights[r]);
    }

    [Fact]
    public void By_default_there_are_five_folds_and_what_was_not_asked_for_is_not_there()
    {
        ClassificationData data = Known.Rows(30);
        var log = new KnownLog();
        CrossValidationResult result = CrossValidation.Run(new KnownClassifier { Log = log }, data);
        Assert.Equal(new StratifiedKFold().Split(data).Select(fold => fold.Test.ToArray()),
            result.Folds.Select(fold => fold.Fold.Test.ToArray()));
        Assert.Equal([ClassificationMetric.Accuracy], result.Folds[0].Scores.Keys);
        Assert.All(result.Folds, fold => Assert.Null(fold.TrainScores));
        Assert.All(log.Fits, fit => Assert.Single(fit.Predicted));
        RegressorCrossValidationResult numbers = CrossValidation.Run(new KnownRegressor(), Known.Numbers(30));
        Assert.Equal(new KFold().Split(Known.Numbers(30)).Select(fold => fold.Test.ToArray()),
            numbers.Folds.Select(fold => fold.Fold.Test.ToArray()));
        Assert.Equal([1.0, 1, 1, 1, 1], numbers.Scores(RegressionMetric.R2));
        Assert.Contains("were not asked for", Fail(() => result.TrainMean(ClassificationMetric.Accuracy)));
        Assert.Contains("were not asked for", Fail(() => numbers.TrainMean(RegressionMetric.R2)));
        Assert.Contains("'r2' was not among the metrics", Fail(() => CrossValidation.Run(
            new KnownRegressor(), Known.Numbers(30), metrics: [RegressionMetric.MeanAbsoluteError]).Deviation(RegressionMetric.R2)));
    }

    [Fact]
    public void What_fails_is_named_by_its_fold()
    {
        ClassificationData rows = Known.Rows(12);
        Assert.StartsWith("fold 2: row 7 is needed",
            Fail(() => CrossValidation.Run(new KnownClassifier { Needs = 7 }, rows, new KFold { FoldCount = 4 })));
        // All rows that are tested, or all that are trained on, weigh nothing.
        double[] weights = [1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1];
        Assert.StartsWith("fold 1: every weight is zero", Fail(() => CrossValidation.Run(
            new KnownClassifier(), rows.WithWeights(weights), new PredefinedSplit([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2]))));
        var numbers = new RegressionData(rows.Features, new double[12], weights);
        Assert.StartsWith("fold 1: every weight is zero", Fail(() => CrossValidation.Run(
            new KnownRegressor(), numbers, new PredefinedSplit([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2]))));
        GridSearch search = new([new Candidate(new KnownClassifier(), [])])
        {
            Splitter = new PredefinedSplit(
            [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2])
        };
        Assert.StartsWith("fold 1: every weight is zero", Fail(() => search.Fit(rows.WithWeights(weights))));
    }

    /// <summary>No fit of a nested comparison, and no score that chooses, has a row of its outer test part; no inner fit one that it is
    /// scored on.</summary>
    [Theory, InlineData(1), InlineData(4)]
    public void No_row_leaks_from_one_level_into_the_other(int threads)
    {
        ClassificationData data = Known.Rows(48);
        KnownLog[] logs = [new(), new(), new()];
        ISplitter outer = new StratifiedKFold { FoldCount = 4, Seed = 5 }, inner = new StratifiedKFold { FoldCount = 3, Seed = 6 };
        ParameterGrid<KnownClassifier> Grid(KnownLog log) => ParameterGrid.For(new KnownClassifier { Log = log })
            .Vary("number", [0, 1, 2], (l, number) =>
                l with { Number = number, Wrong = [.. Enumerable.Range(0, 48).Where(row => row % 5 < (number + 1) % 3)] });
        NestedResult result = NestedCrossValidation.Run(
            [
                new("grid", new GridSearch(Grid(logs[0])) { Splitter = inner }),
                new("halving", new HalvingSearch(Grid(logs[1])) { Splitter = inner, Factor = 2, MinRowCount = 1 }),
                new("plain", new KnownClassifier { Log = logs[2] }),
            ],
            data, outer, context: new FitContext { MaxThreads = threads });
        ImmutableArray<Fold> folds = outer.Split(data);
        foreach (var entry in result.Entries)
        {
            KnownLog log = logs[result.Entries.IndexOf(entry)];
            KnownFit[] winners = [.. entry.Folds.Folds.Select(fold =>
                ((fold.Model as SearchModel)?.Best as KnownClassifier.Model ?? (KnownClassifier.Model)fold.Model).Fitted)];
            Assert.Equal(folds.Select(fold => fold.Train.ToArray()), winners.Select(fit => fit.Train));
            // Only models that were fitted on an outer training part have ever seen its test part.
            Assert.Equal(folds.Select(fold => fold.Test.ToArray()), winners.Select(fit => Assert.Single(fit.Predicted)));
            foreach (KnownFit fit in log.Fits.Except(winners))
            {
                int[] scored = Assert.Single(fit.Predicted);
                Assert.Empty(fit.Train.Intersect(scored));
                // All of its rows are of one outer training part.
                Assert.Contains(folds, fold => fit.Train.Concat(scored).All(row => fold.Train.Contains(row)));
            }
        }
        // Four folds of 3·3 fits and the winner; three candidates on half the rows, two on all, and the winner; one fit.
        Assert.Equal([4 * (9 + 1), 4 * (9 + 6 + 1), 4], logs.Select(log => log.Fits.Length));
        // Candidate 2 makes no mistakes.
        Assert.All(result.Entries[0].Winners.Concat(result.Entries[1].Winners), winner => Assert.Equal("number=2", winner.ToString()));
        Assert.Empty(result.Entries[2].Winners);
        Assert.Equal((0.0, 0.0), (result.Entries[0].OptimismGap!.Value, result.Entries[1].OptimismGap!.Value));
        Assert.Equal(["grid", "halving", "plain"], result.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public void No_row_leaks_in_nested_comparisons_of_regressors()
    {
        RegressionData data = Known.Numbers(40);
        var log = new KnownLog();
        ISplitter outer = new KFold { FoldCount = 4, Seed = 5 };
        NestedResult<IRegressorModel, RegressionOutcome> result = NestedCrossValidation.Run(
            [new("grid", new RegressorGridSearch(ParameterGrid.For(new KnownRegressor { Log = log })
                .Vary("number", [0, 1], (l, number) => l with { Number = number })) { Splitter = new KFold { FoldCount = 3, Seed = 1 } })],
            data, outer);
        ImmutableArray<Fold> folds = outer.Split(data);
        KnownFit[] winners = [.. result.Entries[0].Folds.Folds.Select(fold =>
            ((KnownRegressor.Model)((RegressorSearchModel)fold.Model).Best).Fitted)];
        Assert.Equal(folds.Select(fold => fold.Train.ToArray()), winners.Select(fit => fit.Train));
        Assert.Equal(folds.Select(fold => fold.Test.ToArray()), winners.Select(fit => Assert.Single(fit.Predicted)));
        foreach (KnownFit fit in log.Fits.Except(winners))
        {
            int[] scored = Assert.Single(fit.Predicted);
            Assert.Empty(fit.Train.Intersect(scored));
            Assert.Contains(folds, fold => fit.Train.Concat(scored).All(row => fold.Train.Contains(row)));
        }
        Assert.Equal(4 * (3 * 2 + 1), log.Fits.Length);
    }

    /// <summary>Times are told apart: what a fit took at least, what predicting took at least, and no more than there was.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void A_fold_tells_the_times_of_its_fit_and_of_its_score(bool regression)
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(40);
        var splitter = new ShuffleSplit { SplitCount = 1, TestShare = 0.5 };
        var clock = Stopwatch.StartNew();
        (TimeSpan fitTime, TimeSpan scoreTime, KnownFit fit) = regression ? Numbers() : Classes();
        TimeSpan all = clock.Elapsed;
        Assert.True(fitTime >= fit.FitTime && fit.FitTime >= 0.9 * pause);
        Assert.True(scoreTime >= fit.PredictTime && fit.PredictTime >= 0.9 * pause);
        Assert.True(fitTime + scoreTime <= all);

        (TimeSpan, TimeSpan, KnownFit) Classes()
        {
            var fold = Assert.Single(CrossValidation.Run(new KnownClassifier { Pause = pause }, Known.Rows(10), splitter).Folds);
            return (fold.FitTime, fold.ScoreTime, ((KnownClassifier.Model)fold.Model).Fitted);
        }

        (TimeSpan, TimeSpan, KnownFit) Numbers()
        {
            var fold = Assert.Single(
                CrossValidation.Run(new KnownRegressor { Pause = pause }, Known.Numbers(10), splitter).Folds);
            return (fold.FitTime, fold.ScoreTime, ((KnownRegressor.Model)fold.Model).Fitted);
        }
    }

    /// <summary>The time of a candidate on a fold is that of its fit and of its score.</summary>
    [Fact]
    public void A_search_tells_the_time_of_each_candidate_on_each_fold()
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(10);
        var log = new KnownLog();
        var clock = Stopwatch.StartNew();
        SearchModel model = new GridSearch([new Candidate(new KnownClassifier { Pause = pause, Log = log },
            [])])
        { Splitter = new KFold { FoldCount = 2 } }
            .Fit(Known.Rows(10), new FitContext { MaxThreads = 1 });
        double all = clock.Elapsed.TotalSeconds;
        for (int f = 0; f < 2; f++)
            Assert.InRange(model.Results[0].Seconds[f], (log.Fits[f].FitTime + log.Fits[f].PredictTime).TotalSeconds, all);
        Assert.InRange(model.Results[0].Seconds.Sum(), 0, all);
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) <= 1e-15;
}
