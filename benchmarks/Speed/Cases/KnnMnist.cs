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

    // Accord.NET and OpenCV take minutes on the large cases.
    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.Faiss];

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        var learner = new KNearestNeighborsClassifier { NeighborCount = NeighborCount };
        KNearestNeighborsClassifierModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(KNearestNeighborsClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(train), () => train.RowCount),
            ["predict"] = (() => predicted = model!.Predict(test.Features), () => Accuracy(predicted, test)),
        });
    }

    public override IContender Peer(string name) => name switch
    {
        PeerNames.Accord => AccordPeers.KNearestNeighbors(Data, NeighborCount),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    protected virtual (ClassificationData Train, ClassificationData Test) Data() => Datasets.Mnist();
}

/// <summary>The same with many neighbours: where keeping the best so far costs more.</summary>
internal sealed class KnnWideK : KnnMnist
{
    public override string Name => "knn-wide-k";

    public override string Summary => "k nearest neighbours, k = 100, on MNIST (60,000 rows of 784 pixels, 10,000 to predict)";

    protected override int NeighborCount => 100;
}

/// <summary>So few rows that every peer answers in seconds.</summary>
internal sealed class KnnMnist5k : KnnMnist
{
    public override string Name => "knn-mnist5k";

    public override string Summary => "k nearest neighbours, k = 5, on 5,000 digits of MNIST, 1,000 to predict";

    // Votes that tie go to the lowest class, but Accord.NET weights them by 1/(1 + distance): nine rows of 1,000
    // come out otherwise.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "rows", 0), ("predict", "accuracy", 9.0 / 1000)];

    public override IReadOnlyList<string> Peers => [.. base.Peers, PeerNames.OpenCv, PeerNames.Accord];

    protected override (ClassificationData, ClassificationData) Data() => MnistRows.First(5000, 1000);
}
