using System.Numerics;
using System.Runtime.Intrinsics;

namespace ClassicML.Neighbors;

/// <summary>Visits the leaves of a kd-tree that may hold neighbours of a query, the query's own side of each split first.</summary>
internal unsafe ref struct KdTreeWalker<TNorm> where TNorm : struct, IKdTreeNorm
{
    private readonly TNorm norm;
    private readonly DistanceMetric metric;
    private readonly NeighborCollector nearest;
    private readonly int p, stride, leafCount, rowCount;
    private readonly double* columns, planes, offsets, row;
    private readonly int* axes, numbers;
    private readonly double keep;
    private readonly bool exact;
    private double* query;

    /// <param name="tree">The tree.</param>
    /// <param name="norm">How differences by coordinate make a rank.</param>
    /// <param name="metric">What rows are measured by.</param>
    /// <param name="nearest">Receives the neighbours.</param>
    /// <param name="scratch">Room for two rows.</param>
    /// <param name="axes">The tree's, as what follows.</param>
    /// <param name="planes"></param>
    /// <param name="numbers"></param>
    public KdTreeWalker(
        KdTree tree, TNorm norm, DistanceMetric metric, NeighborCollector nearest, double* scratch, int* axes, double* planes, int* numbers)
    {
        this.norm = norm;
        this.metric = metric;
        this.nearest = nearest;
        (p, stride, leafCount, rowCount) = (tree.FeatureCount, tree.Stride, tree.LeafCount, tree.RowCount);
        columns = tree.Columns.Pointer;
        this.planes = planes;
        offsets = scratch;
        this.axes = axes;
        this.numbers = numbers;
        // A bound and a rank each carry the rounding of some p + 60 operations, and of powers.
        keep = 1 - (p + 64) * 4e-15;
        exact = TNorm.IsExact && p < 8 && metric is not MinkowskiMetric;
        row = scratch + p;
    }

    public void Walk(double* point)
    {
        query = point;
        new Span<double>(offsets, p).Clear();
        Visit(0, leafCount, 0);
    }

    // offsets[j] is the term of coordinate j in the bound: how far the query lies outside the box along it.
    private void Visit(int low, int high, double bound)
    {
        if (high - low == 1)
        {
            Leaf(low);
            return;
        }
        int middle = KdTree.Middle(low, high), axis = axes[middle];
        double difference = query[axis] - planes[middle];
        bool before = difference < 0;
        if (before) Visit(low, middle, bound);
        else Visit(middle, high, bound);

        double old = offsets[axis], term = norm.Term(difference), beyond = norm.Replace(bound, old, term);
        // Squares that vanish have an absolute error. An overflow gives NaN, which is visited.
        if (beyond * keep - 1e-300 > norm.Limit(nearest.Worst)) return;
        offsets[axis] = term;
        if (before) Visit(middle, high, beyond);
        else Visit(low, middle, beyond);
        offsets[axis] = old;
    }

    private void Leaf(int leaf)
    {
        int start = leaf * KdTree.LeafSize;
        double* place = columns + start;
        Vector512<double> r0 = default, r1 = default, r2 = default, r3 = default;
        for (int j = 0; j < p; j++, place += stride)
        {
            Vector512<double> q = Vector512.Create(query[j]);
            r0 = norm.Add(r0, q - Vector512.Load(place));
            r1 = norm.Add(r1, q - Vector512.Load(place + 8));
            r2 = norm.Add(r2, q - Vector512.Load(place + 16));
            r3 = norm.Add(r3, q - Vector512.Load(place + 24));
        }
        double most = norm.Limit(nearest.Worst);
        Vector512<double> limit = Vector512.Create(exact ? most : most / keep + 1e-300);
        uint near = (uint)Vector512.LessThanOrEqual(r0, limit).ExtractMostSignificantBits()
            | ((uint)Vector512.LessThanOrEqual(r1, limit).ExtractMostSignificantBits() << 8)
            | ((uint)Vector512.LessThanOrEqual(r2, limit).ExtractMostSignificantBits() << 16)
            | ((uint)Vector512.LessThanOrEqual(r3, limit).ExtractMostSignificantBits() << 24);
        if (rowCount - start < KdTree.LeafSize) near &= (1u << (rowCount - start)) - 1;
        if (near == 0) return;

        double* ranks = stackalloc double[KdTree.LeafSize];
        r0.Store(ranks);
        r1.Store(ranks + 8);
        r2.Store(ranks + 16);
        r3.Store(ranks + 24);
        for (; near != 0; near &= near - 1)
        {
            int at = BitOperations.TrailingZeroCount(near);
            double rank = exact && ranks[at] >= TNorm.LeastExact ? ranks[at] : Measure(start + at);
            if (rank <= nearest.Worst) nearest.Add(rank, numbers[start + at]);
        }
    }

    private readonly double Measure(int place)
    {
        // Of exact sums only those of squares are measured anew, most often because the row is the query.
        bool isSame = exact;
        for (int j = 0; j < p; j++)
        {
            row[j] = columns[(long)j * stride + place];
            isSame &= row[j] == query[j];
        }
        return isSame ? SquareRank.OfSmall(0) : metric.Rank(new ReadOnlySpan<double>(query, p), new ReadOnlySpan<double>(row, p));
    }
}
