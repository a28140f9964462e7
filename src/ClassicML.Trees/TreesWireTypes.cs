using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class TreesWireTypes
{
    private const string MaxFeaturesText = "all, square-root, log2, a number or a share with a point";
    private const string ClassWeightsText = "none, balanced, or label=weight pairs by commas";

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
            .Text(nameof(DecisionTreeClassifier.MaxFeatures), MaxFeaturesText, l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
            .Choice(nameof(DecisionTreeClassifier.Splitter), l => l.Splitter, (l, splitter) => l with { Splitter = splitter })
            .Text(nameof(DecisionTreeClassifier.ClassWeights), ClassWeightsText, l => l.ClassWeights, (l, w) => l with { ClassWeights = w }, ClassWeights.Parse)
            .Integer(nameof(DecisionTreeClassifier.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<DecisionTreeModel>("decision-tree-model", WireKind.Model, "The nodes of a classification tree", Write, Read),
    ];

    private static void Write(DecisionTreeModel tree, WireWriter w) => w
        .Integer("FeatureCount", tree.FeatureCount).Labels("Labels", tree.Labels)
        .Integers("Features", tree.SplitFeatures).Doubles("Thresholds", tree.Thresholds).Integers("Rights", tree.RightChildren)
        .Doubles("Impurities", tree.Impurities).Doubles("Weights", tree.Weights).Integers("RowCounts", tree.RowCounts)
        .Doubles("Shares", tree.ClassShares).Report(tree.Report);

    // Left children are not written: in preorder each follows its parent. Every child comes after its parent, so a walk must end.
    private static DecisionTreeModel Read(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount");
        ClassLabels labels = r.Labels("Labels");
        int[] features = r.Integers("Features"), rights = r.Integers("Rights"), rowCounts = r.Integers("RowCounts");
        double[] thresholds = r.Doubles("Thresholds"), impurities = r.Doubles("Impurities"), weights = r.Doubles("Weights"), shares = r.Doubles("Shares");
        int count = Check.Positive(features.Length, "the number of nodes");
        foreach (int length in (int[])[rights.Length, rowCounts.Length, thresholds.Length, impurities.Length, weights.Length])
            Check.Length(length, count, "each array", "node");
        Check.Length(shares.Length, (long)count * labels.Count, "Shares", "node and class");

        var nodes = new TreeNodes(labels.Count);
        for (int node = 0; node < count; node++)
        {
            nodes.AddLeaf(rowCounts[node]);
            nodes.SetSummary(node, impurities[node], weights[node]);
            shares.AsSpan(node * labels.Count, labels.Count).CopyTo(nodes.ValuesOf(node));
            if (features[node] < 0) continue;
            Check.Within(features[node], new Interval(0, featureCount - 1), "a feature");
            Check.Within(rights[node], new Interval(node + 2, count - 1), "a right child");
            nodes.SetSplit(node, features[node], thresholds[node]);
            nodes.SetRight(node, rights[node]);
        }
        return new DecisionTreeModel(nodes, featureCount, labels, r.Report());
    }
}
