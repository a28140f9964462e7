using System.Buffers;
using System.Numerics;

namespace ClassicML.Neighbors;

/// <summary>Looks at all rows, in floats first: what can't be near enough is dropped in registers, the rest is measured in double.</summary>
/// <remarks>
/// Problem: the k nearest of n rows for each query, by Euclidean or cosine distance, exactly as double arithmetic on the differences has it.
/// Method: ‖a-b‖² = ‖a‖² + ‖b‖² - 2aᵀb turns distances into products of images (<see cref="RowEmbedding"/>), done by tiles of 12 queries ×
/// 32 rows (<see cref="FilterTile"/>) as in FAISS's flat index; but the products are held, in registers, against what the k-th best
/// exact distance so far allows, and never stored.
/// Exactness: with squared lengths a, b of the images, the slack c and the k-th exact rank w, a row is dropped only if
/// (1-c)(a + b) - 2·product > w, so its distance in double exceeds w. A row or query too large for floats is always measured. Ties go to
/// the lower row number. The order in which rows are visited strides through them, so that sorted data does no harm.
/// Cost: 2·n·m flops in float a query, and one measurement for each row left; memory: n·m floats beside the data, m = p or 64.
/// Bits don't depend on threads or blocks, because every candidate is measured the same way.
/// </remarks>
internal sealed unsafe class FilteredSearch : IRowSearch
{
    private const int MapBlock = 512, LargestBlock = 768, BlockFloats = 131_072;

    private readonly Matrix rows;
    private readonly DistanceMetric metric;
    private readonly RowEmbedding embedding;
    private readonly AlignedArray<float> images, levels;
    private readonly int panelCount, stride;

    public FilteredSearch(Matrix rows, DistanceMetric metric, int threads)
    {
        this.rows = rows;
        this.metric = metric;
        embedding = new RowEmbedding(rows, metric);
        int n = rows.RowCount, m = embedding.Width;
        panelCount = (n + FilterTile.Rows - 1) / FilterTile.Rows;
        images = new AlignedArray<float>((long)panelCount * FilterTile.Rows * m);
        levels = new AlignedArray<float>((long)panelCount * FilterTile.Rows);
        double keep = 0.5 * (1 - embedding.Slack);
        // Lanes beyond the last row hold zeros at a level that none reaches.
        int last = (panelCount - 1) * FilterTile.Rows;
        new Span<float>(images.Pointer + (long)last * m, FilterTile.Rows * m).Clear();
        new Span<float>(levels.Pointer + last, FilterTile.Rows).Fill(float.PositiveInfinity);
        int block = Math.Clamp(MapBlock * 128 / m / FilterTile.Rows * FilterTile.Rows, FilterTile.Rows, MapBlock);
        Workers.ForBlocks(n, block, (long)n * m < 100_000 ? 1 : threads, (start, end) =>
        {
            double[] squares = new double[end - start];
            embedding.Map(rows.Rows(start, end - start).Span, images.Pointer + (long)start * m, FilterTile.Rows, squares);
            for (int i = start; i < end; i++)
            {
                double square = squares[i - start];
                levels.Pointer[i] = double.IsNaN(square) ? float.NegativeInfinity : Down(keep * square);
            }
        });
        stride = Stride(panelCount);
    }

    public int FeatureCount => rows.ColumnCount;

    public int RowCount => rows.RowCount;

    public Matrix Rows() => rows;

    public void ForEach(Matrix queries, NeighborQuery query, int threads, NeighborsFound found, CancellationToken cancellation = default)
    {
        int m = embedding.Width, count = queries.RowCount;
        if ((long)count * rows.RowCount * m < 1_000_000) threads = 1;
        // A block's images stay in the second-level cache; several blocks a thread balance.
        int block = Math.Min(Math.Min(LargestBlock, BlockFloats / m), (count + 2 * threads - 1) / (2 * threads));
        block = Math.Max(1, (block + FilterTile.Queries - 1) / FilterTile.Queries) * FilterTile.Queries;
        Workers.ForBlocks(count, block, threads, (start, end) => Block(queries.Rows(start, end - start), start, query, found, cancellation), cancellation);
        images.KeepAlive();
        levels.KeepAlive();
    }

    public void Find(ReadOnlySpan<double> row, NeighborQuery query, NeighborCollector nearest)
    {
        int m = embedding.Width;
        float[] rented = ArrayPool<float>.Shared.Rent(m);
        Span<double> half = stackalloc double[1];
        fixed (float* image = rented)
        {
            embedding.Map(row, image, 1, half);
            half[0] *= 0.5 * (1 - embedding.Slack);
            float threshold = Threshold(half[0], nearest.Worst);
            for (int step = 0, panel = 0; step < panelCount; step++, panel = (int)(((long)panel + stride) % panelCount))
            {
                int first = panel * FilterTile.Rows;
                uint mask = FilterTile.ReachOne(image, images.Pointer + (long)first * m, m, levels.Pointer + first, threshold);
                if (mask != 0 && Measure(row, mask, panel, nearest)) threshold = Threshold(half[0], nearest.Worst);
            }
        }
        ArrayPool<float>.Shared.Return(rented);
        images.KeepAlive();
        levels.KeepAlive();
    }

    private void Block(Matrix queries, int firstQuery, NeighborQuery query, NeighborsFound found, CancellationToken cancellation)
    {
        int count = queries.RowCount, m = embedding.Width, groups = (count + FilterTile.Queries - 1) / FilterTile.Queries;
        var mapped = new AlignedArray<float>((long)groups * FilterTile.Queries * m);
        var thresholds = new AlignedArray<float>(groups * FilterTile.Queries);
        new Span<float>(mapped.Pointer, groups * FilterTile.Queries * m).Clear();
        new Span<float>(thresholds.Pointer, groups * FilterTile.Queries).Fill(float.PositiveInfinity);
        double[] halves = new double[count];
        embedding.Map(queries.Span, mapped.Pointer, FilterTile.Queries, halves);
        var nearest = new NeighborCollector[count];
        for (int i = 0; i < count; i++)
        {
            halves[i] *= 0.5 * (1 - embedding.Slack);
            nearest[i] = new NeighborCollector(query);
            thresholds.Pointer[i] = Threshold(halves[i], nearest[i].Worst);
        }
        uint* masks = stackalloc uint[FilterTile.Queries];
        for (int step = 0, panel = 0; step < panelCount; step++, panel = (int)(((long)panel + stride) % panelCount))
        {
            if ((step & 63) == 0) cancellation.ThrowIfCancellationRequested();
            float* image = images.Pointer + (long)panel * FilterTile.Rows * m, level = levels.Pointer + panel * FilterTile.Rows;
            for (int group = 0; group < groups; group++)
            {
                int at = group * FilterTile.Queries;
                if (!FilterTile.Reach(mapped.Pointer + (long)at * m, image, m, level, thresholds.Pointer + at, masks)) continue;
                for (int i = at; i < Math.Min(count, at + FilterTile.Queries); i++)
                    if (masks[i - at] != 0 && Measure(queries.Row(i), masks[i - at], panel, nearest[i]))
                        thresholds.Pointer[i] = Threshold(halves[i], nearest[i].Worst);
            }
        }
        for (int i = 0; i < count; i++) found(firstQuery + i, nearest[i].Sorted());
        mapped.KeepAlive();
        thresholds.KeepAlive();
    }

    private bool Measure(ReadOnlySpan<double> query, uint mask, int panel, NeighborCollector nearest)
    {
        double before = nearest.Worst;
        for (; mask != 0; mask &= mask - 1)
        {
            int row = panel * FilterTile.Rows + BitOperations.TrailingZeroCount(mask);
            if (row >= rows.RowCount) break;
            double rank = metric.Rank(query, rows.Row(row));
            if (rank <= nearest.Worst) nearest.Add(rank, row);
        }
        return nearest.Worst != before;
    }

    // What product - level must reach: ((1-c)·‖q‖² - w)/2 in the scale of the images, rounded down. The rank in double has an error of its
    // own, relative, and a cosine's is absolute; twice the cosine distance is the squared one.
    private float Threshold(double half, double worst)
    {
        double scaled = metric is CosineMetric
            ? Math.ScaleB(2 * worst + 4e-15 * (rows.ColumnCount + 8), -2 * embedding.Exponent)
            : worst >= SquareRank.Least ? Math.ScaleB(worst, -2 * embedding.Exponent) : SmallSquare(worst);
        double threshold = half - 0.5 * (1 + 1e-9) * scaled - 1e-30;
        return double.IsNaN(threshold) ? float.NegativeInfinity : Down(threshold);
    }

    // The scaled square of a distance whose own square would vanish.
    private double SmallSquare(double worst)
    {
        double distance = Math.ScaleB(metric.FromRank(worst), -embedding.Exponent);
        return distance * distance;
    }

    private static float Down(double value)
    {
        float near = (float)value;
        return near > value ? MathF.BitDecrement(near) : near;
    }

    // Near the golden section of the count and without a common divisor, so that every panel is visited once.
    private static int Stride(int count)
    {
        int stride = Math.Max(1, (int)(count * 0.6180339887498949));
        while (BigInteger.GreatestCommonDivisor(stride, count) != 1) stride++;
        return stride;
    }
}
