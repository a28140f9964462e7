using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ClassicML.Internal;

namespace ClassicML.Neighbors;

/// <summary>A register tile of 12 queries × 32 rows: which products qᵀx minus the row's level reach the query's threshold.</summary>
/// <remarks>
/// The products never leave the registers: they are compared there, and one bit a pair comes out. Queries and rows come packed,
/// coordinate by coordinate (m×12 and m×32 floats), rows aligned to 64 bytes. Sums run over the m coordinates in order.
/// </remarks>
internal static unsafe class FilterTile
{
    public const int Queries = 12, Rows = 32;

    /// <summary>Sets bit j of mask i when product (i, j) - level[j] ≥ threshold[i].</summary>
    /// <returns>Whether any bit is set.</returns>
    public static bool Reach(float* queries, float* rows, int m, float* levels, float* thresholds, uint* masks) =>
        !KernelVariant.IsVector ? ReachScalar(queries, rows, m, levels, thresholds, masks)
        : KernelVariant.Is512 ? Reach512(queries, rows, m, levels, thresholds, masks)
        : Reach256(queries, rows, m, levels, thresholds, masks);

    internal static bool ReachScalar(float* queries, float* rows, int m, float* levels, float* thresholds, uint* masks)
    {
        uint any = 0;
        for (int i = 0; i < Queries; i++)
        {
            masks[i] = 0;
            for (int j = 0; j < Rows; j++)
            {
                float sum = 0;
                for (int k = 0; k < m; k++) sum = MathF.FusedMultiplyAdd(queries[k * Queries + i], rows[k * Rows + j], sum);
                if (sum - levels[j] >= thresholds[i]) masks[i] |= 1u << j;
            }
            any |= masks[i];
        }
        return any != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool Reach512(float* q, float* x, int m, float* levels, float* thresholds, uint* masks)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector512<float> a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        Vector512<float> b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        for (int k = 0; k < m; k++, q += Queries, x += Rows)
        {
            Vector512<float> u = Vector512.Load(x), v = Vector512.Load(x + 16), w = Vector512.Create(q[0]);
            a0 = Avx512F.FusedMultiplyAdd(u, w, a0);
            b0 = Avx512F.FusedMultiplyAdd(v, w, b0);
            w = Vector512.Create(q[1]);
            a1 = Avx512F.FusedMultiplyAdd(u, w, a1);
            b1 = Avx512F.FusedMultiplyAdd(v, w, b1);
            w = Vector512.Create(q[2]);
            a2 = Avx512F.FusedMultiplyAdd(u, w, a2);
            b2 = Avx512F.FusedMultiplyAdd(v, w, b2);
            w = Vector512.Create(q[3]);
            a3 = Avx512F.FusedMultiplyAdd(u, w, a3);
            b3 = Avx512F.FusedMultiplyAdd(v, w, b3);
            w = Vector512.Create(q[4]);
            a4 = Avx512F.FusedMultiplyAdd(u, w, a4);
            b4 = Avx512F.FusedMultiplyAdd(v, w, b4);
            w = Vector512.Create(q[5]);
            a5 = Avx512F.FusedMultiplyAdd(u, w, a5);
            b5 = Avx512F.FusedMultiplyAdd(v, w, b5);
            w = Vector512.Create(q[6]);
            a6 = Avx512F.FusedMultiplyAdd(u, w, a6);
            b6 = Avx512F.FusedMultiplyAdd(v, w, b6);
            w = Vector512.Create(q[7]);
            a7 = Avx512F.FusedMultiplyAdd(u, w, a7);
            b7 = Avx512F.FusedMultiplyAdd(v, w, b7);
            w = Vector512.Create(q[8]);
            a8 = Avx512F.FusedMultiplyAdd(u, w, a8);
            b8 = Avx512F.FusedMultiplyAdd(v, w, b8);
            w = Vector512.Create(q[9]);
            a9 = Avx512F.FusedMultiplyAdd(u, w, a9);
            b9 = Avx512F.FusedMultiplyAdd(v, w, b9);
            w = Vector512.Create(q[10]);
            a10 = Avx512F.FusedMultiplyAdd(u, w, a10);
            b10 = Avx512F.FusedMultiplyAdd(v, w, b10);
            w = Vector512.Create(q[11]);
            a11 = Avx512F.FusedMultiplyAdd(u, w, a11);
            b11 = Avx512F.FusedMultiplyAdd(v, w, b11);
        }
        Vector512<float> l0 = Vector512.Load(levels), l1 = Vector512.Load(levels + 16);
        uint any = masks[0] = Mask(a0 - l0, b0 - l1, thresholds[0]);
        any |= masks[1] = Mask(a1 - l0, b1 - l1, thresholds[1]);
        any |= masks[2] = Mask(a2 - l0, b2 - l1, thresholds[2]);
        any |= masks[3] = Mask(a3 - l0, b3 - l1, thresholds[3]);
        any |= masks[4] = Mask(a4 - l0, b4 - l1, thresholds[4]);
        any |= masks[5] = Mask(a5 - l0, b5 - l1, thresholds[5]);
        any |= masks[6] = Mask(a6 - l0, b6 - l1, thresholds[6]);
        any |= masks[7] = Mask(a7 - l0, b7 - l1, thresholds[7]);
        any |= masks[8] = Mask(a8 - l0, b8 - l1, thresholds[8]);
        any |= masks[9] = Mask(a9 - l0, b9 - l1, thresholds[9]);
        any |= masks[10] = Mask(a10 - l0, b10 - l1, thresholds[10]);
        any |= masks[11] = Mask(a11 - l0, b11 - l1, thresholds[11]);
        return any != 0;
    }

    // Sixteen registers hold a tile of 6×16, so the tile of 12×32 is done in four parts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool Reach256(float* queries, float* rows, int m, float* levels, float* thresholds, uint* masks)
    {
        for (int i = 0; i < Queries; i++) masks[i] = 0;
        uint any = 0;
        for (int part = 0; part < 4; part++)
        {
            int i = 6 * (part >> 1), j = 16 * (part & 1);
            float* q = queries + i, x = rows + j;
            Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
            Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
            for (int k = 0; k < m; k++, q += Queries, x += Rows)
            {
                Vector256<float> u = Vector256.Load(x), v = Vector256.Load(x + 8), w = Vector256.Create(q[0]);
                a0 = Vector256.FusedMultiplyAdd(u, w, a0);
                b0 = Vector256.FusedMultiplyAdd(v, w, b0);
                w = Vector256.Create(q[1]);
                a1 = Vector256.FusedMultiplyAdd(u, w, a1);
                b1 = Vector256.FusedMultiplyAdd(v, w, b1);
                w = Vector256.Create(q[2]);
                a2 = Vector256.FusedMultiplyAdd(u, w, a2);
                b2 = Vector256.FusedMultiplyAdd(v, w, b2);
                w = Vector256.Create(q[3]);
                a3 = Vector256.FusedMultiplyAdd(u, w, a3);
                b3 = Vector256.FusedMultiplyAdd(v, w, b3);
                w = Vector256.Create(q[4]);
                a4 = Vector256.FusedMultiplyAdd(u, w, a4);
                b4 = Vector256.FusedMultiplyAdd(v, w, b4);
                w = Vector256.Create(q[5]);
                a5 = Vector256.FusedMultiplyAdd(u, w, a5);
                b5 = Vector256.FusedMultiplyAdd(v, w, b5);
            }
            Vector256<float> l0 = Vector256.Load(levels + j), l1 = Vector256.Load(levels + j + 8);
            any |= masks[i] |= Mask(a0 - l0, b0 - l1, thresholds[i]) << j;
            any |= masks[i + 1] |= Mask(a1 - l0, b1 - l1, thresholds[i + 1]) << j;
            any |= masks[i + 2] |= Mask(a2 - l0, b2 - l1, thresholds[i + 2]) << j;
            any |= masks[i + 3] |= Mask(a3 - l0, b3 - l1, thresholds[i + 3]) << j;
            any |= masks[i + 4] |= Mask(a4 - l0, b4 - l1, thresholds[i + 4]) << j;
            any |= masks[i + 5] |= Mask(a5 - l0, b5 - l1, thresholds[i + 5]) << j;
        }
        return any != 0;
    }

    /// <summary>The same of one query: bit j where product j - level[j] ≥ threshold. Even and odd coordinates are summed apart.</summary>
    /// <param name="query">m floats.</param>
    /// <param name="rows">m×32.</param>
    /// <param name="m">Coordinates.</param>
    /// <param name="levels">32 levels.</param>
    /// <param name="threshold">What must be reached.</param>
    public static uint ReachOne(float* query, float* rows, int m, float* levels, float threshold)
    {
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
        int k = 0;
        for (; k + 2 <= m; k += 2, rows += 2 * Rows)
        {
            Vector512<float> even = Vector512.Create(query[k]), odd = Vector512.Create(query[k + 1]);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Load(rows), even, a0);
            b0 = Vector512.FusedMultiplyAdd(Vector512.Load(rows + 16), even, b0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Load(rows + Rows), odd, a1);
            b1 = Vector512.FusedMultiplyAdd(Vector512.Load(rows + Rows + 16), odd, b1);
        }
        if (k < m)
        {
            a0 = Vector512.FusedMultiplyAdd(Vector512.Load(rows), Vector512.Create(query[k]), a0);
            b0 = Vector512.FusedMultiplyAdd(Vector512.Load(rows + 16), Vector512.Create(query[k]), b0);
        }
        return Mask(a0 + a1 - Vector512.Load(levels), b0 + b1 - Vector512.Load(levels + 16), threshold);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(Vector512<float> low, Vector512<float> high, float threshold)
    {
        Vector512<float> t = Vector512.Create(threshold);
        return (uint)Vector512.GreaterThanOrEqual(low, t).ExtractMostSignificantBits()
            | ((uint)Vector512.GreaterThanOrEqual(high, t).ExtractMostSignificantBits() << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(Vector256<float> low, Vector256<float> high, float threshold)
    {
        Vector256<float> t = Vector256.Create(threshold);
        return Vector256.GreaterThanOrEqual(low, t).ExtractMostSignificantBits()
            | (Vector256.GreaterThanOrEqual(high, t).ExtractMostSignificantBits() << 8);
    }
}
