using System.Numerics.Tensors;

namespace ClassicML.Preprocessing;

/// <summary>Count, mean and deviation of each column, missing values left out, by the weights of rows where there are some.</summary>
/// <remarks>
/// The corrected two-pass method: with a first mean m, d = x - m and W = Σw, the mean is m + Σwd/W and the variance (Σwd² - (Σwd)²/W)/W. The
/// second pass mends what rounding did to the first, so a column of mean 1e9 and deviation 1 comes out right in both. Source: Chan, Golub and
/// LeVeque, "Algorithms for computing the sample variance: analysis and recommendations", 1983, as scikit-learn; scikit-learn keeps
/// the first mean. Where squares vanish, they are taken of differences in units of the largest. Sums run in a fixed number of lanes, fixed
/// blocks of rows, added in order: the same bits on any number of threads. Sparse rows go column by column, their zeros as one value of the
/// weight of all. Cost: two reads of n×p; memory 2·p doubles for each 1024 rows.
/// </remarks>
internal sealed class ColumnMoments
{
    private const double LeastVariance = 1e-270;

    private readonly double[]? rowWeights;

    private ColumnMoments(Features x, double[]? rowWeights)
    {
        this.rowWeights = rowWeights;
        Counts = new int[x.ColumnCount];
        Weights = new double[x.ColumnCount];
        Means = new double[x.ColumnCount];
        Variances = new double[x.ColumnCount];
        Deviations = new double[x.ColumnCount];
        Array.Fill(Counts, rowWeights is null ? x.RowCount : rowWeights.Count(weight => weight > 0));
        Array.Fill(Weights, rowWeights is null ? x.RowCount : rowWeights.Sum());
    }

    /// <summary>The number of values that are not missing and weigh something, by column.</summary>
    public int[] Counts { get; }

    /// <summary>The mean, by column; NaN where all values are missing.</summary>
    public double[] Means { get; }

    /// <summary>The population variance, divided by n, by column; NaN where all values are missing.</summary>
    public double[] Variances { get; }

    /// <summary>Its root, by column, also where the variance is too small for a double.</summary>
    public double[] Deviations { get; }

    // What the values of each column that are not missing weigh.
    private double[] Weights { get; }

    /// <summary>The moments of rows, dense or sparse; weights are one for each, or none.</summary>
    public static ColumnMoments Of(Features x, FitContext context, ReadOnlySpan<double> weights = default)
    {
        var moments = new ColumnMoments(x, weights.IsEmpty ? null : InOrdinaryUnits(weights));
        if (x is SparseMatrix sparse) moments.OfStored(sparse, context);
        else moments.OfTiles((Matrix)x, context);
        return moments;
    }

    // Weights count in relation to one another: by a power of two, so that their products neither overflow nor vanish.
    private static double[] InOrdinaryUnits(ReadOnlySpan<double> weights)
    {
        int exponent = Math.ILogB(TensorPrimitives.Max(weights));
        double[] own = weights.ToArray();
        foreach (ref double weight in own.AsSpan()) weight = Math.ScaleB(weight, -exponent);
        return own;
    }

    private void OfTiles(Matrix x, FitContext context)
    {
        FirstPass(x, context);
        SecondPass(x, context);
        for (int j = 0; j < x.ColumnCount; j++) Deviations[j] = Math.Sqrt(Variances[j]);
        MeasureSmall(x);
    }

    private void FirstPass(Matrix x, FitContext context)
    {
        int p = x.ColumnCount, length = ColumnTiles.Length(p);
        int blocks = (x.RowCount + ColumnTiles.BlockSize - 1) / ColumnTiles.BlockSize;
        double[][] sums = new double[blocks][];
        int[]?[] missing = new int[blocks][];
        double[]?[] missingWeights = new double[blocks][];
        ForTiles(x, context, (block, firstRow, tile, lanes) =>
        {
            ReadOnlySpan<double> values = tile;
            if (ColumnTiles.HasMissing(tile) || rowWeights is not null)
            {
                Span<double> complete = lanes.Work.AsSpan(0, tile.Length);
                tile.CopyTo(complete);
                values = complete;
                missing[block] ??= new int[p];
                missingWeights[block] ??= new double[p];
                for (int i = 0; i < tile.Length; i++)
                {
                    if (!double.IsNaN(tile[i])) continue;
                    double weight = rowWeights is null ? 1 : rowWeights[firstRow + i / p];
                    complete[i] = 0;
                    missingWeights[block]![i % p] += weight;
                    if (weight > 0) missing[block]![i % p]++;
                }
                Weigh(complete, firstRow, p);
            }
            TensorPrimitives.Add(lanes.Sums.AsSpan(0, tile.Length), values, lanes.Sums.AsSpan(0, tile.Length));
        }, (block, lanes) => sums[block] = Fold(lanes.Sums, p));
        for (int block = 0; block < blocks; block++)
        {
            TensorPrimitives.Add(Means, sums[block], Means);
            if (missing[block] is { } fewer) TensorPrimitives.Subtract<int>(Counts, fewer, Counts);
            if (missingWeights[block] is { } less) TensorPrimitives.Subtract(Weights, less, Weights);
        }
        // Without a value there is no mean, whatever rounding leaves of the weights.
        for (int j = 0; j < p; j++) Means[j] = Counts[j] == 0 ? double.NaN : Means[j] / Weights[j];
    }

    private void SecondPass(Matrix x, FitContext context)
    {
        int p = x.ColumnCount, blocks = (x.RowCount + ColumnTiles.BlockSize - 1) / ColumnTiles.BlockSize;
        double[] means = ColumnTiles.Repeat(Means);
        double[][] sums = new double[blocks][], squares = new double[blocks][];
        ForTiles(x, context, (_, firstRow, tile, lanes) =>
        {
            Span<double> d = lanes.Work.AsSpan(0, tile.Length), weighed = rowWeights is null ? d : lanes.Weighed.AsSpan(0, tile.Length);
            TensorPrimitives.Subtract(tile, means.AsSpan(0, tile.Length), d);
            if (ColumnTiles.HasMissing(tile))
                for (int i = 0; i < tile.Length; i++)
                    if (double.IsNaN(tile[i])) d[i] = 0;
            if (rowWeights is not null) d.CopyTo(weighed);
            Weigh(weighed, firstRow, p);
            Span<double> sum = lanes.Sums.AsSpan(0, tile.Length), square = lanes.Squares.AsSpan(0, tile.Length);
            TensorPrimitives.Add(sum, weighed, sum);
            TensorPrimitives.MultiplyAdd(weighed, d, square, square);
        }, (block, lanes) => (sums[block], squares[block]) = (Fold(lanes.Sums, p), Fold(lanes.Squares, p)));
        double[] corrections = new double[p];
        for (int block = 0; block < blocks; block++)
        {
            TensorPrimitives.Add(corrections, sums[block], corrections);
            TensorPrimitives.Add(Variances, squares[block], Variances);
        }
        for (int j = 0; j < p; j++) Correct(j, corrections[j], Variances[j]);
    }

    // The mended mean and the variance of a column from Σwd and Σwd². Rounding may leave a difference just below zero.
    private void Correct(int j, double sum, double squares)
    {
        Variances[j] = Math.Max(0, squares - sum * sum / Weights[j]) / Weights[j];
        Means[j] += sum / Weights[j];
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
            if (rowWeights?[i] == 0) continue;
            foreach (int j in small)
                if (Math.Abs(row[j] - Means[j]) is var d && d > largest[j]) largest[j] = d;
        }
        // What is left are constants.
        small = [.. small.Where(j => largest[j] > 0)];
        for (int i = 0; i < x.RowCount && small.Length > 0; i++)
        {
            ReadOnlySpan<double> row = x.Row(i);
            double weight = rowWeights is null ? 1 : rowWeights[i];
            foreach (int j in small)
                if ((row[j] - Means[j]) / largest[j] is var share && weight > 0 && !double.IsNaN(share)) sums[j] += weight * share * share;
        }
        foreach (int j in small) Deviations[j] = largest[j] * Math.Sqrt(sums[j] / Weights[j]);
    }

    // The columns of sparse rows: what is stored, and the zeros as one value of the weight of all of them.
    private void OfStored(SparseMatrix x, FitContext context)
    {
        SparseMatrix columns = x.Transpose();
        Workers.ForBlocks(x.ColumnCount, ColumnTiles.BlockSize, ColumnTiles.Threads(x, context.Threads), (start, end) =>
        {
            for (int j = start; j < end; j++) OfColumn(j, columns.RowColumns(j), columns.RowValues(j), x.RowCount);
        }, context.Cancellation);
    }

    private void OfColumn(int j, ReadOnlySpan<int> rows, ReadOnlySpan<double> values, int rowCount)
    {
        double stored = 0, sum = 0;
        for (int at = 0; at < rows.Length; at++)
        {
            double weight = rowWeights is null ? 1 : rowWeights[rows[at]];
            if (!double.IsNaN(values[at]))
            {
                stored += weight;
                sum += weight * values[at];
                continue;
            }
            Weights[j] -= weight;
            if (weight > 0) Counts[j]--;
        }
        if (Counts[j] == 0)
        {
            Means[j] = Variances[j] = Deviations[j] = double.NaN;
            return;
        }
        Means[j] = sum / Weights[j];
        double zeros = rows.Length == rowCount ? 0 : Math.Max(0, Weights[j] - stored);
        double differences = -zeros * Means[j], squares = zeros * Means[j] * Means[j];
        for (int at = 0; at < rows.Length; at++)
        {
            double weight = rowWeights is null ? 1 : rowWeights[rows[at]], d = values[at] - Means[j];
            if (double.IsNaN(d) || weight == 0) continue;
            differences += weight * d;
            squares += weight * d * d;
        }
        Correct(j, differences, squares);
        Deviations[j] = Variances[j] < LeastVariance ? SmallDeviation(j, rows, values, zeros) : Math.Sqrt(Variances[j]);
    }

    // As above: about the mended mean, in units of the largest difference.
    private double SmallDeviation(int j, ReadOnlySpan<int> rows, ReadOnlySpan<double> values, double zeros)
    {
        double mean = Means[j], largest = zeros > 0 ? Math.Abs(mean) : 0, shares = 0;
        for (int at = 0; at < rows.Length; at++)
            if (rowWeights?[rows[at]] != 0 && Math.Abs(values[at] - mean) is var d && d > largest) largest = d;
        if (largest == 0) return 0;
        for (int at = 0; at < rows.Length; at++)
            if ((values[at] - mean) / largest is var share && !double.IsNaN(share))
                shares += (rowWeights is null ? 1 : rowWeights[rows[at]]) * share * share;
        return largest * Math.Sqrt((shares + zeros * (mean / largest) * (mean / largest)) / Weights[j]);
    }

    private void Weigh(Span<double> values, int firstRow, int p)
    {
        if (rowWeights is null) return;
        for (int at = 0; at < values.Length; at += p)
            TensorPrimitives.Multiply(values.Slice(at, p), rowWeights[firstRow + at / p], values.Slice(at, p));
    }

    // Adds the rows of a tile of sums.
    private static double[] Fold(double[] lanes, int p)
    {
        double[] sums = new double[p];
        for (int at = 0; at < lanes.Length; at += p) TensorPrimitives.Add(sums, lanes.AsSpan(at, p), sums);
        return sums;
    }

    private static void ForTiles(Matrix x, FitContext context, TileAction add, Action<int, Lanes> end)
    {
        int p = x.ColumnCount, length = ColumnTiles.Length(p);
        Workers.ForBlocks(x.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(x, context.Threads), (start, stop) =>
        {
            int block = start / ColumnTiles.BlockSize;
            ReadOnlySpan<double> values = x.Span[(start * p)..(stop * p)];
            var lanes = new Lanes(length);
            for (int at = 0; at < values.Length; at += length)
                add(block, start + at / p, values.Slice(at, Math.Min(length, values.Length - at)), lanes);
            end(block, lanes);
        }, context.Cancellation);
    }

    // Sums of a block of rows, a lane for each value of a tile, and room to work in.
    private sealed class Lanes(int length)
    {
        public double[] Sums { get; } = new double[length];

        public double[] Squares { get; } = new double[length];

        public double[] Work { get; } = new double[length];

        public double[] Weighed { get; } = new double[length];
    }

    private delegate void TileAction(int block, int firstRow, ReadOnlySpan<double> tile, Lanes lanes);
}
