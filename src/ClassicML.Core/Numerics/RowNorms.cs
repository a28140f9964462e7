using System.ComponentModel;
using System.Numerics;

namespace ClassicML.Internal;

/// <summary>The squared norms of rows, for distances by products: ‖x-y‖² = ‖x‖² + ‖y‖² - 2xᵀy.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowNorms
{
    /// <summary>norms ← ‖xᵢ‖², in the order in which a product is summed: xᵢᵀxᵢ of <see cref="Gemm"/>, bit for bit.</summary>
    /// <param name="x">n×k.</param>
    /// <param name="norms">Receives n values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Squared<T>(MatrixView<T> x, Span<T> norms) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.Length(norms.Length, x.Rows, nameof(norms), "row");
        fixed (T* px = x.Values)
            for (int i = 0; i < x.Rows; i += 4)
            {
                var four = new Operand<T>((nint)(px + (nint)i * x.RowStride), x.RowStride, x.ColumnStride);
                FourNorms(four, x.Columns, norms[i..Math.Min(x.Rows, i + 4)]);
            }
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
