using System.Collections.Immutable;

namespace ClassicML.Metrics;

/// <summary>A measure of how good a regressor is, by which a search can choose. Immutable; equal when the names are.</summary>
public sealed class RegressionMetric : IEquatable<RegressionMetric>
{
    private delegate double Formula(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights);

    private readonly Formula compute;

    private RegressionMetric(string name, bool higherIsBetter, Formula compute)
    {
        Name = name;
        HigherIsBetter = higherIsBetter;
        this.compute = compute;
    }

    /// <summary>The share of the variance that is explained, <see cref="RegressionMetrics.R2"/>: "r2".</summary>
    public static RegressionMetric R2 { get; } = new("r2", higherIsBetter: true, RegressionMetrics.R2);

    /// <summary>The mean squared error: "mean_squared_error". Smaller is better.</summary>
    public static RegressionMetric MeanSquaredError { get; } =
        new("mean_squared_error", higherIsBetter: false, RegressionMetrics.MeanSquaredError);

    /// <summary>Its square root, in units of the target: "root_mean_squared_error". Smaller is better.</summary>
    public static RegressionMetric RootMeanSquaredError { get; } =
        new("root_mean_squared_error", higherIsBetter: false, RegressionMetrics.RootMeanSquaredError);

    /// <summary>The mean absolute error, in units of the target: "mean_absolute_error". Smaller is better.</summary>
    public static RegressionMetric MeanAbsoluteError { get; } =
        new("mean_absolute_error", higherIsBetter: false, RegressionMetrics.MeanAbsoluteError);

    /// <summary>Every metric.</summary>
    public static IReadOnlyList<RegressionMetric> All { get; } =
        ImmutableArray.Create(R2, MeanSquaredError, RootMeanSquaredError, MeanAbsoluteError);

    /// <summary>The name that files and command lines use.</summary>
    public string Name { get; }

    /// <summary>Whether a search maximises it; otherwise it minimises.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static RegressionMetric Find(string name) =>
        All.FirstOrDefault(metric => metric.Name == Check.NotNull(name, nameof(name)))
        ?? throw new ArgumentException($"a metric must be one of {string.Join(", ", All)}, was '{name}'", nameof(name));

    /// <summary>The value for an outcome, by its weights.</summary>
    public double Compute(RegressionOutcome outcome)
    {
        Check.NotNull(outcome, nameof(outcome));
        return compute(outcome.Actual, outcome.Predicted, outcome.Weights);
    }

    /// <inheritdoc/>
    public bool Equals(RegressionMetric? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RegressionMetric);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
