namespace ClassicML.Metrics;

/// <summary>How far predicted numbers are from actual ones.</summary>
/// <remarks>
/// In every form actual holds n numbers, predicted n numbers, and weights a weight for each row, finite, not negative and not all zero;
/// none means 1 for each. Sums are compensated, so the order of rows does not matter beyond the last bits.
/// </remarks>
public static class RegressionMetrics
{
    /// <summary>The explained share of the variance, R² = 1 - Σ sᵢ(yᵢ-ŷᵢ)² / Σ sᵢ(yᵢ-ȳ)². At most 1; 0 for always the mean.</summary>
    /// <remarks>
    /// Where all targets that count are equal: 1 if every prediction is right, else 0, as in scikit-learn. NaN for a single row.
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double R2(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        Validate(actual, predicted, weights);
        if (actual.Length < 2) return double.NaN;
        CompensatedSum sum = default, weight = default;
        for (int i = 0; i < actual.Length; i++)
        {
            sum.Add(Weight(weights, i) * actual[i]);
            weight.Add(Weight(weights, i));
        }
        double mean = sum.Value / weight.Value;
        CompensatedSum residual = default, total = default;
        for (int i = 0; i < actual.Length; i++)
        {
            residual.Add(Weight(weights, i) * (actual[i] - predicted[i]) * (actual[i] - predicted[i]));
            total.Add(Weight(weights, i) * (actual[i] - mean) * (actual[i] - mean));
        }
        if (residual.Value == 0) return 1;
        // Asked of the targets themselves: the mean of equal numbers may be off by a rounding, and the quotient then anything.
        return AreEqual(actual, weights) ? 0 : 1 - residual.Value / total.Value;
    }

    /// <summary>The mean squared error, Σ sᵢ(yᵢ-ŷᵢ)² / Σ sᵢ, in squared units of the target.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double MeanSquaredError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        Validate(actual, predicted, weights);
        CompensatedSum sum = default, weight = default;
        for (int i = 0; i < actual.Length; i++)
        {
            sum.Add(Weight(weights, i) * (actual[i] - predicted[i]) * (actual[i] - predicted[i]));
            weight.Add(Weight(weights, i));
        }
        return sum.Value / weight.Value;
    }

    /// <summary>The square root of the mean squared error, in units of the target.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double RootMeanSquaredError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Math.Sqrt(MeanSquaredError(actual, predicted, weights));

    /// <summary>The mean absolute error, Σ sᵢ|yᵢ-ŷᵢ| / Σ sᵢ, in units of the target.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double MeanAbsoluteError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        Validate(actual, predicted, weights);
        CompensatedSum sum = default, weight = default;
        for (int i = 0; i < actual.Length; i++)
        {
            sum.Add(Weight(weights, i) * Math.Abs(actual[i] - predicted[i]));
            weight.Add(Weight(weights, i));
        }
        return sum.Value / weight.Value;
    }

    internal static void Validate(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        MetricChecks.Rows(actual.Length, weights);
        Check.Length(predicted.Length, actual.Length, nameof(predicted), "row");
        MetricChecks.Finite(actual, nameof(actual));
        MetricChecks.Finite(predicted, nameof(predicted));
    }

    private static double Weight(ReadOnlySpan<double> weights, int row) => weights.IsEmpty ? 1 : weights[row];

    private static bool AreEqual(ReadOnlySpan<double> actual, ReadOnlySpan<double> weights)
    {
        double? first = null;
        for (int i = 0; i < actual.Length; i++)
        {
            if (Weight(weights, i) == 0) continue;
            first ??= actual[i];
            if (actual[i] != first) return false;
        }
        return true;
    }
}
