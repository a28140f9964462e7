using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Work over folds that are the same on both sides: those in row order.</summary>
internal abstract class SearchCase : SpeedCase
{
    public override Family Family => Family.Selection;

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        ClassificationData data = Data();
        Func<double> last = () => double.NaN;
        return new InProcess("ClassicML", typeof(GridSearch).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["search"] = (() => last = Search(data), () => last()),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, Data());

    protected abstract ClassificationData Data();

    /// <summary>Does the work, and returns what its quality is computed by.</summary>
    protected abstract Func<double> Search(ClassificationData data);
}

/// <summary>Three learners, each tuned inside every outer fold.</summary>
internal sealed class NestedThreeLearnersWine : SearchCase
{
    public override string Name => "nested-three-learners-wine";

    public override string Summary =>
        "nested cross-validation, 5 × 5 stratified folds, on Wine (178×13): logistic regression (5 of C), neighbours (25 of k), tree (8 depths)";

    // scikit-learn's tree breaks ties between splits at random: from seed to seed its accuracy here moves by 0.045, a third of which is in
    // the mean, and our rule for ties is one more draw.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("search", "mean accuracy of the three", 0.02)];

    protected override ClassificationData Data() => Datasets.Wine();

    protected override Func<double> Search(ClassificationData data)
    {
        NestedResult result = NestedCrossValidation.Run(
            [
                new("logistic", new GridSearch(ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
                    .Vary("C", [0.01, 0.1, 1, 10, 100], (p, c) => p with { Last = p.Last with { C = c } }))),
                new("neighbours", new GridSearch(ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
                    .Vary("k", Enumerable.Range(1, 25), (p, k) => p with { Last = p.Last with { NeighborCount = k } }))),
                new("tree", new GridSearch(ParameterGrid.For(new DecisionTreeClassifier())
                    .Vary("depth", Enumerable.Range(1, 8), (t, depth) => t with { MaxDepth = depth }))),
            ], data);
        return () => result.Entries.Average(entry => entry.Folds.Mean(ClassificationMetric.Accuracy));
    }
}

/// <summary>A search over C: fits of a millisecond, behind one scaler for each fold.</summary>
internal sealed class CvLogisticBreastCancer : SearchCase
{
    public override string Name => "cv-logistic-breast-cancer";

    public override string Summary =>
        "grid search of scaler and logistic regression on Breast Cancer (569×30), 20 values of C × 10 stratified folds by log loss, and the final fit";

    // Both stop near the optimum of each fit.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("search", "best mean log loss", 1e-3)];

    protected override ClassificationData Data() => Datasets.BreastCancer();

    protected override Func<double> Search(ClassificationData data)
    {
        SearchModel model = new GridSearch(ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
            .Vary("C", Enumerable.Range(0, 20).Select(i => Math.Pow(10, -3 + 0.25 * i)), (p, c) => p with { Last = p.Last with { C = c } }))
        {
            Splitter = new StratifiedKFold { FoldCount = 10 }, Metric = ClassificationMetric.LogLoss,
        }.Fit(data);
        return () => model.BestScore;
    }
}

/// <summary>A search over the size of forests.</summary>
internal sealed class RandomForestSearch : SearchCase
{
    public override string Name => "random-forest-search";

    public override string Summary =>
        "grid search of random forests on Breast Cancer (569×30), 50, 100 and 200 trees × depth 2, 4, 6, 8 × 5 stratified folds, and the final fit";

    // Forests under other random streams: the best of twelve differs by some thousandths.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("search", "best mean accuracy", 0.01)];

    protected override ClassificationData Data() => Datasets.BreastCancer();

    protected override Func<double> Search(ClassificationData data)
    {
        SearchModel model = new GridSearch(ParameterGrid.For(new RandomForestClassifier())
            .Vary("trees", [50, 100, 200], (f, count) => f with { TreeCount = count })
            .Vary("depth", [2, 4, 6, 8], (f, depth) => f with { MaxDepth = depth })).Fit(data);
        return () => model.BestScore;
    }
}
