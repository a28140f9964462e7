namespace ClassicML.Metrics;

/// <summary>What a classifier said about labelled rows: what a <see cref="ClassificationMetric"/> reads. Immutable, thread-safe.</summary>
/// <remarks>
/// Everything is in the codes of <see cref="Labels"/>. Made from a model, it predicts when first asked, and asks for probabilities only
/// when a metric reads them.
/// </remarks>
public sealed class ClassificationOutcome
{
    private readonly int[] actual;
    private readonly double[] weights;
    private readonly Lazy<int[]> predicted;
    private readonly Lazy<Matrix?> probabilities, scores;
    private readonly Lazy<ConfusionMatrix> confusion;

    /// <summary>An outcome from predictions that are already there.</summary>
    /// <param name="actual">The class code of each row, in [0, K).</param>
    /// <param name="predicted">The predicted class code of each row, in [0, K).</param>
    /// <param name="labels">The K classes.</param>
    /// <param name="probabilities">The probability of each class for each row, n×K, or null.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public ClassificationOutcome(
        ReadOnlySpan<int> actual,
        ReadOnlySpan<int> predicted,
        ClassLabels labels,
        Matrix? probabilities = null,
        ReadOnlySpan<double> weights = default)
        : this(
            actual.ToArray(), weights.ToArray(), Check.NotNull(labels, nameof(labels)), new(predicted.ToArray()), new(probabilities),
            new(probabilities))
    {
        MetricChecks.Rows(actual.Length, weights);
        Check.Length(predicted.Length, actual.Length, nameof(predicted), "row");
        MetricChecks.Codes(actual, labels.Count, nameof(actual));
        MetricChecks.Codes(predicted, labels.Count, nameof(predicted));
        if (probabilities is null) return;
        Check.Length(probabilities.RowCount, actual.Length, nameof(probabilities), "row");
        Check.Length(probabilities.ColumnCount, labels.Count, nameof(probabilities), "class");
    }

    private ClassificationOutcome(
        int[] actual, double[] weights, ClassLabels labels, Lazy<int[]> predicted, Lazy<Matrix?> probabilities, Lazy<Matrix?> scores)
    {
        this.actual = actual;
        this.weights = weights;
        this.predicted = predicted;
        this.probabilities = probabilities;
        this.scores = scores;
        Labels = labels;
        confusion = new(() => new ConfusionMatrix(this.actual, this.predicted.Value, Labels, this.weights));
    }

    /// <summary>What a model says about labelled rows, with the data's weights.</summary>
    /// <remarks>
    /// <see cref="Labels"/> are the data's classes followed by those that only the model knows. A class that the model does not know is
    /// never predicted: its rows are errors, and its probability is zero.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The model was fitted on another number of features, or on others by their names. Columns in another order are put right.
    /// </exception>
    public static ClassificationOutcome Of(IClassifierModel model, ClassificationData data)
    {
        Features x = Check.NotNull(data, nameof(data)).AlignedTo(Check.NotNull(model, nameof(model))).Features;
        Check.Width(x, model.FeatureCount);
        ClassLabels labels = LabelAlignment.Union(data.Labels, model.Labels);
        var probabilities = new Lazy<Matrix?>(
            () => model.As<IProbabilisticModel>() is { } sure
                ? LabelAlignment.Columns(sure.PredictProbabilities(x), sure.Labels, labels, missing: 0)
                : null);
        return new ClassificationOutcome(
            data.Codes.ToArray(), data.Weights.ToArray(), labels,
            new(() => LabelAlignment.Codes(model.Predict(x), model.Labels, labels)),
            probabilities,
            new(() => probabilities.Value ?? Margins(model, x, labels)));
    }

    /// <summary>The K classes that all codes and columns refer to.</summary>
    public ClassLabels Labels { get; }

    /// <summary>The number of rows, n.</summary>
    public int RowCount => actual.Length;

    /// <summary>The class code of each row.</summary>
    public ReadOnlySpan<int> Actual => actual;

    /// <summary>The predicted class code of each row.</summary>
    public ReadOnlySpan<int> Predicted => predicted.Value;

    /// <summary>The weight of each row, or empty when every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The probability of each class for each row, n×K; null where the model gives none.</summary>
    public Matrix? Probabilities => probabilities.Value;

    /// <summary>What ranks the rows of each class, n×K: probabilities, or else decision scores; null where there are none.</summary>
    public Matrix? Scores => scores.Value;

    /// <summary>The confusion matrix, counted once.</summary>
    public ConfusionMatrix Confusion => confusion.Value;

    internal Matrix ScoresFor(string reader) =>
        Scores ?? throw new ArgumentException($"{reader} needs probabilities or decision scores, and the model gives neither", "outcome");

    internal Matrix ProbabilitiesFor(string reader) =>
        Probabilities ?? throw new ArgumentException($"{reader} needs probabilities, and the model gives none", "outcome");

    // One score means the second of two classes, so its opposite ranks the first. A class unknown to the model lies below every other.
    private static Matrix? Margins(IClassifierModel model, Features x, ClassLabels labels)
    {
        if (model.As<IDecisionScores>() is not { } scored) return null;
        Matrix margins = scored.DecisionScores(x);
        if (scored.ScoreCount == 1)
        {
            double[] both = new double[checked(2 * margins.RowCount)];
            for (int i = 0; i < margins.RowCount; i++)
            {
                both[2 * i] = -margins[i, 0];
                both[2 * i + 1] = margins[i, 0];
            }
            margins = Matrix.Wrap(both, margins.RowCount, 2);
        }
        return LabelAlignment.Columns(margins, model.Labels, labels, double.NegativeInfinity);
    }
}
