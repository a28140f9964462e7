using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Neighbors;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Five nearest neighbours by brute force on the 8×8 digits.</summary>
internal sealed class KnnDigits : FitPredictCase
{
    public override Family Family => Family.Neighbors;

    public override string Name => "knn-digits";

    public override string Summary => "k nearest neighbours, k = 5, brute force, on Digits (1347 rows to fit on, 450 to predict)";

    // Rows tied at the fifth distance may be chosen differently: two rows of 450.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "rows", 0), ("predict", "accuracy", 2.0 / 450)];

    public override IReadOnlyList<CasePeer> Peers =>
        [PeerNames.ScikitLearn, PeerNames.OpenCv, new(PeerNames.Accord, () => AccordPeers.KNearestNeighbors(Data, 5))];

    protected override IClassifier<IClassifierModel> Learner => new KNearestNeighborsClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Datasets.Digits().Split(0.25, 1, stratified: true);

    protected override double QualityOfFit(IClassifierModel model, ClassificationData train, ClassificationData test) => train.RowCount;
}
