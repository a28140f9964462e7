using System.Numerics.Tensors;

namespace ClassicML.Preprocessing;

/// <summary>Count, mean and deviation of each column, missing values left out.</summary>
/// <remarks>
/// The corrected two-pass method: with a first mean m, d = x - m, the mean is m + Σd/n and the variance (Σd² - (Σd)²/n)/n. The second pass
/// mends what rounding did to the first, so a column of mean 1e9 and deviation 1 comes out right in both. Source: Chan, Golub and
/// LeVeque, "Algorithms for computing the sample variance: analysis and recommendations", 1983, as scikit-learn; scikit-learn keeps
/// the first mean. Where squares vanish, they are taken of differences in units of the largest. Sums run in a fixed number of lanes, fixed
/// blocks of rows, added in order: the same bits on any number of threads.
/// Cost: two reads of n×p; memory 2·p doubles for each 1024 rows.
/// </remarks>
internal sealed class ColumnMoments
{
    private const double LeastVariance = 1e-270;

    private ColumnMoments(int columnCount)
    {
        Counts = new int[columnCount];
        Means = new double[columnCount];
        Variances = new double[columnCount];
        Deviations = new double[columnCount];
    }

    /// <summary>The number of values that are not missing, by column.</summary>
    public int[] Counts { get; }

    /// <summary>The mean, by column; NaN where all values are missing.</summary>
    public double[] Means { get; }

    /// <summary>The population variance, divided by n, by column; NaN where all values are missing.</summary>
    public double[] Variances { get; }

    /// <summary>Its root, by column, also where the variance is too small for a double.</summary>
    public double[] Deviations { get; }

    public static ColumnMoments Of(Matrix x, FitContext context)
    {
        var moments = new ColumnMoments(x.ColumnCount);
        moments.FirstPass(x, context);
        moments.SecondPass(x, context);
        for (int j = 0; j < x.ColumnCount; j++) moments.Deviations[j] = Math.Sqrt(moments.Variances[j]);
        moments.MeasureSmall(x);
        return moments;
    }

    private void FirstPass(Matrix x, FitContext context)
    {
        int p = x.ColumnCount, length = ColumnTiles.Length(p);
        int blocks = (x.RowCount + ColumnTiles.BlockSize - 1) / ColumnTiles.BlockSize;
        double[][] sums = new double[blocks][];
        int[]?[] missing = new int[blocks][];
        ForBlocks(x, context, (block, values) =>
        {
            double[] lanes = new double[length], complete = new double[length];
            for (int at = 0; at < values.Length; at += length)
            {
                ReadOnlySpan<double> tile = values.Slice(at, Math.Min(length, values.Length - at));
                if (ColumnTiles.HasMissing(tile))
                {
                    missing[block] ??= new int[p];
                    for (int i = 0; i < tile.Length; i++)
                    {
                        bool isMissing = double.IsNaN(tile[i]);
                        complete[i] = isMissing ? 0 : tile[i];
                        if (isMissing) missing[block]![i % p]++;
                    }
                    tile = complete.AsSpan(0, tile.Length);
                }
                TensorPrimitives.Add(lanes.AsSpan(0, tile.Length), tile, lanes.AsSpan(0, tile.Length));
            }
            sums[block] = Fold(lanes, p);
        });
        Array.Fill(Counts, x.RowCount);
        for (int block = 0; block < blocks; block++)
        {
            TensorPrimitives.Add(Means, sums[block], Means);
            if (missing[block] is { } fewer) TensorPrimitives.Subtract<int>(Counts, fewer, Counts);
        }
        for (int j = 0; j < p; j++) Means[j] /= Counts[j];
    }

    private void SecondPass(Matrix x, FitContext context)
    {
        int p = x.ColumnCount, length = ColumnTiles.Length(p);
        int blocks = (x.RowCount + ColumnTiles.BlockSize - 1) / ColumnTiles.BlockSize;
        double[] means = ColumnTiles.Repeat(Means);
        double[][] sums = new double[blocks][], squares = new double[blocks][];
        ForBlocks(x, context, (block, values) =>
        {
            double[] lanes = new double[length], squareLanes = new double[length], deviations = new double[length];
            for (int at = 0; at < values.Length; at += length)
            {
                ReadOnlySpan<double> tile = values.Slice(at, Math.Min(length, values.Length - at));
                Span<double> d = deviations.AsSpan(0, tile.Length);
                TensorPrimitives.Subtract(tile, means.AsSpan(0, tile.Length), d);
                if (ColumnTiles.HasMissing(tile))
                    for (int i = 0; i < tile.Length; i++)
                        if (double.IsNaN(tile[i])) d[i] = 0;
                Span<double> sum = lanes.AsSpan(0, tile.Length), square = squareLanes.AsSpan(0, tile.Length);
                TensorPrimitives.Add(sum, d, sum);
                TensorPrimitives.MultiplyAdd(d, d, square, square);
            }
            sums[block] = Fold(lanes, p);
            squares[block] = Fold(squareLanes, p);
        });
        double[] corrections = new double[p];
        for (int block = 0; block < blocks; block++)
        {
            TensorPrimitives.Add(corrections, sums[block], corrections);
            TensorPrimitives.Add(Variances, squares[block], Variances);
        }
        for (int j = 0; j < p; j++)
        {
            // Rounding may leave a difference just below zero.
            Variances[j] = Math.Max(0, Variances[j] - corrections[j] * corrections[j] / Counts[j]) / Counts[j];
            Means[j] += corrections[j] / Counts[j];
        }
    }

    // Deviations whose squares have lost digits or vanished, by what is brought near 1 first.
    private void MeasureSmall(Matrix x)
    {
        int[] small = [.. Enumerable.Range(0, x.ColumnCount).Where(j => Variances[j] < LeastVariance)];
        if (small.Length == 0) return;
        double[] largest = new double[x.ColumnCount], sums = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++)
        {
            ReadOnlySpan<double> row = x.Row(i);
            foreach (int j in small)
                if (Math.Abs(row[j] - Means[j]) is var d && d > largest[j]) largest[j] = d;
        }
        // What is left are constants.
        small = [.. small.Where(j => largest[j] > 0)];
        for (int i = 0; i < x.RowCount && small.Length > 0; i++)
        {
            ReadOnlySpan<double> row = x.Row(i);
            foreach (int j in small)
                if ((row[j] - Means[j]) / largest[j] is var share && !double.IsNaN(share)) sums[j] += share * share;
        }
        foreach (int j in small) Deviations[j] = largest[j] * Math.Sqrt(sums[j] / Counts[j]);
    }

    // Adds the rows of a tile of sums.
    private static double[] Fold(double[] lanes, int p)
    {
        double[] sums = new double[p];
        for (int at = 0; at < lanes.Length; at += p) TensorPrimitives.Add(sums, lanes.AsSpan(at, p), sums);
        return sums;
    }

    private static void ForBlocks(Matrix x, FitContext context, BlockAction body)
    {
        int p = x.ColumnCount;
        Workers.ForBlocks(
            x.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(x, context.Threads),
            (start, end) => body(start / ColumnTiles.BlockSize, x.Span[(start * p)..(end * p)]), context.Cancellation);
    }

    private delegate void BlockAction(int block, ReadOnlySpan<double> values);
}
