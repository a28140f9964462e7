namespace ClassicML.Trees;

/// <summary>Each column's values as ranks among its distinct values: sorted once, compared as integers after.</summary>
/// <remarks>
/// One code a value, of 1, 2 or 4 bytes by the number of codes of its column. A column of at most 256 values is coded by a hash table of
/// them; any other is sorted by the upper half of its values' bits, then each run of equal halves by value: O(n) for most data,
/// O(n log n) at worst. Columns are independent, so the threads don't matter. With <c>maxBins</c>, a column of more distinct values than
/// that is cut into so many bins of about equal numbers of rows; one with fewer stays exact.
/// </remarks>
internal sealed class RankCodes
{
    // Some 100 µs of work.
    private const int ParallelSize = 20_000;

    // The columns of one cache line of a row-major matrix.
    private const int BlockSize = 8;

    private readonly CodeColumn[] columns;

    /// <summary>Ranks the given rows of a matrix; row i is row <paramref name="rows"/>[i] of x.</summary>
    public RankCodes(Matrix x, int[] rows, int? maxBins, FitContext context)
    {
        RowCount = rows.Length;
        columns = new CodeColumn[x.ColumnCount];
        int threads = (long)rows.Length * x.ColumnCount < ParallelSize ? 1 : context.Threads;
        Workers.ForBlocks(x.ColumnCount, BlockSize, threads, (start, end) =>
        {
            double[][] block = Gather(x, rows, start, end);
            var ranker = new ColumnRanker(rows.Length, maxBins);
            for (int feature = start; feature < end; feature++) columns[feature] = ranker.Rank(block[feature - start]);
        }, context.Cancellation);
    }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns, p.</summary>
    public int FeatureCount => columns.Length;

    /// <summary>A column.</summary>
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
}
