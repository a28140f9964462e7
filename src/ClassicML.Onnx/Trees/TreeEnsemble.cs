using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>Trees as one node of the operator TreeEnsembleRegressor, in double precision.</summary>
/// <remarks>
/// Thresholds are the model's own doubles and rows are compared with them as doubles, so a float, whatever it is, goes where the model sends it. A question
/// about categories is a chain of two for each, whether the value lies below it and whether it is no more, whose answers lead to the same two nodes; not the
/// operator's own question of equality, of chains of which ONNX Runtime 1.31 gives wrong answers. Sums over trees are taken in double
/// precision, and come out of the operator as floats.
/// </remarks>
internal sealed class TreeEnsemble(int targetCount)
{
    private readonly List<long> trees = [], ids = [], features = [], yes = [], no = [], missing = [], leafTrees = [], leafIds = [], leafTargets = [];
    private readonly List<double> thresholds = [], leafWeights = [];
    private readonly List<string> modes = [];
    private long treeCount;

    /// <summary>Adds a tree.</summary>
    /// <param name="tree">Its nodes.</param>
    /// <param name="leaf">What a leaf adds to each target.</param>
    public void Add(TreeNodes tree, Func<int, ReadOnlySpan<double>> leaf)
    {
        // A question about n categories takes 2n places.
        int[] places = new int[tree.Features.Length];
        for (int node = 0, place = 0; node < places.Length; node++)
        {
            places[node] = place;
            place += Math.Max(1, 2 * tree.CategoriesOf(node).Length);
        }
        for (int node = 0; node < places.Length; node++)
        {
            if (tree.Features[node] < 0)
            {
                Node(places[node], "LEAF", 0, 0, 0, 0, false);
                ReadOnlySpan<double> weights = leaf(node);
                for (int target = 0; target < targetCount; target++)
                {
                    leafTrees.Add(treeCount);
                    leafIds.Add(places[node]);
                    leafTargets.Add(target);
                    leafWeights.Add(weights[target]);
                }
                continue;
            }
            (int left, int right, bool missingLeft) = (places[tree.Lefts[node]], places[tree.Rights[node]], tree.IsMissingLeft(node));
            ReadOnlySpan<double> categories = tree.CategoriesOf(node);
            for (int k = 0, place = places[node]; k < categories.Length; k++, place += 2)
            {
                Node(place, "BRANCH_LEQ", tree.Features[node], Math.BitDecrement(categories[k]), right, place + 1, false);
                Node(place + 1, "BRANCH_LEQ", tree.Features[node], categories[k], left, k + 1 < categories.Length ? place + 2 : right, missingLeft);
            }
            // Of no category only a missing value goes left.
            double threshold = tree.Thresholds[node];
            if (categories.IsEmpty)
                Node(places[node], "BRANCH_LEQ", tree.Features[node], double.IsNaN(threshold) ? double.NegativeInfinity : threshold, left, right, missingLeft);
        }
        treeCount++;
    }

    /// <summary>The sums over the trees, N×targets, in double precision again.</summary>
    public string Sums(OnnxGraph graph, string x) => graph.ToDouble(graph.AddMl(
        "TreeEnsembleRegressor", [x], Text("aggregate_function", "SUM"), Integer("n_targets", targetCount), Text("post_transform", "NONE"),
        Integers("nodes_treeids", [.. trees]), Integers("nodes_nodeids", [.. ids]), Texts("nodes_modes", [.. modes]),
        Integers("nodes_featureids", [.. features]), Doubles("nodes_values_as_tensor", [.. thresholds]), Integers("nodes_truenodeids", [.. yes]),
        Integers("nodes_falsenodeids", [.. no]), Integers("nodes_missing_value_tracks_true", [.. missing]), Integers("target_treeids", [.. leafTrees]),
        Integers("target_nodeids", [.. leafIds]), Integers("target_ids", [.. leafTargets]), Doubles("target_weights_as_tensor", [.. leafWeights])));

    private void Node(int id, string mode, int feature, double threshold, int left, int right, bool missingLeft)
    {
        trees.Add(treeCount);
        ids.Add(id);
        modes.Add(mode);
        features.Add(feature);
        thresholds.Add(threshold);
        yes.Add(left);
        no.Add(right);
        missing.Add(missingLeft ? 1 : 0);
    }
}
