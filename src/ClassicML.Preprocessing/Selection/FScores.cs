using MathNet.Numerics;

namespace ClassicML.Preprocessing;

/// <summary>F statistics of columns, one by one: of the analysis of variance against classes, of a regression against numbers.</summary>
/// <remarks>
/// Sums are of differences from means, never of squares less squared sums, and in units of the column's largest difference: so offsets
/// lose nothing, and no size overflows or vanishes. A constant column tells nothing: F is 0 and p is 1. Where nothing is left within the
/// classes, or of the targets, F is the largest double and p is 0.
/// </remarks>
internal static class FScores
{
    /// <summary>F = (Σ nₖ(x̄ₖ - x̄)²/(K - 1))/(Σ(x - x̄ₖ)²/(n - K)) over the K classes that have rows.</summary>
    /// <exception cref="ArgumentException">There are not more rows than classes, or only one class.</exception>
    public static ScoredColumns OfClasses(ClassificationData data, FitContext context)
    {
        int[] counts = new int[data.ClassCount], codes = data.Codes.ToArray();
        foreach (int code in codes) counts[code]++;
        int n = data.RowCount, classes = counts.Count(count => count > 0);
        if (n <= classes)
            throw new ArgumentException($"F needs more rows than classes; there are {n} rows of {classes} classes", nameof(data));
        ScoredColumns scored = ScoredColumns.WithPValues(data.FeatureCount);
        ColumnReader.ForEach(data.Features, context, (j, rows, values) =>
        {
            double zero = Centre(values, n), between = 0, within = 0;
            double[] sums = new double[counts.Length], means = new double[counts.Length];
            int[] zeros = [.. counts];
            for (int at = 0; at < values.Length; at++)
            {
                int code = codes[rows.IsEmpty ? at : rows[at]];
                sums[code] += values[at];
                zeros[code]--;
            }
            double mean = 0;
            for (int k = 0; k < counts.Length; k++) mean += (sums[k] += zeros[k] * zero) / n;
            for (int k = 0; k < counts.Length; k++)
            {
                if (counts[k] == 0) continue;
                means[k] = sums[k] / counts[k];
                between += counts[k] * (means[k] - mean) * (means[k] - mean);
                within += zeros[k] * (zero - means[k]) * (zero - means[k]);
            }
            for (int at = 0; at < values.Length; at++)
            {
                double difference = values[at] - means[codes[rows.IsEmpty ? at : rows[at]]];
                within += difference * difference;
            }
            (scored.Scores[j], scored.PValues[j]) = Ratio(between, within, classes - 1, n - classes);
        });
        return scored;
    }

    /// <summary>F = r²/(1 - r²)·(n - 2) of the correlation r of a column with the targets: what the slope explains over what is left.</summary>
    /// <exception cref="ArgumentException">There are fewer than three rows.</exception>
    public static ScoredColumns OfNumbers(RegressionData data, FitContext context)
    {
        int n = data.RowCount;
        if (n < 3) throw new ArgumentException($"F needs at least three rows, there are {n}", nameof(data));
        double[] y = data.Targets.ToArray();
        Centre(y, n);
        ScoredColumns scored = ScoredColumns.WithPValues(data.FeatureCount);
        ColumnReader.ForEach(data.Features, context, (j, rows, values) =>
        {
            Span<double> x = ColumnReader.Dense(rows, values, n);
            Centre(x, n);
            double xx = 0, xy = 0, left = 0;
            for (int i = 0; i < n; i++)
            {
                xx += x[i] * x[i];
                xy += x[i] * y[i];
            }
            double slope = xx == 0 ? 0 : xy / xx;
            for (int i = 0; i < n; i++) left += (y[i] - slope * x[i]) * (y[i] - slope * x[i]);
            (scored.Scores[j], scored.PValues[j]) = Ratio(slope * xy, left, 1, n - 2);
        });
        return scored;
    }

    /// <summary>P(F ≥ f) with d₁ and d₂ degrees of freedom.</summary>
    internal static double Survival(double f, double d1, double d2) =>
        double.IsPositiveInfinity(d1 * f) ? 0 : SpecialFunctions.BetaRegularized(d2 / 2, d1 / 2, d2 / (d2 + d1 * f));

    private static (double F, double P) Ratio(double explained, double left, int d1, int d2)
    {
        if (explained == 0) return (0, 1);
        double f = explained / d1 / (left / d2);
        return double.IsFinite(f) ? (f, Survival(f, d1, d2)) : (double.MaxValue, 0);
    }

    // Takes the mean of n values, of which those that are not stored are zero, from what is stored, and brings the largest difference near 1.
    // Returns what the others become.
    private static double Centre(Span<double> values, int n)
    {
        double mean = 0, rest = 0, largest = 0;
        int zeros = n - values.Length;
        foreach (double value in values) mean += value;
        mean /= n;
        foreach (double value in values) rest += value - mean;
        mean += (rest - zeros * mean) / n;
        foreach (ref double value in values)
        {
            value -= mean;
            largest = Math.Max(largest, Math.Abs(value));
        }
        if (zeros > 0) largest = Math.Max(largest, Math.Abs(mean));
        if (largest == 0) return 0;
        double unit = Math.ScaleB(1, -Math.Max(Math.ILogB(largest), -1000));
        foreach (ref double value in values) value *= unit;
        return -mean * unit;
    }
}
