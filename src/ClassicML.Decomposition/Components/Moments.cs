using System.Numerics.Tensors;

namespace ClassicML.Decomposition;

/// <summary>Means and variances of columns, in fixed blocks of rows, so that bits do not depend on threads.</summary>
internal static class Moments
{
    public const int BlockSize = 1024;

    /// <summary>The mean of each column, corrected by the mean of what is left: an offset costs no digits.</summary>
    public static double[] Mean(Matrix x, FitContext context)
    {
        double[] mean = Sum(x, context, (row, sums) => TensorPrimitives.Add(sums, row, sums));
        TensorPrimitives.Divide(mean, x.RowCount, mean);
        double[] left = Sum(x, context, (row, sums) =>
        {
            for (int j = 0; j < row.Length; j++) sums[j] += row[j] - mean[j];
        });
        for (int j = 0; j < mean.Length; j++) mean[j] += left[j] / x.RowCount;
        return mean;
    }

    /// <summary>The variance of each column, divided by n-1.</summary>
    public static double[] Variances(Matrix x, double[] mean, FitContext context)
    {
        double[] squares = Sum(x, context, (row, sums) =>
        {
            for (int j = 0; j < row.Length; j++) sums[j] += (row[j] - mean[j]) * (row[j] - mean[j]);
        });
        TensorPrimitives.Divide(squares, x.RowCount - 1, squares);
        return squares;
    }

    /// <summary>X - 1μᵀ.</summary>
    public static double[] Centred(Matrix x, ReadOnlySpan<double> mean)
    {
        double[] centred = GC.AllocateUninitializedArray<double>(x.Span.Length);
        for (int i = 0; i < x.RowCount; i++) TensorPrimitives.Subtract(x.Row(i), mean, centred.AsSpan(i * mean.Length, mean.Length));
        return centred;
    }

    private static double[] Sum(Matrix x, FitContext context, RowAction add)
    {
        int p = x.ColumnCount, blocks = (x.RowCount + BlockSize - 1) / BlockSize;
        double[][] sums = new double[blocks][];
        int threads = x.Span.Length < 100_000 ? 1 : context.Threads;
        Workers.ForBlocks(x.RowCount, BlockSize, threads, (start, end) =>
        {
            double[] own = new double[p];
            for (int i = start; i < end; i++) add(x.Row(i), own);
            sums[start / BlockSize] = own;
        }, context.Cancellation);
        double[] total = new double[p];
        foreach (double[] block in sums) TensorPrimitives.Add(total, block, total);
        return total;
    }

    private delegate void RowAction(ReadOnlySpan<double> row, Span<double> sums);
}
