using System.Numerics;

namespace ClassicML.Numerics;

/// <summary>Squared distances and RBF kernel values of all pairs of rows, as matrix products whose tiles are finished in cache.</summary>
/// <remarks>
/// ‖x-y‖² = ‖x‖² + ‖y‖² - 2xᵀy cancels where points are close beside their norms: the error is about k·u·(‖x‖ + ‖y‖)². Centre the rows
/// first, and measure again by differences where it matters. Results are clamped at zero, and equal rows have distance 0 exactly, since
/// norms are summed in the order of the product. The bits of an element depend on its two rows alone.
/// </remarks>
public static unsafe class Distances
{
    /// <summary>c ← ‖xᵢ-yⱼ‖².</summary>
    /// <param name="x">m×k.</param>
    /// <param name="y">n×k.</param>
    /// <param name="c">Receives m×n, row-major.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static void Squared<T>(MatrixView<T> x, MatrixView<T> y, Span<T> c, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(c.Length, (long)x.Rows * y.Rows, nameof(c), "element of m×n");
        T[] norms = Norms(x), others = Norms(y);
        fixed (T* pc = c, px = norms, py = others)
            Gemm.Multiply(x, y.Transposed, new StoreSquaredDistance<T>(pc, y.Rows, px, py), threads);
    }

    /// <summary>c ← exp(-γ‖xᵢ-yⱼ‖²).</summary>
    /// <param name="x">m×k.</param>
    /// <param name="y">n×k.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="c">Receives m×n, row-major.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static void Rbf<T>(MatrixView<T> x, MatrixView<T> y, T gamma, Span<T> c, int threads = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(c.Length, (long)x.Rows * y.Rows, nameof(c), "element of m×n");
        T[] norms = Norms(x), others = Norms(y);
        fixed (T* pc = c, px = norms, py = others)
            Gemm.Multiply(x, y.Transposed, new StoreRbf<T>(pc, y.Rows, px, py, gamma), threads);
    }

    /// <summary>c ← exp(-γ‖xᵢ-xⱼ‖²): the symmetric Gram matrix of one set of rows, at half the work.</summary>
    /// <param name="x">n×k.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="c">Receives n×n.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Rbf<T>(MatrixView<T> x, T gamma, Span<T> c, int threads = 1) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(c.Length, (long)x.Rows * x.Rows, nameof(c), "element of n×n");
        T[] norms = Norms(x);
        fixed (T* pc = c, px = norms)
        {
            Syrk.RowProducts(x, new StoreRbf<T>(pc, x.Rows, px, px, gamma), threads);
            Symmetric.Mirror(pc, x.Rows);
        }
    }

    /// <summary>norms ← ‖xᵢ‖², in the order in which a product is summed: xᵢᵀxᵢ of <see cref="Gemm"/>, bit for bit.</summary>
    /// <param name="x">n×k.</param>
    /// <param name="norms">Receives n values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SquaredNorms<T>(MatrixView<T> x, Span<T> norms) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(norms.Length, x.Rows, nameof(norms), "row");
        fixed (T* px = x.Values)
            for (int i = 0; i < x.Rows; i += 4)
                FourNorms(new Operand<T>((nint)(px + (nint)i * x.RowStride), x.RowStride, x.ColumnStride), x.Columns, norms[i..Math.Min(x.Rows, i + 4)]);
    }

    private static T[] Norms<T>(MatrixView<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] norms = new T[x.Rows];
        SquaredNorms(x, norms);
        return norms;
    }

    // Four rows at a time, since each is one chain; missing rows repeat the last.
    private static void FourNorms<T>(in Operand<T> x, int k, Span<T> norms) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int last = norms.Length - 1;
        Span<T> sums = stackalloc T[4], groups = stackalloc T[4];
        for (int start = 0; start < k; start += GemmOrder.Group)
        {
            int end = Math.Min(k, start + GemmOrder.Group);
            groups.Clear();
            for (int p = start; p < end; p += GemmOrder.Block)
            {
                T* r0 = x.At(0, p), r1 = x.At(Math.Min(1, last), p), r2 = x.At(Math.Min(2, last), p), r3 = x.At(last, p);
                T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero;
                nint at = 0;
                for (int q = Math.Min(GemmOrder.Block, end - p); q > 0; q--, at += x.DepthStride)
                {
                    s0 = T.FusedMultiplyAdd(r0[at], r0[at], s0);
                    s1 = T.FusedMultiplyAdd(r1[at], r1[at], s1);
                    s2 = T.FusedMultiplyAdd(r2[at], r2[at], s2);
                    s3 = T.FusedMultiplyAdd(r3[at], r3[at], s3);
                }
                (groups[0], groups[1], groups[2], groups[3]) = (groups[0] + s0, groups[1] + s1, groups[2] + s2, groups[3] + s3);
            }
            for (int r = 0; r < 4; r++) sums[r] += groups[r];
        }
        sums[..norms.Length].CopyTo(norms);
    }
}
