using System.Numerics.Tensors;

namespace ClassicML.Metrics;

/// <summary>How far predicted numbers are from actual ones.</summary>
/// <remarks>
/// In every form actual holds n numbers, predicted n numbers, and weights a weight for each row, finite, not negative and not all zero;
/// none means 1 for each. Sums are compensated, so the order of rows does not matter beyond the last bits.
/// </remarks>
public static class RegressionMetrics
{
    // Squares of errors of such a size, times weights, are doubles.
    private const int Ordinary = 200;

    /// <summary>The explained share of the variance, R² = 1 - Σ sᵢ(yᵢ-ŷᵢ)² / Σ sᵢ(yᵢ-ȳ)². At most 1; 0 for always the mean.</summary>
    /// <remarks>
    /// Where all targets that count are equal: 1 if every prediction is right, else 0, as in scikit-learn. NaN for a single row.
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double R2(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        if (actual.Length < 2) return double.NaN;
        int scale = Scale(actual, predicted);
        CompensatedSum sum = default, weight = default;
        for (int i = 0; i < actual.Length; i++)
        {
            sum.Add(own[i] * Scaled(actual[i], scale));
            weight.Add(own[i]);
        }
        double mean = sum.Value / weight.Value;
        CompensatedSum residual = default, total = default;
        for (int i = 0; i < actual.Length; i++)
        {
            double y = Scaled(actual[i], scale), error = y - Scaled(predicted[i], scale);
            residual.Add(own[i] * error * error);
            total.Add(own[i] * (y - mean) * (y - mean));
        }
        if (residual.Value == 0) return 1;
        // Asked of the targets themselves: the mean of equal numbers may be off by a rounding, and the quotient then anything.
        return AreEqual(actual, weights) ? 0 : 1 - residual.Value / total.Value;
    }

    /// <summary>The mean squared error, Σ sᵢ(yᵢ-ŷᵢ)² / Σ sᵢ, in squared units of the target.</summary>
    /// <remarks>Infinite, or zero, where it is itself beyond the range of a double.</remarks>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double MeanSquaredError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        (double mean, int scale) = MeanSquare(actual, predicted, weights);
        return Scaled(mean, -2 * scale);
    }

    /// <summary>The square root of the mean squared error, in units of the target.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double RootMeanSquaredError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        (double mean, int scale) = MeanSquare(actual, predicted, weights);
        return Scaled(Math.Sqrt(mean), -scale);
    }

    /// <summary>The mean absolute error, Σ sᵢ|yᵢ-ŷᵢ| / Σ sᵢ, in units of the target.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double MeanAbsoluteError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        int scale = ErrorScale(actual, predicted);
        CompensatedSum sum = default, weight = default;
        for (int i = 0; i < actual.Length; i++)
        {
            sum.Add(own[i] * Math.Abs(Error(actual[i], predicted[i], scale)));
            weight.Add(own[i]);
        }
        return Scaled(sum.Value / weight.Value, -scale);
    }

    internal static RowWeights Validate(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        RowWeights own = MetricChecks.Rows(actual.Length, weights);
        Check.Length(predicted.Length, actual.Length, nameof(predicted), "row");
        MetricChecks.Finite(actual, nameof(actual));
        MetricChecks.Finite(predicted, nameof(predicted));
        return own;
    }

    // The mean square of errors times 2^scale.
    private static (double Mean, int Scale) MeanSquare(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        RowWeights own = Validate(actual, predicted, weights);
        int scale = ErrorScale(actual, predicted);
        CompensatedSum sum = default, weight = default;
        for (int i = 0; i < actual.Length; i++)
        {
            double error = Error(actual[i], predicted[i], scale);
            sum.Add(own[i] * error * error);
            weight.Add(own[i]);
        }
        return (sum.Value / weight.Value, scale);
    }

    // The power of two that brings the largest number near 1, if it is needed: it changes no bit of what can be written without.
    private static int Scale(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        double largest = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude(actual)), Math.Abs(TensorPrimitives.MaxMagnitude(predicted)));
        return ScaleOf(largest);
    }

    // The same for errors, which may be infinite before.
    private static int ErrorScale(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        double largest = 0;
        for (int i = 0; i < actual.Length; i++) largest = Math.Max(largest, Math.Abs(actual[i] - predicted[i]));
        return ScaleOf(Math.Min(largest, double.MaxValue));
    }

    private static int ScaleOf(double largest)
    {
        int size = largest == 0 ? 0 : Math.ILogB(largest);
        return Math.Abs(size) < Ordinary ? 0 : -size - 2;
    }

    private static double Error(double actual, double predicted, int scale) =>
        scale < 0 ? Scaled(actual, scale) - Scaled(predicted, scale) : Scaled(actual - predicted, scale);

    private static double Scaled(double value, int scale) => scale == 0 ? value : Math.ScaleB(value, scale);

    private static bool AreEqual(ReadOnlySpan<double> actual, ReadOnlySpan<double> weights)
    {
        double? first = null;
        for (int i = 0; i < actual.Length; i++)
        {
            if (!weights.IsEmpty && weights[i] == 0) continue;
            first ??= actual[i];
            if (actual[i] != first) return false;
        }
        return true;
    }
}
