using ClassicML.Cnn;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Tests.Contract;

/// <summary>What <see cref="FitContext.Stop"/> and <see cref="FitContext.Cancellation"/> do to every learner: counted in what it tells of
/// its progress, not in time.</summary>
public class StopContract
{
    private static readonly Samples Plain = Samples.Of(63), Probe = Samples.Of(40, seed: 6);

    // Every learner that fits by steps, by each of its solvers, and the same with a limit on them where it has one.
    private static readonly Stepwise[] Steps =
    [
        .. Solvers(LogisticSolver.LBfgs, LogisticSolver.NewtonCholesky, LogisticSolver.TrustRegionNewton, LogisticSolver.CoordinateDescent)
            .SelectMany(learner => (Stepwise[])
            [
                Limited(learner, (l, limit) => l with { MaxIterations = limit }),
                // One class after the other: a limit is for each.
                new(learner with { MultiClass = LogisticMultiClass.OneVersusRest }, null),
            ]),
        Limited(new LogisticRegression { Penalty = Penalty.L1, Tolerance = 1e-12 }, (l, limit) => l with { MaxIterations = limit }),
        Limited(new LogisticRegression { Solver = LogisticSolver.Saga, Tolerance = 1e-12 }, (l, limit) => l with { MaxIterations = limit }),
        new(new Lasso { Alpha = 1e-3, Tolerance = 1e-14 }, null) { MayEnd = true },
        new(new ElasticNet { Alpha = 1e-3, Tolerance = 1e-14 }, null) { MayEnd = true },
        Limited(new Perceptron(), (l, limit) => l with { MaxEpochs = limit }),
        Limited(new Perceptron { Averaged = true, ValidationShare = 0.2 }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(new Adaline { LearningRate = 0.05 }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(new Adaline { Solver = ClassicML.Linear.AdalineSolver.Stochastic }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(new SgdClassifier { Schedule = SgdSchedule.Constant }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(new SgdRegressor { Averaged = true }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(new MlpClassifier { HiddenLayers = [6] }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(new MlpClassifier { HiddenLayers = [6], Solver = MlpSolver.LBfgs }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(
            new MlpRegressor { HiddenLayers = [6], Solver = MlpSolver.Sgd, BatchSize = 20 }, (l, limit) => l with { MaxEpochs = limit }),
        Limited(new MlpRegressor { HiddenLayers = [6], Precision = Precision.Single }, (l, limit) => l with { MaxEpochs = limit }),
        new(new CnnClassifier
        {
            Layers = CnnLayers.Parse("conv 4 2x2 relu; flatten; dense softmax"), PixelMaximum = 2, BatchSize = 9,
            Engine = TrainingEngine.Managed,
        }, null),
        // A tree tells of some hundred nodes at a time, and of the last.
        new(new DecisionTreeClassifier(), null) { MayEnd = true },
        new(new DecisionTreeRegressor { MaxLeafCount = 30 }, null) { MayEnd = true },
        Limited(new RandomForestClassifier(), (l, limit) => l with { TreeCount = limit }),
        Limited(new RandomForestRegressor(), (l, limit) => l with { TreeCount = limit }),
        Limited(new ExtraTreesClassifier(), (l, limit) => l with { TreeCount = limit }),
        Limited(new ExtraTreesRegressor(), (l, limit) => l with { TreeCount = limit }),
        // Without missing values the first round changes nothing.
        new(new IterativeImputer(), null) { MayEnd = true },
        // A pipeline's stop is that of its last stage.
        Limited(new LogisticRegression { Tolerance = 1e-12 }, (l, limit) => l with { MaxIterations = limit })
            .Behind(last => new MinMaxScaler().Then((LogisticRegression)last)),
        Limited(new SgdRegressor(), (l, limit) => l with { MaxEpochs = limit }).Behind(last => new MinMaxScaler().Then((SgdRegressor)last)),
        Limited(new SgdRegressor(), (l, limit) => l with { MaxEpochs = limit })
            .Behind(last => new TransformedTarget((SgdRegressor)last, new StandardScaler())),
        // Support vector machines tell no progress; asked beforehand, they have taken no step.
        .. new object[]
        {
            new SvmClassifier(), new SvmClassifier { Nu = 0.3, MultiClass = SvmMultiClass.OneVersusRest }, new SvmRegressor(),
            new OneClassSvm(), new MinMaxScaler().Then(new OneClassSvm()),
            new LinearSvmClassifier(), new LinearSvmClassifier { Solver = LinearSvmSolver.CoordinateDescent },
            new LinearSvmClassifier { Penalty = LinearSvmPenalty.L1 },
            new LinearSvmClassifier { MultiClass = LinearSvmMultiClass.CrammerSinger }, new LinearSvmRegressor(),
            new LinearSvmRegressor { Loss = HingeLoss.SquaredHinge }, new CalibratedClassifier(new LogisticRegression()),
        }.Select(learner => new Stepwise(learner, null) { IsSilent = true }),
    ];

    public static TheoryData<int> EveryStepwise { get; } = [.. Enumerable.Range(0, Steps.Length)];

    public static TheoryData<string> Names => Variants.Names;

    // Those that must stop are listed, so that one that no longer listens is seen; what has no steps, or whose parts are fits, goes on.
    [Fact]
    public void Learners_that_go_by_steps_stop_and_others_do_not()
    {
        string[] whole =
        [
            "linear-regression", "ridge", "ridge-classifier", "k-nearest-neighbors", "k-nearest-neighbors-regressor", "radius-neighbors",
            "nearest-centroid", "linear-discriminant", "discriminant-projection", "quadratic-discriminant", "pca", "incremental-pca",
            "kernel-pca", "standard-scaler", "min-max-scaler", "one-hot-encoder", "ordinal-encoder", "target-encoder", "pass-through",
            "column-transformer", "transformer-pipeline", "simple-imputer", "knn-imputer", "select-k-best",
            "max-abs-scaler", "robust-scaler", "normalizer", "binarizer", "variance-threshold", "power-transformer",
            "quantile-transformer", "polynomial-features", "spline-features", "k-bins-discretizer", "function-transformer",
        ];
        string[] stepwise = [.. Steps.Select(step => Learners.NameOf(step.Learner)).Distinct(), "grid-search", "outlier-grid-search"];
        Assert.Equal(Variants.All.Select(variant => variant.Name).Distinct().Order(), stepwise.Concat(whole).Order());
        foreach (Variant variant in Variants.All.Where(variant => whole.Contains(variant.Name)))
            Assert.False(AnyLearner.Fit(variant.Learner, variant.Prepare(Plain), Stopped()).Report.Stopped, variant.ToString());
    }

    [Theory, MemberData(nameof(EveryStepwise))]
    public void Stopped_before_the_first_step_a_fit_returns_what_there_is_and_says_so(int at)
    {
        Stepwise step = Steps[at];
        IModel model = AnyLearner.Fit(step.Learner, Plain, Stopped());
        if (!model.Report.Stopped) Assert.True(step.MayEnd, $"{step.Learner}: {model.Report}");
        else SaysSo(model.Report, step.Learner.ToString()!);
        Assert.InRange(model.Report.Iterations, 0, step.IsSilent ? 0 : int.MaxValue);
        double[] outputs = AnyLearner.Outputs(model, Probe.X);
        Assert.DoesNotContain(outputs, double.IsNaN);
    }

    [Theory, MemberData(nameof(EveryStepwise))]
    public void Stopped_at_a_step_a_fit_takes_no_further_one_and_returns_what_a_limit_would(int at)
    {
        Stepwise step = Steps[at];
        if (step.IsSilent) return;
        foreach (int steps in (int[])[1, 2])
        {
            using var stop = new CancellationTokenSource();
            var progress = new Count(told => { if (told == steps) stop.Cancel(); });
            // Trees of a forest side by side would end side by side.
            IModel model = AnyLearner.Fit(step.Learner, Plain, new FitContext { Stop = stop.Token, Progress = progress, MaxThreads = 1 });
            string what = $"{step.Learner}, stopped at {steps}";
            if (!model.Report.Stopped)
            {
                Assert.True(step.MayEnd, $"{what}: not stopped, {model.Report}");
                continue;
            }
            SaysSo(model.Report, what);
            Assert.True(progress.Told == steps || (step.MayEnd && progress.Told == steps + 1), $"{what}: told {progress.Told} times");
            if (step.Limit is null) continue;
            IModel limited = AnyLearner.Fit(step.Limit(steps), Plain);
            Assert.Equal(limited.Report.Iterations, model.Report.Iterations);
            Assert.Equal(limited.Report.Objective, model.Report.Objective);
            Assert.Equal(AnyLearner.Outputs(limited, Probe.X), AnyLearner.Outputs(model, Probe.X));
        }
    }

    // A learner's defaults, and that searches hand a token on, are among the tests of searches.
    [Theory, MemberData(nameof(EveryStepwise))]
    public void Cancelled_at_a_step_a_fit_takes_no_further_one_and_throws(int at)
    {
        Stepwise step = Steps[at];
        using var cancel = new CancellationTokenSource();
        var progress = new Count(_ => cancel.Cancel());
        Exception? thrown = Record.Exception(() =>
            AnyLearner.Fit(step.Learner, Plain, new FitContext { Cancellation = cancel.Token, Progress = progress, MaxThreads = 1 }));
        Assert.True(progress.Told <= 1, $"{step.Learner}: told {progress.Told} times");
        if (progress.Told == 1 && !step.MayEnd) Assert.IsType<OperationCanceledException>(thrown, exactMatch: false);
    }

    // Weights that have grown worse since are not what there is of best.
    [Fact]
    public void A_network_that_is_stopped_after_its_best_epoch_has_the_weights_of_that()
    {
        var learner = new MlpClassifier
        {
            HiddenLayers = [6], Solver = MlpSolver.Sgd, LearningRate = 2, BatchSize = 10, PatienceCount = null,
        };
        List<double> losses = [];
        using var stop = new CancellationTokenSource();
        var progress = new Count((_, loss) =>
        {
            losses.Add(loss);
            if (losses.Count > 2 && loss > losses.Min()) stop.Cancel();
        });
        MlpClassifierModel stopped = learner.Fit(Plain.Classes, new FitContext { Stop = stop.Token, Progress = progress });
        SaysSo(stopped.Report, "a network");
        int best = losses.IndexOf(losses.Min()) + 1;
        Assert.InRange(best, 1, losses.Count - 1);
        Assert.Equal(losses.Min(), stopped.Report.Objective);
        Assert.Equal(best, stopped.Report.Details["kept_epoch"]);
        double[] weights = [.. (learner with { MaxEpochs = best }).Fit(Plain.Classes).Network.Parameters];
        Assert.Equal(weights, stopped.Network.Parameters);
    }

    // A search that is stopped fits its best candidate on all rows, and that fit is whole.
    [Fact]
    public void A_stopped_search_still_fits_its_best_candidate_to_the_end()
    {
        LogisticRegression[] learners = [.. new[] { 0.01, 1, 100 }.Select(c => new LogisticRegression { C = c })];
        Candidate[] candidates = [.. learners.Select(learner => new Candidate(learner, []))];
        ParameterSpace<LogisticRegression> space = ParameterSpace.For(learners[1]).Vary(
            "C", Distribution.Choice(0.01, 1.0, 100.0), (l, c) => l with { C = c });
        IClassifier<SearchModel>[] searches =
        [
            new GridSearch(candidates), new RandomSearch(space, 3), new HalvingSearch(candidates) { Factor = 2, MinRowCount = 30 },
        ];
        foreach (IClassifier<SearchModel> search in searches)
        {
            using var stop = new CancellationTokenSource();
            var progress = new Count(told => { if (told == 2) stop.Cancel(); });
            SearchModel model = search.Fit(Plain.Classes, new FitContext { Stop = stop.Token, Progress = progress, MaxThreads = 1 });
            SaysSo(model.Report, search.ToString()!);
            Assert.Equal(2, progress.Told);
            var whole = (IClassifierModel)AnyLearner.Fit(model.BestCandidate.Learner, Plain);
            Assert.True(model.Best.Report.Converged);
            Assert.Equal(Learners.Form(whole), Learners.Form(model.Best));
            Assert.Equal(AnyLearner.Outputs(whole, Probe.X), AnyLearner.Outputs(model, Probe.X));
        }
    }

    [Fact]
    public void A_stopped_search_of_regressors_still_fits_its_best_candidate_to_the_end()
    {
        var search = new RegressorGridSearch([new Candidate(new SgdRegressor(), []), new Candidate(new Lasso { Alpha = 0.1 }, [])]);
        RegressorSearchModel model = search.Fit(Plain.Numbers, Stopped());
        SaysSo(model.Report, "a search of regressors");
        Assert.False(model.Best.Report.Stopped);
        Assert.Equal(Learners.Form(AnyLearner.Fit(model.BestCandidate.Learner, Plain)), Learners.Form(model.Best));
    }

    [Fact]
    public void A_stopped_search_of_outlier_detectors_still_fits_its_best_candidate_to_the_end()
    {
        var search = new OutlierGridSearch([new Candidate(new OneClassSvm(), []), new Candidate(new OneClassSvm { Nu = 0.1 }, [])]);
        OutlierSearchModel model = search.Fit(Plain.Outliers, Stopped());
        SaysSo(model.Report, "a search of outlier detectors");
        Assert.False(model.Best.Report.Stopped);
        Assert.Equal(Learners.Form(AnyLearner.Fit(model.BestCandidate.Learner, Plain)), Learners.Form(model.Best));
    }

    private static void SaysSo(FitReport report, string what)
    {
        Assert.True(report.Stopped && !report.Converged, $"{what}: {report}");
        Assert.Contains("the caller asked to stop", report.Reason, StringComparison.Ordinal);
    }

    private static FitContext Stopped() => new() { Stop = new CancellationToken(true), MaxThreads = 1 };

    private static IEnumerable<LogisticRegression> Solvers(params LogisticSolver[] solvers) =>
        solvers.Select(solver => new LogisticRegression { Solver = solver, Tolerance = 1e-12 });

    private static Stepwise Limited<T>(T learner, Func<T, int, T> limit) where T : class => new(learner, steps => limit(learner, steps));

    /// <summary>A learner that goes by steps, and the same with a limit of so many.</summary>
    private sealed record Stepwise(object Learner, Func<int, object>? Limit)
    {
        /// <summary>Whether it may have ended by itself when it is asked.</summary>
        public bool MayEnd { get; init; }

        /// <summary>Whether it tells no progress.</summary>
        public bool IsSilent { get; init; }

        public Stepwise Behind(Func<object, object> pipeline) => new(pipeline(Learner), steps => pipeline(Limit!(steps)));
    }

    private sealed class Count(Action<int, double> told) : IProgress<FitProgress>
    {
        public Count(Action<int> told) : this((count, _) => told(count))
        {
        }

        public int Told { get; private set; }

        public void Report(FitProgress value) => told(++Told, value.Objective ?? double.NaN);
    }
}
