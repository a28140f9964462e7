using System.Collections.Concurrent;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;
using ClassicML.Wire;
using CsCheck;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Candidates that are fitted together score, bit for bit, as they do when each is fitted by itself.</summary>
public class SharingTests
{
    public static TheoryData<string> Classifiers { get; } = Sharing<ISharesWork<ClassificationData, IClassifierModel>>();

    public static TheoryData<string> Regressors { get; } = Sharing<ISharesWork<RegressionData, IRegressorModel>>();

    public static TheoryData<string> Transformers { get; } = Sharing<ISharesWork<Features, ITransformerModel>>();

    [Theory, MemberData(nameof(Classifiers))]
    public void Every_classifier_that_shares_scores_what_plain_cross_validation_scores(string name) =>
        Gen.Select(Gen.Int[40, 90], Gen.Int[2, 6], Gen.ULong).Sample((rows, columns, seed) =>
        {
            var rng = new Rng(seed);
            Candidate[] plain = [.. Learners(name, rng, 6).Select(learner => new Candidate(learner, []))];
            Candidate[] behind = [.. Learners(name, rng, 4)
                .Select(learner => new Candidate(new StandardScaler().Then((IClassifier<IClassifierModel>)learner), []))];
            Compare(Contract.Rows.Of(3, rows, columns, seed), [.. plain, .. behind],
                ((IClassifier<IClassifierModel>)BuiltIn.Registry.Find(name)!.CreateDefault()).Fit(Contract.Rows.Of(3)).As<IProbabilisticModel>() is not null);
        }, iter: 4, threads: 1);

    [Fact]
    public void A_candidate_whose_options_do_not_fit_together_fails_alone()
    {
        var fits = new KNearestNeighborsClassifier { Metric = DistanceMetric.Hamming };
        ClassificationData data = Contract.Rows.Of(3, 60, 3, 1);
        Candidate[] candidates = [new(fits with { Search = NeighborSearch.KdTree, NeighborCount = 3 }, []), new(fits, [])];
        Compare(data, candidates);
        SearchModel found = new GridSearch(candidates) { Failures = FailureHandling.Record }.Fit(data);
        Assert.Contains("KdTree does not work with HammingMetric", found.Results[0].Error);
        Assert.Null(found.Results[1].Error);
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Every_regressor_that_shares_scores_what_plain_cross_validation_scores(string name) =>
        Gen.Select(Gen.Int[40, 90], Gen.Int[2, 6], Gen.ULong).Sample((rows, columns, seed) =>
        {
            var rng = new Rng(seed);
            Candidate[] plain = [.. Learners(name, rng, 6).Select(learner => new Candidate(learner, []))];
            Candidate[] behind = [.. Learners(name, rng, 4)
                .Select(learner => new Candidate(new StandardScaler().Then((IRegressor<IRegressorModel>)learner), []))];
            Compare(Contract.Rows.Numbers(rows, columns, seed), [.. plain, .. behind]);
        }, iter: 4, threads: 1);

    [Theory, MemberData(nameof(Transformers))]
    public void Every_transformer_that_shares_scores_what_plain_cross_validation_scores(string name) =>
        Gen.Select(Gen.Int[40, 90], Gen.Int[3, 8], Gen.ULong).Sample((rows, columns, seed) =>
        {
            ITransformer<ITransformerModel>[] first = [.. Learners(name, new Rng(seed), 8).Cast<ITransformer<ITransformerModel>>()];
            Compare(Contract.Rows.Of(3, rows, columns, seed),
                [.. first.Select((t, i) => new Candidate(t.Then(new KNearestNeighborsClassifier { NeighborCount = 1 + i % 2 }), []))]);
            Compare(Contract.Rows.Numbers(rows, columns, seed), [.. first.Select(t => new Candidate(new StandardScaler().Then(t).Then(new Ridge()), []))]);
        }, iter: 3, threads: 1);

    [Fact]
    public void Principal_components_of_many_columns_share_too()
    {
        // More columns than rows, and enough of both for the fewest to come from an iteration.
        foreach ((int rows, int columns, PcaSolver solver) in new[]
            { (30, 50, PcaSolver.CovarianceEigen), (30, 50, PcaSolver.FullSvd), (300, 260, PcaSolver.CovarianceEigen), (40, 20, PcaSolver.Randomized) })
        {
            Features x = Contract.Rows.Of(3, rows, columns).Features;
            Pca[] learners = [.. new ComponentCount[] { 1, 5, 11, 29 }.Where(count => count.Number <= Math.Min(rows, columns))
                .Select(count => new Pca { ComponentCount = count, Solver = solver })];
            if (solver != PcaSolver.Randomized)
                learners = [.. learners, new Pca { Solver = solver }, new Pca { ComponentCount = ComponentCount.Share(0.9), Solver = solver, Whiten = true }];
            IReadOnlyList<ITransformerModel> shared = learners[0].FitShared(learners, x, x);
            for (int i = 0; i < learners.Length; i++)
            {
                PcaModel plain = learners[i].Fit(x), other = (PcaModel)shared[i];
                Assert.Equal(plain.Components.Span, other.Components.Span);
                Assert.Equal(plain.ExplainedVariance, other.ExplainedVariance);
                Assert.Equal((plain.NoiseVariance, plain.TotalVariance, plain.Whiten), (other.NoiseVariance, other.TotalVariance, other.Whiten));
            }
        }
    }

    [Fact]
    public void A_common_prefix_is_fitted_once_for_each_fold()
    {
        var scaler = new CountingScaler();
        IParameterGrid<IClassifier<IClassifierModel>>[] grids =
        [
            ParameterGrid.For(scaler.Then(new KNearestNeighborsClassifier()))
                .Vary("k", [1, 3, 9], (p, k) => p with { Last = p.Last with { NeighborCount = k } }),
            ParameterGrid.For(scaler.Then(new LogisticRegression())).Vary("C", [0.1, 1], (p, c) => p with { Last = p.Last with { C = c } }),
            // Nested the other way round, and one transformer longer.
            ParameterGrid.For(scaler.Then(new MinMaxScaler()).Then(new DecisionTreeClassifier()))
                .Vary("depth", [1, 2], (p, d) => p with { Last = p.Last with { MaxDepth = d } }),
            ParameterGrid.For(scaler.Then(new MinMaxScaler().Then(new DecisionTreeClassifier { MaxDepth = 3 }))),
        ];
        ClassificationData data = Contract.Rows.Of(3);
        SearchModel found = new GridSearch(grids).Fit(data);
        // Once for each fold, and once for the winner on all rows.
        Assert.Equal(5 + 1, scaler.Fits.Count);
        foreach (CandidateResult result in found.Results)
            Assert.Equal(CrossValidation.Run(result.Candidate.Classifier, data).Scores(ClassificationMetric.Accuracy), result.Scores);
    }

    [Fact]
    public void Shared_models_are_those_of_plain_fits_for_any_rows()
    {
        ClassificationData data = Contract.Rows.Of(3, 90), train = data.SelectRows([.. Enumerable.Range(0, 60)]),
            test = data.SelectRows([.. Enumerable.Range(60, 30)]);
        KNearestNeighborsClassifier[] learners =
            [new() { NeighborCount = 3 }, new() { NeighborCount = 11, Weighting = NeighborWeighting.InverseDistance }, new() { NeighborCount = 1 }];
        IReadOnlyList<IClassifierModel> shared = learners[0].FitShared(learners, train, test.Features);
        for (int i = 0; i < learners.Length; i++)
        {
            KNearestNeighborsClassifierModel plain = learners[i].Fit(train);
            var model = (KNearestNeighborsClassifierModel)shared[i];
            Assert.Equal(plain.PredictProbabilities(test.Features).Span, model.PredictProbabilities(test.Features).Span);
            Assert.Equal(plain.Predict(data.Features), model.Predict(data.Features));
            Assert.Equal(Written(plain), Written(model));
        }

        RegressionData numbers = Contract.Rows.Numbers(90);
        KNearestNeighborsRegressor[] regressors = [new() { NeighborCount = 2 }, new() { NeighborCount = 9, Weighting = NeighborWeighting.InverseDistance }];
        IReadOnlyList<IRegressorModel> sharedRegressors = regressors[0].FitShared(regressors, numbers, test.Features);
        for (int i = 0; i < regressors.Length; i++)
        {
            Assert.Equal(regressors[i].Fit(numbers).Predict(test.Features), sharedRegressors[i].Predict(test.Features));
            Assert.Equal(regressors[i].Fit(numbers).Predict(data.Features), sharedRegressors[i].Predict(data.Features));
        }

        ITransformer<ITransformerModel>[] transformers =
            [new Pca { ComponentCount = 2, Whiten = true }, new Pca(), new Pca { ComponentCount = ComponentCount.Share(0.5) }];
        IReadOnlyList<ITransformerModel> sharedTransformers = ((Pca)transformers[0]).FitShared(transformers, train.Features, test.Features);
        for (int i = 0; i < transformers.Length; i++) Assert.Equal(Written(transformers[i].Fit(train.Features)), Written(sharedTransformers[i]));
    }

    [Fact]
    public void Of_candidates_that_share_only_the_one_at_fault_fails()
    {
        ClassificationData data = Contract.Rows.Of(2, 40);
        SearchModel found = new GridSearch(
            ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 500], (knn, k) => knn with { NeighborCount = k }),
            ParameterGrid.For(new Pca().Then(new NearestCentroid()))
                .Vary("components", [1, 2, 9], (p, k) => p with { First = p.First with { ComponentCount = k } }))
        {
            Failures = FailureHandling.Record,
        }.Fit(data);
        Assert.Equal([false, true, false, false, true], found.Results.Select(result => result.Error is not null));
        Assert.Contains("candidate 1 (k=500), fold 0: NeighborCount must be at most", found.Results[1].Error);
        Assert.Contains("candidate 4 (components=9), fold 0: ComponentCount must be at most min(n, p) = 4, was 9", found.Results[4].Error);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Memory_is_bounded_by_what_is_in_flight(int threads)
    {
        // A hundred candidates on ten folds behind each of two prefixes: a thousand models each, from what the candidates of a fold share.
        var heavy = new HeavyLearner(0, new Living(), new Living());
        var search = new GridSearch(
            ParameterGrid.For(heavy).Vary("number", Enumerable.Range(0, 100), (learner, i) => learner with { Number = i }),
            ParameterGrid.For(new StandardScaler().Then(heavy))
                .Vary("number", Enumerable.Range(0, 100), (p, i) => p with { Last = p.Last with { Number = i } }))
        { Splitter = new StratifiedKFold { FoldCount = 10 } };
        int told = 0, mostModels = 0, mostShared = 0;
        var gate = new object();
        search.Fit(Contract.Rows.Of(2, 60), new FitContext
        {
            MaxThreads = threads,
            Progress = new ProgressSink(_ =>
            {
                if (Interlocked.Increment(ref told) % 100 != 0) return;
                lock (gate)
                {
                    // Other threads make more while these are counted.
                    WeakReference[] models = heavy.Models.Seen, shared = heavy.Shared.Seen;
                    GC.Collect();
                    mostModels = Math.Max(mostModels, models.Count(one => one.IsAlive));
                    mostShared = Math.Max(mostShared, shared.Count(one => one.IsAlive));
                }
            }),
        });
        Assert.Equal(2000, told);
        Assert.InRange(heavy.Models.Seen.Length, 2000, 2001);
        // A thread's model, if any is left when its candidate has been told of, and one that unoptimised code keeps longer than it needs it.
        Assert.InRange(mostModels, 0, 2 * threads);
        Assert.InRange(mostShared, 1, 2 * threads);
    }

    private static TheoryData<string> Sharing<T>() =>
        [.. BuiltIn.Registry.Types.Where(type => type.CanCreate && type.CreateDefault() is T).Select(type => type.Name)];

    // Learners of one type with some options set at random: numbers about their defaults, words among those allowed.
    private static IEnumerable<object> Learners(string name, Rng rng, int count)
    {
        WireType type = BuiltIn.Registry.Find(name)!;
        for (int made = 0; made < count; made++)
        {
            object learner = type.CreateDefault();
            foreach (WireOption option in type.Options)
                if (rng.NextInt(2) == 0 && Value(option, learner, rng) is { } value)
                    try
                    {
                        learner = option.Set(learner, value, BuiltIn.Registry);
                    }
                    catch (ArgumentException)
                    {
                        // Not with the options set so far.
                    }
            yield return learner;
        }
    }

    private static WireValue? Value(WireOption option, object learner, Rng rng)
    {
        switch (option.Get(learner, BuiltIn.Registry))
        {
            case WireValue.Integer { Value: var value } when option.Name.EndsWith("Count", StringComparison.Ordinal) || value < 20:
                return new WireValue.Integer(Math.Max(1, value / 2) + rng.NextInt((int)Math.Clamp(value, 3, 20)));
            case WireValue.Number { Value: var value }:
                double number = value == 0 ? 0.1 * rng.NextDouble() : value * Math.Pow(4, 2 * rng.NextDouble() - 1);
                return option.Range is { } range && !range.Contains(number) ? null : new WireValue.Number(number);
            case WireValue.Flag:
                return new WireValue.Flag(rng.NextInt(2) == 0);
            default:
                string[] words = option.Allowed.Replace(", or a form in JSON", "").Split(" or ");
                try
                {
                    return option.Parse(words[rng.NextInt(words.Length)]);
                }
                catch (ArgumentException)
                {
                    // What is allowed was told in words.
                    return null;
                }
        }
    }

    private static void Compare(ClassificationData data, Candidate[] candidates, bool withProbabilities = false, int folds = 3)
    {
        var splitter = new StratifiedKFold { FoldCount = folds };
        Metric<ClassificationOutcome>[] metrics =
            [ClassificationMetric.Accuracy, withProbabilities ? ClassificationMetric.LogLoss : ClassificationMetric.F1Macro];
        SearchModel found = new GridSearch(candidates) { Splitter = splitter, MoreMetrics = [metrics[1]], Failures = FailureHandling.Record }.Fit(data);
        Assert.All(found.Results, result =>
        {
            if (result.Error is { } error)
            {
                string alone = Assert.ThrowsAny<ArgumentException>(() => CrossValidation.Run(result.Candidate.Classifier, data, splitter, metrics)).Message;
                Assert.EndsWith(alone.Split(": ", 2)[1], error);
                return;
            }
            CrossValidationResult plain = CrossValidation.Run(result.Candidate.Classifier, data, splitter, metrics);
            Assert.Equal(plain.Scores(ClassificationMetric.Accuracy), result.Scores);
            Assert.Equal(plain.Scores(metrics[1]), result.MoreScores[metrics[1].Name]);
        });
    }

    private static void Compare(RegressionData data, Candidate[] candidates)
    {
        var splitter = new KFold { FoldCount = 3 };
        RegressorSearchModel found = new RegressorGridSearch(candidates)
        {
            Splitter = splitter, Metric = RegressionMetric.MeanSquaredError, Failures = FailureHandling.Record,
        }.Fit(data);
        Assert.All(found.Results, result =>
        {
            if (result.Error is null)
                Assert.Equal(CrossValidation.Run(result.Candidate.Regressor, data, splitter, [RegressionMetric.MeanSquaredError])
                    .Scores(RegressionMetric.MeanSquaredError), result.Scores);
            else Assert.ThrowsAny<ArgumentException>(() => CrossValidation.Run(result.Candidate.Regressor, data, splitter));
        });
    }

    /// <summary>A scaler that counts its fits; equal to itself only.</summary>
    private sealed class CountingScaler : ITransformer<StandardScalerModel>
    {
        public ConcurrentQueue<int> Fits { get; } = [];

        public StandardScalerModel Fit(Features x, FitContext context = default)
        {
            Fits.Enqueue(x.RowCount);
            return new StandardScaler().Fit(x, context);
        }
    }

    /// <summary>Knows objects without keeping them.</summary>
    private sealed class Living
    {
        private readonly ConcurrentQueue<WeakReference> seen = [];

        public WeakReference[] Seen => [.. seen];

        public T See<T>(T one) where T : class
        {
            seen.Enqueue(new WeakReference(one));
            return one;
        }
    }

    /// <summary>A learner whose models are made on demand from what they share.</summary>
    private sealed record HeavyLearner(int Number, Living Models, Living Shared) : IClassifier<HeavyModel>, ISharesWork<ClassificationData, IClassifierModel>
    {
        public HeavyModel Fit(ClassificationData data, FitContext context = default) => Models.See(new HeavyModel(new NearestCentroid().Fit(data)));

        public bool SharesWith(ILearner<ClassificationData, IClassifierModel> other) => other is HeavyLearner;

        public IReadOnlyList<IClassifierModel> FitShared(
            IReadOnlyList<ILearner<ClassificationData, IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default)
        {
            object shared = Shared.See(new object());
            return new ModelsOnDemand<HeavyModel>(learners.Count, i =>
            {
                GC.KeepAlive(shared);
                return ((HeavyLearner)learners[i]).Fit(train, context);
            });
        }
    }

    private sealed class HeavyModel(NearestCentroidModel inner) : IClassifierModel
    {
        public ClassLabels Labels => inner.Labels;

        public int FeatureCount => inner.FeatureCount;

        public FitReport Report => inner.Report;

        public void Predict(Features x, Memory<int> destination) => inner.Predict(x, destination);
    }
}
