using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Benchmarks.Scale;

/// <summary>What stands for a family when growth is measured.</summary>
/// <param name="Name">Its name on the command line, and in scale_peer.py.</param>
/// <param name="Title">Its name in print.</param>
/// <param name="Settings">The settings that both sides have, in print.</param>
/// <param name="Peer">What the peer does where its library leaves a choice.</param>
/// <param name="Measure">What makes results equal: the accuracy, or the mean square of transformed rows.</param>
/// <param name="Tolerance">How far the peer's may lie from ours.</param>
/// <param name="Fit">Fits a model.</param>
internal sealed record ScaleLearner(
    string Name, string Title, string Settings, string Peer, string Measure, double Tolerance, Func<ClassificationData, IModel> Fit)
{
    private const string Accuracy = "accuracy", MeanSquare = "mean square";

    /// <summary>The peer, the fastest at equal settings: one of <see cref="PeerNames"/>.</summary>
    public string Library { get; init; } = PeerNames.ScikitLearn;

    /// <summary>Whether the tolerance is a share of the value.</summary>
    public bool IsRelative => Measure == MeanSquare;

    // Deterministic learners that stop near one optimum differ in rows at the border; trees and networks draw.
    public static IReadOnlyList<ScaleLearner> All { get; } =
    [
        new("scaler", "Standard scaler", "columns to mean 0 and deviation 1", "", MeanSquare, 1e-6, data => new StandardScaler().Fit(data.Features)),
        new("logistic", "Logistic regression", "L2, C = 1, tolerance 1e-6", "newton-cholesky, the fastest of its solvers on many rows", Accuracy, 0.005,
            data => new LogisticRegression().Fit(data)),
        new("linear-svm", "Linear SVM", "squared hinge, C = 1, tolerance 1e-4", "LIBLINEAR on the primal, which it advises for more rows than columns", Accuracy, 0.005,
            data => new LinearSvmClassifier().Fit(data)),
        new("kernel-svm", "Kernel SVM", "RBF, γ by the features' variance, C = 1, tolerance 1e-3, 1,000 MB for the kernel matrix", "LIBSVM on dense rows", Accuracy, 0.005,
            data => new SvmClassifier().Fit(data)),
        new("tree", "Decision tree", "Gini, fully grown", "", Accuracy, 0.05, data => new DecisionTreeClassifier().Fit(data)),
        new("forest", "Random forest", "100 trees, fully grown, √p features a split", "", Accuracy, 0.02, data => new RandomForestClassifier().Fit(data)),
        new("neighbors", "k nearest neighbours", "k = 5, Euclidean, all rows looked at", "flat index of float32 rows", Accuracy, 0.005,
            data => new KNearestNeighborsClassifier { Search = NeighborSearch.BruteForce }.Fit(data)) { Library = PeerNames.Faiss },
        new("pca", "PCA", "8 components, exact", "NumPy's covariance and SciPy's eigh, faster than scikit-learn's own solvers", MeanSquare, 1e-6,
            data => new Pca { ComponentCount = 8 }.Fit(data.Features)),
        new("mlp", "Multi-layer perceptron", "one hidden layer of 64 ReLU, Adam, batch 200, 5 epochs, double precision", "", Accuracy, 0.05,
            data => new MlpClassifier { HiddenLayers = [64], MaxEpochs = 5, PatienceCount = null }.Fit(data)),
    ];

    /// <summary>The program of the peer's side, with its arguments up to the folder of data.</summary>
    /// <exception cref="PeerAbsentException">It can't be had here.</exception>
    public string[] Program(string caseName, CancellationToken cancellation) => Library == PeerNames.ScikitLearn
        ? [PeerPrograms.Python(), PeerPrograms.Script("scale_peer.py"), caseName]
        : PeerLibrary.Of(Library).Program!(caseName, cancellation);

    /// <summary>Predicts or transforms rows.</summary>
    /// <returns>A function that computes the measure.</returns>
    public static Func<double> Predict(IModel model, ClassificationData test)
    {
        if (model is IClassifierModel classifier)
        {
            int[] predicted = classifier.Predict(test.Features);
            return () => SpeedCase.Accuracy(predicted, test);
        }
        var rows = (Matrix)((ITransformerModel)model).Transform(test.Features);
        return () =>
        {
            double sum = 0;
            foreach (double value in rows.Span) sum += value * value;
            return sum / rows.RowCount;
        };
    }
}
