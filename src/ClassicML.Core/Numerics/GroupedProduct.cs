using System.Numerics;

namespace ClassicML.Internal;

/// <summary>C = A·B for any depth: by groups of <see cref="GemmOrder.Group"/> of k, each a blocked product.</summary>
/// <remarks>
/// Where the product is small beside its depth (the Gram matrix of many rows), threads share the groups; partial products are then added in
/// the order of the groups, so the result is the same. Memory: a partial product for each group under way.
/// </remarks>
internal static unsafe class GroupedProduct<T, TKernel, TEpilogue>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TKernel : struct, ITileKernel<T>
    where TEpilogue : struct, IGemmEpilogue<T>
{
    // The side of the square of C that is summed at a time.
    private const int Slab = 2048;

    public static void Run(
        in Operand<T> a, in Operand<T> b, int m, int n, int k, bool lower, TEpilogue epilogue, int threads, CancellationToken cancellation)
    {
        if (DirectProduct<T, TEpilogue>.Fits(a, b, m, n)) DirectProduct<T, TEpilogue>.Run(a, b, m, n, k, lower, ref epilogue);
        else if (RowProduct<T, TEpilogue>.Fits(a, b, m, n, k, threads)) RowProduct<T, TEpilogue>.Run(a, b, n, k, ref epilogue);
        else if (k <= GemmOrder.Group)
            BlockedProduct<T, TKernel, TEpilogue>.Run(a, b, m, n, k, lower, epilogue, threads, cancellation);
        else ManyGroups(a, b, m, n, k, lower, epilogue, threads, cancellation);
    }

    private static void ManyGroups(
        in Operand<T> a, in Operand<T> b, int m, int n, int k, bool lower, TEpilogue epilogue, int threads, CancellationToken cancellation)
    {
        for (int i = 0; i < m; i += Slab)
            for (int j = 0; j < (lower ? Math.Min(n, i + 1) : n); j += Slab)
                Square(
                    a.From(i, 0), b.From(j, 0), i, j, Math.Min(Slab, m - i), Math.Min(Slab, n - j), k, lower && i == j, epilogue, threads,
                    cancellation);
    }

    private static void Square(
        Operand<T> a, Operand<T> b, int row0, int column0, int m, int n, int k, bool lower, TEpilogue epilogue, int threads,
        CancellationToken cancellation)
    {
        nint size = (nint)m * n;
        int groups = (k + GemmOrder.Group - 1) / GemmOrder.Group, together = 1;
        if (size <= 512 * 512 && GemmOrder.WorthThreads(m, n, k)) together = Math.Min(groups, size <= 128 * 128 ? 8 * threads : threads);
        using var scratch = new Scratch(size * (together == 1 ? 1 : together + 1L) * sizeof(T));
        T* total = (T*)scratch.Pointer, partial = together == 1 ? total : total + size;
        for (int first = 0; first < groups; first += together)
        {
            int count = Math.Min(together, groups - first), from = first;
            if (together == 1) Group(a, b, m, n, from, k, lower, new Accumulate<T>(total, n, from > 0), threads, cancellation);
            else
            {
                Workers.For(
                    count, threads,
                    g => Group(a, b, m, n, from + g, k, lower, new Accumulate<T>(partial + g * size, n, false), 1, cancellation),
                    cancellation);
                for (int g = 0; g < count; g++)
                    new Accumulate<T>(total, n, from + g > 0).Take(new Span<T>(partial + g * size, (int)size), 0, 0);
            }
        }
        for (int i = 0; i < m; i++) epilogue.Take(new Span<T>(total + (nint)i * n, lower ? Math.Min(n, i + 1) : n), row0 + i, column0);
    }

    private static void Group(
        in Operand<T> a, in Operand<T> b, int m, int n, int group, int k, bool lower, Accumulate<T> into, int threads,
        CancellationToken cancellation)
    {
        int start = group * GemmOrder.Group;
        BlockedProduct<T, TKernel, Accumulate<T>>.Run(
            a.From(0, start), b.From(0, start), m, n, Math.Min(GemmOrder.Group, k - start), lower, into, threads,
            cancellation);
    }
}
