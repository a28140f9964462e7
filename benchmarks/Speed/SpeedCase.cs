using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Internal;

namespace ClassicML.Benchmarks.Speed;

/// <summary>One named comparison: its data, its steps, what equal means, and who takes part.</summary>
internal abstract class SpeedCase
{
    public static IReadOnlyList<SpeedCase> All { get; } =
        [
            new Cases.KnnDigits(),
            new Cases.LrBreastCancer(),
            new Cases.TreeDigits(),
            new Cases.GridIris(),
            .. Cases.Products.Every,
            new Cases.KnnMnist(),
            new Cases.KnnMnist5k(),
            new Cases.KnnWideK(),
            new Cases.KnnLow(),
            new Cases.CvKnnDigits(),
            new Cases.CvLogisticBreastCancer(),
            new Cases.NestedThreeLearnersWine(),
            new Cases.RandomForestSearch(),
            new Cases.PcaMnist("", "numpy's covariance and eigh"),
            new Cases.PcaMnist("-randomized", "scikit-learn's randomised solver"),
            new Cases.PcaMnist("-full", "scikit-learn's full SVD"),
            new Cases.PcaMnist1k(),
            new Cases.PcaTall("", "numpy's covariance and eigh"),
            new Cases.PcaTall("-randomized", "scikit-learn's randomised solver"),
            new Cases.LdaMnist(),
            new Cases.LdaTall(),
            new Cases.KernelPcaRows("kernel-pca", 5000, "5,000"),
            new Cases.KernelPcaRows("kernel-pca1k", 1000, "1,000"),
            .. Cases.LogisticCase.Every,
            new Cases.PerceptronMnist(),
            new Cases.LassoPathCase(),
            new Cases.LogisticPathCase(),
            new Cases.MlpMnist("", Neural.Precision.Double),
            new Cases.MlpMnist("-single", Neural.Precision.Single),
            new Cases.SvcMnist1k(),
            new Cases.SvcMnist("svc-mnist10k", 10_000, "10,000", 0.05),
            new Cases.SvcMnist("svc-mnist60k", 60_000, "60,000", 0.2),
            new Cases.SvcTall(),
            new Cases.SvcAdult(),
            new Cases.GridSvcDigits(),
            new Cases.NestedSvcBreastCancer(),
            new Cases.LinearSvmTall("linear-svm20k", 20_000, "20,000"),
            new Cases.LinearSvmTall("linear-svm-tall", 500_000, "500,000"),
            new Cases.TreeMnist1k(),
            new Cases.TreeMnist(),
            new Cases.TreeTall(),
            new Cases.RfDigits(),
            new Cases.RfMnist1k(),
            new Cases.RfMnist(),
            new Cases.RfTall(),
            new Cases.RfLowCardinality(),
            new Cases.ExtraTreesMnist(),
            new Cases.RfPredict(),
            new Cases.RfMnistBinned(),
            new Cases.RfTallBinned(),
            new Cases.CnnMnistEpoch(32),
            new Cases.CnnMnistEpoch(128),
            new Cases.ScaleMnist(),
            new Cases.OneHotTall(),
            new Cases.ImputeKnn(),
            new Cases.Tfidf(),
            new Cases.PipelineAdultLike(),
            new Cases.ReadCsv(),
            new Cases.SaveForest(),
            new Cases.SaveKnn(),
            new Cases.OneRowForest(),
            new Cases.OneRowLogistic(),
        ];

    /// <summary>The case of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message has the one that may be meant.</exception>
    public static SpeedCase Of(string name) => All.FirstOrDefault(one => one.Name == name)
        ?? throw new ArgumentException($"there is no case '{name}'{NearNames.Hint(name, [.. All.Select(one => one.Name)])}");

    /// <summary>What kind of work it is.</summary>
    public abstract Family Family { get; }

    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>The steps in their order, with the name of the quality of each and how far others may lie from ours.</summary>
    public abstract IReadOnlyList<(string Step, string Quality, double Tolerance)> Steps { get; }

    /// <summary>The peers that this case has.</summary>
    public abstract IReadOnlyList<CasePeer> Peers { get; }

    /// <summary>Our side.</summary>
    public abstract IContender Ours();

    /// <summary>Writes what a peer in another process reads: .npy files.</summary>
    public abstract void WriteData(string folder);

    /// <summary>The side of a contender that runs inside this program: ours or a peer's.</summary>
    /// <exception cref="ArgumentException">The case has no such side.</exception>
    /// <exception cref="PeerAbsentException">It can't take part here.</exception>
    public IContender Contender(string name) =>
        name == PeerNames.Ours ? Ours()
        : Peers.FirstOrDefault(peer => peer.Name == name) is { Side: { } side } ? side()
        : throw new ArgumentException($"{Name} has no side for '{name}' here", nameof(name));

    /// <summary>The share of rows whose predicted code is the actual one.</summary>
    public static double Accuracy(int[] predicted, ClassificationData data)
    {
        int right = 0;
        for (int i = 0; i < predicted.Length; i++)
            if (predicted[i] == data.Codes[i]) right++;
        return (double)right / predicted.Length;
    }

    protected static void WriteRows(string folder, ClassificationData data)
    {
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)data.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), data.Codes);
    }

    protected static void WriteSplit(string folder, (ClassificationData Train, ClassificationData Test) data)
    {
        WriteRows(folder, data.Train);
        NpyFile.Write(Path.Combine(folder, "x_test.npy"), (Matrix)data.Test.Features);
        NpyFile.Write(Path.Combine(folder, "y_test.npy"), data.Test.Codes);
    }
}

/// <summary>A peer that takes part in a case.</summary>
/// <param name="Name">One of <see cref="PeerNames"/>.</param>
/// <param name="Side">Makes its side where it runs inside this program; null where it is a program of its own.</param>
internal sealed record CasePeer(string Name, Func<IContender>? Side = null)
{
    public static implicit operator CasePeer(string name) => new(name);
}

/// <summary>The kinds of work that results are gathered by.</summary>
internal enum Family
{
    Linear,
    Svm,
    Trees,
    Neighbors,
    Decomposition,
    Neural,
    Selection,
    Products,
    Preprocessing,
    Reading,
    Serving,
}

/// <summary>A peer that does not take part; the message says why.</summary>
internal sealed class PeerAbsentException(string message) : Exception(message);
