using ClassicML.Benchmarks.Pages;
using ClassicML.Cnn;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>Every family of this library at the report's settings.</summary>
internal static class OurLearners
{
    /// <summary>The families in the order of the report, which is from cheap to dear.</summary>
    public const string Centroid = "Nearest centroid", Perceptrons = "Perceptron", Adalines = "Adaline", Sgd = "Stochastic gradient descent",
        LinearDiscriminants = "Linear discriminants", PcaQda = "PCA, quadratic discriminants", PcaNeighbors = "PCA, nearest neighbours",
        LogisticL2 = "Logistic regression, L2", LogisticL1 = "Logistic regression, L1", LinearSvm = "Linear SVM", Neighbors = "Nearest neighbours",
        Tree = "Decision tree", ExtraTrees = "Extra trees", Forest = "Random forest", Mlp = "Multi-layer perceptron", KernelSvm = "Kernel SVM",
        Cnn = "Convolutional network", Boosting = "Boosted trees";

    public static IEnumerable<MnistContender> Contenders(MnistSettings s)
    {
        yield return One(Centroid, "nearest-centroid", "Nearest centroid", "Euclidean distances to the class means");
        yield return One(Perceptrons, "perceptron", "Perceptron", Text($"{s.Epochs} passes in the order of the rows"));
        yield return One(Perceptrons, "perceptron-averaged", "Perceptron, averaged", Text($"{s.Epochs} passes in random order, the mean of all weights on the way"));
        yield return One(Adalines, "adaline", "Adaline", Text($"{s.Epochs} passes in random order, constant step {s.AdalineRate}"));
        yield return One(Sgd, "sgd", "SGD, log loss", Text($"one against the rest, L2 penalty α {s.SgdAlpha}, {s.Epochs} passes in random order, step falling as scikit-learn's “optimal”"));
        yield return One(LinearDiscriminants, "lda", "Linear discriminants", Text($"shrinkage {s.Shrinkage}, eigenvectors"));
        yield return One(PcaQda, "pca-qda", "PCA, then QDA", Text($"{s.ComponentCount} components, covariances moved {s.Regularization} towards the unit matrix"));
        yield return One(PcaNeighbors, "pca-knn", "PCA, then nearest neighbours", Text($"{s.ComponentCount} components, k {s.NeighborCount}"));
        yield return One(LogisticL2, "logistic-l2", "Logistic regression, L2", Text($"multinomial, C {s.LogisticC}, to a gradient of 1e-6 a row"));
        yield return One(LogisticL1, "logistic-l1", "Logistic regression, L1", Text($"multinomial, C {s.LassoC}, coordinate descent to convergence at 1e-3"));
        yield return One(LinearSvm, "linear-svm", "Linear SVM", Text($"one against the rest, squared hinge, C {s.LinearSvmC}, primal, tolerance 1e-4"));
        yield return One(Neighbors, "knn", "Nearest neighbours", Text($"k {s.NeighborCount}, Euclidean, brute force, exact"));
        yield return One(Tree, "tree", "Decision tree", "Gini, exact splits, no limits");
        yield return One(ExtraTrees, "extra-trees", "Extra trees", Text($"{s.TreeCount} trees, Gini, √p features a node, one random threshold each, no limits"));
        yield return One(Forest, "forest", "Random forest", Text($"{s.TreeCount} trees, Gini, √p features a node, bootstrap, no limits"));
        yield return One(Mlp, "mlp", "Multi-layer perceptron",
            Text($"{s.HiddenCount} ReLU, Adam 0.001, batches of {s.MlpBatch}, {s.MlpEpochs} epochs, α 1e-4, single precision"));
        yield return One(KernelSvm, "kernel-svm", "Kernel SVM", Text($"RBF γ {s.KernelGamma}, C {s.KernelC}, one against one, tolerance 1e-3"));
        yield return One(Cnn, "cnn", "Convolutional network",
            Text($"two 3×3 convolutions of 32, 2×2 pooling, dropout, 128 ReLU, dropout; Adam 0.001, batches of {s.CnnBatch}, {s.CnnEpochs} epochs"));
    }

    /// <summary>The learner of a key; null for a key of another library.</summary>
    public static IClassifier<IClassifierModel>? Find(string key, MnistSettings s) => key switch
    {
        "nearest-centroid" => new NearestCentroid(),
        "perceptron" => new Perceptron { MaxEpochs = s.Epochs, PatienceCount = null, Shuffle = false },
        "perceptron-averaged" => new Perceptron { MaxEpochs = s.Epochs, PatienceCount = null, Averaged = true },
        "adaline" => new Adaline { Solver = AdalineSolver.Stochastic, LearningRate = s.AdalineRate, MaxEpochs = s.Epochs, Tolerance = 0 },
        "sgd" => new SgdClassifier { Loss = SgdLoss.Log, Alpha = s.SgdAlpha, MaxEpochs = s.Epochs, PatienceCount = null },
        "lda" => new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen, Shrinkage = Shrinkage.Of(s.Shrinkage) },
        "pca-qda" => new Pca { ComponentCount = s.ComponentCount }.Then(new QuadraticDiscriminantAnalysis { Regularization = s.Regularization }),
        "pca-knn" => new Pca { ComponentCount = s.ComponentCount }.Then(new KNearestNeighborsClassifier { NeighborCount = s.NeighborCount }),
        "logistic-l2" => Logistic(s),
        "logistic-l1" => new LogisticRegression { C = s.LassoC, Penalty = Penalty.L1, Tolerance = 1e-3 },
        "linear-svm" => new LinearSvmClassifier { C = s.LinearSvmC },
        "knn" => new KNearestNeighborsClassifier { NeighborCount = s.NeighborCount },
        "tree" => new DecisionTreeClassifier(),
        "extra-trees" => new ExtraTreesClassifier { TreeCount = s.TreeCount },
        "forest" => new RandomForestClassifier { TreeCount = s.TreeCount },
        "mlp" => new MlpClassifier
        {
            HiddenLayers = [s.HiddenCount], BatchSize = s.MlpBatch, MaxEpochs = s.MlpEpochs, PatienceCount = null, Precision = Precision.Single,
        },
        "kernel-svm" => new SvmClassifier { C = s.KernelC, Kernel = KernelFunction.Rbf(s.KernelGamma) },
        "cnn" => Network(s),
        _ => null,
    };

    /// <summary>The learner whose weights the report draws.</summary>
    public static LogisticRegression Logistic(MnistSettings s) => new() { C = s.LogisticC };

    /// <summary>The network whose curves the report draws.</summary>
    public static CnnClassifier Network(MnistSettings s) => new()
    {
        Image = new ImageShape(s.Side, s.Side), PixelMaximum = 1, BatchSize = s.CnnBatch, MaxEpochs = s.CnnEpochs,
    };

    private static MnistContender One(string family, string key, string name, string settings) =>
        new(family, name, Libraries.Ours, key, settings) { Program = () => ChildProcess.Command(ContenderHost.CommandName) };

    private static string Text(FormattableString text) => Written.Of(text);
}
