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
    private readonly Lazy<Matrix?> probabilities, decisions, scores;
    private readonly Lazy<ConfusionMatrix> confusion;

    /// <summary>An outcome from predictions that are already there.</summary>
    /// <param name="actual">The class code of each row, in [0, K).</param>
    /// <param name="predicted">The predicted class code of each row, in [0, K).</param>
    /// <param name="labels">The K classes.</param>
    /// <param name="probabilities">The probability of each class for each row, n×K, or null.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <param name="decisionScores">A score for each row, n×1, of two classes (positive means the second), or one for each class, n×K; or null.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public ClassificationOutcome(
        ReadOnlySpan<int> actual,
        ReadOnlySpan<int> predicted,
        ClassLabels labels,
        Matrix? probabilities = null,
        ReadOnlySpan<double> weights = default,
        Matrix? decisionScores = null)
        : this(
            actual.ToArray(), weights.ToArray(), Check.NotNull(labels, nameof(labels)), new(predicted.ToArray()), new(probabilities),
            new(decisionScores))
    {
        MetricChecks.Rows(actual.Length, weights);
        Check.Length(predicted.Length, actual.Length, nameof(predicted), "row");
        MetricChecks.Codes(actual, labels.Count, nameof(actual));
        MetricChecks.Codes(predicted, labels.Count, nameof(predicted));
        if (decisionScores is not null)
        {
            Check.Length(decisionScores.RowCount, actual.Length, nameof(decisionScores), "row");
            if (labels.Count != 2 || decisionScores.ColumnCount != 1) Check.Length(decisionScores.ColumnCount, labels.Count, nameof(decisionScores), "class");
        }
        if (probabilities is null) return;
        Check.Length(probabilities.RowCount, actual.Length, nameof(probabilities), "row");
        Check.Length(probabilities.ColumnCount, labels.Count, nameof(probabilities), "class");
    }

    private ClassificationOutcome(
        int[] actual, double[] weights, ClassLabels labels, Lazy<int[]> predicted, Lazy<Matrix?> probabilities, Lazy<Matrix?> decisions)
    {
        this.actual = actual;
        this.weights = weights;
        this.predicted = predicted;
        this.probabilities = probabilities;
        this.decisions = decisions;
        scores = new(() => probabilities.Value ?? Ranking(decisions.Value));
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
            new(() => Decisions(model, x, labels)));
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

    /// <summary>The decision scores of each row: n×1 of two classes (positive means the second), otherwise n×K; null where the model gives none.</summary>
    /// <remarks>Of a class that the model does not know they are -∞.</remarks>
    public Matrix? DecisionScores => decisions.Value;

    /// <summary>What ranks the rows of each class, n×K: probabilities, or else decision scores; null where there are none.</summary>
    public Matrix? Scores => scores.Value;

    /// <summary>The confusion matrix, counted once.</summary>
    public ConfusionMatrix Confusion => confusion.Value;

    internal Matrix ScoresFor(string reader) =>
        Scores ?? throw new ArgumentException($"{reader} needs probabilities or decision scores, and the model gives neither", "outcome");

    internal Matrix ProbabilitiesFor(string reader) =>
        Probabilities ?? throw new ArgumentException($"{reader} needs probabilities, and the model gives none", "outcome");

    internal Matrix DecisionScoresFor(string reader) =>
        DecisionScores ?? throw new ArgumentException($"{reader} needs decision scores, and the model gives none", "outcome");

    /// <summary>The code of a class by its name.</summary>
    internal int CodeOf(string label, string name)
    {
        int code = Labels.IndexOf(Check.NotNull(label, name));
        return code >= 0 ? code : throw new ArgumentException($"{name} must be one of {Labels}, was '{label}'", name);
    }

    // One score means the second of two classes, so its opposite ranks the first.
    private static Matrix? Ranking(Matrix? margins)
    {
        if (margins is not { ColumnCount: 1 }) return margins;
        double[] both = new double[checked(2 * margins.RowCount)];
        for (int i = 0; i < margins.RowCount; i++)
        {
            both[2 * i] = -margins[i, 0];
            both[2 * i + 1] = margins[i, 0];
        }
        return Matrix.Wrap(both, margins.RowCount, 2);
    }

    // A class unknown to the model lies below every other.
    private static Matrix? Decisions(IClassifierModel model, Features x, ClassLabels labels)
    {
        if (model.As<IDecisionScores>() is not { } scored) return null;
        Matrix margins = scored.DecisionScores(x);
        if (scored.ScoreCount != 1) return LabelAlignment.Columns(margins, model.Labels, labels, double.NegativeInfinity);
        if (labels.Count == 2) return labels.IndexOf(model.Labels[1]) == 1 ? margins : Scaled(-1);
        // Two columns whose difference is the score.
        double[] halves = [.. Scaled(0.5).Span.ToArray().SelectMany(half => new[] { -half, half })];
        return LabelAlignment.Columns(Matrix.Wrap(halves, margins.RowCount, 2), model.Labels, labels, double.NegativeInfinity);

        Matrix Scaled(double factor) => Matrix.Wrap(Array.ConvertAll(margins.Span.ToArray(), score => factor * score), margins.RowCount, 1);
    }
}
