using System.Collections.Immutable;

namespace ClassicML.Metrics;

/// <summary>The built-in metrics of regressors. One's own is a <see cref="Metric{TOutcome}"/> of a <see cref="RegressionOutcome"/>.</summary>
public static class RegressionMetric
{
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

    /// <summary>Every metric.</summary>
    public static IReadOnlyList<Metric<RegressionOutcome>> All { get; } =
        ImmutableArray.Create(R2, MeanSquaredError, RootMeanSquaredError, MeanAbsoluteError);

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Metric<RegressionOutcome> Find(string name) => Metric.Find(All, name);

    private static Metric<RegressionOutcome> Of(string name, bool higherIsBetter, Formula compute) =>
        new(name, higherIsBetter, outcome => compute(outcome.Actual, outcome.Predicted, outcome.Weights));
}
