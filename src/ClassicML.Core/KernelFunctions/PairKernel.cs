namespace ClassicML;

/// <summary>A kernel function that is no function of inner products: a sum over columns for each pair, exp at the end of a row.</summary>
internal static class PairKernel
{
    /// <summary>The sum over columns that stands in exp(-γ·sum).</summary>
    public interface IDistance
    {
        static abstract double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y);
    }

    public static unsafe void Fill<TDistance>(
        double gamma, KernelRows left, int start, int count, KernelRows right, Span<double> destination, int threads, bool lower = false)
        where TDistance : IDistance
    {
        int n = right.Count;
        fixed (double* pinned = destination)
        {
            nint to = (nint)pinned;
            Workers.For(count, (long)count * n * right.ColumnCount < 100_000 ? 1 : threads, i =>
            {
                var row = new Span<double>((double*)to + (long)i * n, lower ? i + 1 : n);
                ReadOnlySpan<double> x = left.Rows.Row(start + i);
                for (int j = 0; j < row.Length; j++) row[j] = -gamma * TDistance.Of(x, right.Rows.Row(j));
                ElementwiseExp.Apply(row);
            });
        }
    }

    public static void FillGram<TDistance>(double gamma, KernelRows rows, Span<double> destination, int threads) where TDistance : IDistance
    {
        Fill<TDistance>(gamma, rows, 0, rows.Count, rows, destination, threads, lower: true);
        Numerics.Symmetric.Mirror(destination, rows.Count);
    }
}
