using System.Buffers;

namespace ClassicML.Neighbors;

/// <summary>A balanced tree of boxes over rows, without pointers: 32 rows to a leaf, their coordinates as columns.</summary>
/// <remarks>
/// Source: Bentley, "Multidimensional binary search trees used for associative searching", 1975; bounds kept by coordinate as in Arya and
/// Mount, "Algorithms for fast vector quantization", 1993. Leaves i to j-1 are split before leaf m = i + ⌈(j-i)/2⌉; the plane of that split
/// is at index m, so the tree is two arrays. Leaf l holds places 32l to 32l+31 of every column; only the last leaf may hold fewer.
/// Exactness: coordinates are doubles. A subtree is passed over only if the bound by its planes, less its rounding, exceeds the k-th rank so
/// far. Queries are visited leaf by leaf, so that neighbours in the loop find their leaves in the cache.
/// Cost: about log₂(n/32) steps and a few leaves a query for few features; memory: the rows once, and 4 bytes a row.
/// </remarks>
internal sealed unsafe class KdTree : IRowSearch
{
    public const int LeafSize = 32;

    private const int QueryBlock = 64, OnStack = 512;

    public KdTree(int rowCount, int featureCount)
    {
        RowCount = rowCount;
        FeatureCount = featureCount;
        LeafCount = (rowCount + LeafSize - 1) / LeafSize;
        // An odd number of cache lines apart, columns don't fall on the same sets of the cache.
        Stride = LeafCount * LeafSize + 8;
        Columns = new AlignedArray<double>((long)Stride * featureCount);
        Numbers = new int[LeafCount * LeafSize];
        Axes = new int[LeafCount];
        Planes = new double[LeafCount];
    }

    public int RowCount { get; }

    public int FeatureCount { get; }

    public int LeafCount { get; }

    /// <summary>The distance of two columns in doubles.</summary>
    public int Stride { get; }

    /// <summary>Coordinate j of the row at a place is at j·stride + place.</summary>
    public AlignedArray<double> Columns { get; }

    /// <summary>The row number of each place.</summary>
    public int[] Numbers { get; }

    /// <summary>The column that the split before a leaf is along.</summary>
    public int[] Axes { get; }

    /// <summary>Where that split is: rows before have at most, rows behind at least this value.</summary>
    public double[] Planes { get; }

    public static bool Supports(DistanceMetric metric) => metric is EuclideanMetric or ManhattanMetric or ChebyshevMetric or MinkowskiMetric;

    /// <summary>The leaf before which the leaves from <paramref name="low"/> to <paramref name="high"/> - 1 are split.</summary>
    public static int Middle(int low, int high) => low + (high - low + 1) / 2;

    public Matrix Rows()
    {
        double[] rows = new double[RowCount * FeatureCount];
        for (int place = 0; place < RowCount; place++)
            for (int j = 0; j < FeatureCount; j++) rows[Numbers[place] * FeatureCount + j] = Columns.Pointer[(long)j * Stride + place];
        Columns.KeepAlive();
        return Matrix.Wrap(rows, RowCount, FeatureCount);
    }

    public void ForEach(Matrix queries, NeighborQuery query, int threads, NeighborsFound found, CancellationToken cancellation = default)
    {
        int[] order = Ordered(queries, threads);
        if ((long)queries.RowCount * LeafCount < 4000) threads = 1;
        Workers.ForBlocks(order.Length, QueryBlock, threads, (start, end) =>
        {
            ReadOnlySpan<int> block = order.AsSpan(start, end - start);
            switch (query.Metric)
            {
                case EuclideanMetric: Walk(new SquareSum(), queries, query, block, found); break;
                case ManhattanMetric: Walk(new MagnitudeSum(), queries, query, block, found); break;
                default: Walk(new LargestMagnitude(), queries, query, block, found); break;
            }
        }, cancellation);
        Columns.KeepAlive();
    }

    public void Find(ReadOnlySpan<double> row, NeighborQuery query, NeighborCollector nearest)
    {
        switch (query.Metric)
        {
            case EuclideanMetric: Walk(new SquareSum(), row, query, nearest); break;
            case ManhattanMetric: Walk(new MagnitudeSum(), row, query, nearest); break;
            default: Walk(new LargestMagnitude(), row, query, nearest); break;
        }
        Columns.KeepAlive();
    }

    private void Walk<TNorm>(TNorm norm, Matrix queries, NeighborQuery query, ReadOnlySpan<int> block, NeighborsFound found)
        where TNorm : struct, IKdTreeNorm
    {
        var nearest = new NeighborCollector(query);
        foreach (int i in block)
        {
            Walk(norm, queries.Row(i), query, nearest);
            found(i, nearest.Sorted());
            nearest.Clear();
        }
    }

    private void Walk<TNorm>(TNorm norm, ReadOnlySpan<double> row, NeighborQuery query, NeighborCollector nearest) where TNorm : struct, IKdTreeNorm
    {
        double[]? many = FeatureCount <= OnStack ? null : ArrayPool<double>.Shared.Rent(2 * FeatureCount);
        double* few = stackalloc double[many is null ? 2 * FeatureCount : 0];
        fixed (double* large = many, point = row, planes = Planes)
        fixed (int* axes = Axes, numbers = Numbers)
            new KdTreeWalker<TNorm>(this, norm, query.Metric, nearest, many is null ? few : large, axes, planes, numbers).Walk(point);
        if (many is not null) ArrayPool<double>.Shared.Return(many);
    }

    // Queries by the leaf that they fall into, by counting.
    private int[] Ordered(Matrix queries, int threads)
    {
        int count = queries.RowCount;
        int[] order = new int[count];
        if (count < 2 * QueryBlock)
        {
            for (int i = 0; i < count; i++) order[i] = i;
            return order;
        }
        int[] leaves = new int[count], starts = new int[LeafCount + 1];
        Workers.ForBlocks(count, 4096, threads, (start, end) =>
        {
            for (int i = start; i < end; i++) leaves[i] = LeafOf(queries.Row(i));
        });
        foreach (int leaf in leaves) starts[leaf + 1]++;
        for (int leaf = 0; leaf < LeafCount; leaf++) starts[leaf + 1] += starts[leaf];
        for (int i = 0; i < count; i++) order[starts[leaves[i]]++] = i;
        return order;
    }

    private int LeafOf(ReadOnlySpan<double> query)
    {
        int low = 0, high = LeafCount;
        while (high - low > 1)
        {
            int middle = Middle(low, high);
            if (query[Axes[middle]] < Planes[middle]) high = middle;
            else low = middle;
        }
        return low;
    }
}
