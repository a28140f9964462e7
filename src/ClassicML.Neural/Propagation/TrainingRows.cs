using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>The rows that a network reads, dense or sparse, handed out in batches of the numbers it computes with.</summary>
internal sealed class TrainingRows<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ValuesWorthThreads = 100_000, RowsAtOnce = 32;

    private readonly Matrix? dense;
    private readonly SparseMatrix? sparse;
    private readonly T[] converted = [];

    /// <exception cref="ArgumentException">A value is too large for single precision.</exception>
    public TrainingRows(Features x)
    {
        (dense, sparse, ColumnCount) = (x as Matrix, x as SparseMatrix, x.ColumnCount);
        if (typeof(T) == typeof(float)) SinglePrecision.CheckRange(x, "standardise the columns, or train in double precision");
        if (dense is null || typeof(T) == typeof(double)) return;
        converted = GC.AllocateUninitializedArray<T>(dense.Span.Length);
        TensorPrimitives.ConvertTruncating<double, T>(dense.Span, converted);
    }

    public int ColumnCount { get; }

    /// <summary>The rows of the given numbers, one below the other: where they lie if that is so there, else copied into the buffer.</summary>
    public ReadOnlySpan<T> Take(ReadOnlySpan<int> rows, T[] buffer, int threads)
    {
        int p = ColumnCount;
        if (dense is not null && FollowOneAnother(rows)) return Values.Slice(rows[0] * p, rows.Length * p);
        if ((long)rows.Length * p < ValuesWorthThreads || threads == 1)
            for (int i = 0; i < rows.Length; i++) Copy(rows[i], buffer.AsSpan(i * p, p));
        else
        {
            int[] numbers = rows.ToArray();
            Workers.ForBlocks(numbers.Length, RowsAtOnce, threads, (start, end) =>
            {
                for (int i = start; i < end; i++) Copy(numbers[i], buffer.AsSpan(i * p, p));
            });
        }
        return buffer.AsSpan(0, rows.Length * p);
    }

    private ReadOnlySpan<T> Values => typeof(T) == typeof(double) ? MemoryMarshal.Cast<double, T>(dense!.Span) : converted;

    private void Copy(int row, Span<T> to)
    {
        if (sparse is null)
        {
            Values.Slice(row * ColumnCount, ColumnCount).CopyTo(to);
            return;
        }
        to.Clear();
        ReadOnlySpan<int> columns = sparse.RowColumns(row);
        ReadOnlySpan<double> values = sparse.RowValues(row);
        for (int at = 0; at < columns.Length; at++) to[columns[at]] = T.CreateTruncating(values[at]);
    }

    private static bool FollowOneAnother(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
            if (rows[i] != rows[0] + i) return false;
        return true;
    }
}
