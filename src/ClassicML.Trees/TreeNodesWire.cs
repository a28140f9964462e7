using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The nodes of trees as arrays, one tree after another.</summary>
/// <remarks>
/// Left children are not written: in preorder each follows its parent. Every child comes after its parent, so a walk must end; that is
/// checked on reading, with all lengths.
/// </remarks>
internal static class TreeNodesWire
{
    public static void Write(WireWriter w, IReadOnlyList<TreeNodes> trees)
    {
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

    public static TreeNodes[] Read(WireReader r, int featureCount, int valueWidth)
    {
        Check.Positive(featureCount, "FeatureCount");
        int[] counts = r.Integers("NodeCounts"), features = r.Integers("Features"), rights = r.Integers("Rights"), rowCounts = r.Integers("RowCounts");
        double[] thresholds = r.Doubles("Thresholds"), impurities = r.Doubles("Impurities"), weights = r.Doubles("Weights"), values = r.Doubles("Values");
        int[] missing = r.Integers("MissingSides"), setCounts = r.Integers("CategoryCounts");
        double[] categories = r.Doubles("Categories");
        Check.Positive(counts.Length, "the number of trees");
        long sum = 0;
        foreach (int count in counts) sum += Check.Positive(count, "the number of nodes");
        foreach (int length in (int[])[features.Length, rights.Length, rowCounts.Length, thresholds.Length, impurities.Length, weights.Length, missing.Length])
            Check.Length(length, sum, "each array", "node");
        Check.Length(values.Length, sum * valueWidth, "Values", "node and value");

        int sets = 0, category = 0;
        var trees = new TreeNodes[counts.Length];
        for (int t = 0, start = 0; t < trees.Length; start += counts[t++])
        {
            var nodes = new TreeNodes(valueWidth);
            for (int node = 0; node < counts[t]; node++)
            {
                int at = start + node;
                nodes.AddLeaf(rowCounts[at]);
                nodes.SetSummary(node, impurities[at], weights[at]);
                values.AsSpan(at * valueWidth, valueWidth).CopyTo(nodes.ValuesOf(node));
                if (features[at] < 0) continue;
                Check.Within(features[at], new Interval(0, featureCount - 1), "a feature");
                Check.Within(rights[at], new Interval(node + 2, counts[t] - 1), "a right child");
                nodes.SetSplit(node, features[at], thresholds[at]);
                nodes.SetRight(node, rights[at]);
                nodes.SetMissing(node, Check.Defined((MissingSide)missing[at], "a missing side"));
                if (!double.IsNaN(thresholds[at])) continue;
                int setCount = sets < setCounts.Length ? setCounts[sets++] : -1;
                Check.Within(setCount, new Interval(0, categories.Length - category), "a number of categories");
                nodes.SetCategories(node, categories[category..(category + setCount)]);
                category += setCount;
            }
            nodes.Trim();
            trees[t] = nodes;
        }
        return trees;
    }

    private static T[] Gather<T>(IReadOnlyList<TreeNodes> trees, Func<TreeNodes, ReadOnlySpan<T>> part)
    {
        var all = new List<T>();
        foreach (TreeNodes tree in trees) all.AddRange(part(tree));
        return [.. all];
    }
}
