using System.Globalization;
using ClassicML.Internal;

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

    private const double Epsilon = 1.0 / (1L << 52);

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

    /// <summary>The median of |yᵢ-ŷᵢ|, in units of the target: half of the rows have a smaller error, however large the others.</summary>
    /// <remarks>
    /// As in scikit-learn 1.2: without weights the mean of the two in the middle of an even number of rows; with weights the smallest error that, with
    /// all smaller ones, has half of the weight, so of two in the middle the smaller. Cost: a sort, n log n.
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double MedianAbsoluteError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        double[] errors = new double[actual.Length];
        for (int i = 0; i < errors.Length; i++) errors[i] = Math.Abs(actual[i] - predicted[i]);
        int[] rows = [.. Enumerable.Range(0, errors.Length)];
        Array.Sort(errors, rows);
        if (weights.IsEmpty)
        {
            double above = errors[errors.Length / 2], under = errors[(errors.Length - 1) / 2];
            return under == above ? above : under + (above - under) / 2;
        }
        CompensatedSum total = default, below = default;
        foreach (int row in rows) total.Add(own[row]);
        int at = 0;
        for (below.Add(own[rows[0]]); below.Value < total.Value / 2 && at < rows.Length - 1; below.Add(own[rows[at]])) at++;
        return errors[at];
    }

    /// <summary>The largest |yᵢ-ŷᵢ|, in units of the target. Of weights only those of zero matter: their rows don't count.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double MaxError(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
            if (own[i] > 0) largest = Math.Max(largest, Math.Abs(actual[i] - predicted[i]));
        return largest;
    }

    /// <summary>The mean absolute error as a share of the target, Σ sᵢ|yᵢ-ŷᵢ|/max(|yᵢ|, ε) / Σ sᵢ; 0.1 is 10 %.</summary>
    /// <remarks>
    /// ε = 2⁻⁵², as in scikit-learn: an error at a target of zero counts its 4.5·10¹⁵-fold, so one of them decides. Infinite beyond the range of a double.
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double MeanAbsolutePercentageError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        double[] shares = new double[actual.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            double size = Math.Max(Math.Abs(actual[i]), Epsilon), error = Math.Abs(actual[i] - predicted[i]);
            // The difference of numbers of either sign may be beyond a double where that of their halves is not.
            shares[i] = double.IsInfinity(error) ? Math.Abs(actual[i] / 2 - predicted[i] / 2) / (size / 2) : error / size;
        }
        return Means.Of(shares, own);
    }

    /// <summary>The mean squared error of logarithms, Σ sᵢ(log(1+yᵢ) - log(1+ŷᵢ))² / Σ sᵢ: errors as ratios, for numbers of any size.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite or below zero.</exception>
    public static double MeanSquaredLogarithmicError(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        double[] squares = new double[actual.Length];
        for (int i = 0; i < squares.Length; i++)
        {
            Allowed(actual[i] >= 0, "mean-squared-logarithmic-error", "numbers of at least 0", i, nameof(actual), actual[i]);
            Allowed(predicted[i] >= 0, "mean-squared-logarithmic-error", "numbers of at least 0", i, nameof(predicted), predicted[i]);
            // One logarithm of the quotient, so that near numbers lose no digits.
            double apart = Log1P(Math.Abs(actual[i] - predicted[i]) / (1 + Math.Min(actual[i], predicted[i])));
            squares[i] = apart * apart;
        }
        return Means.Of(squares, own);
    }

    /// <summary>The Poisson deviance, 2 Σ sᵢ(yᵢ log(yᵢ/ŷᵢ) - yᵢ + ŷᵢ) / Σ sᵢ, of counts and their predicted means. At least 0.</summary>
    /// <remarks>
    /// At a target of zero the first term is zero. Each term is computed without the cancellation of its parts (Loader, "Fast and accurate computation of
    /// binomial probabilities", 2000), so it keeps its digits where a prediction is nearly right.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there is no row, a value is not finite, a target is below zero, or a prediction is not above it.
    /// </exception>
    public static double PoissonDeviance(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        double[] deviances = new double[actual.Length];
        for (int i = 0; i < deviances.Length; i++)
        {
            Allowed(actual[i] >= 0, "poisson-deviance", "targets of at least 0", i, nameof(actual), actual[i]);
            Allowed(predicted[i] > 0, "poisson-deviance", "predictions above 0", i, nameof(predicted), predicted[i]);
            deviances[i] = 2 * Deviance(actual[i], predicted[i]);
        }
        return Means.Of(deviances, own);
    }

    /// <summary>The pinball loss of a quantile, Σ sᵢ max(α(yᵢ-ŷᵢ), (1-α)(ŷᵢ-yᵢ)) / Σ sᵢ, in units of the target.</summary>
    /// <remarks>Least where a share α of targets lies below the predictions; of α ½ half the mean absolute error. Source: Koenker and
    /// Bassett, "Regression quantiles", 1978.</remarks>
    /// <param name="actual">The number of each row.</param>
    /// <param name="predicted">The predicted quantile of each row.</param>
    /// <param name="alpha">α, in [0, 1].</param>
    /// <param name="weights">A weight for each row; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static double PinballLoss(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, double alpha, ReadOnlySpan<double> weights = default)
    {
        Check.Within(alpha, Interval.Share, nameof(alpha));
        RowWeights own = Validate(actual, predicted, weights);
        int scale = ErrorScale(actual, predicted);
        double[] costs = new double[actual.Length];
        for (int i = 0; i < costs.Length; i++)
            costs[i] = Math.Abs(Error(actual[i], predicted[i], scale)) * (actual[i] >= predicted[i] ? alpha : 1 - alpha);
        return Scaled(Means.Of(costs, own), -scale);
    }

    /// <summary>The explained share of the variance when the mean error is forgiven, 1 - Var(y-ŷ) / Var(y), by weight. At most 1, and at least R².</summary>
    /// <remarks>1 where all errors are equal, even of a single row; else 0 where all targets that count are equal, as in scikit-learn.</remarks>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not finite.</exception>
    public static double ExplainedVariance(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RowWeights own = Validate(actual, predicted, weights);
        int scale = Scale(actual, predicted);
        double[] errors = new double[actual.Length], targets = new double[actual.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            targets[i] = Scaled(actual[i], scale);
            errors[i] = targets[i] - Scaled(predicted[i], scale);
        }
        // Asked of the numbers themselves, as for R².
        if (AreEqual(errors, weights)) return 1;
        return AreEqual(actual, weights) ? 0 : 1 - Variance(errors, own) / Variance(targets, own);
    }

    internal static RowWeights Validate(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        RowWeights own = MetricChecks.Rows(actual.Length, weights);
        Check.Length(predicted.Length, actual.Length, nameof(predicted), "row");
        MetricChecks.Finite(actual, nameof(actual));
        MetricChecks.Finite(predicted, nameof(predicted));
        return own;
    }

    private static double Variance(double[] values, RowWeights own)
    {
        CompensatedSum sum = default, weight = default, squares = default;
        for (int i = 0; i < values.Length; i++)
        {
            sum.Add(own[i] * values[i]);
            weight.Add(own[i]);
        }
        double mean = sum.Value / weight.Value;
        for (int i = 0; i < values.Length; i++) squares.Add(own[i] * (values[i] - mean) * (values[i] - mean));
        return squares.Value / weight.Value;
    }

    private static void Allowed(bool allowed, string metric, string what, int row, string name, double value)
    {
        if (!allowed) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{metric} needs {what}; row {row} of {name} is {value}"), name);
    }

    // y log(y/m) - y + m. Near m it is a series in v = (y-m)/(y+m): (y-m)v + 2y(v³/3 + v⁵/5 + …).
    private static double Deviance(double y, double m)
    {
        if (y == 0) return m;
        double apart = y - m;
        if (Math.Abs(apart) >= 0.1 * (y + m))
        {
            double ratio = y / m;
            double logarithm = ratio is > 0 and < double.PositiveInfinity ? Math.Log(ratio) : Math.Log(y) - Math.Log(m);
            return y * logarithm - apart;
        }
        double v = apart / (y + m), sum = apart * v, power = 2 * y * v;
        for (int odd = 3; ; odd += 2)
        {
            power *= v * v;
            double next = sum + power / odd;
            if (next == sum) return sum;
            sum = next;
        }
    }

    // Goldberg's: what rounding takes from 1 + x it takes from the logarithm, too.
    private static double Log1P(double x)
    {
        double above = 1 + x;
        return above == 1 ? x : Math.Log(above) * (x / (above - 1));
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
        double largest = Math.Max(Kernels.LargestMagnitude(actual), Kernels.LargestMagnitude(predicted));
        return ScaleOf(largest);
    }

    // The same for errors, which may be infinite before.
    private static int ErrorScale(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        double largest = 0;
        for (int i = 0; i < actual.Length; i++) largest = Math.Max(largest, Math.Abs(actual[i] - predicted[i]));
        return ScaleOf(Math.Min(largest, double.MaxValue));
    }

    internal static int ScaleOf(double largest)
    {
        int size = largest == 0 ? 0 : Math.ILogB(largest);
        return Math.Abs(size) < Ordinary ? 0 : -size - 2;
    }

    private static double Error(double actual, double predicted, int scale) =>
        scale < 0 ? Scaled(actual, scale) - Scaled(predicted, scale) : Scaled(actual - predicted, scale);

    internal static double Scaled(double value, int scale) => scale == 0 ? value : Math.ScaleB(value, scale);

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
