using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Neighbors;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Five nearest neighbours by brute force on the 8×8 digits.</summary>
internal sealed class KnnDigits : SpeedCase
{
    public override Family Family => Family.Neighbors;

    public override string Name => "knn-digits";

    public override string Summary => "k nearest neighbours, k = 5, brute force, on Digits (1347 rows to fit on, 450 to predict)";

    // Rows tied at the fifth distance may be chosen differently: two rows of 450.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "rows", 0), ("predict", "accuracy", 2.0 / 450)];

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.OpenCv, PeerNames.Accord];

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        KNearestNeighborsClassifierModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(KNearestNeighborsClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = new KNearestNeighborsClassifier().Fit(train), () => train.RowCount),
            ["predict"] = (() => predicted = model!.Predict(test.Features), () => Accuracy(predicted, test)),
        });
    }

    public override IContender Peer(string name) => name switch
    {
        PeerNames.Accord => AccordPeers.KNearestNeighbors(Data, 5),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    private static (ClassificationData, ClassificationData) Data() => Datasets.Digits().Split(0.25, 1, stratified: true);
}
