using System.ComponentModel;
using System.Numerics;

namespace ClassicML.Internal;

/// <summary>
/// Matrix products in float and double. Element (i, j) has the same bits whatever its position, the sizes m and n, the strides, the threads
/// or the kernel variant: it is a function of row i, column j and k alone.
/// </summary>
/// <remarks>
/// Rounding: |computed - exact| ≤ (256 + 16 + k/4096)·u·Σ|aₚbₚ| about, with u the unit roundoff of T; see GemmOrder.
/// Cost: 2mnk operations; scratch memory of about 1 MB a thread and at most 32 MB beside, kept for the next product.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Gemm
{
    /// <summary>c ← a·b.</summary>
    /// <param name="a">m×k.</param>
    /// <param name="b">k×n.</param>
    /// <param name="c">Receives m×n, row-major. Must not overlap a or b.</param>
    /// <param name="threads">The most threads, as <see cref="FitContext.Threads"/> gives it. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, Span<T> c, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(c.Length, (long)a.Rows * b.Columns, nameof(c), "element of m×n");
        fixed (T* to = c) Multiply(a, b, new Store<T>(to, b.Columns), threads);
    }

    /// <summary>c ← α·a·b + β·c, where c is not read if β is 0.</summary>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="a">m×k.</param>
    /// <param name="b">k×n.</param>
    /// <param name="beta">The factor of what c holds.</param>
    /// <param name="c">m×n, row-major. Must not overlap a or b.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static void Multiply<T>(T alpha, MatrixView<T> a, MatrixView<T> b, T beta, Span<T> c, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(c.Length, (long)a.Rows * b.Columns, nameof(c), "element of m×n");
        fixed (T* to = c) Multiply(a, b, new StoreScaled<T>(to, b.Columns, alpha, beta), threads);
    }

    /// <summary>c ← a·b + 1·biasᵀ: a value added to each column.</summary>
    /// <param name="a">m×k.</param>
    /// <param name="b">k×n.</param>
    /// <param name="bias">n values.</param>
    /// <param name="c">Receives m×n, row-major. Must not overlap the others.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static void MultiplyAddBias<T>(MatrixView<T> a, MatrixView<T> b, ReadOnlySpan<T> bias, Span<T> c, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(bias.Length, b.Columns, nameof(bias), "column");
        Check.Length(c.Length, (long)a.Rows * b.Columns, nameof(c), "element of m×n");
        fixed (T* to = c, add = bias) Multiply(a, b, new StoreBiased<T>(to, b.Columns, add), threads);
    }

    /// <summary>Gives the elements of a·b to an epilogue, segment by segment, instead of storing them.</summary>
    /// <param name="a">m×k.</param>
    /// <param name="b">k×n.</param>
    /// <param name="epilogue">Takes each element once.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <param name="cancellation">Looked at every few milliseconds.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested; the epilogue has had some of the elements.</exception>
    public static void Multiply<T, TEpilogue>(
        MatrixView<T> a, MatrixView<T> b, TEpilogue epilogue, int threads = 1, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        if (a.Columns != b.Rows)
            throw new ArgumentException($"b must have as many rows as a has columns, {a.Columns}, has {b.Rows}", nameof(b));
        fixed (T* pa = a.Values, pb = b.Values)
            Product.Run(
                new Operand<T>((nint)pa, a.RowStride, a.ColumnStride), new Operand<T>((nint)pb, b.ColumnStride, b.RowStride),
                a.Rows, b.Columns, a.Columns, lower: false, epilogue, threads, cancellation);
    }

    /// <summary>c ← a·bᵀ.</summary>
    /// <param name="a">m×k, row-major.</param>
    /// <param name="b">n×k, row-major.</param>
    /// <param name="c">Receives m×n, row-major.</param>
    /// <param name="m">Rows of a and c.</param>
    /// <param name="n">Rows of b, columns of c.</param>
    /// <param name="k">Columns of a and b.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    public static void MultiplyTransposed<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int m, int n, int k, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(a.Length, (long)m * k, nameof(a), "element of m×k");
        Check.Length(b.Length, (long)n * k, nameof(b), "element of n×k");
        Multiply(new MatrixView<T>(a, m, k), new MatrixView<T>(b, n, k).Transposed, c, threads);
    }
}
