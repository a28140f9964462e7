using System.Numerics.Tensors;

namespace ClassicML.Preprocessing;

/// <summary>The smallest and the largest value of each column, missing values left out; NaN for a column without values.</summary>
/// <remarks>What a sparse row does not store is zero. Cost: one read. The order of comparisons does not matter.</remarks>
internal static class ColumnExtremes
{
    public static (double[] Minimums, double[] Maximums) Of(Features x, FitContext context) =>
        x is SparseMatrix sparse ? OfStored(sparse) : OfTiles((Matrix)x, context);

    // MinNumber and MaxNumber pass over NaN; a column of NaN alone keeps it.
    private static (double[] Minimums, double[] Maximums) OfTiles(Matrix x, FitContext context)
    {
        int p = x.ColumnCount, length = ColumnTiles.Length(p), blocks = (x.RowCount + ColumnTiles.BlockSize - 1) / ColumnTiles.BlockSize;
        double[][] lows = new double[blocks][], highs = new double[blocks][];
        Workers.ForBlocks(x.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(x, context.Threads), (start, end) =>
        {
            double[] low = new double[length], high = new double[length];
            Array.Fill(low, double.NaN);
            Array.Fill(high, double.NaN);
            ReadOnlySpan<double> values = x.Span[(start * p)..(end * p)];
            for (int at = 0; at < values.Length; at += length)
            {
                int count = Math.Min(length, values.Length - at);
                TensorPrimitives.MinNumber(low.AsSpan(0, count), values.Slice(at, count), low.AsSpan(0, count));
                TensorPrimitives.MaxNumber(high.AsSpan(0, count), values.Slice(at, count), high.AsSpan(0, count));
            }
            lows[start / ColumnTiles.BlockSize] = low;
            highs[start / ColumnTiles.BlockSize] = high;
        }, context.Cancellation);

        double[] minimums = lows[0][..p], maximums = highs[0][..p];
        for (int block = 0; block < blocks; block++)
            for (int at = 0; at < length; at += p)
            {
                TensorPrimitives.MinNumber(minimums, lows[block].AsSpan(at, p), minimums);
                TensorPrimitives.MaxNumber(maximums, highs[block].AsSpan(at, p), maximums);
            }
        return (minimums, maximums);
    }

    private static (double[] Minimums, double[] Maximums) OfStored(SparseMatrix x)
    {
        double[] minimums = new double[x.ColumnCount], maximums = new double[x.ColumnCount];
        int[] stored = new int[x.ColumnCount];
        foreach (int column in x.Columns) stored[column]++;
        for (int j = 0; j < stored.Length; j++) minimums[j] = maximums[j] = stored[j] < x.RowCount ? 0 : double.NaN;
        for (int at = 0; at < x.StoredCount; at++)
        {
            int j = x.Columns[at];
            minimums[j] = double.MinNumber(minimums[j], x.Values[at]);
            maximums[j] = double.MaxNumber(maximums[j], x.Values[at]);
        }
        return (minimums, maximums);
    }
}
