#if ACCORD
using ClassicML.Benchmarks.AccordNet;
#else
using ClassicML.Benchmarks.Speed;
#endif

namespace ClassicML.Benchmarks.Mnist;

/// <summary>Accord.NET's learners in the report, where it is compiled in.</summary>
internal static class AccordDigits
{
#if ACCORD
    public static IEnumerable<MnistContender> Contenders { get; } = [.. AccordContenders.Mnist.Select((one, i) =>
    {
        (string family, string counterpart, string settings) = one.Family switch
        {
            "k nearest neighbours" => (OurLearners.Neighbors, "knn", "k 5, Euclidean"),
            "Decision tree" => (OurLearners.Tree, "tree", "C4.5, no limits"),
            "Random forest" => (OurLearners.Forest, "forest", "100 trees"),
            "Linear SVM" => (OurLearners.LinearSvm, "linear-svm", "one against the rest, squared hinge, C 0.01, tolerance 0.01"),
            "Kernel SVM" => (OurLearners.KernelSvm, "kernel-svm", "RBF γ 0.02, C 5, one against one"),
            _ => (OurLearners.LogisticL2, "", "multinomial, 100 iterations without a penalty"),
        };
        return new MnistContender(family, one.Family, Libraries.Accord, Key(i), settings)
        {
            Counterpart = counterpart, IsLong = counterpart is "tree" or "forest", Program = () => ChildProcess.Command(ContenderHost.CommandName),
        };
    })];

    /// <summary>The learner of a key; null for a key of another library.</summary>
    public static IClassifier<IClassifierModel>? Find(string key) =>
        AccordContenders.Mnist.Select((one, i) => (Key: Key(i), one.Learner)).FirstOrDefault(one => one.Key == key).Learner;

    private static string Key(int index) => FormattableString.Invariant($"accord-{index}");
#else
    public static IEnumerable<MnistContender> Contenders { get; } =
    [
        new MnistContender(OurLearners.Tree, "C4.5", Libraries.Accord, "", "")
        { Program = () => throw new PeerAbsentException("not compiled in: -p:WithAccord=true (benchmarks/README.md)") },
    ];

    /// <summary>None.</summary>
    public static IClassifier<IClassifierModel>? Find(string key) => null;
#endif
}
