using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Numerics;

/// <summary>Matrix products. Element (i, j) has the same bits whatever its position, the sizes, the threads or the row blocks.</summary>
/// <remarks>Each element is one fixed-lane dot product over k; a 4×4 tile of them shares its loads.</remarks>
public static class Gemm
{
    /// <summary>c ← a·bᵀ.</summary>
    /// <param name="a">m×k, row-major.</param>
    /// <param name="b">n×k, row-major.</param>
    /// <param name="c">Receives m×n, row-major.</param>
    /// <param name="m">Rows of a and c.</param>
    /// <param name="n">Rows of b, columns of c.</param>
    /// <param name="k">Columns of a and b.</param>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int m, int n, int k)
    {
        Check.Length(a.Length, (long)m * k, nameof(a), "element of m×k");
        Check.Length(b.Length, (long)n * k, nameof(b), "element of n×k");
        Check.Length(c.Length, (long)m * n, nameof(c), "element of m×n");
        if (!KernelVariant.IsVector)
        {
            ScalarKernels.MultiplyTransposed(a, b, c, m, n, k);
            return;
        }
        ref double pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b), pc = ref MemoryMarshal.GetReference(c);
        // Rows of b in groups whose panel stays in the first-level cache while all rows of a pass by.
        int group = Math.Max(4, 16_384 / 8 / Math.Max(1, k) / 4 * 4);
        for (int j0 = 0; j0 < n; j0 += group)
        {
            int j1 = Math.Min(n, j0 + group);
            for (int i = 0; i < m; i += 4)
                for (int j = j0; j < j1; j += 4)
                    Tile(ref pa, ref pb, ref pc, i, Math.Min(4, m - i), j, Math.Min(4, j1 - j), n, k);
        }
    }

    // Missing rows of a partial tile repeat the last real one, so that every element goes through the same arithmetic.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(ref double a, ref double b, ref double c, int i, int rows, int j, int columns, int n, int k)
    {
        ref double a0 = ref Unsafe.Add(ref a, (nint)i * k);
        ref double a1 = ref Unsafe.Add(ref a, (nint)(i + Math.Min(1, rows - 1)) * k);
        ref double a2 = ref Unsafe.Add(ref a, (nint)(i + Math.Min(2, rows - 1)) * k);
        ref double a3 = ref Unsafe.Add(ref a, (nint)(i + Math.Min(3, rows - 1)) * k);
        ref double b0 = ref Unsafe.Add(ref b, (nint)j * k);
        ref double b1 = ref Unsafe.Add(ref b, (nint)(j + Math.Min(1, columns - 1)) * k);
        ref double b2 = ref Unsafe.Add(ref b, (nint)(j + Math.Min(2, columns - 1)) * k);
        ref double b3 = ref Unsafe.Add(ref b, (nint)(j + Math.Min(3, columns - 1)) * k);
        Vector512<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        nuint p = 0, end = (nuint)k;
        for (; p + 8 <= end; p += 8)
        {
            Vector512<double> x0 = Vector512.LoadUnsafe(ref a0, p), x1 = Vector512.LoadUnsafe(ref a1, p);
            Vector512<double> x2 = Vector512.LoadUnsafe(ref a2, p), x3 = Vector512.LoadUnsafe(ref a3, p);
            Vector512<double> y = Vector512.LoadUnsafe(ref b0, p);
            s00 = Vector512.FusedMultiplyAdd(x0, y, s00);
            s10 = Vector512.FusedMultiplyAdd(x1, y, s10);
            s20 = Vector512.FusedMultiplyAdd(x2, y, s20);
            s30 = Vector512.FusedMultiplyAdd(x3, y, s30);
            y = Vector512.LoadUnsafe(ref b1, p);
            s01 = Vector512.FusedMultiplyAdd(x0, y, s01);
            s11 = Vector512.FusedMultiplyAdd(x1, y, s11);
            s21 = Vector512.FusedMultiplyAdd(x2, y, s21);
            s31 = Vector512.FusedMultiplyAdd(x3, y, s31);
            y = Vector512.LoadUnsafe(ref b2, p);
            s02 = Vector512.FusedMultiplyAdd(x0, y, s02);
            s12 = Vector512.FusedMultiplyAdd(x1, y, s12);
            s22 = Vector512.FusedMultiplyAdd(x2, y, s22);
            s32 = Vector512.FusedMultiplyAdd(x3, y, s32);
            y = Vector512.LoadUnsafe(ref b3, p);
            s03 = Vector512.FusedMultiplyAdd(x0, y, s03);
            s13 = Vector512.FusedMultiplyAdd(x1, y, s13);
            s23 = Vector512.FusedMultiplyAdd(x2, y, s23);
            s33 = Vector512.FusedMultiplyAdd(x3, y, s33);
        }
        Store(ref a0, ref b0, ref b1, ref b2, ref b3, ref Unsafe.Add(ref c, (nint)i * n + j), s00, s01, s02, s03, columns, p, end);
        if (rows > 1)
            Store(ref a1, ref b0, ref b1, ref b2, ref b3, ref Unsafe.Add(ref c, (nint)(i + 1) * n + j), s10, s11, s12, s13, columns, p, end);
        if (rows > 2)
            Store(ref a2, ref b0, ref b1, ref b2, ref b3, ref Unsafe.Add(ref c, (nint)(i + 2) * n + j), s20, s21, s22, s23, columns, p, end);
        if (rows > 3)
            Store(ref a3, ref b0, ref b1, ref b2, ref b3, ref Unsafe.Add(ref c, (nint)(i + 3) * n + j), s30, s31, s32, s33, columns, p, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        ref double a, ref double b0, ref double b1, ref double b2, ref double b3, ref double c,
        Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> s3, int columns, nuint p, nuint end)
    {
        c = Finish(ref a, ref b0, s0, p, end);
        if (columns > 1) Unsafe.Add(ref c, 1) = Finish(ref a, ref b1, s1, p, end);
        if (columns > 2) Unsafe.Add(ref c, 2) = Finish(ref a, ref b2, s2, p, end);
        if (columns > 3) Unsafe.Add(ref c, 3) = Finish(ref a, ref b3, s3, p, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Finish(ref double a, ref double b, Vector512<double> lanes, nuint p, nuint end)
    {
        double sum = Vector512.Sum(lanes);
        for (; p < end; p++) sum = Math.FusedMultiplyAdd(Unsafe.Add(ref a, p), Unsafe.Add(ref b, p), sum);
        return sum;
    }
}
