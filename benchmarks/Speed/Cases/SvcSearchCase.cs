using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Searches over the options of a kernel SVM: candidates share distances and kernel matrices.</summary>
internal abstract class SvcSearchCase : SpeedCase
{
    public override Family Family => Family.Selection;

    protected abstract ClassificationData Data();

    /// <summary>Does the search, and gives its score.</summary>
    protected abstract double Search(ClassificationData data);

    // Accord.NET's grid search has no folds that keep the classes' shares.
    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        ClassificationData data = Data();
        double score = 0;
        return new InProcess("ClassicML", typeof(SvmClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["search"] = (() => score = Search(data), () => score),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, Data());
}

/// <summary>Five values of C by five of γ, 45 machines each.</summary>
internal sealed class GridSvcDigits : SvcSearchCase
{
    public override string Name => "grid-svc-digits";

    public override string Summary =>
        "grid search of a kernel SVM on Digits (1797×64): 5 values of C × 5 of γ, 5 stratified folds, and the final fit";

    // Two of 1797 rows at a border.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("search", "best mean accuracy", 2.0 / 1797)];

    protected override ClassificationData Data() => Datasets.Digits();

    protected override double Search(ClassificationData data) => new GridSearch(ParameterGrid.For(new SvmClassifier())
        .Vary("C", [0.1, 1, 10, 100, 1000], (svm, c) => svm with { C = c })
        .Vary("gamma", [1e-4, 3e-4, 1e-3, 3e-3, 1e-2], (svm, gamma) => svm with { Kernel = KernelFunction.Rbf(gamma) }))
        .Fit(data).BestScore;
}

/// <summary>Nested cross-validation of 72 candidates: eight values of C with a linear kernel, and by eight of γ with RBF.</summary>
internal sealed class NestedSvcBreastCancer : SvcSearchCase
{
    private static readonly double[] Powers = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

    public override string Name => "nested-svc-breast-cancer";

    public override string Summary =>
        "nested cross-validation of scaler and SVM on Breast Cancer (569×30): 72 candidates, 10 inner and 5 outer folds";

    // Candidates may tie in the inner folds, so another may be chosen: two of 569 rows.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("search", "mean accuracy", 2.0 / 569)];

    protected override ClassificationData Data() => Datasets.BreastCancer();

    protected override double Search(ClassificationData data)
    {
        var pipeline = new StandardScaler().Then(new SvmClassifier());
        var search = new GridSearch(
            ParameterGrid.For(pipeline with { Last = new SvmClassifier { Kernel = KernelFunction.Linear } })
                .Vary("C", Powers, (p, c) => p with { Last = p.Last with { C = c } }),
            ParameterGrid.For(pipeline).Vary("C", Powers, (p, c) => p with { Last = p.Last with { C = c } })
                .Vary("gamma", Powers, (p, gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } }))
        { Splitter = new StratifiedKFold { FoldCount = 10 } };
        return CrossValidation.Run(search, data, new StratifiedKFold { FoldCount = 5 }).Mean(ClassificationMetric.Accuracy);
    }
}
