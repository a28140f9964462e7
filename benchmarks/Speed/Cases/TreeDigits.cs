using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Trees;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>One full tree on the 8×8 digits.</summary>
internal sealed class TreeDigits : FitPredictCase
{
    public override Family Family => Family.Trees;

    public override string Name => "tree-digits";

    public override string Summary => "a decision tree by Gini, fully grown, on Digits (1347 rows to fit on, 450 to predict)";

    // Many splits tie, and scikit-learn draws among them: over its random states its accuracy spreads by ±0.02.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "accuracy", 0.04), ("predict", "accuracy", 0.04)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn, new(PeerNames.Accord, () => AccordPeers.DecisionTree(Data))];

    protected override IClassifier<IClassifierModel> Learner => new DecisionTreeClassifier();

    protected override (ClassificationData, ClassificationData) Data() => Datasets.Digits().Split(0.25, 1, stratified: true);
}
