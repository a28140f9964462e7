using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>Class means and the scatter within classes.</summary>
internal sealed class ClassStatistics
{
    /// <summary>A sum or mean of squares below this has lost digits or vanished: its column counts as constant.</summary>
    public const double LeastSquares = 1e-290;

    private readonly Matrix x;
    private readonly int[] codes, first;
    private readonly FitContext context;

    // The mean of what is left of a class's rows after its first: an offset of a column costs no digits, and a column that is constant in a
    // class has no deviation at all, not even a rounding.
    private readonly double[] left;

    public ClassStatistics(ClassificationData data, Matrix x, Priors priors, FitContext context)
    {
        (this.x, this.context) = (x, context);
        codes = data.Codes.ToArray();
        Counts = data.ClassCounts();
        Priors = priors.Resolve(data);
        int p = x.ColumnCount, classes = Counts.Length;
        first = [.. Enumerable.Range(0, classes).Select(k => Array.IndexOf(codes, k))];
        left = new double[classes * p];
        double[] row = new double[p];
        for (int i = 0; i < codes.Length; i++)
        {
            TensorPrimitives.Subtract(x.Row(i), x.Row(first[codes[i]]), row);
            Span<double> sum = left.AsSpan(codes[i] * p, p);
            TensorPrimitives.Add(sum, row, sum);
        }
        (Means, CentredMeans, Mean) = (new double[classes * p], new double[classes * p], new double[p]);
        // Class means less the first row of all, then less their own mean by the priors of classes that have rows.
        double share = 0;
        for (int k = 0; k < classes; k++)
        {
            if (Counts[k] == 0) continue;
            Span<double> own = left.AsSpan(k * p, p), mean = CentredMeans.AsSpan(k * p, p);
            TensorPrimitives.Divide(own, Counts[k], own);
            TensorPrimitives.Add(own, x.Row(first[k]), Means.AsSpan(k * p, p));
            TensorPrimitives.Subtract(x.Row(first[k]), x.Row(0), mean);
            TensorPrimitives.Add(mean, own, mean);
            TensorPrimitives.MultiplyAdd(mean, Priors[k], Mean, Mean);
            share += Priors[k];
        }
        if (share > 0) TensorPrimitives.Divide(Mean, share, Mean);
        for (int k = 0; k < classes; k++)
        {
            Span<double> mean = CentredMeans.AsSpan(k * p, p);
            if (Counts[k] > 0) TensorPrimitives.Subtract(mean, Mean, mean);
        }
        TensorPrimitives.Add(Mean, x.Row(0), Mean);
        for (int k = 0; k < classes; k++)
            if (Counts[k] == 0) Mean.CopyTo(Means.AsSpan(k * p, p));
    }

    /// <summary>The number of rows of each class.</summary>
    public int[] Counts { get; }

    /// <summary>The prior of each class.</summary>
    public double[] Priors { get; }

    /// <summary>K×p; μ for a class without rows.</summary>
    public double[] Means { get; }

    /// <summary>μₖ - μ, K×p, with all the digits that the differences have.</summary>
    public double[] CentredMeans { get; }

    /// <summary>μ, the mean of the classes that have rows, by their priors.</summary>
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
            DropVanishing(within, p);
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

    private double[] Centred(int[] rows)
    {
        int p = x.ColumnCount;
        double[] centred = GC.AllocateUninitializedArray<double>(rows.Length * p);
        Workers.ForBlocks(rows.Length, 256, centred.Length < 100_000 ? 1 : context.Threads, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int code = codes[rows[i]];
                Span<double> row = centred.AsSpan(i * p, p);
                TensorPrimitives.Subtract(x.Row(rows[i]), x.Row(first[code]), row);
                TensorPrimitives.Subtract(row, left.AsSpan(code * p, p), row);
            }
        }, context.Cancellation);
        return centred;
    }

    private static void DropVanishing(double[] within, int p)
    {
        for (int j = 0; j < p; j++)
            if (within[j * p + j] < LeastSquares)
                for (int i = 0; i < p; i++) within[i * p + j] = within[j * p + i] = 0;
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
