namespace ClassicML.Trees;

/// <summary>Each column's values as ranks among its distinct values: sorted once, compared as integers after.</summary>
/// <remarks>
/// One code a value, row-major, of 1, 2 or 4 bytes by the largest code of any column: the features that a node tries lie near one another,
/// so a small node of scattered rows costs few cache lines. A column of at most 256 values is coded by a hash table of them; any other is
/// sorted by the upper half of its values' bits, then each run of equal halves by value: O(n) for most data, O(n log n) at worst. Columns
/// are independent, so the threads don't matter. With <c>maxBins</c>, a column of more distinct values than that is cut into so many bins
/// of about equal numbers of rows; one with fewer stays exact. Missing values have a code of their own, the last.
/// </remarks>
internal sealed class RankCodes
{
    // Some 100 µs of work.
    private const int ParallelSize = 20_000;

    // The columns of one cache line of a row-major matrix of doubles.
    private const int BlockSize = 8;

    private readonly CodeColumn[] columns;

    /// <summary>Ranks the given rows of a matrix; row i is row <paramref name="rows"/>[i] of x.</summary>
    public RankCodes(Matrix x, int[] rows, int? maxBins, CategoricalFeatures categories, FitContext context)
    {
        bool[] isCategorical = categories.Flags(x.ColumnCount);
        RowCount = rows.Length;
        columns = new CodeColumn[x.ColumnCount];
        // Until the largest code is known, each block of columns keeps its codes in the width that it needs itself.
        var blocks = new Array[(x.ColumnCount + BlockSize - 1) / BlockSize];
        int threads = (long)rows.Length * x.ColumnCount < ParallelSize ? 1 : context.Threads;
        Workers.ForBlocks(x.ColumnCount, BlockSize, threads, (start, end) =>
        {
            double[][] values = Gather(x, rows, start, end);
            int[][] codes = new int[end - start][];
            int largest = 0;
            for (int j = 0; j < codes.Length; j++)
            {
                codes[j] = new int[rows.Length];
                columns[start + j] = new ColumnRanker(codes[j], maxBins, isCategorical[start + j]).Rank(values[j]);
                largest = Math.Max(largest, columns[start + j].CodeCount - 1);
            }
            blocks[start / BlockSize] =
                largest <= byte.MaxValue ? Interleave<byte>(codes)
                : largest <= ushort.MaxValue ? Interleave<ushort>(codes)
                : Interleave<int>(codes);
        }, context.Cancellation);
        if (Array.TrueForAll(blocks, block => block is byte[])) Bytes = Join<byte>(blocks, threads);
        else if (Array.TrueForAll(blocks, block => block is byte[] or ushort[])) Shorts = Join<ushort>(blocks, threads);
        else Ints = Join<int>(blocks, threads);
    }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns, p.</summary>
    public int FeatureCount => columns.Length;

    /// <summary>The largest code of a categorical column; 0 where there is none.</summary>
    public int LargestCategory => columns.Where(column => column.IsCategorical).Select(column => column.CodeCount - 1).DefaultIfEmpty(0).Max();

    /// <summary>The codes n×p where all are below 2⁸, or null.</summary>
    public byte[]? Bytes { get; }

    /// <summary>The codes n×p where they need 16 bits, or null.</summary>
    public ushort[]? Shorts { get; }

    /// <summary>The codes n×p where they need more, or null.</summary>
    public int[]? Ints { get; }

    /// <summary>The values behind a column's codes.</summary>
    public CodeColumn this[int feature] => columns[feature];

    private static double[][] Gather(Matrix x, int[] rows, int start, int end)
    {
        double[][] block = new double[end - start][];
        for (int j = 0; j < block.Length; j++) block[j] = GC.AllocateUninitializedArray<double>(rows.Length);
        ReadOnlySpan<double> all = x.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> row = all.Slice(rows[i] * x.ColumnCount + start, block.Length);
            // Adding zero makes -0 the same value as 0.
            for (int j = 0; j < row.Length; j++) block[j][i] = row[j] + 0.0;
        }
        return block;
    }

    private static TCode[] Interleave<TCode>(int[][] codes) where TCode : unmanaged, System.Numerics.IBinaryInteger<TCode>
    {
        TCode[] rows = GC.AllocateUninitializedArray<TCode>(codes.Length * codes[0].Length);
        for (int j = 0; j < codes.Length; j++)
        {
            int[] column = codes[j];
            for (int i = 0; i < column.Length; i++) rows[i * codes.Length + j] = TCode.CreateTruncating(column[i]);
        }
        return rows;
    }

    private TCode[] Join<TCode>(Array[] blocks, int threads) where TCode : unmanaged, System.Numerics.IBinaryInteger<TCode>
    {
        int p = columns.Length;
        TCode[] all = GC.AllocateUninitializedArray<TCode>(checked(RowCount * p));
        Workers.ForBlocks(RowCount, 256, threads, (start, end) =>
        {
            for (int b = 0; b < blocks.Length; b++)
            {
                int first = b * BlockSize, width = Math.Min(BlockSize, p - first);
                for (int i = start; i < end; i++)
                {
                    Span<TCode> to = all.AsSpan(i * p + first, width);
                    if (blocks[b] is TCode[] same) same.AsSpan(i * width, width).CopyTo(to);
                    else if (blocks[b] is byte[] bytes)
                        for (int j = 0; j < width; j++) to[j] = TCode.CreateTruncating(bytes[i * width + j]);
                    else if (blocks[b] is ushort[] shorts)
                        for (int j = 0; j < width; j++) to[j] = TCode.CreateTruncating(shorts[i * width + j]);
                }
            }
        });
        return all;
    }
}
