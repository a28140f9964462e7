using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Trees;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>One full tree on the 8×8 digits.</summary>
internal sealed class TreeDigits : SpeedCase
{
    public override Family Family => Family.Trees;

    public override string Name => "tree-digits";

    public override string Summary => "a decision tree by Gini, fully grown, on Digits (1347 rows to fit on, 450 to predict)";

    // Many splits tie, and scikit-learn draws among them: over its random states its accuracy spreads by ±0.02.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "accuracy", 0.04), ("predict", "accuracy", 0.04)];

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.Accord];

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        DecisionTreeClassifierModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(DecisionTreeClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = new DecisionTreeClassifier().Fit(train), () => model!.Score(test)),
            ["predict"] = (() => predicted = model!.Predict(test.Features), () => Accuracy(predicted, test)),
        });
    }

    public override IContender Peer(string name) => name switch
    {
        PeerNames.Accord => AccordPeers.DecisionTree(Data),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    private static (ClassificationData, ClassificationData) Data() => Datasets.Digits().Split(0.25, 1, stratified: true);
}
