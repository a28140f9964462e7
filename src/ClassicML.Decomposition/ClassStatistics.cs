using System.Numerics.Tensors;
using ClassicML.Numerics;

namespace ClassicML.Decomposition;

/// <summary>Class means and the scatter within classes.</summary>
internal sealed class ClassStatistics
{
    private readonly Matrix x;
    private readonly int[] codes;
    private readonly FitContext context;

    public ClassStatistics(ClassificationData data, Matrix x, Priors priors, FitContext context)
    {
        (this.x, this.context) = (x, context);
        codes = data.Codes.ToArray();
        Counts = data.ClassCounts();
        Priors = priors.Resolve(data);
        int p = x.ColumnCount;
        double[] origin = Moments.Mean(x, context);
        Means = new double[Counts.Length * p];
        // Means of what is left after the mean of all rows: an offset costs no digits.
        double[] left = new double[p];
        for (int i = 0; i < codes.Length; i++)
        {
            TensorPrimitives.Subtract(x.Row(i), origin, left);
            Span<double> sum = Means.AsSpan(codes[i] * p, p);
            TensorPrimitives.Add(sum, left, sum);
        }
        Mean = new double[p];
        for (int k = 0; k < Counts.Length; k++)
        {
            Span<double> mean = Means.AsSpan(k * p, p);
            if (Counts[k] > 0) TensorPrimitives.Divide(mean, Counts[k], mean);
            TensorPrimitives.Add(mean, origin, mean);
            if (Counts[k] == 0) continue;
            for (int j = 0; j < p; j++) Mean[j] += Priors[k] * mean[j];
        }
    }

    /// <summary>The number of rows of each class.</summary>
    public int[] Counts { get; }

    /// <summary>The prior of each class.</summary>
    public double[] Priors { get; }

    /// <summary>K×p; the mean of all rows for a class without any.</summary>
    public double[] Means { get; }

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
            if (Counts[k] > 0) TensorPrimitives.MultiplyAdd(LedoitWolf.Covariance(RowsOf(k), MeanOf(k), context), Priors[k], within,
                within);
        return within;
    }

    /// <summary>Rows less their class's mean, n×p.</summary>
    public double[] CentredRows()
    {
        int p = x.ColumnCount;
        double[] centred = GC.AllocateUninitializedArray<double>(x.Span.Length);
        Workers.ForBlocks(codes.Length, 256, centred.Length < 100_000 ? 1 : context.Threads, (start, end) =>
        {
            for (int i = start; i < end; i++) TensorPrimitives.Subtract(x.Row(i), Means.AsSpan(codes[i] * p, p), centred.AsSpan(i * p, p));
        }, context.Cancellation);
        return centred;
    }

    /// <summary>√πₖ(μₖ - μ) as rows, K×p: S_B is this, transposed, times itself. Zero for a class without rows.</summary>
    public double[] Between()
    {
        int p = x.ColumnCount;
        double[] rows = new double[Counts.Length * p];
        for (int k = 0; k < Counts.Length; k++)
            if (Counts[k] > 0)
                for (int j = 0; j < p; j++) rows[k * p + j] = Math.Sqrt(Priors[k]) * (Means[k * p + j] - Mean[j]);
        return rows;
    }

    /// <summary>The rows of a class.</summary>
    public Matrix RowsOf(int code) => x.SelectRows([.. Enumerable.Range(0, codes.Length).Where(i => codes[i] == code)]);

    /// <summary>The mean of a class.</summary>
    public ReadOnlyMemory<double> MeanOf(int code) => Means.AsMemory(code * x.ColumnCount, x.ColumnCount);

    private static void Shrink(double[] matrix, double share, int p)
    {
        if (share == 0) return;
        double trace = 0;
        for (int j = 0; j < p; j++) trace += matrix[j * p + j];
        TensorPrimitives.Multiply(matrix, 1 - share, matrix);
        for (int j = 0; j < p; j++) matrix[j * p + j] += share * trace / p;
    }
}
