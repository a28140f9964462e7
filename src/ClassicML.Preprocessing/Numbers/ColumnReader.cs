namespace ClassicML.Preprocessing;

/// <summary>The columns of rows, one after another, whatever the storage: for what looks at each column by itself.</summary>
internal static class ColumnReader
{
    // Dense columns are read eight at a time: a cache line of each row.
    private const int DenseGroup = 8, SparseGroup = 64;

    /// <summary>Gives each column to an action: what is stored of it.</summary>
    /// <param name="x">Rows, n×p, dense or sparse.</param>
    /// <param name="context">Cancellation and a thread limit. Columns are given from several threads.</param>
    /// <param name="action">Takes one column.</param>
    public static void ForEach(Features x, FitContext context, ColumnAction action)
    {
        if (x is SparseMatrix sparse)
        {
            SparseMatrix columns = sparse.Transpose();
            Workers.ForBlocks(
                x.ColumnCount, SparseGroup, sparse.StoredCount < 100_000 ? 1 : context.Threads, (start, end) =>
                {
                    for (int j = start; j < end; j++) action(j, columns.RowColumns(j), columns.RowValues(j).ToArray());
                }, context.Cancellation);
            return;
        }
        var dense = (Matrix)x;
        int n = x.RowCount;
        Workers.ForBlocks(
            x.ColumnCount, DenseGroup, ColumnTiles.Threads(dense, context.Threads), (start, end) =>
            {
                double[] values = new double[(end - start) * n];
                for (int i = 0; i < n; i++)
                {
                    ReadOnlySpan<double> row = dense.Row(i)[start..end];
                    for (int j = 0; j < row.Length; j++) values[j * n + i] = row[j];
                }
                for (int j = start; j < end; j++) action(j, [], values.AsSpan((j - start) * n, n));
            }, context.Cancellation);
    }

    /// <summary>All n values of a column, with its zeros: what was given, or a copy.</summary>
    public static Span<double> Dense(ReadOnlySpan<int> rows, Span<double> values, int n)
    {
        if (values.Length == n) return values;
        double[] dense = new double[n];
        for (int at = 0; at < rows.Length; at++) dense[rows[at]] = values[at];
        return dense;
    }

    /// <summary>The rows of any storage, of at least one row and column, without infinities; NaN means missing.</summary>
    public static Features Readable(Features x, string reader)
    {
        if (x is not SparseMatrix) return ColumnTiles.Readable(x, reader);
        ColumnTiles.RefuseEmpty(x, reader);
        Check.Magnitudes(x);
        return x;
    }
}

/// <summary>Takes what is stored of a column.</summary>
/// <param name="column">Its number.</param>
/// <param name="rows">The rows of the values, ascending; empty where the column is dense, and so has a value for every row.</param>
/// <param name="values">The values; may be overwritten. Rows that are not stored are zero.</param>
internal delegate void ColumnAction(int column, ReadOnlySpan<int> rows, Span<double> values);
