using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Neighbors;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>The neighbours of all test digits of MNIST among all training digits.</summary>
internal class KnnMnist : SpeedCase
{
    public override Family Family => Family.Neighbors;

    public override string Name => "knn-mnist";

    public override string Summary => "k nearest neighbours, k = 5, on MNIST (60,000 rows of 784 pixels, 10,000 to predict)";

    protected virtual int NeighborCount => 5;

    // Rows tied at the last distance, and distances that floats can't tell apart, may be chosen differently: five rows of 10,000.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "rows", 0), ("predict", "accuracy", 5e-4)];

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.Faiss, PeerNames.Accord];

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        var learner = new KNearestNeighborsClassifier { NeighborCount = NeighborCount };
        KNearestNeighborsModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(KNearestNeighborsModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(train), () => train.RowCount),
            ["predict"] = (() => predicted = model!.Predict(test.Features), () => Accuracy(predicted, test)),
        });
    }

    public override IContender Peer(string name) => name switch
    {
        AccordPeers.PeerName => throw new PeerAbsentException("Accord.NET takes minutes"),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    protected virtual (ClassificationData Train, ClassificationData Test) Data() => Datasets.Mnist();
}

/// <summary>A tenth of the queries, for peers that would take minutes over all.</summary>
internal sealed class KnnMnist1k : KnnMnist
{
    public override string Name => "knn-mnist1k";

    public override string Summary => "k nearest neighbours, k = 5, on MNIST (60,000 rows of 784 pixels, 1,000 to predict)";

    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "rows", 0), ("predict", "accuracy", 2e-3)];

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.Faiss, PeerNames.OpenCv];

    protected override (ClassificationData, ClassificationData) Data()
    {
        var (train, test) = Datasets.Mnist();
        return (train, test.SelectRows([.. Enumerable.Range(0, 1000)]));
    }
}

/// <summary>The same with many neighbours: where keeping the best so far costs more.</summary>
internal sealed class KnnWideK : KnnMnist
{
    public override string Name => "knn-wide-k";

    public override string Summary => "k nearest neighbours, k = 100, on MNIST (60,000 rows of 784 pixels, 10,000 to predict)";

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.Faiss];

    protected override int NeighborCount => 100;
}
