using System.ComponentModel;
using System.Numerics;

namespace ClassicML.Internal;

/// <summary>Products of a matrix with its own transpose: the lower triangle is computed, and mirrored.</summary>
/// <remarks>Half the work of <see cref="Gemm"/>. The bits of an element follow the same rule as those of <see cref="Gemm"/>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Syrk
{
    /// <summary>c ← (X - 1μᵀ)ᵀ·D·(X - 1μᵀ): the Gram matrix of the columns, centred and weighted on the way.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="c">Receives p×p, symmetric.</param>
    /// <param name="mean">μ, p values to take from the columns. Default: none.</param>
    /// <param name="weights">The diagonal of D, n values of any sign. Default: ones.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <remarks>Element (i, j) with i ≥ j sums xᵣᵢ·(wᵣ·xᵣⱼ) over rows r. Nothing of the size of X is stored.</remarks>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Gram<T>(
        MatrixView<T> x, Span<T> c, ReadOnlySpan<T> mean = default, ReadOnlySpan<T> weights = default, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int p = x.Columns;
        Check.Length(c.Length, (long)p * p, nameof(c), "element of p×p");
        if (!mean.IsEmpty) Check.Length(mean.Length, p, nameof(mean), "column");
        if (!weights.IsEmpty) Check.Length(weights.Length, x.Rows, nameof(weights), "row");
        fixed (T* px = x.Values, pc = c, shift = mean, scale = weights)
        {
            var columns = new Operand<T>((nint)px, x.ColumnStride, x.RowStride, (nint)shift);
            Product.Run(columns, columns with { Scale = (nint)scale }, p, p, x.Rows, lower: true, new Store<T>(pc, p), threads);
            Symmetric.Mirror(pc, p);
        }
    }

    /// <summary>c ← X·Xᵀ: the products of all pairs of rows.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="c">Receives n×n, symmetric.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void RowProducts<T>(MatrixView<T> x, Span<T> c, int threads = 1) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Gram(x.Transposed, c, threads: threads);

    /// <summary>Gives the elements of X·Xᵀ with column ≤ row to an epilogue, instead of storing them.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="epilogue">Takes each element once.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <param name="cancellation">Looked at every few milliseconds.</param>
    /// <exception cref="OperationCanceledException">Cancellation was requested; the epilogue has had some of the elements.</exception>
    /// <seealso cref="Symmetric.Mirror{T}(Span{T}, int, CancellationToken)"/>
    public static void RowProducts<T, TEpilogue>(
        MatrixView<T> x, TEpilogue epilogue, int threads = 1, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        fixed (T* px = x.Values)
        {
            var rows = new Operand<T>((nint)px, x.RowStride, x.ColumnStride);
            Product.Run(rows, rows, x.Rows, x.Rows, x.Columns, lower: true, epilogue, threads, cancellation);
        }
    }
}
