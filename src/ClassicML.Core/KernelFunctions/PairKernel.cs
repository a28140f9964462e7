namespace ClassicML;

/// <summary>A kernel function that is no function of inner products: a sum over columns for each pair, exp at the end of a row.</summary>
internal static class PairKernel
{
    /// <summary>The sum over columns that stands in exp(-γ·sum).</summary>
    public interface IDistance
    {
        static abstract double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y);
    }

    public static unsafe void Fill<TDistance>(double gamma, in KernelBlock block) where TDistance : IDistance
    {
        KernelRows left = block.Left, right = block.Right;
        (int first, int n, bool lower) = (block.Start, right.Count, block.IsSymmetric);
        fixed (double* pinned = block.Destination)
        {
            nint to = (nint)pinned;
            Workers.For(
                block.Count, block.Threads,
                i =>
                {
                    var row = new Span<double>((double*)to + (long)i * n, lower ? i + 1 : n);
                    ReadOnlySpan<double> x = left.Dense.Row(first + i);
                    for (int j = 0; j < row.Length; j++) row[j] = -gamma * TDistance.Of(x, right.Dense.Row(j));
                    ElementwiseExp.Apply(row);
                },
                block.Cancellation);
        }
        if (lower) Numerics.Symmetric.Mirror(block.Destination, n, block.Cancellation);
    }
}
