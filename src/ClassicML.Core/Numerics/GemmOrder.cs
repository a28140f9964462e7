namespace ClassicML.Internal;

/// <summary>The order in which an element of a product is summed; every variant keeps it, so all give the same bits.</summary>
/// <remarks>
/// Σₚ aₚbₚ is a chain of fused multiply-adds from zero within each block of 256; blocks are added in order within a group of 4096, and
/// groups in order. So rounding grows with 256 + 16 + k/4096 and not with k, and groups can be computed apart.
/// </remarks>
internal static class GemmOrder
{
    public const int Block = 256;

    public const int Group = 4096;

    /// <summary>Σ aₚbₚ of at most a block: an element of a product.</summary>
    public static double Chain(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double chain = 0;
        for (int p = 0; p < a.Length; p++) chain = Math.FusedMultiplyAdd(a[p], b[p], chain);
        return chain;
    }

    // Some 30 µs of work: starting a loop costs about 10.
    public static bool WorthThreads(int m, int n, int k) => (double)m * n * k > 3e6;
}
