using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The nodes of trees as arrays, one tree after another.</summary>
/// <remarks>
/// Left children are not written: in preorder each follows its parent. Missing sides are 0 for none, 1 for left and 2 for right. What is read
/// is checked once and for all: lengths; features and children in range; every child after its parent and every node but a root below just one,
/// so a walk must end; leaves that predict finite numbers, or shares of the classes; categories that rise, and are levels where the feature has some.
/// </remarks>
internal static class TreeNodesWire
{
    // Far above the rounding of a sum of shares, of thousands of classes as well.
    private const double Rounding = 1e-9;

    // Infinite where only missing values go right.
    private static readonly Interval Thresholds = Interval.Finite with { HighOpen = false };

    public static void Write(WireWriter w, IReadOnlyList<TreeNodes> trees, TableLevels? levels)
    {
        TableLevelsWire.Write(w, levels);
        w.Integers("NodeCounts", [.. trees.Select(tree => tree.Count)])
            .Integers("Features", Gather(trees, tree => tree.Features))
            .Doubles("Thresholds", Gather(trees, tree => tree.Thresholds))
            .Integers("Rights", Gather(trees, tree => tree.Rights))
            .Doubles("Impurities", Gather(trees, tree => tree.Impurities))
            .Doubles("Weights", Gather(trees, tree => tree.Weights))
            .Integers("RowCounts", Gather(trees, tree => tree.RowCounts))
            .Doubles("Values", Gather(trees, tree => tree.Values))
            .Integers("MissingSides", Gather(trees, tree => Array.ConvertAll(tree.Missing.ToArray(), side => (int)side).AsSpan()))
            .Integers("CategoryCounts", Gather(trees, tree => Sets(tree).Select(set => set.Length).ToArray()))
            .Doubles("Categories", Gather(trees, tree => Sets(tree).SelectMany(set => set).ToArray()));
    }

    // Of the nodes that ask for categories: those whose threshold is no number, although they are no leaves.
    private static IEnumerable<double[]> Sets(TreeNodes tree) =>
        Enumerable.Range(0, tree.Count).Select(tree.CategoriesOf).OfType<double[]>();

    public static TreeNodes ReadOne(WireReader r, int featureCount, TableLevels? levels, int? classCount)
    {
        TreeNodes[] trees = Read(r, featureCount, levels, classCount);
        Check.Length(trees.Length, 1, "NodeCounts", "tree");
        return trees[0];
    }

    /// <param name="r">The form.</param>
    /// <param name="featureCount">The number of features that nodes may ask for.</param>
    /// <param name="levels">The levels of the features, or null.</param>
    /// <param name="classCount">The number of classes; null where a node predicts one number.</param>
    public static TreeNodes[] Read(WireReader r, int featureCount, TableLevels? levels, int? classCount)
    {
        int valueWidth = classCount ?? 1;
        int[] counts = r.Integers("NodeCounts"), features = r.Integers("Features"), rights = r.Integers("Rights"), rowCounts = r.Integers("RowCounts");
        double[] thresholds = r.Doubles("Thresholds", Thresholds, orNaN: true), impurities = r.Doubles("Impurities");
        double[] weights = r.Doubles("Weights", Interval.NonNegative), values = r.Doubles("Values", classCount is null ? null : Interval.Share);
        int[] missing = r.Integers("MissingSides"), setCounts = r.Integers("CategoryCounts");
        double[] categories = r.Doubles("Categories");
        Check.Positive(counts.Length, "the number of trees");
        long sum = 0;
        foreach (int count in counts) sum += Check.Positive(count, "the number of nodes");
        foreach (int length in (int[])[features.Length, rights.Length, rowCounts.Length, thresholds.Length, impurities.Length, weights.Length, missing.Length])
            Check.Length(length, sum, "each array", "node");
        Check.Length(values.Length, sum * valueWidth, "Values", "node and value");
        foreach (int count in rowCounts) Check.AtLeast(count, 0, "a number of rows");
        if (classCount is { } classes) CheckShares(values, classes);

        int sets = 0, category = 0;
        var trees = new TreeNodes[counts.Length];
        for (int t = 0, start = 0; t < trees.Length; start += counts[t++])
        {
            var nodes = new TreeNodes(valueWidth, counts[t]);
            bool[] hasParent = new bool[counts[t]];
            for (int node = 0; node < counts[t]; node++)
            {
                int at = start + node;
                nodes.AddLeaf(rowCounts[at]);
                nodes.SetSummary(node, impurities[at], weights[at]);
                values.AsSpan(at * valueWidth, valueWidth).CopyTo(nodes.ValuesOf(node));
                Check.Within(features[at], new Interval(-1, featureCount - 1), "a feature");
                if (features[at] < 0) continue;
                Check.Within(rights[at], new Interval(node + 2, counts[t] - 1), "a right child");
                if (hasParent[node + 1] || hasParent[rights[at]]) throw new ArgumentException($"tree {t}, node {node} shares a child with another");
                hasParent[node + 1] = hasParent[rights[at]] = true;
                nodes.SetSplit(node, features[at], thresholds[at]);
                nodes.SetRight(node, rights[at]);
                nodes.SetMissing(node, Check.Defined((MissingSide)missing[at], "a missing side"));
                string[]? names = levels?.Levels[features[at]];
                if (!double.IsNaN(thresholds[at]))
                {
                    if (names is not null) throw new ArgumentException($"tree {t}, node {node} asks for numbers of a feature that has levels");
                    continue;
                }
                int setCount = sets < setCounts.Length ? setCounts[sets++] : -1;
                Check.Within(setCount, new Interval(0, categories.Length - category), "a number of categories");
                nodes.SetCategories(node, Rising(categories[category..(category + setCount)], names?.Length));
                category += setCount;
            }
            int orphan = Array.IndexOf(hasParent, false, 1);
            if (orphan > 0) throw new ArgumentException($"tree {t}, node {orphan} is below no other");
            nodes.Trim();
            trees[t] = nodes;
        }
        Check.Length(setCounts.Length, sets, "CategoryCounts", "node that asks for categories");
        Check.Length(categories.Length, category, "Categories", "category of a node");
        return trees;
    }

    private static void CheckShares(double[] values, int classCount)
    {
        for (int at = 0; at < values.Length; at += classCount)
        {
            double sum = 0;
            foreach (double share in values.AsSpan(at, classCount)) sum += share;
            if (!(Math.Abs(sum - 1) <= Rounding))
                throw new ArgumentException(FormattableString.Invariant($"the class shares of node {at / classCount} sum to {sum:R}, not to 1"));
        }
    }

    private static double[] Rising(double[] set, int? levelCount)
    {
        for (int i = 1; i < set.Length; i++)
            if (!(set[i] > set[i - 1])) throw new ArgumentException("the categories of a node must rise");
        if (levelCount is { } count && Array.Exists(set, category => !(category >= 0 && category < count && category == Math.Floor(category))))
            throw new ArgumentException(FormattableString.Invariant($"the categories of a node must be levels, whole numbers below {count}"));
        return set;
    }

    private static T[] Gather<T>(IReadOnlyList<TreeNodes> trees, Func<TreeNodes, ReadOnlySpan<T>> part)
    {
        var all = new List<T>();
        foreach (TreeNodes tree in trees) all.AddRange(part(tree));
        return [.. all];
    }
}
