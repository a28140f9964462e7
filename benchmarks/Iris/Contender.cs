using System.Collections.Immutable;
#if ACCORD
using ClassicML.Benchmarks.AccordNet;
#endif
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.MLNet;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace ClassicML.Benchmarks.Iris;

/// <summary>A learner of the report, with the candidates among which its search chooses: at most twelve.</summary>
/// <param name="Kind">What kind of learner it is: like ones share a line of the charts, where their libraries differ.</param>
/// <param name="Name">How it is called in the tables.</param>
/// <param name="Library">Whose it is, among <see cref="Libraries"/>.</param>
/// <param name="Candidates">The settings to choose from.</param>
internal sealed record Contender(string Kind, string Name, string Library, ImmutableArray<Candidate> Candidates)
{
    private const string Ours = Libraries.Ours, Theirs = Libraries.MLNet;

    private static readonly Perceptron Averaged = new() { Averaged = true };

    public bool IsOurs => Library == Ours;

    /// <summary>Every learner of the library and its counterparts in ML.NET and, where it is compiled in, Accord.NET. Where scale matters,
    /// all get the same scaler first.</summary>
    public static ImmutableArray<Contender> All { get; } =
    [
        new("logistic regression", "Logistic regression", Ours, ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
            .Vary("C", [0.01, 0.1, 1, 10, 100, 1000], (p, c) => p with { Last = p.Last with { C = c } }).Candidates),
        new("k nearest neighbours", "k nearest neighbours", Ours, ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
            .Vary("k", [1, 3, 5, 7, 11, 15], (p, k) => p with { Last = p.Last with { NeighborCount = k } })
            .Vary("votes", [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance],
                (p, w) => p with { Last = p.Last with { Weighting = w } }).Candidates),
        new("averaged perceptron", "Averaged perceptron, calibrated", Ours, ParameterGrid.For(new StandardScaler().Then(new CalibratedClassifier(Averaged)))
            .Vary("epochs", [5, 20, 100], (p, epochs) => p with { Last = p.Last with { Learner = Averaged with { MaxEpochs = epochs } } }).Candidates),
        new("kernel SVM", "Kernel SVM, calibrated", Ours, ParameterGrid.For(new StandardScaler().Then(new CalibratedClassifier(new SvmClassifier())))
            .Vary("C", [0.1, 1, 10, 100], (p, c) => p with { Last = p.Last with { Learner = ((SvmClassifier)p.Last.Learner) with { C = c } } })
            .Vary("gamma", [0.03, 0.1, 0.3], (p, gamma) =>
                p with { Last = p.Last with { Learner = ((SvmClassifier)p.Last.Learner) with { Kernel = KernelFunction.Rbf(gamma) } } }).Candidates),
        new("linear SVM", "Linear SVM, calibrated", Ours, ParameterGrid.For(new StandardScaler().Then(new CalibratedClassifier(new LinearSvmClassifier())))
            .Vary("C", [0.01, 0.1, 1, 10, 100],
                (p, c) => p with { Last = p.Last with { Learner = ((LinearSvmClassifier)p.Last.Learner) with { C = c } } }).Candidates),
        new("linear discriminants", "Linear discriminants", Ours, ParameterGrid.For(new LinearDiscriminantAnalysis()).Candidates),
        new("quadratic discriminants", "Quadratic discriminants", Ours, ParameterGrid.For(new QuadraticDiscriminantAnalysis())
            .Vary("regularization", [0, 0.03, 0.1, 0.3], (q, share) => q with { Regularization = share }).Candidates),
        new("decision tree", "Decision tree", Ours, ParameterGrid.For(new DecisionTreeClassifier())
            .Vary("criterion", Enum.GetValues<SplitCriterion>(), (t, criterion) => t with { Criterion = criterion })
            .Vary("depth", [2, 3, 4, 5], (t, depth) => t with { MaxDepth = depth }).Candidates),
        new("random forest", "Random forest", Ours, ParameterGrid.For(new RandomForestClassifier())
            .Vary("trees", [10, 30, 100], (f, trees) => f with { TreeCount = trees }).Candidates),
        new("extra trees", "Extra trees", Ours, ParameterGrid.For(new ExtraTreesClassifier())
            .Vary("trees", [10, 30, 100], (f, trees) => f with { TreeCount = trees }).Candidates),
        new("multi-layer perceptron", "Multi-layer perceptron", Ours,
            ParameterGrid.For(new StandardScaler().Then(new MlpClassifier { Solver = MlpSolver.LBfgs }))
                .Vary("units", [4, 8, 16], (p, units) => p with { Last = p.Last with { HiddenLayers = [units] } })
                .Vary("alpha", [0.01, 0.1, 1], (p, alpha) => p with { Last = p.Last with { Alpha = alpha } }).Candidates),
        Scaled("logistic regression, SDCA", "Maximum entropy, SDCA", [1e-4f, 1e-3f, 1e-2f, 1e-1f], "l2",
            (ml, l2) => ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(
                new SdcaMaximumEntropyMulticlassTrainer.Options { L2Regularization = l2, NumberOfThreads = 1 })),
        Scaled("logistic regression", "Maximum entropy, L-BFGS", [0.001f, 0.01f, 0.1f, 1f, 10f, 100f], "l2",
            (ml, l2) => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                new LbfgsMaximumEntropyMulticlassTrainer.Options { L2Regularization = l2, L1Regularization = 0, NumberOfThreads = 1 })),
        Scaled("averaged perceptron", "Averaged perceptron, 1 vs rest", [0.01f, 0.1f, 1f, 10f], "rate",
            (ml, rate) => ml.MulticlassClassification.Trainers.OneVersusAll(
                ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: rate, numberOfIterations: 20))),
        Scaled("linear SVM", "Linear SVM, 1 vs rest", [1e-4f, 1e-3f, 1e-2f, 1e-1f], "lambda", (ml, lambda) => ml.MulticlassClassification.Trainers.OneVersusAll(
            ml.BinaryClassification.Trainers.LinearSvm(new LinearSvmTrainer.Options { Lambda = lambda, NumberOfIterations = 20 }))),
        Plain("random forest", "FastForest, 1 vs rest", [10, 30, 100], "trees", (ml, trees) => ml.MulticlassClassification.Trainers.OneVersusAll(
            ml.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
            {
                NumberOfTrees = trees, NumberOfLeaves = 8, MinimumExampleCountPerLeaf = 3, NumberOfThreads = 1,
            }))),
        Plain("boosted trees", "LightGBM", [10, 30, 100], "rounds", (ml, rounds) => ml.MulticlassClassification.Trainers.LightGbm(
            new LightGbmMulticlassTrainer.Options { NumberOfIterations = rounds, NumberOfLeaves = 8, MinimumExampleCountPerLeaf = 3, NumberOfThreads = 1 })),
#if ACCORD
        .. AccordContenders.All,
#endif
    ];

    private static Contender Scaled<T>(string kind, string name, T[] values, string setting, Func<MLContext, T, IEstimator<ITransformer>> trainer) =>
        new(kind, name, Theirs, [.. Learners(name, values, setting, trainer).Select(c => c with { Learner = new StandardScaler().Then(c.Classifier) })]);

    private static Contender Plain<T>(string kind, string name, T[] values, string setting, Func<MLContext, T, IEstimator<ITransformer>> trainer) =>
        new(kind, name, Theirs, Learners(name, values, setting, trainer));

    private static ImmutableArray<Candidate> Learners<T>(string name, T[] values, string setting, Func<MLContext, T, IEstimator<ITransformer>> trainer) =>
        ParameterGrid.For(new MLNetClassifier(name, ml => trainer(ml, values[0])))
            .Vary(setting, values, (learner, value) => learner with { Trainer = ml => trainer(ml, value) }).Candidates;
}
