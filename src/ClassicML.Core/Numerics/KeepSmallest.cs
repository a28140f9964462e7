using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Numerics;

/// <summary>An epilogue that keeps, for each row, the columns of the smallest bias[j] + scale·product: a running selection, nothing stored.</summary>
/// <remarks>
/// With bias = ‖yⱼ‖² and scale = -2 these are the nearest neighbours. A tile is compared with the worst value kept while it is in cache; few
/// columns pass. Ties go to the lower column. NaN is never kept.
/// </remarks>
public readonly struct KeepSmallest<T> : IGemmEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] values;
    private readonly int[] columns;
    private readonly T[] bias;
    private readonly T scale;
    private readonly int count;

    /// <summary>An empty selection.</summary>
    /// <param name="rows">Rows of the product.</param>
    /// <param name="count">How many to keep of each row, at least 1.</param>
    /// <param name="bias">One value for each column of the product.</param>
    /// <param name="scale">The factor of the product.</param>
    public KeepSmallest(int rows, int count, T[] bias, T scale)
    {
        this.count = Check.Positive(count, nameof(count));
        this.bias = Check.NotNull(bias, nameof(bias));
        this.scale = scale;
        values = new T[checked(rows * count)];
        columns = new int[values.Length];
        Array.Fill(values, T.PositiveInfinity);
        Array.Fill(columns, int.MaxValue);
    }

    /// <inheritdoc/>
    public static bool RowsInOrder => true;

    /// <inheritdoc/>
    public void Take(Span<T> values, int row, int column)
    {
        ref T v = ref MemoryMarshal.GetReference(values);
        ref T b = ref bias[column];
        ref T worst = ref this.values[row * count];
        nuint i = 0, n = (nuint)values.Length, width = (nuint)Vector256<T>.Count;
        for (; i + width <= n; i += width)
        {
            Vector256<T> candidate = Vector256.LoadUnsafe(ref v, i) * scale + Vector256.LoadUnsafe(ref b, i);
            if (!Vector256.LessThanAny(candidate, Vector256.Create(worst))) continue;
            for (nuint j = i; j < i + width; j++) Offer(Unsafe.Add(ref v, j) * scale + Unsafe.Add(ref b, j), row, column + (int)j);
        }
        for (; i < n; i++) Offer(Unsafe.Add(ref v, i) * scale + Unsafe.Add(ref b, i), row, column + (int)i);
    }

    /// <summary>A row's selection, smallest first; a place that nothing took has infinity and column <see cref="int.MaxValue"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="smallest">Receives the values, as many as are kept.</param>
    /// <param name="at">Receives their columns.</param>
    public void CopyTo(int row, Span<T> smallest, Span<int> at)
    {
        values.AsSpan(row * count, count).CopyTo(smallest);
        columns.AsSpan(row * count, count).CopyTo(at);
        for (int end = count - 1; end > 0; end--)
        {
            (T value, int column) = (smallest[end], at[end]);
            (smallest[end], at[end]) = (smallest[0], at[0]);
            Sink(smallest[..end], at, value, column);
        }
    }

    private void Offer(T value, int row, int column)
    {
        Span<T> heap = values.AsSpan(row * count, count);
        if (value < heap[0]) Sink(heap, columns.AsSpan(row * count, count), value, column);
    }

    // Replaces the root of the heap, the worst of it, by another pair. Pairs have one order: by value, then by column.
    private static void Sink(Span<T> heap, Span<int> at, T value, int column)
    {
        int hole = 0;
        for (int child; (child = 2 * hole + 1) < heap.Length; hole = child)
        {
            if (child + 1 < heap.Length && Before(heap[child], at[child], heap[child + 1], at[child + 1])) child++;
            if (!Before(value, column, heap[child], at[child])) break;
            (heap[hole], at[hole]) = (heap[child], at[child]);
        }
        (heap[hole], at[hole]) = (value, column);
    }

    private static bool Before(T a, int columnA, T b, int columnB) => a < b || (a == b && columnA < columnB);
}
