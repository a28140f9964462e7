using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Numerics;

namespace ClassicML.Linear;

/// <summary>Σ ωᵣxᵣxᵣᵀ over rows of few columns, for which packing and tiles of a general product cost more than the product.</summary>
/// <remarks>
/// Rows are copied, 64 at a time, to a width of whole tiles; a tile of 8×24 entries stays in registers over them. Of a square of tiles those
/// that touch the diagonal or lie above it are computed: p²/2 multiplications a row and a little more. Each entry sums over the rows in
/// their order, (ωᵣ·xᵣⱼ)·xᵣᵢ for i ≤ j, in chains of 64.
/// </remarks>
internal static class WeightedGram
{
    /// <summary>Above so many columns <see cref="Syrk"/> is faster.</summary>
    public const int MostColumns = 128;

    private const int Chain = 64, TileRows = 8, TileColumns = 24;

    /// <summary>h ← h + Σ ωᵣxᵣxᵣᵀ, entries on and above the diagonal, or all.</summary>
    /// <param name="x">Rows of p values, row-major.</param>
    /// <param name="omega">ω, as many as rows, of any sign.</param>
    /// <param name="p">The number of columns, at most <see cref="MostColumns"/>.</param>
    /// <param name="h">Entry (i, j) stands at i·<paramref name="stride"/> + j.</param>
    /// <param name="stride">The length of a row of h.</param>
    /// <param name="all">Whether entries below the diagonal are added too.</param>
    public static void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> omega, int p, Span<double> h, int stride, bool all)
    {
        int width = (p + TileColumns - 1) / TileColumns * TileColumns;
        double[] rows = ArrayPool<double>.Shared.Rent(Chain * width), product = ArrayPool<double>.Shared.Rent(width * width);
        product.AsSpan(0, width * width).Clear();
        rows.AsSpan(0, Chain * width).Clear();
        for (int from = 0; from < omega.Length; from += Chain)
        {
            int count = Math.Min(Chain, omega.Length - from);
            for (int r = 0; r < count; r++) x.Slice((from + r) * p, p).CopyTo(rows.AsSpan(r * width));
            for (int i = 0; i < p; i += TileRows)
                for (int j = i / TileColumns * TileColumns; j < p; j += TileColumns)
                    AddTile(ref rows[0], ref MemoryMarshal.GetReference(omega[from..]), count, width, i, j, ref product[0]);
        }
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < i && all; j++) product[i * width + j] = product[j * width + i];
            int first = all ? 0 : i;
            Kernels.AddScaled(1, product.AsSpan(i * width + first, p - first), h.Slice(i * stride + first, p - first));
        }
        ArrayPool<double>.Shared.Return(rows);
        ArrayPool<double>.Shared.Return(product);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile(ref double rows, ref double omega, int count, int width, int i, int j, ref double product)
    {
        Vector512<double> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default,
            s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default,
            s40 = default, s41 = default, s42 = default, s50 = default, s51 = default, s52 = default,
            s60 = default, s61 = default, s62 = default, s70 = default, s71 = default, s72 = default;
        ref double row = ref rows;
        for (int r = 0; r < count; r++, row = ref Unsafe.Add(ref row, width))
        {
            Vector512<double> weight = Vector512.Create(Unsafe.Add(ref omega, r));
            ref double left = ref Unsafe.Add(ref row, i), right = ref Unsafe.Add(ref row, j);
            Vector512<double> x0 = weight * Vector512.LoadUnsafe(ref right), x1 = weight * Vector512.LoadUnsafe(ref right, 8);
            Vector512<double> x2 = weight * Vector512.LoadUnsafe(ref right, 16);
            Vector512<double> a0 = Vector512.Create(left);
            s00 = Vector512.FusedMultiplyAdd(a0, x0, s00);
            s01 = Vector512.FusedMultiplyAdd(a0, x1, s01);
            s02 = Vector512.FusedMultiplyAdd(a0, x2, s02);
            Vector512<double> a1 = Vector512.Create(Unsafe.Add(ref left, 1));
            s10 = Vector512.FusedMultiplyAdd(a1, x0, s10);
            s11 = Vector512.FusedMultiplyAdd(a1, x1, s11);
            s12 = Vector512.FusedMultiplyAdd(a1, x2, s12);
            Vector512<double> a2 = Vector512.Create(Unsafe.Add(ref left, 2));
            s20 = Vector512.FusedMultiplyAdd(a2, x0, s20);
            s21 = Vector512.FusedMultiplyAdd(a2, x1, s21);
            s22 = Vector512.FusedMultiplyAdd(a2, x2, s22);
            Vector512<double> a3 = Vector512.Create(Unsafe.Add(ref left, 3));
            s30 = Vector512.FusedMultiplyAdd(a3, x0, s30);
            s31 = Vector512.FusedMultiplyAdd(a3, x1, s31);
            s32 = Vector512.FusedMultiplyAdd(a3, x2, s32);
            Vector512<double> a4 = Vector512.Create(Unsafe.Add(ref left, 4));
            s40 = Vector512.FusedMultiplyAdd(a4, x0, s40);
            s41 = Vector512.FusedMultiplyAdd(a4, x1, s41);
            s42 = Vector512.FusedMultiplyAdd(a4, x2, s42);
            Vector512<double> a5 = Vector512.Create(Unsafe.Add(ref left, 5));
            s50 = Vector512.FusedMultiplyAdd(a5, x0, s50);
            s51 = Vector512.FusedMultiplyAdd(a5, x1, s51);
            s52 = Vector512.FusedMultiplyAdd(a5, x2, s52);
            Vector512<double> a6 = Vector512.Create(Unsafe.Add(ref left, 6));
            s60 = Vector512.FusedMultiplyAdd(a6, x0, s60);
            s61 = Vector512.FusedMultiplyAdd(a6, x1, s61);
            s62 = Vector512.FusedMultiplyAdd(a6, x2, s62);
            Vector512<double> a7 = Vector512.Create(Unsafe.Add(ref left, 7));
            s70 = Vector512.FusedMultiplyAdd(a7, x0, s70);
            s71 = Vector512.FusedMultiplyAdd(a7, x1, s71);
            s72 = Vector512.FusedMultiplyAdd(a7, x2, s72);
        }
        ref double to = ref Unsafe.Add(ref product, i * width + j);
        Store(ref to, s00, s01, s02);
        Store(ref Unsafe.Add(ref to, 1 * width), s10, s11, s12);
        Store(ref Unsafe.Add(ref to, 2 * width), s20, s21, s22);
        Store(ref Unsafe.Add(ref to, 3 * width), s30, s31, s32);
        Store(ref Unsafe.Add(ref to, 4 * width), s40, s41, s42);
        Store(ref Unsafe.Add(ref to, 5 * width), s50, s51, s52);
        Store(ref Unsafe.Add(ref to, 6 * width), s60, s61, s62);
        Store(ref Unsafe.Add(ref to, 7 * width), s70, s71, s72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double to, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2)
    {
        (s0 + Vector512.LoadUnsafe(ref to)).StoreUnsafe(ref to);
        (s1 + Vector512.LoadUnsafe(ref to, 8)).StoreUnsafe(ref to, 8);
        (s2 + Vector512.LoadUnsafe(ref to, 16)).StoreUnsafe(ref to, 16);
    }
}
