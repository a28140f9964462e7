namespace ClassicML.Metrics;

/// <summary>How <see cref="CalibrationCurve"/> divides [0, 1] into bins.</summary>
public enum CalibrationBins
{
    /// <summary>Bins of equal width.</summary>
    Uniform,

    /// <summary>Bins of about as many rows each: their borders are quantiles of the probabilities.</summary>
    Quantile,
}

/// <summary>Whether probabilities are what they say: for each bin the mean probability beside the share of rows that are positive.</summary>
/// <remarks>
/// A calibrated model lies on the diagonal: of rows called 0.8 likely, 80 % are positive. Bin b holds the probabilities in
/// (border b, border b+1], the first also its lower border; bins without rows are left out. Niculescu-Mizil, Caruana, "Predicting good
/// probabilities with supervised learning", 2005. Cost: n log n.
/// </remarks>
public sealed class CalibrationCurve
{
    private readonly double[] mean, share, weight;

    private CalibrationCurve(double[] mean, double[] share, double[] weight, double expectedError) =>
        (this.mean, this.share, this.weight, ExpectedError) = (mean, share, weight, expectedError);

    /// <summary>The mean probability of each bin that has rows, ascending.</summary>
    public ReadOnlySpan<double> MeanProbabilities => mean;

    /// <summary>The share of positive rows in each bin that has rows.</summary>
    public ReadOnlySpan<double> PositiveShares => share;

    /// <summary>The weight of the rows of each bin that has rows.</summary>
    public ReadOnlySpan<double> Weights => weight;

    /// <summary>The mean distance from the diagonal, each bin by its weight: the expected calibration error, in [0, 1].</summary>
    public double ExpectedError { get; }

    /// <summary>The curve of probabilities.</summary>
    /// <param name="probabilities">The probability of being positive of each row, in [0, 1].</param>
    /// <param name="positives">Whether each row is positive.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each. Borders don't look at them.</param>
    /// <param name="binCount">The number of bins. Default 5, at least 1.</param>
    /// <param name="bins">How the bins are divided. Default uniform.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static CalibrationCurve Of(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positives, ReadOnlySpan<double> weights = default,
        int binCount = 5, CalibrationBins bins = CalibrationBins.Uniform)
    {
        RowWeights own = MetricChecks.Rows(probabilities.Length, weights);
        Check.Length(positives.Length, probabilities.Length, nameof(positives), "row");
        Check.Positive(binCount, nameof(binCount));
        foreach (double p in probabilities) Check.Within(p, new Interval(0, 1), "probability");
        double[] inner = Borders(probabilities, binCount, Check.Defined(bins, nameof(bins)));
        double[] sums = new double[binCount], trues = new double[binCount], rows = new double[binCount];
        for (int i = 0; i < probabilities.Length; i++)
        {
            int bin = FirstNotBelow(inner, probabilities[i]);
            rows[bin] += own[i];
            sums[bin] += own[i] * probabilities[i];
            if (positives[i]) trues[bin] += own[i];
        }
        int[] filled = [.. Enumerable.Range(0, binCount).Where(b => rows[b] > 0)];
        double[] mean = Array.ConvertAll(filled, b => sums[b] / rows[b]), share = Array.ConvertAll(filled, b => trues[b] / rows[b]),
            weight = new double[filled.Length];
        double total = rows.Sum(), error = 0;
        for (int b = 0; b < filled.Length; b++)
        {
            error += rows[filled[b]] / total * Math.Abs(mean[b] - share[b]);
            weight[b] = own.Original(rows[filled[b]]);
        }
        return new CalibrationCurve(mean, share, weight, error);
    }

    /// <summary>The curve of one class of a model against all others.</summary>
    /// <param name="model">A fitted classifier that gives probabilities.</param>
    /// <param name="data">Labelled rows, aligned by label.</param>
    /// <param name="positive">The name of the class that counts as positive.</param>
    /// <param name="binCount">The number of bins. Default 5, at least 1.</param>
    /// <param name="bins">How the bins are divided. Default uniform.</param>
    /// <exception cref="ArgumentException">There is no such class, or the model has no probabilities.</exception>
    public static CalibrationCurve Of(
        IClassifierModel model, ClassificationData data, string positive, int binCount = 5, CalibrationBins bins = CalibrationBins.Uniform)
    {
        ClassificationOutcome outcome = ClassificationOutcome.Of(model, data);
        int code = outcome.CodeOf(positive, nameof(positive));
        Matrix all = outcome.ProbabilitiesFor("a calibration curve");
        double[] column = [.. Enumerable.Range(0, all.RowCount).Select(i => Math.Min(1, all[i, code]))];
        return Of(column, Array.ConvertAll(outcome.Actual.ToArray(), actual => actual == code), outcome.Weights, binCount, bins);
    }

    // The borders between bins, ascending, without 0 and 1.
    private static double[] Borders(ReadOnlySpan<double> probabilities, int binCount, CalibrationBins bins)
    {
        double[] borders = [.. Enumerable.Range(1, binCount - 1).Select(b => (double)b / binCount)];
        if (bins == CalibrationBins.Uniform) return borders;
        double[] sorted = probabilities.ToArray();
        Array.Sort(sorted);
        return Array.ConvertAll(borders, share =>
        {
            double place = share * (sorted.Length - 1);
            int below = (int)place;
            return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
        });
    }

    private static int FirstNotBelow(double[] ascending, double value)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ascending[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
