using System.Numerics;

namespace ClassicML.Trees;

/// <summary>Each column's values as ranks among its distinct values: sorted once, compared as integers after.</summary>
/// <remarks>
/// Row-major codes of 1, 2 or 4 bytes by the largest code of any column: the features that a node tries lie near one another, so a small
/// node of scattered rows costs few cache lines. Codes of one byte lie column by column too, for large nodes. A column of at most 256
/// values is coded by a hash table of them; any other is sorted by the upper half of its values' bits, then each run of equal halves by
/// value: O(n) for most data, O(n log n) at worst. Columns are independent, so the threads don't matter. With <c>maxBins</c>, a column of
/// more distinct values than that is cut into so many bins of about equal numbers of rows; one with fewer stays exact. Missing values have
/// a code of their own, the last.
/// </remarks>
internal sealed class RankCodes
{
    // Some 100 µs of work.
    private const int ParallelSize = 20_000;

    // The columns of one cache line of a row-major matrix of doubles.
    private const int BlockSize = 8;

    private readonly CodeColumn[] columns;

    /// <summary>Ranks the given rows of a matrix; row i is row <paramref name="rows"/>[i] of x.</summary>
    public RankCodes(Matrix x, int[] rows, int? maxBins, bool[] isCategorical, FitContext context)
    {
        RowCount = rows.Length;
        columns = new CodeColumn[x.ColumnCount];
        // Until the largest code is known, each column keeps its codes in the width that it needs itself.
        var narrow = new Array[x.ColumnCount];
        int threads = (long)rows.Length * x.ColumnCount < ParallelSize ? 1 : context.Threads;
        Workers.ForBlocks(x.ColumnCount, BlockSize, threads, (start, end) =>
        {
            double[][] values = Gather(x, rows, start, end);
            for (int j = 0; j < values.Length; j++)
            {
                int[] ranks = new int[rows.Length];
                columns[start + j] = new ColumnRanker(ranks, maxBins, isCategorical[start + j]).Rank(values[j]);
                int largest = columns[start + j].CodeCount - 1;
                narrow[start + j] =
                    largest <= byte.MaxValue ? Narrow<byte>(ranks)
                    : largest <= ushort.MaxValue ? Narrow<ushort>(ranks)
                    : ranks;
            }
        }, context.Cancellation);
        Rows =
            Array.TrueForAll(narrow, column => column is byte[])
                ? new CodeRows(Join<byte>(narrow, threads), x.ColumnCount, Array.ConvertAll(narrow, column => (byte[])column))
            : Array.TrueForAll(narrow, column => column is byte[] or ushort[])
                ? new CodeRows(Join<ushort>(narrow, threads), x.ColumnCount)
            : new CodeRows(Join<int>(narrow, threads), x.ColumnCount);
    }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns, p.</summary>
    public int FeatureCount => columns.Length;

    /// <summary>The largest code of a categorical column; 0 where there is none.</summary>
    public int LargestCategory => columns.Where(column => column.IsCategorical).Select(column => column.CodeCount - 1).DefaultIfEmpty(0).Max();

    /// <summary>The codes, n×p.</summary>
    public CodeRows Rows { get; }

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

    private static TCode[] Narrow<TCode>(int[] codes) where TCode : unmanaged, IBinaryInteger<TCode>
    {
        TCode[] narrow = GC.AllocateUninitializedArray<TCode>(codes.Length);
        for (int i = 0; i < codes.Length; i++) narrow[i] = TCode.CreateTruncating(codes[i]);
        return narrow;
    }

    // Columns to rows, in tiles that stay in the cache.
    private TCode[] Join<TCode>(Array[] narrow, int threads) where TCode : unmanaged, IBinaryInteger<TCode>
    {
        int p = narrow.Length;
        TCode[] all = GC.AllocateUninitializedArray<TCode>(checked(RowCount * p));
        Workers.ForBlocks(RowCount, 256, threads, (start, end) =>
        {
            for (int j = 0; j < p; j++)
            {
                if (narrow[j] is TCode[] same) Place<TCode>(same);
                else if (narrow[j] is byte[] bytes) Place<byte>(bytes);
                else if (narrow[j] is ushort[] shorts) Place<ushort>(shorts);

                void Place<TFrom>(TFrom[] column) where TFrom : unmanaged, IBinaryInteger<TFrom>
                {
                    for (int i = start; i < end; i++) all[i * p + j] = TCode.CreateTruncating(column[i]);
                }
            }
        });
        return all;
    }
}
