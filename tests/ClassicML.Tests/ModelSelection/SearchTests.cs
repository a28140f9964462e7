using System.Text.Json;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Svm;

namespace ClassicML.Tests.ModelSelection;

public class SearchTests
{
    [Fact]
    public void Scores_equal_scikit_learns_on_the_same_folds()
    {
        Golden golden = Golden.Read("cross-validation", "scores");
        foreach (JsonElement expected in golden["cases"].EnumerateArray())
        {
            ClassificationData data = expected.GetProperty("data").GetString() == "iris" ? Datasets.Iris() : Datasets.Wine();
            IClassifier<IClassifierModel> learner = expected.GetProperty("learner").GetString() == "lr"
                ? new StandardScaler().Then(new LogisticRegression { Tolerance = 1e-9 })
                : new StandardScaler().Then(new KNearestNeighborsClassifier { NeighborCount = 7 });
            var result = CrossValidation.Run(learner, data,
                metrics: [ClassificationMetric.Accuracy, ClassificationMetric.F1Macro, ClassificationMetric.LogLoss]);
            Close(expected.GetProperty("accuracy").Deserialize<double[]>()!, result.Scores(ClassificationMetric.Accuracy).AsSpan(), 1e-12);
            Close(expected.GetProperty("f1_macro").Deserialize<double[]>()!, result.Scores(ClassificationMetric.F1Macro).AsSpan(), 1e-12);
            // Both solvers stop near, not at, the optimum.
            if (expected.GetProperty("learner").GetString() == "lr")
                Close(expected.GetProperty("log_loss").Deserialize<double[]>()!, result.Scores(ClassificationMetric.LogLoss).AsSpan(), 1e-5);
        }
    }

    [Fact]
    public void Scores_of_discriminants_and_support_vectors_equal_scikit_learns()
    {
        Golden golden = Golden.Read("cross-validation", "discriminants-and-svm");
        foreach (JsonElement expected in golden["cases"].EnumerateArray())
        {
            ClassificationData data = expected.GetProperty("data").GetString() switch
            {
                "iris" => Datasets.Iris(),
                "wine" => Datasets.Wine(),
                _ => Datasets.BreastCancer(),
            };
            IClassifier<IClassifierModel> learner = expected.GetProperty("learner").GetString() switch
            {
                "lda" => new LinearDiscriminantAnalysis(),
                "qda" => new QuadraticDiscriminantAnalysis(),
                _ => new StandardScaler().Then(new SvmClassifier { C = 3 }),
            };
            var result = CrossValidation.Run(
                learner, data, new StratifiedKFold { FoldCount = 10 }, [ClassificationMetric.Accuracy, ClassificationMetric.F1Macro], withTrainScores: true);
            Close(expected.GetProperty("accuracy").Deserialize<double[]>()!, result.Scores(ClassificationMetric.Accuracy).AsSpan(), 1e-12);
            Close(expected.GetProperty("f1_macro").Deserialize<double[]>()!, result.Scores(ClassificationMetric.F1Macro).AsSpan(), 1e-12);
            Close(expected.GetProperty("train_accuracy").Deserialize<double[]>()!,
                [.. result.Folds.Select(f => f.TrainScores![ClassificationMetric.Accuracy])], 1e-12);
        }
    }

    [Fact]
    public void Scores_of_regressors_equal_scikit_learns_on_the_same_folds()
    {
        Golden golden = Golden.Read("cross-validation", "regressors");
        foreach (JsonElement expected in golden["cases"].EnumerateArray())
        {
            IRegressor<IRegressorModel> learner = expected.GetProperty("learner").GetString() switch
            {
                "linear" => new LinearRegression(),
                "ridge" => new StandardScaler().Then(new Ridge { Alpha = 2 }),
                _ => new StandardScaler().Then(new KNearestNeighborsRegressor { NeighborCount = 7 }),
            };
            var result = CrossValidation.Run(learner, Samples.Alcohol(), new KFold { FoldCount = 6 }, [RegressionMetric.R2, RegressionMetric.MeanSquaredError]);
            // Two ways of solving least squares.
            Close(expected.GetProperty("r2").Deserialize<double[]>()!, result.Scores(RegressionMetric.R2).AsSpan(), 1e-9);
            Close(expected.GetProperty("mean_squared_error").Deserialize<double[]>()!, result.Scores(RegressionMetric.MeanSquaredError).AsSpan(), 1e-12);
        }
    }

    [Fact]
    public void A_search_equals_scikit_learns()
    {
        Golden golden = Golden.Read("grid-search", "knn-wine");
        int[] ks = golden.Codes("k");
        SearchModel model = new GridSearch(ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
            .Vary("k", ks, (p, k) => p with { Last = p.Last with { NeighborCount = k } })).Fit(Datasets.Wine());
        Close(golden.Numbers("mean_scores"), [.. model.Results.Select(r => r.MeanScore)], 1e-12);
        Assert.Equal($"k={ks[golden["best_index"].GetInt32()]}", model.BestCandidate.ToString());
        Assert.Equal(golden.Codes("ranks"), model.Results.Select(r => r.Rank));
    }

    [Fact]
    public void Nested_cross_validation_is_three_plain_loops()
    {
        ClassificationData data = Datasets.Iris();
        ISplitter outer = new StratifiedKFold { FoldCount = 4, Seed = 1 }, inner = new StratifiedKFold { FoldCount = 3, Seed = 2 };
        int[] ks = [1, 5, 15, 40];
        var nested = CrossValidation.Run(
            new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", ks, (l, k) => l with { NeighborCount = k })) { Splitter = inner },
            data, outer);

        var folds = outer.Split(data);
        for (int o = 0; o < folds.Length; o++)
        {
            ClassificationData train = data.SelectRows(folds[o].Train.AsSpan()), test = data.SelectRows(folds[o].Test.AsSpan());
            double bestScore = double.NegativeInfinity;
            int bestK = 0;
            foreach (int k in ks)
            {
                double sum = 0;
                foreach (Fold fold in inner.Split(train))
                    sum += new KNearestNeighborsClassifier { NeighborCount = k }.Fit(train.SelectRows(fold.Train.AsSpan()))
                        .Score(train.SelectRows(fold.Test.AsSpan()));
                if (sum / 3 > bestScore) (bestScore, bestK) = (sum / 3, k);
            }
            Assert.Equal($"k={bestK}", ((SearchModel)nested.Folds[o].Model).BestCandidate.ToString());
            Assert.Equal(new KNearestNeighborsClassifier { NeighborCount = bestK }.Fit(train).Score(test), nested.Scores(ClassificationMetric.Accuracy)[o]);
        }
    }

    [Fact]
    public void Out_of_fold_predictions_come_from_models_that_had_not_seen_the_row()
    {
        ClassificationData data = Datasets.Iris();
        var result = CrossValidation.Run(new KNearestNeighborsClassifier { NeighborCount = 1 }, data);
        Assert.DoesNotContain(-1, result.OutOfFoldPredictions);
        foreach (var fold in result.Folds)
            foreach (int row in fold.Fold.Test)
                Assert.Equal(fold.Model.Predict(data.Features.SelectRows([row]))[0], result.OutOfFoldPredictions[row]);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_result()
    {
        GridSearch search = Search();
        SearchModel one = search.Fit(Datasets.Iris(), new FitContext { MaxThreads = 1 }), many = search.Fit(Datasets.Iris(), new FitContext { MaxThreads = 8 });
        Assert.Equal(one.BestCandidate.ToString(), many.BestCandidate.ToString());
        for (int c = 0; c < one.Results.Length; c++) Assert.Equal(one.Results[c].Scores, many.Results[c].Scores);
    }

    [Fact]
    public void Of_equal_candidates_the_first_wins()
    {
        SearchModel model = new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier())
            .Vary("k", [5, 5, 5], (l, k) => l with { NeighborCount = k })).Fit(Datasets.Iris());
        Assert.Same(model.Results[0].Candidate, model.BestCandidate);
    }

    [Fact]
    public void A_metric_where_less_is_better_is_minimised()
    {
        SearchModel model = new GridSearch(ParameterGrid.For(new LogisticRegression()).Vary("C", [1e-4, 1.0], (l, c) => l with { C = c }))
        {
            Metric = ClassificationMetric.LogLoss,
        }.Fit(Datasets.Iris());
        Assert.Equal("C=1", model.BestCandidate.ToString());
    }

    [Fact]
    public void Grids_of_different_learners_are_searched_together()
    {
        SearchModel model = new GridSearch(
            ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 5], (l, k) => l with { NeighborCount = k }),
            ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))).Fit(Datasets.Iris());
        Assert.Equal(3, model.Results.Length);
        Assert.NotNull(model.As<IProbabilisticModel>());
    }

    [Fact]
    public void Every_fold_reports_progress_and_a_search_can_be_cancelled_and_stopped()
    {
        using var cancel = new CancellationTokenSource();
        using var stop = new CancellationTokenSource();
        int seen = 0, total = 0;
        var counting = new ProgressSink(p => { Interlocked.Increment(ref seen); total = p.Total; });
        Search().Fit(Datasets.Iris(), new FitContext { Progress = counting });
        Assert.Equal((total, 4 * 5), (seen, total));

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Search().Fit(Datasets.Iris(), new FitContext { Cancellation = cancel.Token, Progress = new ProgressSink(_ => cancel.Cancel()) }));

        // Fold by fold: all four candidates on the first fold, and three on the second.
        var stopping = new ProgressSink(p => { if (p.Done == 7) stop.Cancel(); });
        SearchModel stopped = Search().Fit(Datasets.Iris(), new FitContext { MaxThreads = 1, Stop = stop.Token, Progress = stopping });
        Assert.True(stopped.Report.Stopped);
        Assert.All(stopped.Results, r => Assert.False(r.IsComplete));
        Assert.Equal([2, 2, 2, 1], stopped.Results.Select(r => r.Scores.Count(double.IsFinite)));
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(4), InlineData(11), InlineData(13)]
    public void A_stopped_search_returns_the_best_on_the_folds_that_all_were_scored_on(int after)
    {
        GridSearch search = new(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [110, 5, 60, 1], (l, k) => l with { NeighborCount = k }));
        SearchModel whole = search.Fit(Datasets.Wine());
        using var stop = new CancellationTokenSource();
        var stopping = new ProgressSink(p => { if (p.Done == after) stop.Cancel(); });
        SearchModel stopped = search.Fit(Datasets.Wine(), new FitContext { MaxThreads = 1, Stop = stop.Token, Progress = stopping });
        // Before a fold is finished: the candidates that were scored on it.
        int folds = Math.Max(1, after / 4), candidates = Math.Min(4, after);
        int expected = Enumerable.Range(0, candidates).MaxBy(c => whole.Results[c].Scores.Take(folds).Sum());
        Assert.Equal(whole.Results[expected].Candidate.ToString(), stopped.BestCandidate.ToString());
        Assert.Equal("the caller asked to stop", stopped.Report.Reason);
        Assert.InRange(stopped.BestScore, 0, 1);
    }

    [Fact]
    public void A_search_that_is_stopped_before_it_begins_still_returns_a_model()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        SearchModel model = Search().Fit(Datasets.Iris(), new FitContext { Stop = stop.Token, MaxThreads = 1 });
        Assert.Equal(1, model.Results.Sum(r => r.Scores.Count(double.IsFinite)));
        Assert.Equal("k=1, votes=Uniform", model.BestCandidate.ToString());
    }

    [Fact]
    public void Candidates_are_ranked_those_that_failed_last()
    {
        SearchModel model = new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier())
            .Vary("k", [500, 5, 100, 5, 1], (l, k) => l with { NeighborCount = k }))
        {
            Failures = FailureHandling.Record,
        }.Fit(Datasets.Iris());
        Assert.Equal(5, model.Results[0].Rank);
        Assert.Equal(model.Results[1].Rank, model.Results[3].Rank);
        Assert.Equal(1, model.Results.First(r => r.Candidate == model.BestCandidate).Rank);
        foreach (CandidateResult a in model.Results)
            foreach (CandidateResult b in model.Results)
                if (a.MeanScore > b.MeanScore) Assert.True(a.Rank < b.Rank);
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        Assert.Contains("'k' is varied twice", Fail(() => ParameterGrid.For(new KNearestNeighborsClassifier())
            .Vary("k", [1], (l, k) => l with { NeighborCount = k }).Vary("k", [1], (l, k) => l with { NeighborCount = k })));
        Assert.Contains("NeighborCount must be at least 1, was 0", Fail(() => ParameterGrid.For(new KNearestNeighborsClassifier())
            .Vary("k", [0], (l, k) => l with { NeighborCount = k })));
        Assert.Contains("at least one candidate", Fail(() => new GridSearch()));
        Assert.Contains("candidate 1 (k=500), fold 0: NeighborCount must be at most the number of training rows, 120, was 500", Fail(() =>
            new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 500], (l, k) => l with { NeighborCount = k }))
                .Fit(Datasets.Iris(), new FitContext { MaxThreads = 1 })));
        var result = CrossValidation.Run(new KNearestNeighborsClassifier(), Datasets.Iris());
        Assert.Contains("was not among the metrics", Fail(() => result.Mean(ClassificationMetric.LogLoss)));
    }

    private static GridSearch Search() => new(ParameterGrid.For(new KNearestNeighborsClassifier())
        .Vary("k", [1, 5], (l, k) => l with { NeighborCount = k })
        .Vary("votes", [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance], (l, w) => l with { Weighting = w }));
}
