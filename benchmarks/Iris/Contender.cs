using System.Collections.Immutable;
using ClassicML.Benchmarks.MLNet;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace ClassicML.Benchmarks.Iris;

/// <summary>A learner of the report, with the candidates among which its search chooses: at most twelve.</summary>
internal sealed record Contender(string Name, string Library, ImmutableArray<Candidate> Candidates)
{
    private const string Ours = "ClassicML", Theirs = "ML.NET";

    private static readonly Perceptron Averaged = new() { Averaged = true };

    public bool IsOurs => Library == Ours;

    /// <summary>Every learner of the library and ML.NET's counterparts. Where scale matters, all get the same scaler first.</summary>
    public static ImmutableArray<Contender> All { get; } =
    [
        new("Logistic regression", Ours, ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
            .Vary("C", [0.01, 0.1, 1, 10, 100, 1000], (p, c) => p with { Last = p.Last with { C = c } }).Candidates),
        new("k nearest neighbours", Ours, ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
            .Vary("k", [1, 3, 5, 7, 11, 15], (p, k) => p with { Last = p.Last with { NeighborCount = k } })
            .Vary("votes", [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance], (p, w) => p with { Last = p.Last with { Weighting = w } }).Candidates),
        new("Averaged perceptron, calibrated", Ours, ParameterGrid.For(new StandardScaler().Then(new CalibratedClassifier(Averaged)))
            .Vary("epochs", [5, 20, 100], (p, epochs) => p with { Last = p.Last with { Learner = Averaged with { MaxEpochs = epochs } } }).Candidates),
        new("Kernel SVM, calibrated", Ours, ParameterGrid.For(new StandardScaler().Then(new CalibratedClassifier(new SvmClassifier())))
            .Vary("C", [0.1, 1, 10, 100], (p, c) => p with { Last = p.Last with { Learner = ((SvmClassifier)p.Last.Learner) with { C = c } } })
            .Vary("gamma", [0.03, 0.1, 0.3], (p, gamma) =>
                p with { Last = p.Last with { Learner = ((SvmClassifier)p.Last.Learner) with { Kernel = KernelFunction.Rbf(gamma) } } }).Candidates),
        new("Linear discriminants", Ours, ParameterGrid.For(new LinearDiscriminantAnalysis()).Candidates),
        new("Decision tree", Ours, ParameterGrid.For(new DecisionTreeClassifier())
            .Vary("criterion", Enum.GetValues<SplitCriterion>(), (t, criterion) => t with { Criterion = criterion })
            .Vary("depth", [2, 3, 4, 5], (t, depth) => t with { MaxDepth = depth }).Candidates),
        new("Random forest", Ours, ParameterGrid.For(new RandomForestClassifier())
            .Vary("trees", [10, 30, 100], (f, trees) => f with { TreeCount = trees }).Candidates),
        Scaled("Maximum entropy, SDCA", [1e-4f, 1e-3f, 1e-2f, 1e-1f], "l2", (ml, l2) => ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options { L2Regularization = l2, NumberOfThreads = 1 })),
        Scaled("Maximum entropy, L-BFGS", [0.001f, 0.01f, 0.1f, 1f, 10f, 100f], "l2", (ml, l2) => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options { L2Regularization = l2, L1Regularization = 0, NumberOfThreads = 1 })),
        Scaled("Averaged perceptron, 1 vs rest", [0.01f, 0.1f, 1f, 10f], "rate", (ml, rate) => ml.MulticlassClassification.Trainers.OneVersusAll(
            ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: rate, numberOfIterations: 20))),
        Scaled("Linear SVM, 1 vs rest", [1e-4f, 1e-3f, 1e-2f, 1e-1f], "lambda", (ml, lambda) => ml.MulticlassClassification.Trainers.OneVersusAll(
            ml.BinaryClassification.Trainers.LinearSvm(new LinearSvmTrainer.Options { Lambda = lambda, NumberOfIterations = 20 }))),
        Plain("FastForest, 1 vs rest", [10, 30, 100], "trees", (ml, trees) => ml.MulticlassClassification.Trainers.OneVersusAll(
            ml.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
            {
                NumberOfTrees = trees, NumberOfLeaves = 8, MinimumExampleCountPerLeaf = 3, NumberOfThreads = 1,
            }))),
        Plain("LightGBM", [10, 30, 100], "rounds", (ml, rounds) => ml.MulticlassClassification.Trainers.LightGbm(
            new LightGbmMulticlassTrainer.Options { NumberOfIterations = rounds, NumberOfLeaves = 8, MinimumExampleCountPerLeaf = 3, NumberOfThreads = 1 })),
    ];

    private static Contender Scaled<T>(string name, T[] values, string setting, Func<MLContext, T, IEstimator<ITransformer>> trainer) =>
        new(name, Theirs, [.. Learners(name, values, setting, trainer).Select(c => c with { Learner = new StandardScaler().Then(c.Classifier) })]);

    private static Contender Plain<T>(string name, T[] values, string setting, Func<MLContext, T, IEstimator<ITransformer>> trainer) =>
        new(name, Theirs, Learners(name, values, setting, trainer));

    private static ImmutableArray<Candidate> Learners<T>(string name, T[] values, string setting, Func<MLContext, T, IEstimator<ITransformer>> trainer) =>
        ParameterGrid.For(new MLNetClassifier(name, ml => trainer(ml, values[0])))
            .Vary(setting, values, (learner, value) => learner with { Trainer = ml => trainer(ml, value) }).Candidates;
}
