using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClassicML.Internal;

/// <summary>Products of sparse matrices whose elements are wanted one and all, zeros too.</summary>
/// <remarks>
/// Source: F. Gustavson, Two Fast Algorithms for Sparse Matrices: Multiplication and Permuted Transposition, ACM TOMS 4 (3), 1978: row i of
/// A·B is a sum of rows of B, those of the columns that row i of A stores. Here it is summed into a dense row, which an epilogue takes.
/// Element (i, j) is one chain of fused multiply-adds from zero over what row i of A and column j of B both store, by rising k. So it has
/// the same bits whatever its position, the sizes and the threads, and element (j, i) of X·Xᵀ has those of (i, j).
/// Rounding: |computed - exact| ≤ s·u·Σ|aₚbₚ| about, with s the number of terms that meet.
/// Cost: some 0.6 ns for each two stored values that meet, and a pass over m×n; memory: a row of the product for each thread.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SparseProduct
{
    /// <summary>Gives the elements of A·B to an epilogue, row by row.</summary>
    /// <param name="a">Rows of which some are the left factor.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many, m.</param>
    /// <param name="b">k×n.</param>
    /// <param name="epilogue">Takes each element once; its rows begin with 0.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <param name="cancellation">Looked at every few milliseconds.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested; the epilogue has had some of the elements.</exception>
    public static void Multiply<TEpilogue>(
        SparseMatrix a, int start, int count, SparseMatrix b, TEpilogue epilogue, int threads = 1, CancellationToken cancellation = default)
        where TEpilogue : struct, IGemmEpilogue<double> =>
        Run<Term, TEpilogue>(a, start, count, b, lower: false, epilogue, threads, cancellation);

    /// <summary>Gives the elements of X·Xᵀ with column ≤ row to an epilogue.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="transposed">Its transpose, p×n.</param>
    /// <param name="epilogue">Takes each element once.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <param name="cancellation">Looked at every few milliseconds.</param>
    /// <exception cref="OperationCanceledException">Cancellation was requested; the epilogue has had some of the elements.</exception>
    public static void RowProducts<TEpilogue>(
        SparseMatrix x, SparseMatrix transposed, TEpilogue epilogue, int threads = 1, CancellationToken cancellation = default)
        where TEpilogue : struct, IGemmEpilogue<double> =>
        Run<Term, TEpilogue>(x, 0, x.RowCount, transposed, lower: true, epilogue, threads, cancellation);

    /// <summary>The inner product of a sparse row with a dense vector, in one fixed order.</summary>
    /// <param name="columns">The columns of the row's stored values.</param>
    /// <param name="values">As many values.</param>
    /// <param name="w">A value for each column.</param>
    public static double Dot(ReadOnlySpan<int> columns, ReadOnlySpan<double> values, ReadOnlySpan<double> w)
    {
        double s0 = 0, s1 = 0;
        int at = 0;
        for (; at + 2 <= columns.Length; at += 2)
        {
            s0 += values[at] * w[columns[at]];
            s1 += values[at + 1] * w[columns[at + 1]];
        }
        if (at < columns.Length) s0 += values[at] * w[columns[at]];
        return s0 + s1;
    }

    /// <summary>‖xᵢ‖² of each row, with the bits of xᵢᵀxᵢ as a product.</summary>
    /// <param name="x">n×p.</param>
    public static double[] SquaredNorms(SparseMatrix x) => OwnSums<Term>(x);

    /// <summary>What two stored values in one column add to the sum of their rows: the same whichever comes first.</summary>
    internal interface ITerm
    {
        static abstract double Add(double sum, double x, double y);
    }

    /// <summary>The sum of each row with itself.</summary>
    internal static double[] OwnSums<TTerm>(SparseMatrix x) where TTerm : struct, ITerm
    {
        double[] sums = new double[x.RowCount];
        for (int i = 0; i < sums.Length; i++)
            foreach (double value in x.RowValues(i)) sums[i] = TTerm.Add(sums[i], value, value);
        return sums;
    }

    internal static void Run<TTerm, TEpilogue>(
        SparseMatrix a, int start, int count, SparseMatrix b, bool lower, TEpilogue epilogue, int threads, CancellationToken cancellation)
        where TTerm : struct, ITerm
        where TEpilogue : struct, IGemmEpilogue<double>
    {
        if (a.ColumnCount != b.RowCount)
            throw new ArgumentException($"b must have as many rows as a has columns, {a.ColumnCount}, has {b.RowCount}", nameof(b));
        int n = b.ColumnCount;
        // Some 30 µs of work at least; a block of rows long enough to be worth its turn, and short enough to stop soon.
        if ((long)count * n < 30_000) threads = 1;
        Workers.ForBlocks(count, Math.Clamp(32_768 / Math.Max(1, n), 1, 64), threads, (from, to) => Rows(from, to), cancellation);

        unsafe void Rows(int from, int to)
        {
            using var scratch = new Scratch(sizeof(double) * (long)n);
            for (int i = from; i < to; i++)
            {
                var sums = new Span<double>(scratch.Pointer, lower ? i + 1 : n);
                sums.Clear();
                ReadOnlySpan<int> columns = a.RowColumns(start + i);
                ReadOnlySpan<double> values = a.RowValues(start + i);
                for (int t = 0; t < columns.Length; t++) Add<TTerm>(sums, values[t], b.RowColumns(columns[t]), b.RowValues(columns[t]));
                epilogue.Take(sums, i, 0);
            }
        }
    }

    // Columns rise, so those beyond the sums are the last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TTerm>(Span<double> sums, double value, ReadOnlySpan<int> columns, ReadOnlySpan<double> others)
        where TTerm : struct, ITerm
    {
        ref double sum = ref MemoryMarshal.GetReference(sums);
        int end = sums.Length;
        for (int k = 0; k < columns.Length && columns[k] < end; k++)
        {
            ref double own = ref Unsafe.Add(ref sum, columns[k]);
            own = TTerm.Add(own, value, others[k]);
        }
    }

    internal readonly struct Term : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Add(double sum, double x, double y) => Math.FusedMultiplyAdd(x, y, sum);
    }
}
