using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class TreesWireTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        TreeWireOptions.Single(
            new WireOptions<DecisionTreeClassifier>("decision-tree", WireKind.Classifier, "A classification tree with exact splits", () => new())
                .Choice(nameof(DecisionTreeClassifier.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion }))
            .Text(nameof(DecisionTreeClassifier.ClassWeights), TreeWireOptions.WeightsText, l => l.ClassWeights,
                (l, w) => l with { ClassWeights = w }, ClassWeights.Parse),
        TreeWireOptions.Single(
            new WireOptions<DecisionTreeRegressor>("decision-tree-regressor", WireKind.Regressor, "A regression tree with exact splits", () => new())
                .Choice(nameof(DecisionTreeRegressor.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion })),
        new WireType<DecisionTreeClassifierModel>("decision-tree-model", WireKind.Model, "The nodes of a classification tree", Write, Read),
        new WireType<DecisionTreeRegressorModel>("decision-tree-regressor-model", WireKind.Model, "The nodes of a regression tree",
            WriteRegressor, ReadRegressor),
        .. ForestWireTypes.All,
    ];

    private static void Write(DecisionTreeClassifierModel tree, WireWriter w)
    {
        w.Integer("FeatureCount", tree.FeatureCount).Labels("Labels", tree.Labels);
        TreeNodesWire.Write(w, [tree.Nodes], tree.Levels);
        w.Report(tree.Report);
    }

    private static DecisionTreeClassifierModel Read(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        ClassLabels labels = r.Labels("Labels", minimum: 1);
        TableLevels? levels = TableLevelsWire.Read(r, featureCount);
        TreeNodes nodes = TreeNodesWire.ReadOne(r, featureCount, levels, labels.Count);
        return new DecisionTreeClassifierModel(nodes, featureCount, levels, labels, TableLevelsWire.Report(r, levels));
    }

    private static void WriteRegressor(DecisionTreeRegressorModel tree, WireWriter w)
    {
        w.Integer("FeatureCount", tree.FeatureCount);
        TreeNodesWire.Write(w, [tree.Nodes], tree.Levels);
        w.Report(tree.Report);
    }

    private static DecisionTreeRegressorModel ReadRegressor(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        TableLevels? levels = TableLevelsWire.Read(r, featureCount);
        TreeNodes nodes = TreeNodesWire.ReadOne(r, featureCount, levels, null);
        return new DecisionTreeRegressorModel(nodes, featureCount, levels, TableLevelsWire.Report(r, levels));
    }
}
