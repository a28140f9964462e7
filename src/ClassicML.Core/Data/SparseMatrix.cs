using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>A sparse matrix of doubles, n×p, in compressed rows (CSR): what is not stored is zero. Immutable.</summary>
/// <remarks>
/// Row i holds the entries <c>RowStarts[i]</c> to <c>RowStarts[i + 1]</c> of <see cref="Columns"/>, which ascend within the row, and of
/// <see cref="Values"/>. Takes 12 bytes a stored value and 4 a row; at most 2³¹-1 values. A stored value may be zero; NaN means missing.
/// </remarks>
public sealed class SparseMatrix : Features
{
    private readonly int[] starts;
    private readonly int[] columns;
    private readonly double[] values;
    private bool knownWithin;

    private SparseMatrix(int[] starts, int[] columns, double[] values, int columnCount, ImmutableArray<string>? names = null)
        : base(starts.Length - 1, columnCount, names)
    {
        this.starts = starts;
        this.columns = columns;
        this.values = values;
    }

    /// <summary>Copies compressed rows. Columns of a row may come in any order and more than once: they are sorted, and their values
    /// summed.</summary>
    /// <param name="rowStarts">n+1 ascending positions, from 0 to the number of stored values.</param>
    /// <param name="columns">The column of each stored value, in [0, <paramref name="columnCount"/>).</param>
    /// <param name="values">The stored values.</param>
    /// <param name="columnCount">The number of columns, p.</param>
    /// <exception cref="ArgumentException">Lengths differ, positions do not ascend, or a column is outside; the message names its row.</exception>
    public SparseMatrix(ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columns, ReadOnlySpan<double> values, int columnCount)
        : this(CheckedStarts(rowStarts, columns, values, columnCount), columns.ToArray(), values.ToArray(), columnCount) =>
        SparseRows.SortAndSum(starts, ref this.columns, ref this.values);

    /// <summary>Wraps compressed rows without a copy. The caller must not change them afterwards.</summary>
    /// <param name="rowStarts">n+1 ascending positions, from 0 to the number of stored values.</param>
    /// <param name="columns">The column of each stored value, in [0, <paramref name="columnCount"/>), ascending within a row.</param>
    /// <param name="values">The stored values.</param>
    /// <param name="columnCount">The number of columns, p.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, positions or columns do not ascend, or a column is outside; the message names its row.
    /// </exception>
    public static SparseMatrix Wrap(int[] rowStarts, int[] columns, double[] values, int columnCount)
    {
        CheckStarts(
            Check.NotNull(rowStarts, nameof(rowStarts)), Check.NotNull(columns, nameof(columns)), Check.NotNull(values, nameof(values)), columnCount);
        for (int i = 0; i + 1 < rowStarts.Length; i++)
            for (int at = rowStarts[i] + 1; at < rowStarts[i + 1]; at++)
                if (columns[at] <= columns[at - 1])
                    throw new ArgumentException($"row {i} has column {columns[at]} after {columns[at - 1]}; columns of a row must ascend", nameof(columns));
        return new SparseMatrix(rowStarts, columns, values, columnCount);
    }

    /// <summary>The values of a dense matrix that are not zero; NaN is kept.</summary>
    public static SparseMatrix FromDense(Matrix matrix)
    {
        ReadOnlySpan<double> all = Check.NotNull(matrix, nameof(matrix)).Span;
        int[] starts = new int[matrix.RowCount + 1];
        int count = 0;
        foreach (double value in all) count += value != 0 ? 1 : 0;
        int[] columns = GC.AllocateUninitializedArray<int>(count);
        double[] values = GC.AllocateUninitializedArray<double>(count);
        for (int i = 0, at = 0; i < matrix.RowCount; starts[++i] = at)
        {
            ReadOnlySpan<double> row = matrix.Row(i);
            for (int j = 0; j < row.Length; j++)
                if (row[j] != 0) (columns[at], values[at++]) = (j, row[j]);
        }
        return new SparseMatrix(starts, columns, values, matrix.ColumnCount, matrix.ColumnNames);
    }

    /// <summary>Where each row starts among the stored values: n+1 positions.</summary>
    public ReadOnlySpan<int> RowStarts => starts;

    /// <summary>The columns of the stored values, ascending within a row.</summary>
    public ReadOnlySpan<int> Columns => columns;

    /// <summary>The stored values, row after row.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The number of stored values.</summary>
    public int StoredCount => values.Length;

    /// <summary>The columns of a row's stored values, ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<int> RowColumns(int row) => columns.AsSpan(starts[CheckedRow(row)], starts[row + 1] - starts[row]);

    /// <summary>The stored values of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<double> RowValues(int row) => values.AsSpan(starts[CheckedRow(row)], starts[row + 1] - starts[row]);

    /// <summary>The transpose, p×n; cost n + p + the stored values.</summary>
    public SparseMatrix Transpose()
    {
        int[] turned = new int[ColumnCount + 1], rows = GC.AllocateUninitializedArray<int>(columns.Length);
        double[] copy = GC.AllocateUninitializedArray<double>(values.Length);
        foreach (int column in columns) turned[column + 1]++;
        for (int j = 0; j < ColumnCount; j++) turned[j + 1] += turned[j];
        int[] next = turned[..^1];
        for (int i = 0; i < RowCount; i++)
            for (int at = starts[i]; at < starts[i + 1]; at++)
            {
                int to = next[columns[at]]++;
                (rows[to], copy[to]) = (i, values[at]);
            }
        return new SparseMatrix(turned, rows, copy, RowCount) { knownWithin = knownWithin };
    }

    /// <summary>Consecutive rows; their values are copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the matrix.</exception>
    public SparseMatrix Rows(int start, int count)
    {
        if (start < 0 || count < 0 || start > RowCount - count)
            throw new ArgumentOutOfRangeException(
                nameof(start), $"rows {start} to {start + (long)count} leave a matrix of {RowCount} rows");
        int first = starts[start], end = starts[start + count];
        int[] own = starts[start..(start + count + 1)];
        foreach (ref int at in own.AsSpan()) at -= first;
        return new SparseMatrix(own, columns[first..end], values[first..end], ColumnCount, ColumnNames) { knownWithin = knownWithin };
    }

    /// <summary>Other values at the same places.</summary>
    internal SparseMatrix WithValues(double[] others) => new(starts, columns, others, ColumnCount, ColumnNames);

    /// <summary>The same numbers as a dense matrix.</summary>
    /// <exception cref="ArgumentException">n·p values don't fit into an array, or into memory.</exception>
    public Matrix ToDense()
    {
        double[] dense = new double[MemoryNeed.Doubles(
            RowCount, ColumnCount, "sparse rows as a dense matrix", "take fewer of them at once, or what reads sparse rows")];
        for (int i = 0; i < RowCount; i++)
            for (int at = starts[i]; at < starts[i + 1]; at++) dense[i * ColumnCount + columns[at]] = values[at];
        return Matrix.Wrap(dense, RowCount, ColumnCount).WithNames(ColumnNames);
    }

    /// <inheritdoc/>
    public override SparseMatrix SelectRows(ReadOnlySpan<int> rows)
    {
        int[] selected = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
            selected[i + 1] = checked(selected[i] + starts[CheckedRow(rows[i]) + 1] - starts[rows[i]]);
        int[] picked = GC.AllocateUninitializedArray<int>(selected[^1]);
        double[] copy = GC.AllocateUninitializedArray<double>(selected[^1]);
        for (int i = 0; i < rows.Length; i++)
        {
            RowColumns(rows[i]).CopyTo(picked.AsSpan(selected[i]));
            RowValues(rows[i]).CopyTo(copy.AsSpan(selected[i]));
        }
        return new SparseMatrix(selected, picked, copy, ColumnCount, ColumnNames) { knownWithin = knownWithin };
    }

    /// <inheritdoc/>
    /// <remarks>Cost: n + p + the stored values, twice.</remarks>
    public override SparseMatrix SelectColumns(ReadOnlySpan<int> columns)
    {
        foreach (int column in columns)
            if ((uint)column >= (uint)ColumnCount)
                throw new ArgumentOutOfRangeException(nameof(columns), $"column must be in [0, {ColumnCount}), was {column}");
        return Transpose().SelectRows(columns).Transpose().WithNames(NamesOf(columns));
    }

    /// <inheritdoc cref="Features.WithNames"/>
    public new SparseMatrix WithNames(IEnumerable<string>? names) => (SparseMatrix)base.WithNames(names);

    private protected override SparseMatrix Renamed(ImmutableArray<string>? names) =>
        new(starts, columns, values, ColumnCount, names) { knownWithin = knownWithin };

    /// <inheritdoc/>
    /// <remarks>A matrix without such values is looked through once.</remarks>
    internal override (int Row, int Column, double Value)? FirstBad(bool mayMiss)
    {
        if (knownWithin) return null;
        knownWithin = Internal.Kernels.AllWithin(values, MaxMagnitude);
        int at = knownWithin ? -1 : FirstBad(values, mayMiss);
        return at < 0 ? null : (RowOf(at), columns[at], values[at]);
    }

    /// <summary>The row of a stored value.</summary>
    internal int RowOf(int at)
    {
        int row = 0;
        while (starts[row + 1] <= at) row++;
        return row;
    }

    private int CheckedRow(int row) =>
        (uint)row < (uint)RowCount ? row : throw new ArgumentOutOfRangeException(nameof(row), $"row must be in [0, {RowCount}), was {row}");

    private static int[] CheckedStarts(ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, ReadOnlySpan<double> values, int columnCount)
    {
        CheckStarts(starts, columns, values, columnCount);
        return starts.ToArray();
    }

    private static void CheckStarts(ReadOnlySpan<int> starts, ReadOnlySpan<int> columns, ReadOnlySpan<double> values, int columnCount)
    {
        Check.AtLeast(columnCount, 0, nameof(columnCount));
        Check.Length(columns.Length, values.Length, nameof(columns), "stored value");
        if (starts.IsEmpty || starts[0] != 0 || starts[^1] != values.Length)
            throw new ArgumentException($"rowStarts must begin with 0 and end with {values.Length}, the number of stored values", "rowStarts");
        for (int i = 0; i + 1 < starts.Length; i++)
        {
            if (starts[i + 1] < starts[i] || starts[i + 1] > values.Length)
                throw new ArgumentException($"rowStarts must ascend, but row {i} starts at {starts[i]} and the next at {starts[i + 1]}", "rowStarts");
            foreach (int column in columns[starts[i]..starts[i + 1]])
                if ((uint)column >= (uint)columnCount)
                    throw new ArgumentException($"row {i} has column {column}; columns must be in [0, {columnCount})", nameof(columns));
        }
    }
}
