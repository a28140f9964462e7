namespace ClassicML.Trees;

/// <summary>Minimal cost-complexity pruning: weakest links first.</summary>
/// <remarks>
/// With R(t) = W_t/W·I(t) and R(T_t) the sum of R over the leaves below t, the subtree of t is worth its leaves up to
/// α(t) = (R(t) - R(T_t))/(leaves - 1). The node of least α, of equals the first in preorder, becomes a leaf, and so on up to the root
/// (Breiman, Friedman, Olshen, Stone, 1984, chapter 3). A heap of links, renewed for the ancestors of what was cut: O(nodes·depth·log nodes).
/// </remarks>
internal static class Pruning
{
    /// <summary>The steps from a tree back to its root.</summary>
    public static IReadOnlyList<PruningStep> Path(TreeNodes tree)
    {
        double impurity = 0;
        for (int node = 0; node < tree.Count; node++)
            if (tree.Features[node] < 0) impurity += tree.Weights[node] / tree.Weights[0] * tree.Impurities[node];
        var steps = new List<PruningStep> { new(0, impurity) };
        Cut(tree, double.PositiveInfinity, (alpha, after) => steps.Add(new PruningStep(alpha, after)));
        return steps;
    }

    /// <summary>Cuts while the least α is at most <paramref name="limit"/>; tells each α and the impurity of the leaves after it.</summary>
    public static TreeNodes Cut(TreeNodes tree, double limit, Action<double, double>? cut = null)
    {
        int n = tree.Count;
        int[] parents = new int[n], leaves = new int[n];
        double[] own = new double[n], below = new double[n];
        bool[] isLeaf = new bool[n];
        parents[0] = -1;
        for (int t = 0; t < n; t++)
        {
            own[t] = tree.Weights[t] / tree.Weights[0] * tree.Impurities[t];
            isLeaf[t] = tree.Features[t] < 0;
            if (isLeaf[t]) continue;
            parents[tree.Lefts[t]] = parents[tree.Rights[t]] = t;
        }
        for (int t = n - 1; t >= 0; t--)
        {
            leaves[t] = isLeaf[t] ? 1 : leaves[tree.Lefts[t]] + leaves[tree.Rights[t]];
            below[t] = isLeaf[t] ? own[t] : below[tree.Lefts[t]] + below[tree.Rights[t]];
        }

        int[] versions = new int[n];
        var links = new PriorityQueue<(int Node, int Version), (double, int)>();
        for (int t = 0; t < n; t++)
            if (!isLeaf[t]) Enqueue(t);
        bool[] gone = new bool[n];
        while (links.TryDequeue(out (int Node, int Version) link, out (double Alpha, int) key))
        {
            if (link.Version != versions[link.Node] || isLeaf[link.Node]) continue;
            if (key.Alpha > limit) break;
            Remove(link.Node);
            int fewer = leaves[link.Node] - 1;
            double more = own[link.Node] - below[link.Node];
            for (int t = link.Node; t >= 0; t = parents[t])
            {
                leaves[t] -= fewer;
                below[t] += more;
                versions[t]++;
                if (!isLeaf[t]) Enqueue(t);
            }
            cut?.Invoke(key.Alpha, below[0]);
        }
        return tree.Cut(isLeaf, gone);

        void Enqueue(int t) => links.Enqueue((t, versions[t]), ((own[t] - below[t]) / (leaves[t] - 1), t));

        // A node becomes a leaf; what lies below it goes. Descendants of a node follow it in preorder.
        void Remove(int t)
        {
            isLeaf[t] = true;
            for (int at = t + 1; at < n && (gone[parents[at]] || parents[at] == t); at++) gone[at] = isLeaf[at] = true;
        }
    }
}
