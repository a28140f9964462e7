using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Neighbors;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>The neighbours of all test digits of MNIST among all training digits.</summary>
internal class KnnMnist : SpeedCase
{
    public override string Name => "knn-mnist";

    public override string Summary => "k nearest neighbours, k = 5, on MNIST (60,000 rows of 784 pixels, 10,000 to predict)";

    protected virtual int NeighborCount => 5;

    // Rows tied at the last distance, and distances that floats can't tell apart, may be chosen differently: five rows of 10,000.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "rows", 0), ("predict", "accuracy", 5e-4)];

    public override IReadOnlyList<string> SpecialPeers => [Faiss.PeerName];

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
        Peers.ScikitLearn.PeerName => new ScikitLearn(this),
        Faiss.PeerName => Faiss.Start(this),
        AccordPeers.PeerName => Accord(),
        _ => throw new PeerAbsentException($"{name} has no nearest-neighbour learner that takes part here"),
    };

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    protected virtual (ClassificationData Train, ClassificationData Test) Data() => Datasets.Mnist();

    protected virtual IContender Accord() => throw new PeerAbsentException("Accord.NET takes minutes; it takes part in knn-mnist2k");
}

/// <summary>The same with many neighbours: where keeping the best so far costs more.</summary>
internal sealed class KnnWideK : KnnMnist
{
    public override string Name => "knn-wide-k";

    public override string Summary => "k nearest neighbours, k = 100, on MNIST (60,000 rows of 784 pixels, 10,000 to predict)";

    protected override int NeighborCount => 100;
}

/// <summary>As few rows as Accord.NET answers in seconds.</summary>
internal sealed class KnnMnist2k : KnnMnist
{
    private const int Count = 2000;

    public override string Name => "knn-mnist2k";

    public override string Summary => "k nearest neighbours, k = 5, on 2,000 digits of MNIST, 2,000 to predict";

    // Two rows of 2,000 for ties. Accord.NET weights votes by 1/(1 + distance), so a tie of two votes goes to the nearer rows: TIES.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "rows", 0), ("predict", "accuracy", 0.01)];

    protected override (ClassificationData, ClassificationData) Data() => MnistRows.First(Count, Count);

    protected override IContender Accord() => AccordPeers.KNearestNeighbors(Data, NeighborCount);
}
