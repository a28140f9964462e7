using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>How joined rows are stored.</summary>
internal enum ColumnStorage
{
    Dense,
    Sparse,
    Table,
}

/// <summary>Sets blocks of columns side by side.</summary>
internal static class Blocks
{
    private const int BlockSize = 256;

    /// <summary>A table where one is among the blocks; sparse where a block is and few enough values are stored; else dense.</summary>
    public static ColumnStorage StorageOf(IReadOnlyList<Features> blocks, double sparseBelow)
    {
        if (blocks.Any(block => block is Table)) return ColumnStorage.Table;
        double stored = 0, all = 0;
        foreach (Features block in blocks)
        {
            all += (double)block.RowCount * block.ColumnCount;
            stored += block is SparseMatrix sparse ? sparse.StoredCount : (double)block.RowCount * block.ColumnCount;
        }
        return blocks.Any(block => block is SparseMatrix) && stored < sparseBelow * all ? ColumnStorage.Sparse : ColumnStorage.Dense;
    }

    /// <summary>The blocks side by side, which have as many rows each.</summary>
    public static Features Join(IReadOnlyList<Features> blocks, ColumnStorage storage, ImmutableArray<string>? names) => storage switch
    {
        ColumnStorage.Table => new Table(blocks.SelectMany(Columns)).WithNames(names ?? Numbered(blocks)),
        ColumnStorage.Sparse => Sparse(blocks).WithNames(names),
        ColumnStorage.Dense => Dense(blocks).WithNames(names),
        _ => throw new NotSupportedException($"{storage}"),
    };

    private static Matrix Dense(IReadOnlyList<Features> blocks)
    {
        int n = blocks[0].RowCount, p = blocks.Sum(block => block.ColumnCount);
        Matrix[] parts = [.. blocks.Select(block => block is SparseMatrix sparse ? sparse.ToDense() : Check.Dense(block, nameof(ColumnTransformer)))];
        if (parts is [var only]) return only;
        double[] joined = GC.AllocateUninitializedArray<double>(checked(n * p));
        Workers.ForBlocks(n, BlockSize, (long)n * p < 100_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            for (int i = start; i < end; i++)
                for (int b = 0, at = i * p; b < parts.Length; at += parts[b++].ColumnCount) parts[b].Row(i).CopyTo(joined.AsSpan(at));
        });
        return Matrix.Wrap(joined, n, p);
    }

    private static SparseMatrix Sparse(IReadOnlyList<Features> blocks)
    {
        SparseMatrix[] parts = [.. blocks.Select(block => block as SparseMatrix ?? SparseMatrix.FromDense(Check.Dense(block, nameof(ColumnTransformer))))];
        if (parts is [var only]) return only;
        int n = parts[0].RowCount;
        int[] starts = new int[n + 1];
        for (int i = 0; i < n; i++)
            starts[i + 1] = checked(starts[i] + parts.Sum(part => part.RowStarts[i + 1] - part.RowStarts[i]));
        int[] columns = GC.AllocateUninitializedArray<int>(starts[n]);
        double[] values = GC.AllocateUninitializedArray<double>(starts[n]);
        Workers.ForBlocks(n, BlockSize, starts[n] < 100_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            for (int i = start; i < end; i++)
                for (int b = 0, at = starts[i], shift = 0; b < parts.Length; shift += parts[b++].ColumnCount)
                {
                    ReadOnlySpan<int> own = parts[b].RowColumns(i);
                    parts[b].RowValues(i).CopyTo(values.AsSpan(at));
                    foreach (int column in own) columns[at++] = column + shift;
                }
        });
        return SparseMatrix.Wrap(starts, columns, values, parts.Sum(part => part.ColumnCount));
    }

    private static IEnumerable<TableColumn> Columns(Features block, int number)
    {
        // Names of their own until all are named: no two of these are alike.
        if (block is Table table) return table.Columns.Select((column, j) => column.Rename(FormattableString.Invariant($"{number}:{j}")));
        Matrix rows = block is SparseMatrix sparse ? sparse.ToDense() : (Matrix)block;
        return Enumerable.Range(0, rows.ColumnCount).Select(j =>
        {
            double[] values = new double[rows.RowCount];
            for (int i = 0; i < values.Length; i++) values[i] = rows[i, j];
            return NumberColumn.Wrap(FormattableString.Invariant($"{number}:{j}"), values);
        });
    }

    // A part that was fitted without names beside one that makes a table.
    private static IEnumerable<string> Numbered(IReadOnlyList<Features> blocks) =>
        blocks.SelectMany((block, b) => Enumerable.Range(0, block.ColumnCount).Select(j =>
            block.ColumnNames is { } names ? names[j] : FormattableString.Invariant($"column{b}_{j}")));
}
