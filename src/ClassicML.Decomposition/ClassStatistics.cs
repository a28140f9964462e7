using System.Numerics.Tensors;
using ClassicML.Numerics;

namespace ClassicML.Decomposition;

/// <summary>Class means and the scatter within classes.</summary>
internal sealed class ClassStatistics
{
    private const int ColumnBlock = 64;

    // Squares of what is below vanish, so a column of such differences counts as constant.
    private const double LeastDifference = 1e-150;

    private readonly Matrix x;
    private readonly int[] codes;
    private readonly FitContext context;

    // The mean of all rows, and those of the classes less it: an offset of a column costs no digits.
    private readonly double[] origin, offsets;
    private readonly int[] vanishing;

    public ClassStatistics(ClassificationData data, Matrix x, Priors priors, FitContext context)
    {
        (this.x, this.context) = (x, context);
        codes = data.Codes.ToArray();
        Counts = data.ClassCounts();
        Priors = priors.Resolve(data);
        int p = x.ColumnCount, classes = Counts.Length;
        origin = Moments.Mean(x, context);
        offsets = new double[classes * p];
        AddMeans();
        // What rounding did to the first pass is mended by the second, so a column that is constant in a class has no deviation at all.
        double[] largest = AddMeans();
        vanishing = [.. Enumerable.Range(0, p).Where(j => largest[j] < LeastDifference)];
        double[] centre = new double[p];
        for (int k = 0; k < classes; k++)
            if (Counts[k] > 0) TensorPrimitives.MultiplyAdd(offsets.AsSpan(k * p, p), Priors[k], centre, centre);
        (Means, CentredMeans, Mean) = (new double[classes * p], new double[classes * p], new double[p]);
        for (int k = 0; k < classes; k++)
        {
            ReadOnlySpan<double> offset = offsets.AsSpan(k * p, p);
            TensorPrimitives.Add(offset, origin, Means.AsSpan(k * p, p));
            TensorPrimitives.Subtract(offset, centre, CentredMeans.AsSpan(k * p, p));
        }
        TensorPrimitives.Add(centre, origin, Mean);
    }

    /// <summary>The number of rows of each class.</summary>
    public int[] Counts { get; }

    /// <summary>The prior of each class.</summary>
    public double[] Priors { get; }

    /// <summary>K×p; the mean of all rows for a class without any.</summary>
    public double[] Means { get; }

    /// <summary>μₖ - μ, K×p, with all the digits that the differences have.</summary>
    public double[] CentredMeans { get; }

    /// <summary>Σ πₖμₖ.</summary>
    public double[] Mean { get; }

    /// <summary>S_W = Σ πₖΣₖ, p×p, with Σₖ divided by nₖ and shrunk.</summary>
    public double[] Within(Shrinkage shrinkage)
    {
        int p = x.ColumnCount;
        double[] within = new double[p * p];
        if (shrinkage.Number is { } share)
        {
            // One product for all classes: each row with the weight of its class.
            double[] weights = Array.ConvertAll(codes, k => Priors[k] / Counts[k]);
            double[] centred = CentredRows();
            context.ThrowIfCancelled();
            Syrk.Gram(new MatrixView<double>(centred, codes.Length, p), within, weights: weights, threads: context.Threads);
            Shrink(within, share, p);
            return within;
        }
        for (int k = 0; k < Counts.Length; k++)
            if (Counts[k] > 0)
                TensorPrimitives.MultiplyAdd(LedoitWolf.Covariance(CentredRowsOf(k), Counts[k], p, context), Priors[k], within, within);
        return within;
    }

    /// <summary>Rows less their class's mean, n×p.</summary>
    public double[] CentredRows() => Centred([.. Enumerable.Range(0, codes.Length)]);

    /// <summary>The rows of a class less its mean.</summary>
    public double[] CentredRowsOf(int code) => Centred([.. Enumerable.Range(0, codes.Length).Where(i => codes[i] == code)]);

    /// <summary>√πₖ(μₖ - μ) as rows, K×p: S_B is this, transposed, times itself. Zero for a class without rows.</summary>
    public double[] Between()
    {
        int p = x.ColumnCount;
        double[] rows = new double[Counts.Length * p];
        for (int k = 0; k < Counts.Length; k++)
            if (Counts[k] > 0) TensorPrimitives.Multiply(CentredMeans.AsSpan(k * p, p), Math.Sqrt(Priors[k]), rows.AsSpan(k * p, p));
        return rows;
    }

    /// <summary>The mean of a class.</summary>
    public ReadOnlyMemory<double> MeanOf(int code) => Means.AsMemory(code * x.ColumnCount, x.ColumnCount);

    // Adds to each class's offset the mean of what is left of its rows; gives the largest magnitude of that in each column.
    private double[] AddMeans()
    {
        int p = x.ColumnCount;
        double[] largest = new double[p];
        Workers.ForBlocks(p, ColumnBlock, x.Span.Length < 100_000 ? 1 : context.Threads, (start, end) =>
        {
            int width = end - start;
            double[] left = new double[width], most = new double[width], sums = new double[Counts.Length * width];
            for (int i = 0; i < codes.Length; i++)
            {
                Less(i, start, left);
                Span<double> sum = sums.AsSpan(codes[i] * width, width);
                TensorPrimitives.Add(sum, left, sum);
                TensorPrimitives.MaxMagnitude(left, most, most);
            }
            TensorPrimitives.Abs(most, largest.AsSpan(start, width));
            for (int k = 0; k < Counts.Length; k++)
                for (int j = start; j < end && Counts[k] > 0; j++) offsets[k * p + j] += sums[k * width + j - start] / Counts[k];
        }, context.Cancellation);
        return largest;
    }

    // Row i from column start on, less its class's mean.
    private void Less(int i, int start, Span<double> left)
    {
        int p = x.ColumnCount, width = left.Length;
        TensorPrimitives.Subtract(x.Row(i).Slice(start, width), origin.AsSpan(start, width), left);
        TensorPrimitives.Subtract(left, offsets.AsSpan(codes[i] * p + start, width), left);
    }

    private double[] Centred(int[] rows)
    {
        int p = x.ColumnCount;
        double[] centred = GC.AllocateUninitializedArray<double>(rows.Length * p);
        Workers.ForBlocks(rows.Length, 256, centred.Length < 100_000 ? 1 : context.Threads, (start, end) =>
        {
            for (int i = start; i < end; i++) Less(rows[i], 0, centred.AsSpan(i * p, p));
        }, context.Cancellation);
        foreach (int j in vanishing)
            for (int at = j; at < centred.Length; at += p) centred[at] = 0;
        return centred;
    }

    private static void Shrink(double[] matrix, double share, int p)
    {
        if (share == 0) return;
        double trace = 0;
        for (int j = 0; j < p; j++) trace += matrix[j * p + j];
        TensorPrimitives.Multiply(matrix, 1 - share, matrix);
        for (int j = 0; j < p; j++) matrix[j * p + j] += share * trace / p;
    }
}
