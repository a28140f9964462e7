namespace ClassicML.Neighbors;

/// <summary>Builds a <see cref="KdTree"/>: splits at the median along the widest column, until a leaf is left.</summary>
/// <remarks>
/// At each node: the extent of each column, the value of the median along the widest (<see cref="ColumnSplit.Select"/>), and one stable pass
/// that moves every column (<see cref="ColumnSplit.Partition"/>). The nodes of a level, then the subtrees, are done in parallel; the tree
/// does not depend on it. Cost: about three passes over the data for each of log₂(n/32) levels.
/// </remarks>
internal static unsafe class KdTreeBuilder
{
    public static KdTree Build(Matrix x, DistanceMetric metric, int threads)
    {
        int n = x.RowCount, p = x.ColumnCount;
        if ((long)n * p < 20_000) threads = 1;
        var tree = new KdTree(n, p);
        Workers.ForBlocks(tree.LeafCount * KdTree.LeafSize, 4096, threads, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                tree.Numbers[i] = i < n ? i : -1;
                for (int j = 0; j < p; j++) tree.Columns.Pointer[(long)j * tree.Stride + i] = i < n ? x.Span[i * p + j] : 0;
            }
        });
        List<(int Low, int High)> level = [(0, tree.LeafCount)];
        while (level.Count < 4 * threads && level.Any(node => node.High - node.Low > 1))
        {
            Workers.For(level.Count, threads, i => Split(tree, level[i].Low, level[i].High));
            level = [.. level.SelectMany(node => Children(node.Low, node.High))];
        }
        Workers.For(level.Count, threads, i => Subtree(tree, level[i].Low, level[i].High));
        tree.Columns.KeepAlive();
        return tree;
    }

    private static IEnumerable<(int Low, int High)> Children(int low, int high)
    {
        if (high - low == 1) return [(low, high)];
        int middle = KdTree.Middle(low, high);
        return [(low, middle), (middle, high)];
    }

    private static void Subtree(KdTree tree, int low, int high)
    {
        if (high - low == 1) return;
        var workspace = new SplitWorkspace((high - low) * KdTree.LeafSize);
        Descend(tree, low, high, workspace);
    }

    private static void Descend(KdTree tree, int low, int high, SplitWorkspace workspace)
    {
        if (high - low == 1) return;
        Split(tree, low, high, workspace);
        int middle = KdTree.Middle(low, high);
        Descend(tree, low, middle, workspace);
        Descend(tree, middle, high, workspace);
    }

    private static void Split(KdTree tree, int low, int high)
    {
        if (high - low > 1) Split(tree, low, high, new SplitWorkspace((high - low) * KdTree.LeafSize));
    }

    private static void Split(KdTree tree, int low, int high, SplitWorkspace workspace)
    {
        int middle = KdTree.Middle(low, high), start = low * KdTree.LeafSize;
        int count = Math.Min(tree.RowCount, high * KdTree.LeafSize) - start, left = (middle - low) * KdTree.LeafSize;
        int axis = 0;
        double widest = -1;
        for (int j = 0; j < tree.FeatureCount; j++)
        {
            double extent = ColumnSplit.Extent(tree.Columns.Pointer + (long)j * tree.Stride + start, count);
            if (extent > widest) (widest, axis) = (extent, j);
        }
        double* keys = tree.Columns.Pointer + (long)axis * tree.Stride + start;
        double plane = ColumnSplit.Select(keys, count, left, workspace);
        (tree.Axes[middle], tree.Planes[middle]) = (axis, plane);
        // All rows equal: any half is as good as another.
        if (widest == 0) return;
        int quota = left - ColumnSplit.CountBelow(keys, count, plane);
        fixed (int* numbers = &tree.Numbers[start]) ColumnSplit.PartitionNumbers(numbers, keys, count, plane, quota, workspace);
        for (int j = 0; j < tree.FeatureCount; j++)
            if (j != axis) ColumnSplit.Partition(tree.Columns.Pointer + (long)j * tree.Stride + start, keys, count, plane, quota, workspace);
        ColumnSplit.Partition(keys, keys, count, plane, quota, workspace);
    }
}
