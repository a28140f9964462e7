using ClassicML.Internal;

namespace ClassicML;

/// <summary>A kernel function exp(-γd) that is no function of inner products: d is a sum over columns for each pair of dense rows, and
/// s(x, x) + s(y, y) - 2·s(x, y) of sparse ones, where s is a sum over columns that both store.</summary>
internal static class PairKernel
{
    /// <summary>The sum over columns that stands in exp(-γ·sum).</summary>
    public interface IDistance
    {
        static abstract double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y);
    }

    /// <summary>Fills a block; the norms of sparse rows are their own sums of the term.</summary>
    public static void Fill<TTerm, TDistance>(double gamma, in KernelBlock block)
        where TTerm : struct, SparseProduct.ITerm
        where TDistance : IDistance
    {
        if (block.Left.IsSparse) ProductKernel.FillSparse<TTerm, DistanceShape>(new DistanceShape(gamma), block);
        else FillDense<TDistance>(gamma, block);
    }

    /// <summary>exp(-γd) of a dense row with the first rows of others.</summary>
    public static void FillRow<TDistance>(double gamma, ReadOnlySpan<double> x, Matrix rows, Span<double> values) where TDistance : IDistance
    {
        for (int j = 0; j < values.Length; j++) values[j] = -gamma * TDistance.Of(x, rows.Row(j));
        ElementwiseExp.Apply(values);
    }

    private static unsafe void FillDense<TDistance>(double gamma, in KernelBlock block) where TDistance : IDistance
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
                    FillRow<TDistance>(gamma, left.Dense.Row(first + i), right.Dense, row);
                },
                block.Cancellation);
        }
        if (lower) Symmetric.Mirror(block.Destination, n, block.Cancellation);
    }
}
