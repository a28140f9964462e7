using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Searches, their results and splitters are what they were after they have been written and read.</summary>
public class SearchFormTests
{
    [Fact]
    public void Results_of_a_search_come_back_whole()
    {
        ClassificationData data = Contract.Rows.Of(3, 40);
        using var stop = new CancellationTokenSource();
        GridSearch search = new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 500, 3],
            (l, k) => l with { NeighborCount = k }))
        {
            Failures = FailureHandling.Record, MoreMetrics = [ClassificationMetric.LogLoss, ClassificationMetric.F1Macro],
        };
        SearchModel whole = search.Fit(data);
        SearchModel stopped = search.Fit(data, new FitContext
        {
            MaxThreads = 1, Stop = stop.Token,
            Progress = new ProgressSink(p => { if (p.Done == 5) stop.Cancel(); })
        });
        foreach (SearchModel model in new[] { whole, stopped })
        {
            SearchModel read = Copy(model);
            Same(model.Results, read.Results);
            Assert.Equal(model.BestCandidate.ToString(), read.BestCandidate.ToString());
            Assert.Equal(model.BestScore, read.BestScore);
            Assert.Equal(model.Predict(data.Features), read.Predict(data.Features));
            Assert.Equal((model.FeatureCount, model.Labels), (read.FeatureCount, read.Labels));
            Assert.Equal((model.Report.Stopped, model.Report.Reason, model.Report.Iterations),
                (read.Report.Stopped, read.Report.Reason, read.Report.Iterations));
        }
        Assert.True(Copy(stopped).Report.Stopped);
        Assert.Contains("candidate 1 (k=500), fold 0", Copy(whole).Results[1].Error);
    }

    [Fact]
    public void Results_of_a_search_of_regressors_come_back_whole()
    {
        RegressionData data = Contract.Rows.Numbers(40);
        RegressorSearchModel model = new RegressorRandomSearch(
            ParameterSpace.For(new Ridge()).Vary("alpha", Distribution.LogUniform(0.01, 100), (l, alpha) => l with { Alpha = alpha }), 5)
        {
            MoreMetrics = [RegressionMetric.MeanAbsoluteError],
        }.Fit(data);
        RegressorSearchModel read = Copy(model);
        Same(model.Results, read.Results);
        Assert.Equal(model.BestCandidate.ToString(), read.BestCandidate.ToString());
        Assert.Equal(model.Predict(data.Features), read.Predict(data.Features));
        Assert.Equal(model.Results.Min(r => r.Rank), read.BestResult.Rank);
    }

    [Fact]
    public void Options_of_searches_come_back()
    {
        var grid = ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 3], (l, k) => l with { NeighborCount = k });
        GridSearch search = new(grid)
        {
            Splitter = new StratifiedKFold { FoldCount = 7, Seed = 3 }, Metric = ClassificationMetric.LogLoss,
            Refit = RefitRule.OneStandardError,
            MoreMetrics = [ClassificationMetric.F1Macro, ClassificationMetric.Accuracy], Failures = FailureHandling.Record,
        };
        GridSearch read = Copy(search);
        Assert.Equal((search.Splitter, search.Metric, search.Refit, search.Failures),
            (read.Splitter, read.Metric, read.Refit, read.Failures));
        Assert.Equal(search.MoreMetrics, read.MoreMetrics);
        Assert.Equal(search.Candidates.Select(c => (c.Learner, c.ToString())), read.Candidates.Select(c => (c.Learner, c.ToString())));
        GridSearch plain = Copy(new GridSearch(grid));
        Assert.Equal((new StratifiedKFold(), ClassificationMetric.Accuracy, RefitRule.Best, FailureHandling.Throw, 0),
            ((StratifiedKFold)plain.Splitter, plain.Metric, plain.Refit, plain.Failures, plain.MoreMetrics.Length));

        RandomSearch random = new(ParameterSpace.For(new KNearestNeighborsClassifier()).Vary("k", Distribution.Integer(1, 9),
            (l, k) => l with { NeighborCount = k }), 4, 2)
        {
            Splitter = new ShuffleSplit { SplitCount = 3, TestShare = 0.3, Stratified = true, Seed = 4 },
            Refit = RefitRule.OneStandardError, Metric = ClassificationMetric.RocAuc,
        };
        RandomSearch drawn = Copy(random);
        Assert.Equal(random.Candidates.Select(c => (c.Learner, c.ToString())), drawn.Candidates.Select(c => (c.Learner, c.ToString())));
        Assert.Equal((random.Splitter, random.Refit, random.Metric), (drawn.Splitter, drawn.Refit, drawn.Metric));

        RegressorHalvingSearch halving = new(ParameterGrid.For(new Ridge()).Vary("alpha", [1.0, 2], (l, alpha) => l with { Alpha = alpha }))
        {
            Factor = 5, MinRowCount = 9, Seed = 7, Metric = RegressionMetric.MeanAbsoluteError, MoreMetrics = [RegressionMetric.R2],
            Splitter = new GroupKFold { FoldCount = 3 }, Refit = RefitRule.OneStandardError, Failures = FailureHandling.Record,
        };
        RegressorHalvingSearch halved = Copy(halving);
        Assert.Equal((5, 9, 7, halving.Metric, halving.Splitter, halving.Refit, halving.Failures),
            (halved.Factor, halved.MinRowCount, halved.Seed, halved.Metric, halved.Splitter, halved.Refit, halved.Failures));
        Assert.Equal(halving.MoreMetrics, halved.MoreMetrics);

        // Metrics with a number are named as the others are, and compute what they did.
        GridSearch numbered = Copy(search with
        { Metric = ClassificationMetric.Recall(1), MoreMetrics = [ClassificationMetric.FBeta(0.5, Average.Macro), ClassificationMetric.TopKAccuracy(2)] });
        Assert.Equal("recall-of-1", numbered.Metric.Name);
        Assert.Equal(["f-beta-0-5-macro", "top-2-accuracy"], numbered.MoreMetrics.Select(metric => metric.Name));
        var outcome = new ClassificationOutcome([0, 1, 1, 1], [0, 1, 1, 0], new ClassLabels([0, 1]));
        Assert.Equal(2 / 3.0, numbered.Metric.Compute(outcome));
        RegressorHalvingSearch quantile = Copy(halving with { Metric = RegressionMetric.PinballLoss(0.1), MoreMetrics = [] });
        Assert.Equal(RegressionMetric.PinballLoss(0.1), quantile.Metric);
        Assert.Equal(0.9, quantile.Metric.Compute(new RegressionOutcome([1], [2])), 1e-15);
    }

    [Fact]
    public void Splitters_come_back_with_all_their_options()
    {
        ISplitter[] splitters =
        [
            new KFold { FoldCount = 7, Seed = 3 }, new KFold(), new StratifiedKFold { FoldCount = 4, Seed = 0 },
            new GroupKFold { FoldCount = 3 },
            new StratifiedGroupKFold { FoldCount = 3, Seed = 5 }, new RepeatedStratifiedKFold { FoldCount = 3, RepeatCount = 4, Seed = 5 },
            new RepeatedKFold { FoldCount = 3, RepeatCount = 4, Seed = 5 }, new LeaveOneOut(),
            new LeaveOneGroupOut(), new ShuffleSplit { SplitCount = 3, TestShare = 0.25, Stratified = true, Seed = 9 },
            new TimeSeriesSplit { FoldCount = 3, Gap = 2, MaxTrainCount = 11 }, new PredefinedSplit([0, -1, 1]),
        ];
        foreach (ISplitter splitter in splitters) Assert.Equal(splitter, Copy(splitter));
    }

    private static void Same(IReadOnlyList<CandidateResult> expected, IReadOnlyList<CandidateResult> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int c = 0; c < expected.Count; c++)
        {
            CandidateResult one = expected[c], other = actual[c];
            Assert.Equal((one.Candidate.Learner, one.Candidate.ToString()), (other.Candidate.Learner, other.Candidate.ToString()));
            Assert.Equal(one.Scores, other.Scores);
            Assert.Equal(one.Seconds, other.Seconds);
            Assert.Equal(one.MoreScores.Keys, other.MoreScores.Keys);
            foreach (string name in one.MoreScores.Keys) Assert.Equal(one.MoreScores[name], other.MoreScores[name]);
            Assert.Equal((one.IsComplete, one.Error, one.Rank), (other.IsComplete, other.Error, other.Rank));
            Assert.Equal((one.MeanScore, one.ScoreDeviation), (other.MeanScore, other.ScoreDeviation));
        }
    }
}
