using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A search over k: every candidate needs the same neighbours.</summary>
internal sealed class CvKnnDigits : SpeedCase
{
    public override Family Family => Family.Selection;

    public override string Name => "cv-knn-digits";

    public override string Summary => "grid search of k from 1 to 30 on Digits (1797 rows of 64 pixels), 10 stratified folds, and the final fit";

    // Rows tied at the k-th distance may be chosen differently: three of 1797.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("search", "best mean accuracy", 3.0 / 1797)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        ClassificationData digits = Datasets.Digits();
        var search = new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier())
            .Vary("k", Enumerable.Range(1, 30), (learner, k) => learner with { NeighborCount = k }))
        { Splitter = new StratifiedKFold { FoldCount = 10 } };
        SearchModel? model = null;
        return new InProcess("ClassicML", typeof(GridSearch).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["search"] = (() => model = search.Fit(digits), () => model!.BestScore),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, Datasets.Digits());
}
