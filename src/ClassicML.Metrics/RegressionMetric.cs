using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ClassicML.Metrics;

/// <summary>The built-in metrics of regressors. One's own is a <see cref="Metric{TOutcome}"/> of a <see cref="RegressionOutcome"/>.</summary>
/// <remarks>Those with a number, such as "pinball-loss-0-9", are found by their names as the others are, so a written search may have them.</remarks>
public static partial class RegressionMetric
{
    private const string Forms = ", pinball-loss-A, with A a share such as 0-9";

    // What has a name of few digits.
    private static readonly Interval Alphas = new(1e-6, 1 - 1e-6);

    private delegate double Formula(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights);

    /// <summary>The share of the variance that is explained, <see cref="RegressionMetrics.R2"/>: "r2".</summary>
    public static Metric<RegressionOutcome> R2 { get; } = Of("r2", higherIsBetter: true, RegressionMetrics.R2);

    /// <summary>The mean squared error: "mean-squared-error". Smaller is better.</summary>
    public static Metric<RegressionOutcome> MeanSquaredError { get; } =
        Of("mean-squared-error", higherIsBetter: false, RegressionMetrics.MeanSquaredError);

    /// <summary>Its square root, in units of the target: "root-mean-squared-error". Smaller is better.</summary>
    public static Metric<RegressionOutcome> RootMeanSquaredError { get; } =
        Of("root-mean-squared-error", higherIsBetter: false, RegressionMetrics.RootMeanSquaredError);

    /// <summary>The mean absolute error, in units of the target: "mean-absolute-error". Smaller is better.</summary>
    public static Metric<RegressionOutcome> MeanAbsoluteError { get; } =
        Of("mean-absolute-error", higherIsBetter: false, RegressionMetrics.MeanAbsoluteError);

    /// <summary>The median of absolute errors, <see cref="RegressionMetrics.MedianAbsoluteError"/>: "median-absolute-error". Smaller is better.</summary>
    public static Metric<RegressionOutcome> MedianAbsoluteError { get; } =
        Of("median-absolute-error", higherIsBetter: false, RegressionMetrics.MedianAbsoluteError);

    /// <summary>The largest error, <see cref="RegressionMetrics.MaxError"/>: "max-error". Smaller is better.</summary>
    public static Metric<RegressionOutcome> MaxError { get; } = Of("max-error", higherIsBetter: false, RegressionMetrics.MaxError);

    /// <summary>
    /// The mean error as a share of the target, <see cref="RegressionMetrics.MeanAbsolutePercentageError"/>: "mean-absolute-percentage-error".
    /// Smaller is better.
    /// </summary>
    public static Metric<RegressionOutcome> MeanAbsolutePercentageError { get; } =
        Of("mean-absolute-percentage-error", higherIsBetter: false, RegressionMetrics.MeanAbsolutePercentageError);

    /// <summary>
    /// The mean squared error of logarithms, <see cref="RegressionMetrics.MeanSquaredLogarithmicError"/>: "mean-squared-logarithmic-error".
    /// Needs numbers that are not negative. Smaller is better.
    /// </summary>
    public static Metric<RegressionOutcome> MeanSquaredLogarithmicError { get; } =
        Of("mean-squared-logarithmic-error", higherIsBetter: false, RegressionMetrics.MeanSquaredLogarithmicError);

    /// <summary>
    /// The deviance of counts, <see cref="RegressionMetrics.PoissonDeviance"/>: "poisson-deviance". Needs targets that are not negative and
    /// predictions above zero. Smaller is better.
    /// </summary>
    public static Metric<RegressionOutcome> PoissonDeviance { get; } =
        Of("poisson-deviance", higherIsBetter: false, RegressionMetrics.PoissonDeviance);

    /// <summary>
    /// The share of the variance that is explained when the mean error is forgiven, <see cref="RegressionMetrics.ExplainedVariance"/>:
    /// "explained-variance".
    /// </summary>
    public static Metric<RegressionOutcome> ExplainedVariance { get; } =
        Of("explained-variance", higherIsBetter: true, RegressionMetrics.ExplainedVariance);

    /// <summary>Every metric without a number of its own.</summary>
    public static IReadOnlyList<Metric<RegressionOutcome>> All { get; } = ImmutableArray.Create(
        R2, MeanSquaredError, RootMeanSquaredError, MeanAbsoluteError, MedianAbsoluteError, MaxError, MeanAbsolutePercentageError,
        MeanSquaredLogarithmicError, PoissonDeviance, ExplainedVariance);

    /// <summary>The loss of a quantile, <see cref="RegressionMetrics.PinballLoss"/>: "pinball-loss-0-9". Smaller is better.</summary>
    /// <param name="alpha">The share of targets that should lie below their predictions, in [0.000001, 0.999999].</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in its range.</exception>
    public static Metric<RegressionOutcome> PinballLoss(double alpha)
    {
        Check.Within(alpha, Alphas, nameof(alpha));
        return new(
            $"pinball-loss-{MetricNames.Of(alpha)}", higherIsBetter: false,
            outcome => RegressionMetrics.PinballLoss(outcome.Actual, outcome.Predicted, alpha, outcome.Weights));
    }

    /// <summary>The metric of a name, those with a number as well.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Metric<RegressionOutcome> Find(string name) =>
        TryFind(name, out Metric<RegressionOutcome>? metric) ? metric : throw Metric.Unknown(All, Forms, name);

    /// <summary>Whether there is a metric of a name, and which, those with a number as well.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Metric<RegressionOutcome>? metric)
    {
        metric = All.FirstOrDefault(one => one.Name == Check.NotNull(name, nameof(name)));
        Match form = NameOfPinball().Match(name);
        if (form.Success && MetricNames.TryNumber(form.Groups["alpha"].Value, Alphas, out double alpha))
        {
            metric = PinballLoss(alpha);
            // Each metric has one name.
            if (metric.Name != name) metric = null;
        }
        return metric is not null;
    }

    [GeneratedRegex(@"^pinball-loss-(?<alpha>[0-9]+(-[0-9]+)?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NameOfPinball();

    private static Metric<RegressionOutcome> Of(string name, bool higherIsBetter, Formula compute) =>
        new(name, higherIsBetter, outcome => compute(outcome.Actual, outcome.Predicted, outcome.Weights));
}
