using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>The rows that a linear model is fitted on, dense or sparse, with the two products that its iterations are made of.</summary>
/// <remarks>
/// Weights and gradients of M outputs lie as M×p where rows are dense. Where they are sparse they lie as p×W, W being M rounded up to
/// eights (1 for one output), so that a stored value meets all outputs in one vector: <see cref="Packed"/> and <see cref="Unpack"/>
/// convert.
/// Loops go over fixed blocks, each with a sum of its own; a block goes in tiles that stay in the second-level cache between the two
/// products, so that an iteration reads x from memory once.
/// </remarks>
internal sealed class DesignRows
{
    private readonly Matrix? dense;
    private readonly SparseMatrix? sparse;
    private readonly int threads;

    public DesignRows(Features x, FitContext context)
    {
        dense = x as Matrix;
        sparse = x as SparseMatrix;
        (RowCount, ColumnCount, threads) = (x.RowCount, x.ColumnCount, context.Threads);
        TileRows = dense is null ? 256 : Math.Clamp(24_576 / ColumnCount / 8 * 8, 16, 512);
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    public bool IsSparse => sparse is not null;

    public SparseMatrix Sparse => sparse!;

    public Matrix Dense => dense!;

    /// <summary>The number of stored values.</summary>
    public long StoredCount => sparse?.StoredCount ?? (long)RowCount * ColumnCount;

    /// <summary>How many rows to take at once.</summary>
    public int TileRows { get; }

    /// <summary>Rows for products that read them often: sparse where at most three of ten values of dense rows are not zero and rows are
    /// long.</summary>
    public static DesignRows ForIterations(Features x, FitContext context)
    {
        if (x is not Matrix matrix || matrix.ColumnCount < 64 || (long)matrix.RowCount * matrix.ColumnCount < 1_000_000)
            return new DesignRows(x, context);
        // Every 61st value is enough to tell.
        int seen = 0, stored = 0;
        for (long at = 0; at < matrix.Span.Length; at += 61, seen++) stored += matrix.Span[(int)at] != 0 ? 1 : 0;
        return new DesignRows(stored <= 0.3 * seen ? SparseMatrix.FromDense(matrix) : x, context);
    }

    /// <summary>How many outputs a packed row holds.</summary>
    public int Width(int outputs) => sparse is null || outputs == 1 ? outputs : (outputs + 7) / 8 * 8;

    /// <summary>Weights of M×p as the products read them.</summary>
    public double[] Packed(ReadOnlySpan<double> weights, int outputs)
    {
        int width = Width(outputs);
        if (width == 1 || sparse is null) return weights.ToArray();
        double[] packed = new double[ColumnCount * width];
        for (int k = 0; k < outputs; k++)
            for (int j = 0; j < ColumnCount; j++) packed[j * width + k] = weights[k * ColumnCount + j];
        return packed;
    }

    /// <summary>to ← to + scale·packed, from packed to M×p.</summary>
    public void Unpack(ReadOnlySpan<double> packed, int outputs, double scale, Span<double> to)
    {
        int width = Width(outputs);
        if (width == 1 || sparse is null)
        {
            Kernels.AddScaled(scale, packed, to);
            return;
        }
        for (int k = 0; k < outputs; k++)
            for (int j = 0; j < ColumnCount; j++) to[k * ColumnCount + j] += scale * packed[j * width + k];
    }

    /// <summary>The number of blocks of rows for sums of <paramref name="size"/> numbers each: a function of shapes alone.</summary>
    public int BlockCount(long size) =>
        (int)Math.Clamp(Math.Min((RowCount + 1023) / 1024, 8_000_000 / Math.Max(1, size)), 1, IsSparse ? 16 : 64);

    /// <summary>Runs over blocks of rows: block, start, end.</summary>
    public void ForBlocks(int blocks, Action<int, int, int> body, long workPerRow, CancellationToken cancellation = default)
    {
        int rows = (RowCount + blocks - 1) / blocks;
        // Below some 10⁵ multiplications a loop is not worth a second thread.
        int use = workPerRow * RowCount < 100_000 ? 1 : threads;
        Workers.ForBlocks(RowCount, rows, use, (start, end) => body(start / rows, start, end), cancellation);
    }

    /// <summary>‖x‖² of each row, or null where no step up to <paramref name="largestStep"/> overshoots: η(‖x‖² + 1) ≤ 2.</summary>
    public double[]? Lengths(double largestStep, FitContext context)
    {
        if (largestStep == 0) return null;
        double[] lengths = new double[RowCount];
        ForBlocks(BlockCount(1), (_, start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                ReadOnlySpan<double> x = sparse is null ? dense!.Row(i) : sparse.RowValues(i);
                lengths[i] = Kernels.Dot(x, x);
            }
        }, ColumnCount, context.Cancellation);
        return largestStep * (lengths.Max() + 1) <= 2 ? null : lengths;
    }

    /// <summary>scores ← x·wᵀ for the rows from start to end, rows×<see cref="Width"/>.</summary>
    public void Scores(int start, int end, ReadOnlySpan<double> w, int outputs, Span<double> scores)
    {
        if (dense is not null)
        {
            ReadOnlySpan<double> x = dense.Span[(start * ColumnCount)..(end * ColumnCount)];
            if (outputs == 1) Gemv.Multiply(x, w, 0, scores);
            else Gemm.MultiplyTransposed(x, w, scores, end - start, outputs, ColumnCount);
            return;
        }
        int width = Width(outputs);
        for (int i = start; i < end; i++)
        {
            if (width == 1) scores[i - start] = SparseProduct.Dot(sparse!.RowColumns(i), sparse.RowValues(i), w);
            else RowKernels.SparseScores(sparse!.RowColumns(i), sparse.RowValues(i), w, width / 8,
                scores.Slice((i - start) * width, width));
        }
    }

    /// <summary>g ← g + rᵀ·x for the rows from start to end; r is rows×<see cref="Width"/>, g as <see cref="Packed"/>.</summary>
    public void AddTransposed(int start, int end, ReadOnlySpan<double> r, int outputs, Span<double> g)
    {
        if (dense is not null)
        {
            ReadOnlySpan<double> x = dense.Span[(start * ColumnCount)..(end * ColumnCount)];
            for (int k = 0; k < outputs; k++)
                RowKernels.AddWeightedRows(x, r[k..], outputs, end - start, g.Slice(k * ColumnCount, ColumnCount));
            return;
        }
        int width = Width(outputs);
        for (int i = start; i < end; i++)
        {
            ReadOnlySpan<int> columns = sparse!.RowColumns(i);
            ReadOnlySpan<double> values = sparse.RowValues(i);
            if (width > 1)
            {
                RowKernels.AddSparse(columns, values, r.Slice((i - start) * width, width), width / 8, g);
                continue;
            }
            double residual = r[i - start];
            for (int at = 0; at < columns.Length; at++) g[columns[at]] += residual * values[at];
        }
    }
}
