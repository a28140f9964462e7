namespace ClassicML.Neighbors;

/// <summary>A balanced tree of balls over rows: a ball that lies farther away than the neighbours found so far is passed over.</summary>
/// <remarks>
/// Source: Omohundro, "Five balltree construction algorithms", 1989, the kd construction: a node's rows are halved along their widest column;
/// its centre is the mean of its rows, its radius the greatest distance from there. By the triangle inequality no row of the ball is nearer
/// than d(q, centre) - radius. For every metric with that inequality, and clustered rows of more columns than a kd-tree serves.
/// Exactness: both distances are widened by their rounding (relative (p + 64)·4e-15, absolute 1e-150√p where squares vanish); a ball is
/// passed over only if even so it is farther than the k-th row so far. A centre at infinite distance says nothing.
/// Shapes: nodes as a heap, children of i at 2i+1 and 2i+2; the rows themselves stay where they are, 4 bytes each give their order.
/// </remarks>
internal sealed class BallTree : IRowSearch
{
    private const int LeafSize = 40, QueryBlock = 32;

    private readonly Matrix rows;
    private readonly int[] order;
    private readonly double[] centers, radii;
    private readonly double relative, absolute;

    public BallTree(Matrix rows, DistanceMetric metric, int threads)
    {
        this.rows = rows;
        int n = rows.RowCount, p = rows.ColumnCount, leaves = 1;
        while ((long)leaves * LeafSize < n) leaves *= 2;
        order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        centers = new double[(2 * leaves - 1) * p];
        radii = new double[2 * leaves - 1];
        relative = (p + 64) * 4e-15;
        absolute = 1e-150 * Math.Sqrt(p);
        // Level by level, so that nodes of a level are done in parallel. The leaves of a node share its rows evenly.
        for (int first = 0, count = 1; first < radii.Length; first += count, count *= 2)
        {
            int level = first, inLevel = count;
            Workers.For(inLevel, (long)n * p < 20_000 ? 1 : threads,
                i => BuildNode(metric, level + i, Bound(i, inLevel), Bound(i + 1, inLevel), level + i < leaves - 1));
        }

        int Bound(long at, int of) => (int)(at * (leaves / of) * (long)n / leaves);
    }

    public int FeatureCount => rows.ColumnCount;

    public int RowCount => rows.RowCount;

    private int LeafCount => (radii.Length + 1) / 2;

    public Matrix Rows() => rows;

    public void ForEach(Matrix queries, NeighborQuery query, int threads, NeighborsFound found, CancellationToken cancellation = default)
    {
        if ((long)queries.RowCount * LeafCount < 1000) threads = 1;
        Workers.ForBlocks(queries.RowCount, QueryBlock, threads, (start, end) =>
        {
            var nearest = new NeighborCollector(query);
            for (int i = start; i < end; i++)
            {
                Find(queries.Row(i), query, nearest);
                found(i, nearest.Sorted());
                nearest.Clear();
            }
        }, cancellation);
    }

    public void Find(ReadOnlySpan<double> row, NeighborQuery query, NeighborCollector nearest) =>
        Visit(query.Metric, row, nearest, 0, Least(query.Metric, row, 0));

    private void Visit(DistanceMetric metric, ReadOnlySpan<double> query, NeighborCollector nearest, int node, double least)
    {
        if (least > metric.FromRank(nearest.Worst) * (1 + relative) + absolute) return;
        int child = 2 * node + 1;
        if (child >= radii.Length)
        {
            int leaf = node - (LeafCount - 1), n = rows.RowCount;
            for (int i = (int)((long)leaf * n / LeafCount); i < (int)((leaf + 1L) * n / LeafCount); i++)
            {
                double rank = metric.Rank(query, rows.Row(order[i]), nearest.Worst);
                if (rank <= nearest.Worst) nearest.Add(rank, order[i]);
            }
            return;
        }
        double left = Least(metric, query, child), right = Least(metric, query, child + 1);
        if (left <= right)
        {
            Visit(metric, query, nearest, child, left);
            Visit(metric, query, nearest, child + 1, right);
        }
        else
        {
            Visit(metric, query, nearest, child + 1, right);
            Visit(metric, query, nearest, child, left);
        }
    }

    // What every row of a ball is at least away; negative inside, and where nothing is known.
    private double Least(DistanceMetric metric, ReadOnlySpan<double> query, int node)
    {
        double distance = metric.Distance(query, centers.AsSpan(node * FeatureCount, FeatureCount));
        double least = distance * (1 - relative) - radii[node] * (1 + relative) - absolute;
        return double.IsFinite(least) ? least : double.NegativeInfinity;
    }

    private void BuildNode(DistanceMetric metric, int node, int start, int end, bool hasChildren)
    {
        int p = FeatureCount;
        Span<double> center = centers.AsSpan(node * p, p);
        Span<int> own = order.AsSpan(start, end - start);
        if (own.IsEmpty)
        {
            radii[node] = 0;
            return;
        }
        foreach (int row in own) Internal.Kernels.AddScaled(1.0 / own.Length, rows.Row(row), center);
        double radius = 0;
        foreach (int row in own) radius = Math.Max(radius, metric.Distance(rows.Row(row), center));
        radii[node] = radius;
        if (!hasChildren) return;

        double[] low = rows.Row(own[0]).ToArray(), high = rows.Row(own[0]).ToArray();
        foreach (int row in own)
        {
            ReadOnlySpan<double> values = rows.Row(row);
            for (int j = 0; j < p; j++) (low[j], high[j]) = (Math.Min(low[j], values[j]), Math.Max(high[j], values[j]));
        }
        int axis = 0;
        for (int j = 1; j < p; j++)
            if (high[j] - low[j] > high[axis] - low[axis]) axis = j;
        double[] keys = new double[own.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = rows[own[i], axis];
        keys.AsSpan().Sort(own);
    }
}
