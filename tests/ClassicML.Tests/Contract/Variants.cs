using ClassicML.Cnn;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Tests.Contract;

/// <summary>A learner, how exactly two fits of one problem agree, and what holds for it of rows and weights; what doesn't has a
/// reason.</summary>
internal sealed record Variant : LearnerTraits
{
    public Variant(object learner, double tolerance)
    {
        Learner = OnTripled = learner;
        Tolerance = ToleranceOfOrder = tolerance;
        Name = Learners.NameOf(learner);
        ReadsSparse = SparseContract.Readers.Contains(Name);
        Told = Learners.Told;
    }

    public object Learner { get; }

    /// <summary>Its name in the registry.</summary>
    public string Name { get; }

    /// <summary>How exactly fits on rows in another order agree: to the last bit where the learner promises that.</summary>
    public double ToleranceOfOrder { get; init; }

    /// <summary>The numbers of rows that it is fitted on in two orders: as many as its blocks and the time of a fit ask for.</summary>
    public int[] Sizes { get; init; } = [];

    /// <summary>Whether a single row is all that is strange, as blocks of 1024 rows need where there are 1025.</summary>
    public bool OneStrange { get; init; }

    /// <summary>Why the order of the rows counts.</summary>
    public string? Ordered { get; init; }

    /// <summary>Why other values of a few rows change nothing.</summary>
    public string? Unmoved { get; init; }

    /// <summary>Why rows of weight three are not those of another learner.</summary>
    public string? NotTripled { get; init; }

    /// <summary>The learner that gives without weights what this one gives where each row weighs three.</summary>
    public object OnTripled { get; init; }

    public override string ToString() => $"{Name}, {Learner}";
}

/// <summary>Every registered learner, with the options that lead it through other parts of its code.</summary>
internal static class Variants
{
    private const string Steps = "each row is a step from where the row before has led";
    private const string Draws = "rows are drawn by their numbers";
    private const string Folds = "folds are dealt out by the numbers of rows";
    private const string OneStep = "one step of twice the length is not two steps";
    private const string Categories = "categories are there or not";
    private const string Seen = "row weights are not looked at, as its remarks say";
    private const string Penalised = "a row of weight zero is a step of the penalty and of the rate";
    private const string Scalers = "scalers don't look at weights";
    private const string Places = "a row has a place in a batch, whatever it weighs";
    private const string Alone = "outlier detectors take rows alone";
    private const string Unlearned = "nothing is learned of the rows";
    private const string Ranks = "a row is one neighbour, whatever it weighs";

    // All rows in one batch.
    private const int Whole = 100_000;

    // Shapes and blocks: one row of a block, all but one, a full one, one more, several, and many.
    private static readonly int[] Many = [2, 1023, 1024, 1025, 3000, 10_000], Several = [1024, 1025, 3000], Some = [1025];

    private static readonly ClassWeights Balanced = ClassWeights.Balanced;

    private static readonly KernelFunction Rbf = KernelFunction.Rbf(0.2);

    private static readonly OneClassSvm OneClass = new() { Nu = 0.2, Kernel = Rbf, Tolerance = 1e-6 };

    private static readonly CnnLayers TinyLayers = CnnLayers.Parse("conv 4 2x2 relu; flatten; dense softmax");

    public static IReadOnlyList<Variant> All { get; } =
    [
        // Newton's method sees ten thousand rows after a share of them; L-BFGS's last digits cost too much there.
        Cost(c => new LogisticRegression { C = c, Tolerance = 1e-11 }, 1e-5) with { Sizes = Many },
        Cost(c => new LogisticRegression { C = c, Solver = LogisticSolver.LBfgs, Tolerance = 1e-9 }, 1e-4) with { Sizes = Some },
        Cost(c => new LogisticRegression { C = c, Solver = LogisticSolver.TrustRegionNewton, Tolerance = 1e-11 }, 1e-5) with
        {
            Sizes = Several,
        },
        Cost(c => new LogisticRegression { C = c, Penalty = Penalty.L1, Tolerance = 1e-10 }, 1e-4) with { Sizes = Several },
        Cost(c => new LogisticRegression
        {
            C = c, Penalty = Penalty.L1, Solver = LogisticSolver.Saga, Tolerance = 1e-7, MaxIterations = 5000,
        }, 1e-3) with { Sizes = Some },
        Cost(c => new LogisticRegression
        {
            C = c, Penalty = Penalty.ElasticNet, L1Ratio = 0.3, MultiClass = LogisticMultiClass.OneVersusRest, ClassWeights = Balanced,
            Tolerance = 1e-10,
        }, 1e-4) with { Sizes = Some },
        Cost(c => new LogisticRegression { C = c, ClassWeights = Balanced, Tolerance = 1e-11 }, 1e-5),
        Cost(c => new LogisticRegression
        {
            C = c, ClassWeights = ClassWeights.Of(("a", 2), ("b", 0.5)), FitIntercept = false, Tolerance = 1e-11,
        }, 1e-5),
        new(new LogisticRegression { Penalty = Penalty.None, Tolerance = 1e-10, MaxIterations = 50 }, 1e-5),

        new(new LinearRegression(), 1e-9) { Sizes = Many },
        new(new LinearRegression { FitIntercept = false }, 1e-9) { Sizes = Some },
        Price(a => new Ridge { Alpha = a }, 1e-9) with { Sizes = Many },
        Price(a => new Ridge { Alpha = a, FitIntercept = false }, 1e-9) with { Sizes = Some },
        new(new Lasso { Alpha = 0.02, Tolerance = 1e-13 }, 1e-5) { Sizes = Many },
        new(new ElasticNet { Alpha = 0.02, L1Ratio = 0.4, Tolerance = 1e-13 }, 1e-5) { Sizes = Many },
        new(new ElasticNet { Alpha = 0.02, L1Ratio = 0, FitIntercept = false, Tolerance = 1e-13 }, 1e-5) { Sizes = Some },
        Price(a => new RidgeClassifier { Alpha = a }, 1e-9) with { Sizes = Many },
        Price(a => new RidgeClassifier { Alpha = a, ClassWeights = Balanced, FitIntercept = false }, 1e-9) with { Sizes = Some },
        Step(r => new Perceptron { LearningRate = 100 * r, Shuffle = false, MaxEpochs = 20 }, 1e-9),
        Step(r => new Perceptron { LearningRate = 100 * r, Averaged = true, MaxEpochs = 20, ClassWeights = Balanced }, 1e-9) with
        {
            NotAbsent = "a row of weight zero is a step that orders and means count",
        },
        // A tolerance of zero, so that rounding doesn't tell when to end.
        new(new Adaline { LearningRate = 0.05, MaxEpochs = 40, Tolerance = 0 }, 1e-9) { Sizes = Many },
        new(new Adaline { LearningRate = 0.05, MaxEpochs = 40, Tolerance = 0, ClassWeights = Balanced, FitIntercept = false }, 1e-9),
        Step(r => new Adaline
        {
            Solver = ClassicML.Linear.AdalineSolver.Stochastic, LearningRate = r, MaxEpochs = 5, Shuffle = false, Tolerance = 0,
        }, 1e-9),
        Step(r => Sgd(r), 1e-9),
        Step(r => Sgd(r) with { Loss = SgdLoss.Log, ClassWeights = Balanced }, 1e-9),
        Step(r => Sgd(r) with { Loss = SgdLoss.Squared, FitIntercept = false }, 1e-9),
        Step(_ => new SgdClassifier { MaxEpochs = 5, PatienceCount = null, Averaged = true }, 1e-9) with
        {
            NotAbsent = Penalised, NotTripled = "the penalty of a step doesn't go by its weight",
        },
        Step(_ => new SgdClassifier { Penalty = Penalty.ElasticNet, MaxEpochs = 5, PatienceCount = null }, 1e-9) with
        {
            NotAbsent = Penalised, NotTripled = "the penalty of a step doesn't go by its weight",
            NotSparse = "L1 takes off a weight when a row holds its column",
        },
        Step(r => SgdNumbers(r), 1e-9),
        Step(r => SgdNumbers(r) with { Loss = SgdRegressionLoss.Huber, Epsilon = 0.5, FitIntercept = false }, 1e-9),
        Step(_ => new SgdRegressor { MaxEpochs = 5, PatienceCount = null }, 1e-9) with
        {
            NotAbsent = Penalised, NotTripled = "the penalty of a step doesn't go by its weight",
        },

        // The order of sums of shares aside, neighbours are the same: no two rows are equally far.
        new(new KNearestNeighborsClassifier(), 1e-12) { Sizes = [1024, 1025, 10_000], NotRepeated = Ranks },
        new(new KNearestNeighborsClassifier { Weighting = NeighborWeighting.InverseDistance, Metric = DistanceMetric.Manhattan }, 1e-12)
        {
            NotRepeated = Ranks,
        },
        new(new KNearestNeighborsRegressor(), 1e-12) { Sizes = [1024, 1025, 10_000], NotRepeated = Ranks },
        new(new RadiusNeighborsClassifier { Radius = 1.5 }, 1e-12) { Sizes = Several },
        new(new RadiusNeighborsClassifier { Radius = 1.5, Weighting = NeighborWeighting.InverseDistance }, 1e-12),
        new(new NearestCentroid(), 1e-11) { Sizes = Many },
        new(new NearestCentroid { ShrinkThreshold = 0.5 }, 1e-10)
        {
            NotTripled = "n, the sum of the weights, is the scale of the threshold",
        },
        new(new NearestCentroid { Metric = DistanceMetric.Manhattan }, 0)
        {
            Sizes = Some, NotRepeated = "medians refuse rows of unlike weight",
        },

        // A working set holds 512; a fit of more is a matter of a tenth of a second. γ is given, since its rules look at all rows alike.
        Cost(c => new SvmClassifier { C = c, Kernel = Rbf, Tolerance = 1e-6 }, 1e-3) with { Sizes = Some },
        Cost(c => new SvmClassifier
        {
            C = c, Kernel = Rbf, Tolerance = 1e-6, MultiClass = SvmMultiClass.OneVersusRest, ClassWeights = Balanced,
        }, 1e-3),
        new(new SvmClassifier { Nu = 0.3, Kernel = Rbf, Tolerance = 1e-6 }, 1e-4),
        Cost(c => new SvmRegressor { C = c, Kernel = Rbf, Tolerance = 1e-6 }, 1e-3) with { Sizes = Some },
        Cost(c => new SvmRegressor { C = c, Nu = 0.5, Kernel = Rbf, Tolerance = 1e-8 }, 1e-4),
        new(OneClass, 1e-3) { Sizes = Some, Unweighted = Alone },
        Cost(c => new LinearSvmClassifier { C = c, Tolerance = 1e-9, MaxIterations = 20_000 }, 1e-5) with { Sizes = Many },
        Cost(c => new LinearSvmClassifier { C = c, Loss = HingeLoss.Hinge, Tolerance = 1e-7, MaxIterations = 20_000 }, 1e-3) with
        {
            Sizes = Some,
        },
        Cost(c => new LinearSvmClassifier
        {
            C = c, Penalty = LinearSvmPenalty.L1, Tolerance = 1e-8, MaxIterations = 20_000, InterceptScaling = 3,
        }, 1e-3) with { Sizes = Some },
        Cost(c => new LinearSvmClassifier
        {
            C = c, MultiClass = LinearSvmMultiClass.CrammerSinger, Tolerance = 1e-7, MaxIterations = 20_000,
        }, 1e-3),
        Cost(c => new LinearSvmClassifier { C = c, ClassWeights = Balanced, FitIntercept = false, Tolerance = 1e-9, MaxIterations = 20_000 }, 1e-5),
        Cost(c => new LinearSvmRegressor { C = c, Epsilon = 0.1, Tolerance = 1e-8, MaxIterations = 20_000 }, 1e-3) with
        {
            Sizes = Some,
        },
        Cost(c => new LinearSvmRegressor { C = c, Epsilon = 0.1, Loss = HingeLoss.SquaredHinge, Tolerance = 1e-9 }, 1e-5) with
        {
            Sizes = Many,
        },

        // Sums of whole weights are exact; others, and sums of numbers, are those of rows in one order, whatever the order given.
        new(new DecisionTreeClassifier(), 0) { Sizes = Many },
        new(new DecisionTreeClassifier
        {
            Criterion = SplitCriterion.Entropy, ClassWeights = Balanced, MaxLeafCount = 7, MinWeightShareLeaf = 0.03,
        }, 1e-9)
        {
            Sizes = Some, ToleranceOfOrder = 0,
        },
        new(new DecisionTreeClassifier
        {
            PruningAlpha = 0.01, MinImpurityDecrease = 0.001, CategoricalFeatures = CategoricalFeatures.Of(2),
        }, 1e-9)
        {
            Prepare = samples => samples.Whole(),
        },
        new(new DecisionTreeRegressor(), 1e-9) { Sizes = Many, ToleranceOfOrder = 0 },
        new(new DecisionTreeRegressor { Criterion = RegressionCriterion.AbsoluteError, MaxDepth = 5 }, 1e-9)
        {
            Sizes = Some, ToleranceOfOrder = 0,
        },
        new(new DecisionTreeRegressor { Criterion = RegressionCriterion.Poisson, MaxLeafCount = 9, PruningAlpha = 0.001 }, 1e-9)
        {
            Prepare = samples => samples.Counts(),
        },
        new(new RandomForestClassifier { TreeCount = 5, Bootstrap = false }, 1e-9) { Sizes = [1025, 3000] },
        new(new RandomForestClassifier { TreeCount = 5 }, 1e-9) { Ordered = Draws, NotRepeated = Draws },
        new(new RandomForestClassifier
        {
            TreeCount = 5, Bootstrap = false, ClassWeights = Balanced, Voting = ForestVoting.Majority, MaxBins = 20,
        }, 1e-9)
        {
            NotRepeated = "bins hold equal numbers of rows",
        },
        new(new RandomForestRegressor { TreeCount = 5, Bootstrap = false }, 1e-9) { Sizes = [1025, 3000] },
        new(new RandomForestRegressor { TreeCount = 5 }, 1e-9) { Ordered = Draws, NotRepeated = Draws },
        new(new ExtraTreesClassifier { TreeCount = 5 }, 1e-9) { Sizes = [1025, 3000] },
        new(new ExtraTreesClassifier { TreeCount = 5, Bootstrap = true }, 1e-9) { Ordered = Draws, NotRepeated = Draws },
        new(new ExtraTreesRegressor { TreeCount = 5 }, 1e-9) { Sizes = [1025, 3000] },
        new(new ExtraTreesRegressor { TreeCount = 5, Bootstrap = true }, 1e-9) { Ordered = Draws, NotRepeated = Draws },

        new(new LinearDiscriminantAnalysis(), 1e-8) { Sizes = [1025, 3000], Unweighted = Seen },
        new(new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.LeastSquares, Shrinkage = Shrinkage.Of(0.1) }, 1e-8)
        {
            Sizes = [1025, 3000], Unweighted = Seen,
        },
        new(new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen, Shrinkage = Shrinkage.LedoitWolf }, 1e-8)
        {
            Sizes = [1025, 3000], Unweighted = Seen,
        },
        new(new LinearDiscriminantProjection(), 1e-7) { Sizes = [1025, 3000], Unweighted = Seen },
        new(new QuadraticDiscriminantAnalysis { Regularization = 0.1 }, 1e-8) { Sizes = [1025, 3000], Unweighted = Seen },
        new(new Pca(), 1e-8) { Sizes = [1024, 1025, 3000, 10_000], OneStrange = true, Unweighted = Seen },
        new(new Pca { Solver = PcaSolver.FullSvd, Whiten = true }, 1e-7) { Sizes = [1025, 3000], Unweighted = Seen },
        new(new Pca { Solver = PcaSolver.Randomized, ComponentCount = 2 }, 1e-7) { Sizes = [1025, 3000], Unweighted = Seen },
        // All components are kept, so no batch loses what the order could move.
        new(new IncrementalPca(), 1e-7) { Sizes = [1025, 3000], Unweighted = Seen },
        new(new IncrementalPca { BatchSize = 500 }, 1e-7) { Sizes = [1025, 3000], Unweighted = Seen },
        new(new KernelPca { Kernel = Rbf }, 1e-6) { Sizes = Some, Unweighted = Seen },
        new(new StandardScaler(), 1e-11) { Sizes = Many, OneStrange = true },
        new(new StandardScaler { WithMean = false }, 1e-11) { Sizes = Some, OneStrange = true, ReadsSparse = true },
        new(new MaxAbsScaler(), 0) { Sizes = Many, OneStrange = true, Unweighted = Seen },
        new(new RobustScaler(), 1e-12) { Sizes = Several, Unweighted = Seen, Unmoved = "quartiles are those of the many" },
        new(new RobustScaler { WithCentering = false, LowerQuantile = 0.02, UpperQuantile = 0.98 }, 1e-12)
        {
            Sizes = Some, Unweighted = Seen, ReadsSparse = true,
        },
        new(new Normalizer(), 1e-12) { Unmoved = Unlearned, Unweighted = Unlearned },
        new(new Normalizer { Norm = VectorNorm.L1 }, 1e-12) { Unmoved = Unlearned, Unweighted = Unlearned },
        new(new Binarizer(), 0) { Unmoved = Unlearned, Unweighted = Unlearned },
        new(new Binarizer { Threshold = -0.5 }, 0) { Unmoved = Unlearned, Unweighted = Unlearned, ReadsSparse = false },
        new(new VarianceThreshold { Threshold = 0.1 }, 0) { Unweighted = Seen, Unmoved = "a column is kept or not" },
        new(new MinMaxScaler(), 0) { Sizes = Many, OneStrange = true, Unweighted = Seen },
        // Values are taken in their order, so that of the rows doesn't count.
        new(new PowerTransformer(), 0) { Sizes = Several, Unweighted = Seen },
        new(new PowerTransformer { Family = PowerFamily.BoxCox, Standardize = false }, 0)
        {
            Sizes = Some, Unweighted = Seen, Prepare = samples => samples.Positive(), Unmoved = "turned values are negative",
        },
        new(new QuantileTransformer(), 0) { Sizes = Several, Unweighted = Seen },
        new(new QuantileTransformer { Output = QuantileOutput.Normal, QuantileCount = 20 }, 0) { Sizes = Some, Unweighted = Seen },
        new(new PolynomialFeatures(), 1e-12) { Unmoved = Unlearned, Unweighted = Unlearned },
        new(new PolynomialFeatures { MinDegree = 2, MaxDegree = 3, InteractionOnly = true, IncludeBias = false }, 1e-12)
        {
            Unmoved = Unlearned, Unweighted = Unlearned,
        },
        // Knots lie between the extremes.
        new(new SplineFeatures(), 1e-9) { Sizes = Many, OneStrange = true, Unweighted = Seen },
        new(new SplineFeatures { Knots = SplineKnots.Quantile, Degree = 2, Extrapolation = SplineExtrapolation.Linear }, 1e-9)
        {
            Sizes = Some, Unweighted = Seen,
        },
        new(new KBinsDiscretizer(), 0) { Sizes = Several, Unweighted = Seen, Unmoved = "quantiles are those of the many" },
        new(new KBinsDiscretizer { Edges = BinEdges.KMeans, BinCount = 3, Encoding = BinEncoding.Ordinal }, 0)
        {
            Sizes = Some, Unweighted = Seen,
        },
        new(new KBinsDiscretizer { Edges = BinEdges.Uniform, SparseOutput = true }, 0) { Sizes = Some, OneStrange = true, Unweighted = Seen },
        new(new FunctionTransformer(), 0) { Unmoved = Unlearned, Unweighted = Unlearned },
        new(new FunctionTransformer { Function = ElementwiseFunction.Log1p }, 1e-12)
        {
            Unmoved = Unlearned, Unweighted = Unlearned, Prepare = samples => samples.Positive(),
        },
        new(new FunctionTransformer { Function = ElementwiseFunction.Log }, 1e-12)
        {
            Unmoved = Unlearned, Unweighted = Unlearned, Prepare = samples => samples.Positive(), ReadsSparse = false,
        },
        new(new OneHotEncoder { Unknown = UnknownCategory.Ignore }, 0)
        {
            Sizes = Many, OneStrange = true, Prepare = samples => samples.Whole(), Unweighted = Categories, TakesMissing = true,
        },
        new(new OrdinalEncoder { Unknown = UnknownOrdinal.MinusOne }, 0)
        {
            Sizes = Many, OneStrange = true, Prepare = samples => samples.Whole(), Unweighted = Categories, TakesMissing = true,
        },
        new(new TargetEncoder(), 1e-9)
        {
            Sizes = Some, Prepare = samples => samples.Whole(), TakesMissing = true, NotTripled = "a category of more weight is drawn less to the mean of all",
        },
        new(new PassThrough(), 0) { Unmoved = Unlearned, Unweighted = Unlearned, TakesMissing = true },
        new(FeatureUnion.Of(("scaled", new StandardScaler()), ("plain", new PassThrough())), 1e-11) { Sizes = Several, TakesMissing = true },
        new(new SimpleImputer(), 1e-11) { Sizes = Many, OneStrange = true, Prepare = Holed, Unweighted = Seen },
        new(new SimpleImputer { AddIndicator = true, KeepEmptyFeatures = true }, 1e-11) { Sizes = Some, Prepare = Holed, Unweighted = Seen },
        new(new KnnImputer(), 1e-12) { Sizes = Several, Prepare = Holed, Unweighted = Seen },
        new(new KnnImputer { Weighting = KnnImputerWeighting.InverseDistance, AddIndicator = true }, 1e-12)
        {
            Sizes = Some, Prepare = Holed, Unweighted = Seen,
        },
        new(new IterativeImputer(), 1e-8) { Sizes = Several, Prepare = Holed, Unweighted = Seen },
        new(new IterativeImputer { Regressor = new Ridge(), MaxIterations = 3 }, 1e-8) { Sizes = Some, Prepare = Holed, Unweighted = Seen },
        new(new SelectKBest { K = 2 }, 1e-11) { Sizes = Several, Unmoved = "F is a ratio of squares", Unweighted = Seen },
        new(new SelectKBest { K = 2, Score = UnivariateScore.MutualInformation }, 1e-11)
        {
            Sizes = Some, Unmoved = "neighbours stay neighbours", Unweighted = Seen,
        },
        // Weights move what is standardised, whatever range it had before.
        new(new MinMaxScaler().Then(new StandardScaler()), 1e-11) { Sizes = Several, OneStrange = true },

        // Blocks of 1024 rows; few steps, which don't make of rounding what it would in many.
        Price(a => new MlpClassifier { HiddenLayers = [6], Solver = MlpSolver.LBfgs, MaxEpochs = 6, Alpha = a }, 1e-7) with
        {
            Sizes = [1024, 1025, 3000, 10_000],
        },
        Price(a => new MlpClassifier
        {
            HiddenLayers = [6], BatchSize = Whole, MaxEpochs = 6, Alpha = a, ClassWeights = Balanced,
        }, 1e-7) with
        {
            Sizes = [1025, 3000],
        },
        Price(a => new MlpClassifier { HiddenLayers = [6], MaxEpochs = 3, BatchSize = 50, Alpha = a }, 1e-7) with
        {
            Ordered = Steps, NotRepeated = Places, NotAbsent = Places,
        },
        Price(a => new MlpRegressor { HiddenLayers = [6], Solver = MlpSolver.LBfgs, MaxEpochs = 6, Alpha = a }, 1e-7) with
        {
            Sizes = [1024, 1025, 3000, 10_000],
        },
        Price(a => new MlpRegressor { HiddenLayers = [6], Solver = MlpSolver.Sgd, BatchSize = Whole, MaxEpochs = 6, Alpha = a }, 1e-7) with
        {
            Sizes = [1025, 3000],
        },
        // Gradients are divided by the rows of a batch and not by their weight, so a weight is a rate.
        new(Network(0.1), 1e-4)
        {
            Sizes = Some, OnRepeated = Network(0.2), OnTheRest = Network(0.1 * 2 / 3), OnTripled = Network(0.3),
        },
        new(Network(0.1) with { BatchSize = 16, Solver = CnnSolver.Adam, LearningRate = 0.001 }, 1e-4)
        {
            // Adam's steps hardly go by the size of gradients.
            Ordered = Draws, NotRepeated = Places, NotAbsent = Places,
        },

        // What a scaler makes of a row doesn't go by its weight, but repeated rows have the same extremes.
        Cost(c => new MinMaxScaler().Then(new LogisticRegression { C = c, Tolerance = 1e-11 }), 1e-5) with
        {
            Sizes = Some, NotAbsent = Scalers,
        },
        // A line through standardised targets is the line through the targets.
        new(new TransformedTarget(new LinearRegression(), new StandardScaler()), 1e-9) { Sizes = Some },
        Price(a => new TransformedTarget(
            new Ridge { Alpha = a }, new FunctionTransformer { Function = ElementwiseFunction.SquareRoot }), 1e-9) with
        {
            Prepare = samples => samples.Counts(),
        },
        Price(a => new MinMaxScaler().Then(new Ridge { Alpha = a }), 1e-8) with { Sizes = Some, NotAbsent = Scalers },
        new(new MinMaxScaler().Then(OneClass with { Kernel = KernelFunction.Rbf(2) }), 1e-3) { Sizes = Some, Unweighted = Alone },
        Cost(c => new CalibratedClassifier(new LogisticRegression { C = c, Tolerance = 1e-11 }) { FoldCount = 3 }, 1e-5) with
        {
            Ordered = Folds, NotRepeated = Folds, NotAbsent = Folds,
        },
        Cost(c => new GridSearch([new Candidate(new LogisticRegression { C = c, Tolerance = 1e-11 }, [])])
        {
            Splitter = new StratifiedKFold { FoldCount = 2 },
        }, 1e-5) with { Sizes = Some },
        new(new OutlierGridSearch([new Candidate(OneClass, [])])
        {
            Splitter = new StratifiedKFold { FoldCount = 2 }, Metric = OutlierMetric.BalancedAccuracy,
        }, 1e-3)
        {
            Sizes = Some, Unweighted = Alone,
        },
    ];

    /// <summary>The names of all learners that have variants.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Select(variant => variant.Name).Distinct()];

    public static IEnumerable<Variant> Of(string name) => All.Where(variant => variant.Name == name);

    // C times a weight is the weight of a row's loss.
    private static Variant Cost(Func<double, object> make, double tolerance) => new(make(1), tolerance) { OnTripled = make(3) };

    // A penalty is held against the sum of the rows' losses.
    private static Variant Price(Func<double, object> make, double tolerance) => new(make(0.3), tolerance) { OnTripled = make(0.1) };

    // The step of a row is its weight times the rate.
    private static Variant Step(Func<double, object> make, double tolerance) => new(make(0.01), tolerance)
    {
        Ordered = Steps, NotRepeated = OneStep, OnTripled = make(0.03),
    };

    // One value in seven is missing, by itself and not by its place.
    private static Samples Holed(Samples samples) => samples with
    {
        X = Matrix.Wrap(
            [.. ((Matrix)samples.X).Span.ToArray().Select(value => value != 0 && BitConverter.DoubleToInt64Bits(value) % 7 == 3 ? double.NaN : value)],
            samples.Count, samples.X.ColumnCount),
    };

    private static SgdClassifier Sgd(double rate) => new()
    {
        Penalty = Penalty.None, Schedule = SgdSchedule.Constant, LearningRate = rate, Shuffle = false, MaxEpochs = 5,
        PatienceCount = null,
    };

    private static SgdRegressor SgdNumbers(double rate) => new()
    {
        Penalty = Penalty.None, Schedule = SgdSchedule.Constant, LearningRate = rate, Shuffle = false, MaxEpochs = 5,
        PatienceCount = null,
    };

    private static CnnClassifier Network(double rate) => new()
    {
        Layers = TinyLayers, PixelMaximum = 2, Solver = CnnSolver.Sgd, LearningRate = rate, BatchSize = Whole, MaxEpochs = 3,
        Engine = TrainingEngine.Managed,
    };
}
