using System.Diagnostics;
using ClassicML.Internal;

namespace ClassicML.Neighbors;

/// <summary>Classifies a row by the nearest class centre: the mean of each class, or for the Manhattan metric its medians.</summary>
/// <remarks>
/// With a shrink threshold t &gt; 0 (nearest shrunken centroids: Tibshirani, Hastie, Narasimhan and Chu, 2002) the difference d of a class's
/// centre from the overall mean becomes, column by column, sign(d)·max(0, |d| - t·m·(s + median s)), with s the pooled standard deviation
/// within classes (n - K below the root) and m = √(1/nₖ - 1/n); columns that tell nothing then count for no class. Sums weigh rows.
/// Parametric: K·p numbers. Differences from scikit-learn: weights; medians refuse rows of different weight; with one class it refuses too.
/// Cost: n·p to fit, K distances a row to predict.
/// </remarks>
public sealed record NearestCentroid : IClassifier<NearestCentroidModel>
{
    /// <summary>What near means. Default Euclidean.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public DistanceMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = DistanceMetric.Euclidean;

    /// <summary>How far centres shrink towards the overall mean, in pooled standard errors. Default 0: not at all. Not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double ShrinkThreshold { get; init => field = Check.NonNegative(value, nameof(ShrinkThreshold)); }

    /// <inheritdoc/>
    public NearestCentroidModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(NearestCentroid));
        Metric.CheckWidth(x.ColumnCount);
        Check.SeveralClasses(data, nameof(NearestCentroid));
        double[] sizes = Sizes(data);
        double[] centroids = Metric is ManhattanMetric ? Medians(data, x) : Means(data, x, sizes);
        if (ShrinkThreshold > 0) Shrink(centroids, data, x, sizes);
        int[] present = [.. Enumerable.Range(0, sizes.Length).Where(k => sizes[k] > 0)];
        Matrix all = Matrix.Wrap(centroids, data.ClassCount, x.ColumnCount);
        return new NearestCentroidModel(data.Labels, all.SelectRows(present), present, Metric,
            new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }

    private static double Weight(ClassificationData data, int row) => data.Weights.IsEmpty ? 1 : data.Weights[row];

    private static double[] Sizes(ClassificationData data)
    {
        double[] sizes = new double[data.ClassCount];
        for (int i = 0; i < data.RowCount; i++) sizes[data.Codes[i]] += Weight(data, i);
        return sizes;
    }

    // Shares of weight are summed, not rows, so that large values don't overflow.
    private static double[] Means(ClassificationData data, Matrix x, double[] sizes)
    {
        int p = x.ColumnCount;
        double[] means = new double[sizes.Length * p];
        for (int i = 0; i < x.RowCount; i++)
        {
            int code = data.Codes[i];
            if (sizes[code] > 0) Kernels.AddScaled(Weight(data, i) / sizes[code], x.Row(i), means.AsSpan(code * p, p));
        }
        return means;
    }

    private static double[] Medians(ClassificationData data, Matrix x)
    {
        int p = x.ColumnCount;
        int[] counted = [.. Enumerable.Range(0, x.RowCount).Where(i => Weight(data, i) > 0)];
        if (counted.Any(i => Weight(data, i) != Weight(data, counted[0])))
            throw new ArgumentException("with the Manhattan metric centres are medians, which need rows of equal weight (or of weight zero)", nameof(data));
        double[] medians = new double[data.ClassCount * p];
        for (int k = 0; k < data.ClassCount; k++)
        {
            int[] own = [.. counted.Where(i => data.Codes[i] == k)];
            double[] column = new double[own.Length];
            for (int j = 0; j < p && own.Length > 0; j++)
            {
                for (int i = 0; i < own.Length; i++) column[i] = x[own[i], j];
                medians[k * p + j] = Median(column);
            }
        }
        return medians;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : 0.5 * values[middle - 1] + 0.5 * values[middle];
    }

    private void Shrink(double[] centroids, ClassificationData data, Matrix x, double[] sizes)
    {
        int p = x.ColumnCount;
        double n = sizes.Sum();
        double[] overall = new double[p], deviations = new double[p], units = new double[p];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(Weight(data, i) / n, x.Row(i), overall);
        // In units of the largest difference of a column, so that no square vanishes.
        for (int i = 0; i < x.RowCount; i++)
            for (int j = 0; j < p; j++) units[j] = Math.Max(units[j], Math.Abs(x[i, j] - centroids[data.Codes[i] * p + j]));
        for (int i = 0; i < x.RowCount; i++)
            for (int j = 0; j < p; j++)
            {
                double d = units[j] > 0 ? (x[i, j] - centroids[data.Codes[i] * p + j]) / units[j] : 0;
                deviations[j] += Weight(data, i) * d * d;
            }
        double freedom = n - sizes.Count(size => size > 0);
        for (int j = 0; j < p; j++) deviations[j] = freedom > 0 ? units[j] * Math.Sqrt(deviations[j] / freedom) : 0;
        double median = Median([.. deviations]);
        for (int k = 0; k < sizes.Length; k++)
        {
            double scale = sizes[k] > 0 ? Math.Sqrt(1 / sizes[k] - 1 / n) : 0;
            for (int j = 0; j < p; j++)
            {
                ref double centre = ref centroids[k * p + j];
                double d = centre - overall[j], less = Math.Max(0, Math.Abs(d) - ShrinkThreshold * scale * (deviations[j] + median));
                centre = overall[j] + Math.CopySign(less, d);
            }
        }
    }
}
