using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>Libraries of Python, R and C++ at the report's settings. OpenCV's ml module has a place here as soon as its program speaks the protocol.</summary>
internal static class OtherLibraries
{
    public static IEnumerable<MnistContender> Contenders(MnistSettings s)
    {
        yield return Scikit(OurLearners.Centroid, "nearest-centroid", "NearestCentroid", "as ours");
        yield return Scikit(OurLearners.Perceptrons, "perceptron", "Perceptron", "as ours: shuffle=False, tol=None");
        yield return Scikit(OurLearners.Adalines, "adaline", "SGDClassifier", "squared error without a penalty, otherwise as ours",
            "Orders are each library's own.");
        yield return Scikit(OurLearners.Sgd, "sgd", "SGDClassifier", "as ours", "Orders are each library's own.");
        yield return Scikit(OurLearners.LinearDiscriminants, "lda", "LinearDiscriminantAnalysis", "as ours: solver eigen");
        yield return Scikit(OurLearners.PcaQda, "pca-qda", "PCA, QuadraticDiscriminantAnalysis",
            "as ours; the components by its randomised solver, which it chooses for this shape");
        yield return Scikit(OurLearners.PcaNeighbors, "pca-knn", "PCA, KNeighborsClassifier", "as ours; the components by its randomised solver, which it chooses for this shape");
        yield return Scikit(OurLearners.LogisticL2, "logistic-l2", "LogisticRegression", "as ours: L-BFGS to the same gradient");
        yield return Python("LIBLINEAR", "liblinear", OurLearners.LogisticL2, "logistic-l2", "L2R_LR", Text($"-s 0 -B 1, C {s.LogisticC}, eps 0.001"), "",
            "One against the rest, and the intercept is penalised too.");
        yield return Scikit(OurLearners.LogisticL1, "logistic-l1", "LogisticRegression", Text($"as ours by SAGA, at most {s.LassoEpochs} passes"),
            "Its solver for this objective comes near the optimum slowly.");
        yield return Python("LIBLINEAR", "liblinear", OurLearners.LogisticL1, "logistic-l1", "L1R_LR", Text($"-s 6 -B 1, C {s.LassoC}, eps 0.01"), "",
            "One against the rest, and the intercept is penalised too.");
        yield return Scikit(OurLearners.LinearSvm, "linear-svm", "LinearSVC", "as ours: dual=False");
        yield return Python("LIBLINEAR", "liblinear", OurLearners.LinearSvm, "linear-svm", "L2R_L2LOSS_SVC", "as ours: -s 2 -B 1, eps 1e-4", "linear-svm", "");
        yield return Scikit(OurLearners.Neighbors, "knn", "KNeighborsClassifier", "as ours: algorithm brute");
        yield return new MnistContender(OurLearners.Neighbors, "IndexFlatL2", "FAISS", "knn-mnist", "as ours")
        {
            Counterpart = "knn", Difference = "Distances in single precision.", Program = () => Cpp(PeerNames.Faiss),
        };
        yield return Scikit(OurLearners.Tree, "tree", "DecisionTreeClassifier", "as ours");
        yield return Ranger(OurLearners.Tree, "tree", "ranger, one tree", "as ours: mtry = p, without a bootstrap");
        yield return Scikit(OurLearners.ExtraTrees, "extra-trees", "ExtraTreesClassifier", "as ours");
        yield return Ranger(OurLearners.ExtraTrees, "extra-trees", "ranger, extratrees", "as ours") with { IsLong = true };
        yield return Scikit(OurLearners.Forest, "forest", "RandomForestClassifier", "as ours");
        yield return Ranger(OurLearners.Forest, "forest", "ranger", "as ours", "Trees vote with a class each, not with shares.");
        yield return Python("XGBoost", "xgboost", OurLearners.Forest, "forest", "gradient-boosted forest, one round",
            Text($"{s.Rounds} trees a class of at most {s.LeafCount} leaves, √p features a node, 255 bins, 0.632 of the rows"), "",
            "No counterpart here: trees of gradients, one set for each class.") with
        { IsLong = true };
        yield return Python("XGBoost", "xgboost", OurLearners.Boosting, "boosting", "gradient boosting",
            Text($"{s.BoostingRounds} rounds of ten trees of at most {s.BoostedLeafCount} leaves, rate 0.1 … 0.3 as it comes, 255 bins"), "", "No counterpart here.");
        yield return Scikit(OurLearners.Mlp, "mlp", "MLPClassifier", "as ours, single precision", "Start weights and orders are each library's own.");
        yield return Python("PyTorch", "pytorch", OurLearners.Mlp, "mlp", "Linear, ReLU, Linear", "as ours", "mlp",
            "Start weights and orders are each library's own.");
        yield return Scikit(OurLearners.KernelSvm, "kernel-svm", "SVC", "as ours, a cache of 1000 MB");
        yield return Python("LIBSVM", "libsvm", OurLearners.KernelSvm, "kernel-svm", "C-SVC",
            "as ours, a cache of 1000 MB, rows as its nodes beforehand", "kernel-svm", "") with
        { IsLong = true };
        yield return Python("PyTorch", "pytorch", OurLearners.Cnn, "cnn", "the same network", "as ours, channels last", "cnn",
            "Orders and dropout are each library's own.");
    }

    private static MnistContender Scikit(string family, string key, string name, string settings, string difference = "") =>
        Python("scikit-learn", "sklearn", family, key, name, settings, key, difference);

    private static MnistContender Python(
        string library, string module, string family, string key, string name, string settings, string counterpart, string difference) =>
        new(family, name, library, $"{module}-{key}", settings)
        {
            Counterpart = counterpart, Difference = difference,
            Program = () => [Interpreter.Value, PeerPrograms.Script("mnist_peer.py")],
        };

    private static MnistContender Ranger(string family, string key, string name, string settings, string difference = "") =>
        new(family, name, "ranger", key, settings)
        { Counterpart = key, Difference = difference, Program = () => ["Rscript", PeerPrograms.Script("mnist_peer.R")] };

    // Found once; every contender says so where there is none.
    private static readonly Lazy<string> Interpreter = new(PeerPrograms.Python, LazyThreadSafetyMode.PublicationOnly);

    // The program alone: its case is the contender's key.
    private static string[] Cpp(string name) => PeerLibrary.Of(name).Program!("", CancellationToken.None)[..^1];

    private static string Text(FormattableString text) => Written.Of(text);
}
