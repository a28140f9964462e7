using System.Collections.Immutable;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Wire;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Outlier detectors are searched, cross-validated and compared as learners of other kinds are.</summary>
public sealed class OutlierSearchTests : IDisposable
{
    private static readonly double[] Nus = [0.05, 0.2, 0.5], Gammas = [0.02, 0.5, 5];

    private static readonly OutlierPipeline<StandardScaler, OneClassSvm> Pipeline = new StandardScaler().Then(new OneClassSvm());

    private readonly TemporaryFolder folder = new();

    private static ParameterGrid<OutlierPipeline<StandardScaler, OneClassSvm>> Grid => ParameterGrid.For(Pipeline)
        .Vary("nu", Nus, (p, nu) => p with { Last = p.Last with { Nu = nu } })
        .Vary("gamma", Gammas, (p, gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } });

    private static OutlierGridSearch Search => new(Grid)
    {
        Splitter = new StratifiedKFold { FoldCount = 3 }, MoreMetrics = [OutlierMetric.PrecisionAtN, OutlierMetric.BalancedAccuracy],
    };

    [Fact]
    public void A_search_of_outlier_detectors_is_plain_loops()
    {
        OutlierData data = Scattered();
        OutlierSearchModel found = Search.Fit(data);
        ImmutableArray<Fold> folds = new StratifiedKFold { FoldCount = 3 }.Split(data);
        Assert.All(folds, fold => Assert.Equal(4, fold.Test.Count(row => data.IsOutlier[row])));
        double best = 0;
        OneClassSvm? winner = null;
        int c = 0;
        foreach (double nu in Nus)
            foreach (double gamma in Gammas)
            {
                var detector = new OneClassSvm { Nu = nu, Kernel = KernelFunction.Rbf(gamma) };
                CandidateResult result = found.Results[c++];
                for (int f = 0; f < folds.Length; f++)
                {
                    Features train = data.Features.SelectRows(folds[f].Train.AsSpan()), test = data.Features.SelectRows(folds[f].Test.AsSpan());
                    StandardScalerModel scaler = new StandardScaler().Fit(train);
                    double[] scores = detector.Fit(scaler.Transform(train)).Score(scaler.Transform(test));
                    bool[] known = [.. folds[f].Test.Select(row => data.IsOutlier[row])];
                    Assert.Equal(Area(known, scores), result.Scores[f], 1e-12);
                    int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];
                    Assert.Equal(order.Take(4).Count(i => known[i]) / 4.0, result.MoreScores["precision-at-n"][f], 1e-12);
                    double Share(bool outliers) => Enumerable.Range(0, scores.Length).Count(i => known[i] == outliers && scores[i] <= 0 == outliers)
                        / (double)known.Count(one => one == outliers);
                    Assert.Equal((Share(true) + Share(false)) / 2, result.MoreScores["balanced-accuracy"][f], 1e-12);
                }
                if (result.MeanScore > best) (best, winner) = (result.MeanScore, detector);
            }
        Assert.Equal(best, found.BestScore);
        Assert.Equal(winner, ((OutlierPipeline<StandardScaler, OneClassSvm>)found.BestCandidate.OutlierDetector).Last);
        // It tells something apart here, and not all candidates do so equally.
        Assert.InRange(best, 0.8, 1);
        Assert.True(found.Results.Min(result => result.MeanScore) < best - 0.05);
        // The winner is fitted on all rows.
        StandardScalerModel all = new StandardScaler().Fit(data.Features);
        double[] expected = winner!.Fit(all.Transform(data.Features)).Score(all.Transform(data.Features));
        Assert.Equal(expected, found.Score(data.Features));
        Assert.Equal(expected, found.Best.Score(data.Features));
        Assert.Equal((2, 9, true), (found.FeatureCount, found.Report.Iterations, found.Report.Converged));
        Assert.Same(found.Best, found.As<OutlierPipelineModel>());
        Assert.Same(found, found.As<IOutlierModel>());
        Assert.Equal(["height", "width"], ((IModel)found).FeatureNames!.Value);
        Assert.Same(found.Results[found.Results.IndexOf(found.BestResult)].Candidate, found.BestCandidate);
    }

    // Wine without and with barbera, on five stratified folds: cross_val_score of scikit-learn 1.2.1 over make_pipeline(StandardScaler(),
    // OneClassSVM(nu=0.1, gamma=0.01, tol=1e-6)), scored by -decision_function.
    [Fact]
    public void Scores_of_outlier_detectors_equal_scikit_learns()
    {
        ClassificationData wine = Datasets.Wine();
        OutlierData data = OutlierData.Of(wine, wine.Labels[2]);
        double[][] areas =
        [
            [0.5307692307692308, 0.9153846153846154, 0.7269230769230769, 0.5982905982905983, 0.5683760683760684],
            [0.4769230769230769, 0.7576923076923078, 0.7423076923076923, 0.26495726495726496, 0.6068376068376068],
            [0.5153846153846153, 0.6038461538461538, 0.6423076923076924, 0.2606837606837607, 0.3974358974358974],
            [0.4423076923076923, 0.4884615384615385, 0.6692307692307693, 0.1752136752136752, 0.40170940170940167],
        ];
        double[][] balanced =
        [
            [0.5230769230769231, 0.55, 0.5846153846153846, 0.46153846153846156, 0.5512820512820513],
            [0.3884615384615384, 0.5423076923076923, 0.7, 0.34615384615384615, 0.5854700854700855],
            [0.48846153846153845, 0.47307692307692306, 0.5923076923076923, 0.36538461538461536, 0.48931623931623935],
            [0.4807692307692308, 0.4653846153846154, 0.6423076923076924, 0.28846153846153844, 0.5448717948717948],
        ];
        var grid = ParameterGrid.For(new StandardScaler().Then(new OneClassSvm { Tolerance = 1e-6 }))
            .Vary("gamma", [0.01, 0.1], (p, gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } })
            .Vary("nu", [0.1, 0.3], (p, nu) => p with { Last = p.Last with { Nu = nu } });
        OutlierSearchModel found = new OutlierGridSearch(grid) { MoreMetrics = [OutlierMetric.BalancedAccuracy] }.Fit(data);
        for (int c = 0; c < 4; c++)
        {
            Close(areas[c], found.Results[c].Scores.AsSpan(), 1e-9);
            Close(balanced[c], found.Results[c].MoreScores["balanced-accuracy"].AsSpan(), 1e-9);
        }
        Assert.Equal("gamma=0.01, nu=0.1", found.BestCandidate.ToString());
    }

    [Fact]
    public void Known_outliers_among_the_training_rows_are_fitted_on()
    {
        OutlierData data = KnownDetector.Rows(40);
        var learner = new KnownDetector { Wrong = [7, 15] };
        OutlierCrossValidationResult folds = CrossValidation.Run(learner, data, withTrainScores: true, context: new FitContext { MaxThreads = 1 });
        Assert.Equal(5, folds.Folds.Length);
        foreach ((KnownFit fit, FoldResult<IOutlierModel, OutlierOutcome> fold) in learner.Log.Fits.Zip(folds.Folds))
        {
            Assert.Equal(fold.Fold.Train, fit.Train);
            Assert.Contains(fit.Train, KnownDetector.IsOutlier);
            Assert.Equal([fold.Fold.Test.ToArray(), [.. fold.Fold.Train]], fit.Predicted);
        }
        // Whoever knows the rows gets the same from them without what is known.
        Features x = Scattered().Features;
        bool[] none = new bool[x.RowCount];
        Assert.Equal(Written(new OneClassSvm().Fit(x)), Written(new OneClassSvm().Fit(new OutlierData(x, none))));
        Assert.Equal(Written(Pipeline.Fit(x)), Written(Pipeline.Fit(new OutlierData(x, Scattered().IsOutlier))));
        Assert.Throws<ArgumentNullException>(() => ((ILearner<OutlierData, IOutlierModel>)learner).Fit(null!));
    }

    [Fact]
    public void Folds_keep_the_share_of_outliers_where_nothing_is_said()
    {
        OutlierData data = KnownDetector.Rows(50), inliers = new(data.Features, new bool[50]);
        LearningTask<OutlierData, IOutlierModel, OutlierOutcome> task = LearningTask.Outliers;
        Assert.Equal(("outlier detectors", new StratifiedKFold()), (task.Learners, task.DefaultSplitter));
        Assert.Same(OutlierMetric.RocAuc, task.DefaultMetric);
        Assert.Same(OutlierMetric.All, task.Metrics);
        Assert.Equal((new StratifiedKFold(), OutlierMetric.RocAuc), (new OutlierGridSearch(Grid).Splitter, new OutlierGridSearch(Grid).Metric));
        Assert.All(task.Split(task.DefaultSplitter, data), fold => Assert.Equal(2, fold.Test.Count(KnownDetector.IsOutlier)));
        // Of one kind they are runs of rows, as without classes.
        Assert.Equal(
            new KFold().Split(50, default, default).Select(fold => fold.Test.ToArray()),
            task.Split(task.DefaultSplitter, inliers).Select(fold => fold.Test.ToArray()));
        OutlierData grouped = KnownDetector.Rows(10, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        Assert.Equal([0, 1], new LeaveOneGroupOut().Split(grouped)[0].Test);
        Assert.Throws<ArgumentNullException>(() => new KFold().Split((OutlierData)null!));
    }

    [Fact]
    public void A_fold_without_outliers_is_named()
    {
        OutlierData first = KnownDetector.Rows(40), data = new(first.Features, [.. Enumerable.Range(0, 40).Select(row => row < 8)]);
        var splitter = new KFold { FoldCount = 5 };
        // Rows 6 to 9, of which two are outliers, are tested on first, then rows that are none.
        Assert.Contains("fold 1: roc-auc needs outliers; none of 10 rows is one", Fail(() => CrossValidation.Run(
            new KnownDetector(), data, new PredefinedSplit([.. Enumerable.Range(0, 40).Select(row => row is >= 6 and < 10 ? 0 : row < 30 ? -1 : 1)]))));
        var search = new OutlierGridSearch(ParameterGrid.For(Pipeline).Vary("nu", [0.1], (p, nu) => p with { Last = p.Last with { Nu = nu } }))
        {
            Splitter = splitter,
        };
        Assert.Contains("fold 0: roc-auc needs outliers and inliers; all 8 rows are outliers", Fail(() =>
            search.Fit(data, new FitContext { MaxThreads = 1 })));
        string said = Fail(() => (search with { Failures = FailureHandling.Record }).Fit(data));
        Assert.Contains("candidate 0 (nu=0.1), fold 0: roc-auc needs outliers and inliers", said);
        // What needs no outliers goes on.
        Assert.Equal(5, (search with { Metric = OutlierMetric.BalancedAccuracy }).Fit(data).BestResult.Scores.Length);
    }

    [Fact]
    public void Candidates_of_another_kind_are_refused_where_they_are_given_or_read()
    {
        Assert.Contains("OutlierGridSearch searches outlier detectors; Ridge is none", Fail(() => new OutlierGridSearch([new Candidate(new Ridge(), [])])));
        Assert.Contains("at least one candidate", Fail(() => new OutlierGridSearch(Array.Empty<Candidate>())));
        Assert.Contains("GridSearch searches classifiers; OneClassSvm is none", Fail(() => new GridSearch([new Candidate(new OneClassSvm(), [])])));
        Assert.Throws<InvalidCastException>(() => new Candidate(new Ridge(), []).OutlierDetector);
        Assert.Throws<ArgumentNullException>(() => Search.Fit(null!));
        string text = BuiltIn.Registry.Write(new Candidate(new OneClassSvm(), [])).ToString();
        string detector = BuiltIn.Registry.Write(new OneClassSvm()).ToString().Replace("\"format\":1,", "");
        WireForm other = WireForm.Parse(text.Replace(detector, "{\"type\":\"standard-scaler\"}"));
        Assert.Contains("Learner must be a classifier, a regressor or an outlier detector, StandardScaler is none",
            Assert.Throws<WireException>(() => BuiltIn.Registry.Read<Candidate>(other)).Message);
    }

    [Fact]
    public void Any_number_of_threads_finds_the_same_detector()
    {
        string one = Written(Search.Fit(Scattered(), new FitContext { MaxThreads = 1 }));
        Assert.Equal(one, Written(Search.Fit(Scattered(), new FitContext { MaxThreads = 8 })));
    }

    [Fact]
    public void A_stopped_search_of_outlier_detectors_goes_on_from_its_journal()
    {
        OutlierData data = Scattered();
        OutlierGridSearch search = Search with { Journal = new SearchJournal(folder.Path("search"), BuiltIn.Registry) };
        using var stop = new CancellationTokenSource();
        int first = 0, second = 0, third = 0;
        OutlierSearchModel stopped = search.Fit(data, new FitContext
        {
            Stop = stop.Token, MaxThreads = 1, Progress = new ProgressSink(_ => { if (++first == 11) stop.Cancel(); }),
        });
        Assert.Equal((11, true, "the caller asked to stop"), (first, stopped.Report.Stopped, stopped.Report.Reason));
        Assert.Equal(data.RowCount, stopped.Score(data.Features).Length);
        string resumed = Written(search.Fit(data, new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref second)) }));
        Assert.Equal(27 - 11, second);
        Assert.Equal(Written(Search.Fit(data)), resumed);
        Assert.Equal(resumed, Written(search.Fit(data, new FitContext { Progress = new ProgressSink(_ => Interlocked.Increment(ref third)) })));
        Assert.Equal(0, third);
        // Data that differ in a flag, a value or a group are others.
        bool[] flags = data.IsOutlier.ToArray();
        (flags[2], flags[3]) = (flags[3], flags[2]);
        double[] values = ((Matrix)data.Features).Span.ToArray();
        values[5] = Math.BitIncrement(values[5]);
        foreach (OutlierData other in (OutlierData[])
            [new(data.Features, flags), data.WithFeatures(Matrix.Wrap(values, data.RowCount, 2)), new(data.Features, data.IsOutlier, new int[data.RowCount])])
            Assert.Contains("its data differs. It says '60×2 with 12 known outliers, ",
                Assert.Throws<InvalidDataException>(() => search.Fit(other)).Message);
    }

    [Fact]
    public void Searches_of_outlier_detectors_and_what_they_find_come_back()
    {
        OutlierGridSearch search = Search with
        {
            Splitter = new StratifiedKFold { FoldCount = 4, Seed = 3 },
            Metric = OutlierMetric.PrecisionAtN,
            MoreMetrics = [OutlierMetric.RocAuc],
            Refit = RefitRule.OneStandardError,
            Failures = FailureHandling.Record,
        };
        OutlierGridSearch read = Copy(search);
        Assert.Equal((search.Splitter, search.Metric, search.Refit, search.Failures), (read.Splitter, read.Metric, read.Refit, read.Failures));
        Assert.Equal(search.MoreMetrics, read.MoreMetrics);
        Assert.Equal(search.Candidates.Select(c => c.ToString()), read.Candidates.Select(c => c.ToString()));
        Assert.Equal(BuiltIn.Registry.Write(search), BuiltIn.Registry.Write(read));

        OutlierData data = Scattered();
        OutlierSearchModel model = search.Fit(data), copy = Copy(model);
        Assert.Equal(Written(model), Written(copy));
        Assert.Equal(Written(model), Written(read.Fit(data)));
        Assert.Equal(model.Score(data.Features), copy.Score(data.Features));
        Assert.Equal((model.BestScore, model.BestCandidate.ToString()), (copy.BestScore, copy.BestCandidate.ToString()));
        Assert.Equal(data.FeatureNames!.Value, ((IModel)copy).FeatureNames!.Value);
        // A search among the candidates of another is a candidate too.
        OutlierGridSearch outer = new([new Candidate(Search with { MoreMetrics = [] }, [])]);
        Assert.Equal(BuiltIn.Registry.Write(outer), BuiltIn.Registry.Write(Copy(outer)));
    }

    // Without a face of its own: candidates that were drawn.
    [Fact]
    public void Drawn_candidates_are_searched_as_grids_are()
    {
        IParameterSpace<OneClassSvm> space = ParameterSpace.For(new OneClassSvm()).Vary(
            "nu", Distribution.Uniform(0.05, 0.5), (l, nu) => l with { Nu = nu });
        OutlierSearchModel found = new OutlierGridSearch(Enumerable.Range(0, 4).Select(i => space.Draw(new Rng(1, (ulong)i)))).Fit(Scattered());
        Assert.Equal(4, found.Results.Select(result => ((OneClassSvm)result.Candidate.Learner).Nu).Distinct().Count());
    }

    [Fact]
    public void Faces_for_outlier_detectors_give_what_their_task_gives()
    {
        OutlierData data = Scattered();
        LearningTask<OutlierData, IOutlierModel, OutlierOutcome> task = LearningTask.Outliers;
        OutlierCrossValidationResult folds = CrossValidation.Run(Pipeline, data, metrics: OutlierMetric.All);
        Assert.Equal(folds.Scores(OutlierMetric.RocAuc), CrossValidation.Run(task, Pipeline, data).Scores(OutlierMetric.RocAuc));
        foreach (FoldResult<IOutlierModel, OutlierOutcome> fold in folds.Folds)
        {
            Assert.Equal(fold.Fold.Test.Select(row => folds.OutOfFoldScores[row]), fold.Outcome.Scores.ToArray());
            Assert.Equal(fold.Model.Score(data.Features.SelectRows(fold.Fold.Test.AsSpan())), fold.Outcome.Scores);
        }
        var some = new PredefinedSplit([.. Enumerable.Range(0, data.RowCount).Select(row => row < 20 ? 0 : -1)]);
        Assert.Equal(
            Enumerable.Range(0, data.RowCount).Select(row => row >= 20), CrossValidation.Run(Pipeline, data, some).OutOfFoldScores.Select(double.IsNaN));

        NestedResult<IOutlierModel, OutlierOutcome> nested = NestedCrossValidation.Run([new("search", Search), new("plain", Pipeline)], data);
        Assert.Equal(CrossValidation.Run(Search, data).Scores(OutlierMetric.RocAuc), nested.Entries[0].Folds.Scores(OutlierMetric.RocAuc));
        Assert.Equal(folds.Scores(OutlierMetric.RocAuc), nested.Entries[1].Folds.Scores(OutlierMetric.RocAuc));
        Assert.Equal((5, 0), (nested.Entries[0].Winners.Length, nested.Entries[1].Winners.Length));
        Assert.NotNull(nested.Entries[0].OptimismGap);

        Assert.Equal(folds.Mean(OutlierMetric.RocAuc), LearningCurve.Run(task, Pipeline, data, [1])[0].TestMean, 1e-12);
        ImmutableArray<CurvePoint> curve = ValidationCurve.Run(
            task, Pipeline, [0.1, 0.5], (p, nu) => p with { Last = p.Last with { Nu = nu } }, data, metric: OutlierMetric.BalancedAccuracy);
        // Half is the default.
        Assert.Equal(folds.Mean(OutlierMetric.BalancedAccuracy), curve[1].TestMean);
        Assert.NotEqual(curve[0].TestMean, curve[1].TestMean);
    }

    public void Dispose() => folder.Dispose();

    // A ring of 48 rows, of another unit in the second column, and 12 outliers in its middle and around it.
    private static OutlierData Scattered()
    {
        var rng = new Rng(7);
        double[] x = new double[120];
        bool[] isOutlier = new bool[60];
        for (int i = 0; i < 60; i++)
        {
            isOutlier[i] = i % 5 == 3;
            double angle = 2 * Math.PI * rng.NextDouble(), radius = !isOutlier[i] ? 2 + 0.4 * rng.NextDouble() : i % 2 == 0 ? 0.6 * rng.NextDouble() : 3.5;
            (x[2 * i], x[2 * i + 1]) = (radius * Math.Cos(angle), 1000 * radius * Math.Sin(angle));
        }
        return new OutlierData(Matrix.Wrap(x, 60, 2), isOutlier, featureNames: ["height", "width"]);
    }

    private static double Area(bool[] known, double[] scores)
    {
        double right = 0, pairs = 0;
        for (int i = 0; i < known.Length; i++)
            for (int j = 0; j < known.Length; j++)
                if (known[i] && !known[j]) (right, pairs) = (right + (scores[i] < scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0), pairs + 1);
        return right / pairs;
    }
}
