using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class TreesWireTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<DecisionTreeClassifier>("decision-tree", WireKind.Classifier, "A classification tree with exact splits", () => new())
            .Choice(nameof(DecisionTreeClassifier.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion })
            .OptionalInteger(nameof(DecisionTreeClassifier.MaxDepth), 1, l => l.MaxDepth, (l, depth) => l with { MaxDepth = depth })
            .Integer(nameof(DecisionTreeClassifier.MinSamplesSplit), 2, l => l.MinSamplesSplit, (l, rows) => l with { MinSamplesSplit = rows })
            .Integer(nameof(DecisionTreeClassifier.MinSamplesLeaf), 1, l => l.MinSamplesLeaf, (l, rows) => l with { MinSamplesLeaf = rows })
            .Number(nameof(DecisionTreeClassifier.MinImpurityDecrease), Interval.NonNegative, l => l.MinImpurityDecrease,
                (l, least) => l with { MinImpurityDecrease = least })
            .Number(nameof(DecisionTreeClassifier.MinWeightShareLeaf), new Interval(0, 0.5), l => l.MinWeightShareLeaf,
                (l, share) => l with { MinWeightShareLeaf = share })
            .OptionalInteger(nameof(DecisionTreeClassifier.MaxLeafCount), 2, l => l.MaxLeafCount, (l, count) => l with { MaxLeafCount = count })
            .Text(nameof(DecisionTreeClassifier.MaxFeatures), ForestWireTypes.FeaturesText, l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
            .Choice(nameof(DecisionTreeClassifier.Splitter), l => l.Splitter, (l, splitter) => l with { Splitter = splitter })
            .Text(nameof(DecisionTreeClassifier.ClassWeights), ForestWireTypes.WeightsText, l => l.ClassWeights, (l, w) => l with { ClassWeights = w }, ClassWeights.Parse)
            .Number(nameof(DecisionTreeClassifier.PruningAlpha), Interval.NonNegative, l => l.PruningAlpha, (l, alpha) => l with { PruningAlpha = alpha })
            .Text(nameof(DecisionTreeClassifier.CategoricalFeatures), ForestWireTypes.CategoriesText, l => l.CategoricalFeatures, (l, c) => l with { CategoricalFeatures = c }, CategoricalFeatures.Parse)
            .Text(nameof(DecisionTreeClassifier.MonotonicConstraints), ForestWireTypes.ConstraintsText, l => l.MonotonicConstraints, (l, c) => l with { MonotonicConstraints = c }, MonotonicConstraints.Parse)
            .Integer(nameof(DecisionTreeClassifier.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireOptions<DecisionTreeRegressor>("decision-tree-regressor", WireKind.Regressor, "A regression tree with exact splits", () => new())
            .Choice(nameof(DecisionTreeRegressor.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion })
            .OptionalInteger(nameof(DecisionTreeRegressor.MaxDepth), 1, l => l.MaxDepth, (l, depth) => l with { MaxDepth = depth })
            .Integer(nameof(DecisionTreeRegressor.MinSamplesSplit), 2, l => l.MinSamplesSplit, (l, rows) => l with { MinSamplesSplit = rows })
            .Integer(nameof(DecisionTreeRegressor.MinSamplesLeaf), 1, l => l.MinSamplesLeaf, (l, rows) => l with { MinSamplesLeaf = rows })
            .Number(nameof(DecisionTreeRegressor.MinImpurityDecrease), Interval.NonNegative, l => l.MinImpurityDecrease,
                (l, least) => l with { MinImpurityDecrease = least })
            .Number(nameof(DecisionTreeRegressor.MinWeightShareLeaf), new Interval(0, 0.5), l => l.MinWeightShareLeaf,
                (l, share) => l with { MinWeightShareLeaf = share })
            .OptionalInteger(nameof(DecisionTreeRegressor.MaxLeafCount), 2, l => l.MaxLeafCount, (l, count) => l with { MaxLeafCount = count })
            .Text(nameof(DecisionTreeRegressor.MaxFeatures), ForestWireTypes.FeaturesText, l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
            .Choice(nameof(DecisionTreeRegressor.Splitter), l => l.Splitter, (l, splitter) => l with { Splitter = splitter })
            .Number(nameof(DecisionTreeRegressor.PruningAlpha), Interval.NonNegative, l => l.PruningAlpha, (l, alpha) => l with { PruningAlpha = alpha })
            .Text(nameof(DecisionTreeRegressor.CategoricalFeatures), ForestWireTypes.CategoriesText, l => l.CategoricalFeatures, (l, c) => l with { CategoricalFeatures = c }, CategoricalFeatures.Parse)
            .Text(nameof(DecisionTreeRegressor.MonotonicConstraints), ForestWireTypes.ConstraintsText, l => l.MonotonicConstraints, (l, c) => l with { MonotonicConstraints = c }, MonotonicConstraints.Parse)
            .Integer(nameof(DecisionTreeRegressor.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<DecisionTreeModel>("decision-tree-model", WireKind.Model, "The nodes of a classification tree", Write, Read),
        new WireType<DecisionTreeRegressorModel>("decision-tree-regressor-model", WireKind.Model, "The nodes of a regression tree",
            WriteRegressor, ReadRegressor),
        .. ForestWireTypes.All,
    ];

    private static void Write(DecisionTreeModel tree, WireWriter w)
    {
        w.Integer("FeatureCount", tree.FeatureCount).Labels("Labels", tree.Labels);
        TreeNodesWire.Write(w, [tree.Nodes]);
        w.Report(tree.Report);
    }

    private static DecisionTreeModel Read(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        ClassLabels labels = r.Labels("Labels", minimum: 1);
        return new DecisionTreeModel(TreeNodesWire.ReadOne(r, featureCount, labels.Count), featureCount, labels, r.Report());
    }

    private static void WriteRegressor(DecisionTreeRegressorModel tree, WireWriter w)
    {
        w.Integer("FeatureCount", tree.FeatureCount);
        TreeNodesWire.Write(w, [tree.Nodes]);
        w.Report(tree.Report);
    }

    private static DecisionTreeRegressorModel ReadRegressor(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        return new DecisionTreeRegressorModel(TreeNodesWire.ReadOne(r, featureCount, null), featureCount, r.Report());
    }
}
