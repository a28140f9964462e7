namespace ClassicML.Metrics;

/// <summary>What a regressor said about rows with targets: all that a <see cref="RegressionMetric"/> looks at. Immutable.</summary>
public sealed class RegressionOutcome
{
    private readonly double[] actual, predicted, weights;

    /// <summary>An outcome from predictions that are already there.</summary>
    /// <param name="actual">The number of each row; finite.</param>
    /// <param name="predicted">The predicted number of each row; finite.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public RegressionOutcome(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        RegressionMetrics.Validate(actual, predicted, weights);
        this.actual = actual.ToArray();
        this.predicted = predicted.ToArray();
        this.weights = weights.ToArray();
    }

    /// <summary>What a model says about rows, with the data's weights.</summary>
    /// <exception cref="ArgumentException">
    /// The model was fitted on another number of features, or on others by their names. Columns in another order are put right.
    /// </exception>
    public static RegressionOutcome Of(IRegressorModel model, RegressionData data) =>
        new(
            Check.NotNull(data, nameof(data)).Targets,
            Check.NotNull(model, nameof(model)).Predict(data.AlignedTo(model).Features), data.Weights);

    /// <summary>The number of rows, n.</summary>
    public int RowCount => actual.Length;

    /// <summary>The number of each row.</summary>
    public ReadOnlySpan<double> Actual => actual;

    /// <summary>The predicted number of each row.</summary>
    public ReadOnlySpan<double> Predicted => predicted;

    /// <summary>The weight of each row, or empty when every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => weights;
}
