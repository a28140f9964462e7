namespace ClassicML.Tests.Contract;

/// <summary>What setting an option does to a fit.</summary>
internal enum Effect
{
    /// <summary>The model says something else of rows.</summary>
    Moves,

    /// <summary>The report says something else.</summary>
    Tells,

    /// <summary>The model, or what it makes, is of another form.</summary>
    Shows,

    /// <summary>The model says the same, up to a tolerance: for a reason.</summary>
    Keeps,

    /// <summary>It is refused in words.</summary>
    Refuses,
}

/// <summary>A value of an option to try, on top of other options, and what it must do.</summary>
internal sealed record Trial(string Option, string Value, Effect Effect, string Words, string[] With)
{
    /// <summary>The kind of rows.</summary>
    public string Data { get; init; } = "plain";

    /// <summary>How far apart models may be that are the same, or must be that are not.</summary>
    public double Tolerance { get; init; } = Effect == Effect.Moves ? 1e-9 : 0;
}

/// <summary>For every option of every learner at least one value that is not its default. One that is missing fails a test, so that a new
/// option gets one.</summary>
internal static class OptionTrials
{
    private const string OneOptimum = "every solver ends at the same optimum";
    private const string NotRead = "others don't read it";
    private const string SameBits = "only time and memory differ";
    private const string Tiny = "conv 4 2x2 relu; flatten; dense softmax";

    private static readonly string[] OtherKernels =
    [
        "linear-kernel", "polynomial-kernel", "sigmoid-kernel", "laplacian-kernel", "cosine-kernel",
        "{\"type\":\"rbf-kernel\",\"Gamma\":\"0.05\"}",
    ];

    private static readonly string[] ClassCriteria = ["entropy", "error"];

    private static readonly string[] Metrics = ["manhattan", "chebyshev", "cosine", "hamming", "{\"type\":\"minkowski\",\"Power\":3.0}"];

    /// <summary>What is set in every trial of a learner, for speed.</summary>
    public static Dictionary<string, string[]> Always { get; } = new()
    {
        ["random-forest"] = ["TreeCount=7"],
        ["random-forest-regressor"] = ["TreeCount=7"],
        ["extra-trees"] = ["TreeCount=7"],
        ["extra-trees-regressor"] = ["TreeCount=7"],
        ["mlp-classifier"] = ["HiddenLayers=8", "MaxEpochs=15", "BatchSize=30"],
        ["mlp-regressor"] = ["HiddenLayers=8", "MaxEpochs=15", "BatchSize=30"],
        ["cnn-classifier"] = [$"Layers={Tiny}", "PixelMaximum=2", "MaxEpochs=2", "Engine=managed"],
    };

    /// <summary>The learner and its option through which a part is tried.</summary>
    public static Dictionary<string, (string Learner, string Option)> Hosts { get; } = new()
    {
        ["rbf-kernel"] = ("svm-classifier", "Kernel"),
        ["polynomial-kernel"] = ("svm-regressor", "Kernel"),
        ["sigmoid-kernel"] = ("one-class-svm", "Kernel"),
        ["laplacian-kernel"] = ("kernel-pca", "Kernel"),
        ["chi-squared-kernel"] = ("svm-classifier", "Kernel"),
        ["minkowski"] = ("k-nearest-neighbors-regressor", "Metric"),
    };

    public static Dictionary<string, Trial[]> All { get; } = new()
    {
        ["logistic-regression"] =
        [
            Moves("C", "0.1"), .. Moves("Penalty", ["none", "l1", "elastic-net"]),
            Moves("L1Ratio", "0.9", "Penalty=elastic-net"), Keeps("L1Ratio", "0.9", NotRead), Moves("MultiClass", "one-versus-rest"),
            .. Moves("ClassWeights", ["balanced", "a=3,c=0.5"]),
            .. Keeps("Solver", ["l-bfgs", "newton-cholesky", "trust-region-newton"], OneOptimum, 1e-4, "Tolerance=1e-8"),
            .. Keeps("Solver", ["coordinate-descent", "saga"], OneOptimum, 1e-4, "Tolerance=1e-8"),
            .. Tells("Solver", ["l-bfgs", "trust-region-newton", "coordinate-descent", "saga"]),
            Refuses("Solver", "l-bfgs", "needs a penalty without L1", "Penalty=l1"),
            Moves("FitIntercept", "false"), Tells("Tolerance", "0.01"), Tells("MaxIterations", "1"),
            Moves("Seed", "5", "Solver=saga", "MaxIterations=2"), Keeps("Seed", "5", "only SAGA draws"),
        ],
        ["linear-regression"] = [Moves("FitIntercept", "false")],
        ["ridge"] = [Moves("Alpha", "100"), Moves("FitIntercept", "false")],
        ["lasso"] =
        [
            Moves("Alpha", "0.1"), Moves("FitIntercept", "false", "Alpha=0.1"), Tells("Tolerance", "0.5", "Alpha=0.01"),
            Tells("MaxIterations", "1", "Alpha=0.01"),
        ],
        ["elastic-net"] =
        [
            Moves("Alpha", "0.1"), Moves("L1Ratio", "0.9"), Moves("FitIntercept", "false"), Tells("Tolerance", "0.5", "Alpha=0.01"),
            Tells("MaxIterations", "1", "Alpha=0.01"),
        ],
        ["ridge-classifier"] = [Moves("Alpha", "100"), .. Moves("ClassWeights", ["balanced", "a=3"]), Moves("FitIntercept", "false")],
        ["perceptron"] =
        [
            Moves("LearningRate", "2"), Moves("MaxEpochs", "1"), Moves("Shuffle", "false"), Moves("Seed", "5"),
            Keeps("Seed", "5", "rows are taken in their order", "Shuffle=false"), Moves("Averaged", "true"),
            .. Moves("PatienceCount", ["1", "none"]), Moves("ValidationShare", "0.3"), .. Moves("ClassWeights", ["balanced", "a=3"]),
            Moves("FitIntercept", "false"),
        ],
        ["adaline"] =
        [
            Moves("Solver", "stochastic"), Moves("LearningRate", "0.05"), .. Moves("Schedule", ["inverse-scaling", "adaptive"]),
            Refuses("Schedule", "optimal", "Schedule must be Constant, InverseScaling or Adaptive"),
            Moves("Power", "0.2", "Schedule=inverse-scaling"), Keeps("Power", "0.2", NotRead), Moves("MaxEpochs", "3"),
            Moves("Tolerance", "0.01"), Moves("Shuffle", "false", "Solver=stochastic"), Keeps("Shuffle", "false", "batches have no order"),
            Moves("Seed", "5", "Solver=stochastic"), Keeps("Seed", "5", "batches have no order"),
            .. Moves("ClassWeights", ["balanced", "a=3"]), Moves("FitIntercept", "false"),
        ],
        ["sgd-classifier"] =
        [
            .. Sgd("constant", "log", "squared", "huber"), .. Moves("Schedule", ["constant", "inverse-scaling", "adaptive"]),
            Keeps("LearningRate", "0.1", "the optimal rate doesn't read it"), .. Moves("ClassWeights", ["balanced", "a=3"]),
        ],
        ["sgd-regressor"] =
        [
            .. Sgd("inverse-scaling", "huber"), .. Moves("Schedule", ["constant", "optimal", "adaptive"]),
            Keeps("LearningRate", "0.1", "the optimal rate doesn't read it", "Schedule=optimal"),
        ],

        ["k-nearest-neighbors"] = [Moves("NeighborCount", "3"), .. Nearest()],
        ["k-nearest-neighbors-regressor"] = [Moves("NeighborCount", "3"), .. Nearest()],
        ["radius-neighbors"] = [Moves("Radius", "2"), .. Nearest("Radius=1.5")],
        ["nearest-centroid"] =
        [
            .. Moves("Metric", Metrics), Keeps("Metric", "minkowski", "2 is its default power", 0),
            Keeps("Metric", "nan-euclidean", "nothing is missing", 0),
            Moves("ShrinkThreshold", "0.5"),
        ],

        ["svm-classifier"] =
        [
            Moves("C", "0.1"), Keeps("C", "0.1", "ν takes its place", "Nu=0.3"), Moves("Nu", "0.3"), .. Kernels(),
            .. Moves("ClassWeights", ["balanced", "a=3"]), Moves("MultiClass", "one-versus-rest"), .. Smo(),
        ],
        ["svm-regressor"] =
        [
            Moves("C", "0.1"), Moves("Epsilon", "0.5"), Keeps("Epsilon", "0.5", "ν finds it", "Nu=0.3"), Moves("Nu", "0.3"),
            .. Kernels(),
            .. Smo(),
        ],
        ["one-class-svm"] = [Moves("Nu", "0.1"), .. Kernels(), .. Smo()],
        ["linear-svm"] =
        [
            Moves("C", "0.1"), Moves("Loss", "hinge"), Moves("Penalty", "l1"), Refuses("Penalty", "l1", "Hinge needs", "Loss=hinge"),
            Moves("MultiClass", "crammer-singer"),
            .. Keeps("Solver", ["coordinate-descent", "trust-region-newton"], OneOptimum, 1e-3, "Tolerance=1e-8", "MaxIterations=20000"),
            Tells("Solver", "coordinate-descent"), Refuses("Solver", "trust-region-newton", "Hinge needs", "Loss=hinge"),
            .. Moves("ClassWeights", ["balanced", "a=3"]), .. Linear("Solver=coordinate-descent"),
            Keeps("Seed", "5", "only coordinate descent draws"),
        ],
        ["linear-svm-regressor"] =
        [
            Moves("C", "0.1"), Moves("Epsilon", "0.5"), Moves("Loss", "squared-hinge"),
            Keeps("Solver", "coordinate-descent", "a hinge has no other"),
            Keeps("Solver", "coordinate-descent", OneOptimum, 1e-3, "Loss=squared-hinge", "Tolerance=1e-8", "MaxIterations=20000"),
            Tells("Solver", "coordinate-descent", "Loss=squared-hinge"),
            Keeps("Solver", "trust-region-newton", "it is the default of tall dense rows", "Loss=squared-hinge"),
            Refuses("Solver", "trust-region-newton", "Hinge needs coordinate descent"), .. Linear(),
            Keeps("Seed", "5", "only coordinate descent draws", "Loss=squared-hinge"),
        ],

        ["decision-tree"] = [.. Moves("Criterion", ClassCriteria), .. Tree(), .. ClassTree(), .. OneTree()],
        ["decision-tree-regressor"] = [.. NumberCriteria(), .. Tree(), Moves("MonotonicConstraints", "1=1"), .. OneTree()],
        ["random-forest"] =
        [
            .. Moves("Criterion", ClassCriteria), .. Tree(), .. ClassTree(), .. ClassForest(), .. Forest(isBootstrap: true),
        ],
        ["random-forest-regressor"] = [.. NumberCriteria(), .. Tree(), Moves("MonotonicConstraints", "1=1"), .. Forest(isBootstrap: true)],
        ["extra-trees"] =
        [
            .. Moves("Criterion", ClassCriteria), .. Tree(), .. ClassTree(), .. ClassForest(), .. Forest(isBootstrap: false),
        ],
        ["extra-trees-regressor"] = [.. NumberCriteria(), .. Tree(), Moves("MonotonicConstraints", "1=1"), .. Forest(isBootstrap: false)],

        ["linear-discriminant"] =
        [
            // Svd divides the covariance by n - K, the others by n.
            .. Moves("Solver", ["eigen", "least-squares"]), Keeps("Solver", "least-squares", "they solve one system", 1e-9, "Solver=eigen"),
            .. Moves("Shrinkage", ["0.5", "ledoit-wolf"], "Solver=eigen"),
            .. Moves("Shrinkage", ["0.5", "ledoit-wolf"], "Solver=least-squares"),
            Refuses("Shrinkage", "0.5", "shrinkage needs the Eigen or LeastSquares solver"), Moves("Priors", "0.6 0.3 0.1"),
            Moves("Priors", "0.6 0.3 0.1", "Solver=eigen"),
        ],
        ["discriminant-projection"] =
        [
            Moves("ComponentCount", "1"), Moves("Solver", "eigen"), Refuses("Solver", "least-squares", "Solver must be Svd or Eigen"),
            .. Moves("Shrinkage", ["0.5", "ledoit-wolf"], "Solver=eigen"),
            Refuses("Shrinkage", "0.5", "shrinkage needs the Eigen or LeastSquares solver"), Moves("Priors", "0.6 0.3 0.1"),
            Moves("Priors", "0.6 0.3 0.1", "Solver=eigen"),
        ],
        ["quadratic-discriminant"] = [Moves("Regularization", "0.5"), Moves("Priors", "0.6 0.3 0.1")],
        ["pca"] =
        [
            .. Moves("ComponentCount", ["2", "0.5", "mle"]), .. Keeps("Solver", ["covariance-eigen", "full-svd"], OneOptimum, 1e-9),
            Keeps("Solver", "randomized", OneOptimum, 1e-6, "ComponentCount=2"), Tells("Solver", "full-svd"),
            Tells("Solver", "randomized", "ComponentCount=2"),
            Tells("Solver", "full-svd", "Solver=covariance-eigen"), Refuses("Solver", "randomized", "needs a number of components"),
            Moves("Whiten", "true"), Keeps("Seed", "5", "only the randomised solver draws"),
            Moves("Seed", "5", "Solver=randomized", "ComponentCount=2") with { Data = "wide", Tolerance = 0 },
        ],
        ["incremental-pca"] =
        [
            Moves("ComponentCount", "2"), Moves("BatchSize", "12", "ComponentCount=2"),
            Keeps("BatchSize", "12", "nothing is lost while all components are kept", 1e-8), Moves("Whiten", "true"),
        ],
        ["kernel-pca"] = [Moves("ComponentCount", "1"), .. Kernels(), Shows("InversePenalty", "0.1")],

        ["standard-scaler"] = [Moves("WithMean", "false"), Moves("WithDeviation", "false")],
        ["min-max-scaler"] =
        [
            Moves("Minimum", "-1"), Refuses("Minimum", "1", "Minimum must be below Maximum"), Moves("Maximum", "2"), Moves("Clip", "true"),
        ],
        ["robust-scaler"] =
        [
            Moves("WithCentering", "false"), Moves("WithScaling", "false"), Moves("LowerQuantile", "0.1"), Moves("UpperQuantile", "0.9"),
            Refuses("UpperQuantile", "0.1", "LowerQuantile must be below UpperQuantile"), Moves("UnitVariance", "true"),
            Refuses("UnitVariance", "true", "UnitVariance needs a LowerQuantile above 0", "LowerQuantile=0"),
        ],
        ["power-transformer"] = [Moves("Family", "box-cox") with { Data = "positive" }, Moves("Standardize", "false")],
        ["quantile-transformer"] =
        [
            Moves("QuantileCount", "10"), Moves("Output", "normal"), Moves("SampleCount", "20", "QuantileCount=10"),
            Refuses("SampleCount", "20", "QuantileCount must be at most SampleCount"), Keeps("SampleCount", "none", "all rows are few"),
            Moves("Seed", "5", "SampleCount=20", "QuantileCount=10"), Keeps("Seed", "5", "of few rows none is left out"),
        ],
        ["polynomial-features"] =
        [
            Moves("MinDegree", "2"), Refuses("MinDegree", "3", "MinDegree must be at most MaxDegree"), Moves("MaxDegree", "3"),
            Moves("InteractionOnly", "true"), Moves("IncludeBias", "false"),
        ],
        ["spline-features"] =
        [
            Moves("KnotCount", "7"), Moves("Knots", "quantile"), Moves("Knots", "-1 0 1; -1 0 1; -1 0 1; -1 0 1"),
            Keeps("KnotCount", "7", "the knots are given", "Knots=-1 0 1; -1 0 1; -1 0 1; -1 0 1"), Moves("Degree", "2"),
            .. Moves("Extrapolation", ["linear", "continue", "periodic"]), Refuses("Extrapolation", "error", "beyond the knots"),
            Refuses("Extrapolation", "periodic", "periodic splines need more knots", "KnotCount=3"), Moves("IncludeBias", "false"),
        ],
        ["k-bins-discretizer"] =
        [
            Moves("BinCount", "3"), .. Moves("Edges", ["uniform", "k-means"]), Moves("Encoding", "ordinal"), Shows("SparseOutput", "true"),
            Keeps("SparseOutput", "true", "bin numbers are dense", "Encoding=ordinal"), Moves("SampleCount", "20"),
            Keeps("SampleCount", "20", "even steps are those of all rows", "Edges=uniform"), Keeps("SampleCount", "none", "all rows are few"),
            Moves("Seed", "5", "SampleCount=20"), Keeps("Seed", "5", "of few rows none is left out"),
        ],
        ["function-transformer"] =
        [
            .. Moves("Function", ["exp", "square"]), .. new[] { "log", "log1p", "square-root", "reciprocal" }
                .Select(function => Moves("Function", function) with { Data = "positive" }),
            .. new[] { "log", "log1p", "square-root" }.Select(function => Refuses("Function", function, "takes values that are")),
        ],
        ["normalizer"] = [.. Moves("Norm", ["l1", "max"])],
        ["binarizer"] = [Moves("Threshold", "0.5")],
        ["variance-threshold"] = [Moves("Threshold", "1")],
        ["one-hot-encoder"] =
        [
            Moves("Drop", "first") with { Data = "codes" }, Moves("Drop", "binary") with { Data = "two categories" },
            .. Moves("Unknown", ["ignore", "rare"]).Select(trial => trial with { Data = "codes and new ones" }),
            Moves("MinCount", "25") with { Data = "codes" }, Moves("MinShare", "0.3") with { Data = "codes" },
            Moves("MaxCategories", "1") with { Data = "codes" },
            .. new[] { "zeros", "refuse" }.Select(way => Keeps("Missing", way, "no value is missing") with { Data = "codes" }),
            Shows("SparseOutput", "true") with { Data = "codes" }, Keeps("SparseOutput", "true", "zeros are zeros") with { Data = "codes" },
        ],
        ["ordinal-encoder"] = [.. Moves("Unknown", ["minus-one", "missing"]).Select(trial => trial with { Data = "codes and new ones" })],
        ["target-encoder"] =
        [
            Moves("Smoothing", "3") with { Data = "codes" }, Keeps("FoldCount", "2", "only training rows go by folds") with { Data = "codes" },
            Keeps("Seed", "5", "only training rows go by folds") with { Data = "codes" },
        ],
        ["date-features"] =
        [
            .. new[] { Moves("Parts", "hour"), Moves("Cyclical", "true"), Moves("Epoch", "2000-01-01", "Parts=elapsed-days") }
                .Select(trial => trial with { Data = "dates" }),
        ],
        ["text-vectorizer"] = [.. Text().Select(trial => trial with { Data = "texts" })],

        ["simple-imputer"] =
        [
            .. Holed(
                Moves("Statistic", "median"), Moves("Statistic", "most-frequent"), Moves("Statistic", "constant"),
                Moves("FillValue", "5", "Statistic=constant"), Keeps("FillValue", "5", NotRead), Keeps("FillText", "?", "numbers are filled by a number")),
            Shows("FillText", "?", "Statistic=constant") with { Data = "texts" },
            .. Imputer(),
        ],
        ["knn-imputer"] =
        [
            .. Holed(Moves("NeighborCount", "2"), Moves("Weighting", "inverse-distance")), .. Imputer(),
        ],
        ["iterative-imputer"] =
        [
            .. Holed([
                Moves("Regressor", "{\"type\":\"decision-tree-regressor\"}"),
                .. Moves("InitialStatistic", ["median", "most-frequent", "constant"], "MaxIterations=1"),
                .. Moves("Order", ["descending", "left-to-right", "right-to-left", "random"], "MaxIterations=1"),
                Moves("SkipComplete", "true"), Moves("MaxIterations", "1"), Moves("Tolerance", "10"), Moves("MinValue", "0.5"),
                Moves("MaxValue", "-0.5"), Refuses("MinValue", "1", "MinValue must be below MaxValue", "MaxValue=0"),
                Moves("Seed", "5", "Order=random", "MaxIterations=1"), Keeps("Seed", "5", "only a random order draws")]),
            .. Imputer(),
        ],

        ["select-k-best"] =
        [
            .. Moves("K", ["2", "0.5"]), Keeps("K", "all", "there are four columns"),
            Refuses("K", "fdr 0.05", "goes by p-values", "Score=mutual-information"), Shows("Score", "mutual-information"),
            Shows("Score", "chi-squared") with { Data = "positive" }, Refuses("Score", "chi-squared", "values must be at least 0"),
            Shows("NeighborCount", "5", "Score=mutual-information"), Keeps("NeighborCount", "5", NotRead),
        ],

        ["mlp-classifier"] = [.. Mlp(), .. Moves("ClassWeights", ["balanced", "a=3"])],
        ["mlp-regressor"] = [.. Mlp(), .. Moves("OutputActivation", ["logistic", "tanh", "relu"])],
        ["cnn-classifier"] =
        [
            Moves("Layers", "conv 3 2x2 relu; dropout 0.5; flatten; dense softmax"), Keeps("Image", "2x2", "four features are a square"),
            Moves("Image", "1x4", "Layers=conv 4 1x2 relu; flatten; dense softmax"), Moves("PixelMaximum", "5"), Moves("Solver", "sgd"),
            Moves("LearningRate", "0.1"), Moves("Momentum", "0.5", "Solver=sgd"), Keeps("Momentum", "0.5", "Adam doesn't read it"),
            .. new[] { "Beta1", "Beta2" }.SelectMany(option => (Trial[])
                [Moves(option, "0.5"), Keeps(option, "0.5", "gradient descent doesn't read it", "Solver=sgd")]),
            Moves("Epsilon", "0.1"), Keeps("Epsilon", "0.1", "gradient descent doesn't read it", "Solver=sgd"), Moves("BatchSize", "7"),
            Moves("MaxEpochs", "3"), Moves("ValidationShare", "0.3"), Moves("PatienceCount", "1", "Tolerance=10", "MaxEpochs=4"),
            Moves("Tolerance", "10", "PatienceCount=1", "MaxEpochs=4"), Keeps("Tolerance", "10", "without patience none is asked for"),
            Moves("Seed", "5"), Keeps("Device", "cpu", "the managed engine knows no other"),
            Refuses("Device", "cuda", "the managed engine runs on the processor"),
            Keeps("Engine", "managed", "it is the processor's default", "Engine=auto", "Device=cpu"),
            Keeps("Engine", "graph", "both do the same steps, up to rounding", 1e-4, "Device=cpu"),
        ],

        ["rbf-kernel"] = [.. Moves("Gamma", ["auto", "0.05"])],
        ["polynomial-kernel"] = [Moves("Degree", "2"), .. Moves("Gamma", ["auto", "0.05"]), Moves("Constant", "1")],
        ["sigmoid-kernel"] = [.. Moves("Gamma", ["auto", "0.05"]), Moves("Constant", "1")],
        ["laplacian-kernel"] = [.. Moves("Gamma", ["auto", "0.05"])],
        ["chi-squared-kernel"] = [Moves("Gamma", "0.1") with { Data = "positive" }],
        ["minkowski"] = [Moves("Power", "1"), Moves("Power", "3.5")],
    };

    private static Trial[] Sgd(string rate, params string[] losses) =>
    [
        .. Moves("Loss", losses), .. Moves("Penalty", ["none", "l1", "elastic-net"]), Moves("Alpha", "0.1"),
        Moves("L1Ratio", "0.9", "Penalty=elastic-net"), Keeps("L1Ratio", "0.9", NotRead), Moves("Epsilon", "1", "Loss=huber"),
        Keeps("Epsilon", "1", NotRead), Moves("LearningRate", "0.05", $"Schedule={rate}"),
        Moves("Power", "0.7", "Schedule=inverse-scaling"),
        Keeps("Power", "0.7", NotRead, "Schedule=constant"), Moves("Averaged", "true"), Moves("MaxEpochs", "2"),
        Moves("Tolerance", "0.5"),
        .. Moves("PatienceCount", ["1", "none"], "MaxEpochs=60"), Moves("Shuffle", "false"), Moves("Seed", "5"),
        Keeps("Seed", "5", "rows are taken in their order", "Shuffle=false"), Moves("FitIntercept", "false"),
    ];

    private static Trial[] Nearest(params string[] with) =>
    [
        Moves("Weighting", "inverse-distance", with), .. Moves("Metric", Metrics, with),
        Keeps("Metric", "minkowski", "2 is its default power", 1e-12, with),
        Keeps("Metric", "nan-euclidean", "nothing is missing", 1e-12, with),
        .. Keeps("Search", ["brute-force", "kd-tree", "ball-tree"], SameBits, 0, with),
    ];

    private static Trial[] Kernels() =>
    [
        .. Moves("Kernel", OtherKernels), Moves("Kernel", "chi-squared-kernel") with { Data = "positive" },
        Refuses("Kernel", "chi-squared-kernel", "values must be at least 0 for the chi-squared kernel"),
        Refuses("Kernel", "precomputed-kernel", "with a precomputed kernel it must be the row's number"),
    ];

    private static Trial[] Smo() =>
    [
        Tells("Tolerance", "0.3"), Tells("MaxIterations", "3"),
        Keeps("Shrinking", "false", "what is set aside is looked at again", 1e-4, "Tolerance=1e-7"),
        Keeps("MemoryMegabytes", "1", SameBits),
    ];

    private static Trial[] Linear(params string[] drawn) =>
    [
        Moves("FitIntercept", "false"), Moves("InterceptScaling", "10"), Tells("Tolerance", "0.1"), Tells("MaxIterations", "1"),
        Moves("Seed", "5", ["MaxIterations=1", .. drawn]),
    ];

    private static Trial[] Tree() =>
    [
        Moves("MaxDepth", "2"), Moves("MinSamplesSplit", "20"), Moves("MinSamplesLeaf", "8"), Moves("MinWeightShareLeaf", "0.2"),
        Moves("MinImpurityDecrease", "0.05"), Moves("MaxLeafCount", "4"), .. Moves("MaxFeatures", ["1", "0.75"]),
        Moves("CategoricalFeatures", "2"), Refuses("CategoricalFeatures", "city", "names column 'city'; the columns of this data have no names"),
    ];

    private static Trial[] ClassTree() =>
    [
        .. Moves("ClassWeights", ["balanced", "a=5"], "MaxDepth=3"), Moves("MonotonicConstraints", "1=1") with { Data = "two classes" },
        Refuses("MonotonicConstraints", "1=1", "MonotonicConstraints need at most two classes"),
    ];

    private static Trial[] OneTree() =>
    [
        Moves("Splitter", "random"), Moves("PruningAlpha", "0.05"), Moves("Seed", "5", "Splitter=random"),
        Keeps("Seed", "5", "features and thresholds are searched"),
    ];

    // Friedman's score is that of the squared error times the node's weight: it orders the splits of a node alike.
    private static Trial[] NumberCriteria() =>
    [
        Moves("Criterion", "absolute-error"),
        Keeps("Criterion", "friedman", "it orders the splits of a node as the squared error does", 1e-9),
        Moves("Criterion", "poisson") with { Data = "counts" }, Refuses("Criterion", "poisson", "at least 0"),
    ];

    private static Trial[] ClassForest() =>
    [
        Moves("BalanceSamples", "true", "MaxDepth=3"), Moves("Voting", "majority", "MaxDepth=3"),
    ];

    private static Trial[] Forest(bool isBootstrap)
    {
        string[] on = isBootstrap ? [] : ["Bootstrap=true"], off = isBootstrap ? ["Bootstrap=false"] : [];
        return
        [
            Moves("TreeCount", "3"), Moves("Bootstrap", isBootstrap ? "false" : "true"), Moves("SampleShare", "0.3", on),
            Keeps("SampleShare", "0.3", "without bootstrap all rows are taken", off), Moves("MaxBins", "3"), Shows("OutOfBag", "true", on),
            Keeps("OutOfBag", "true", "it looks at the trees as they are", on),
            Refuses("OutOfBag", "true", "OutOfBag needs Bootstrap", off),
            Moves("Seed", "5"),
        ];
    }

    private static Trial[] Text() =>
    [
        .. Moves("Analyzer", ["characters", "characters-in-words"]), Moves("MaxNGram", "2"), Moves("MinNGram", "2", "MaxNGram=2"),
        Refuses("MinNGram", "2", "MinNGram must be at most MaxNGram, 1, was 2"), Moves("MinWordLength", "1"), Moves("LowerCase", "false"),
        Moves("StripAccents", "true"), .. Moves("StopWords", ["english", "fox,"]), Moves("MinDocumentCount", "5"), Moves("MinDocumentShare", "0.3"),
        Moves("MaxDocumentCount", "20"), Moves("MaxDocumentShare", "0.3"), Moves("MaxTerms", "2"), Moves("HashColumnCount", "8"),
        Moves("AlternateSign", "true", "HashColumnCount=8"), Keeps("AlternateSign", "true", "a vocabulary has no signs"), Moves("Binary", "true"),
        .. Moves("Weighting", ["counts", "term-frequency"]), Moves("SublinearTf", "true"), Moves("SmoothIdf", "false"), .. Moves("Norm", ["none", "l1"]),
        .. new[] { "none", "l1" }.Select(norm => Keeps("Norm", norm, "counts are left", "Weighting=counts")),
    ];

    private static Trial[] Mlp() =>
    [
        Moves("HiddenLayers", "5"), Moves("HiddenLayers", "none"), Moves("HiddenLayers", "8,4"),
        .. Moves("Activation", ["identity", "logistic", "tanh"]),
        .. Moves("Solver", ["sgd", "l-bfgs"]), Moves("Alpha", "10"), Moves("Alpha", "10", "Solver=l-bfgs"), Moves("Dropout", "0.5"),
        Refuses("Dropout", "0.5", "Dropout must be 0 with Solver LBfgs", "Solver=l-bfgs"),
        .. Moves("Start", ["glorot-normal", "he-uniform", "he-normal"]), Moves("BatchSize", "16"),
        Keeps("BatchSize", "16", "L-BFGS takes all rows", "Solver=l-bfgs"), Moves("LearningRate", "0.01"),
        Moves("LearningRate", "0.01", "Solver=sgd"),
        Moves("Schedule", "inverse-scaling", "Solver=sgd"), Moves("Schedule", "adaptive", "Solver=sgd", "Tolerance=10", "PatienceCount=1"),
        .. Keeps("Schedule", ["inverse-scaling", "adaptive"], "Adam has its own", 0),
        Moves("Power", "0.2", "Solver=sgd", "Schedule=inverse-scaling"),
        Keeps("Power", "0.2", NotRead, "Solver=sgd"), Moves("Momentum", "0.5", "Solver=sgd"), Keeps("Momentum", "0.5", "Adam has its own"),
        Moves("Nesterov", "false", "Solver=sgd"), Keeps("Nesterov", "false", "Adam has none"), Moves("Beta1", "0.5"), Moves("Beta2", "0.5"),
        Moves("Epsilon", "0.1"), .. new[] { "Beta1", "Beta2", "Epsilon" }.Select(option => Keeps(option, "0.5", NotRead, "Solver=sgd")),
        Moves("MaxEpochs", "5"), Moves("Tolerance", "10"), .. Moves("PatienceCount", ["1", "none"], "Tolerance=10"),
        Moves("ValidationShare", "0.3"),
        Refuses("ValidationShare", "0.3", "ValidationShare must be 0 with Solver LBfgs", "Solver=l-bfgs"), Moves("Shuffle", "false"),
        Moves("Seed", "5"),
        Moves("Seed", "5", "Shuffle=false", "Solver=l-bfgs"), Moves("Precision", "single"),
        Keeps("Precision", "single", "L-BFGS doesn't read it", "Solver=l-bfgs"),
    ];

    private static IEnumerable<Trial> Imputer() => Holed(Shows("AddIndicator", "true"), Shows("KeepEmptyFeatures", "true"));

    private static IEnumerable<Trial> Holed(params Trial[] trials) => trials.Select(trial => trial with { Data = "missing" });

    private static Trial Moves(string option, string value, params string[] with) => new(option, value, Effect.Moves, "", with);

    private static IEnumerable<Trial> Moves(string option, string[] values, params string[] with) =>
        values.Select(value => Moves(option, value, with));

    private static Trial Tells(string option, string value, params string[] with) => new(option, value, Effect.Tells, "", with);

    private static IEnumerable<Trial> Tells(string option, string[] values, params string[] with) =>
        values.Select(value => Tells(option, value, with));

    private static Trial Shows(string option, string value, params string[] with) => new(option, value, Effect.Shows, "", with);

    private static Trial Keeps(string option, string value, string why, params string[] with) =>
        new(option, value, Effect.Keeps, why, with);

    private static Trial Keeps(string option, string value, string why, double tolerance, params string[] with) =>
        Keeps(option, value, why, with) with { Tolerance = tolerance };

    private static IEnumerable<Trial> Keeps(string option, string[] values, string why, double tolerance, params string[] with) =>
        values.Select(value => Keeps(option, value, why, tolerance, with));

    private static Trial Refuses(string option, string value, string words, params string[] with) =>
        new(option, value, Effect.Refuses, words, with);
}
