using System.Collections.Immutable;

namespace ClassicML.Metrics;

/// <summary>A measure of how good a classifier is, by which a search can choose. Immutable; equal when the names are.</summary>
public sealed class ClassificationMetric : IEquatable<ClassificationMetric>
{
    private readonly Func<ClassificationOutcome, double> compute;

    private ClassificationMetric(string name, bool higherIsBetter, bool needsProbabilities, Func<ClassificationOutcome, double> compute)
    {
        Name = name;
        HigherIsBetter = higherIsBetter;
        NeedsProbabilities = needsProbabilities;
        this.compute = compute;
    }

    /// <summary>The share of rows predicted rightly: "accuracy".</summary>
    public static ClassificationMetric Accuracy { get; } = OfCounts("accuracy", counts => counts.Accuracy);

    /// <summary>The mean recall of the classes that occur: "balanced_accuracy".</summary>
    public static ClassificationMetric BalancedAccuracy { get; } = OfCounts("balanced_accuracy", counts => counts.BalancedAccuracy);

    /// <summary>The correlation of actual and predicted class: "matthews_correlation".</summary>
    public static ClassificationMetric MatthewsCorrelation { get; } =
        OfCounts("matthews_correlation", counts => counts.MatthewsCorrelation);

    /// <summary>The plain mean of the classes' F1: "f1_macro".</summary>
    public static ClassificationMetric F1Macro { get; } = OfCounts("f1_macro", counts => counts.F1(Average.Macro));

    /// <summary>F1 from the counts of all classes together, which equals accuracy: "f1_micro".</summary>
    public static ClassificationMetric F1Micro { get; } = OfCounts("f1_micro", counts => counts.F1(Average.Micro));

    /// <summary>The mean of the classes' F1, weighted by support: "f1_weighted".</summary>
    public static ClassificationMetric F1Weighted { get; } = OfCounts("f1_weighted", counts => counts.F1(Average.Weighted));

    /// <summary>The plain mean of the classes' precision: "precision_macro".</summary>
    public static ClassificationMetric PrecisionMacro { get; } = OfCounts("precision_macro", counts => counts.Precision(Average.Macro));

    /// <summary>The plain mean of the classes' recall: "recall_macro".</summary>
    public static ClassificationMetric RecallMacro { get; } = OfCounts("recall_macro", counts => counts.Recall(Average.Macro));

    /// <summary>The logarithmic loss, <see cref="Metrics.LogLoss"/>: "log_loss". Smaller is better.</summary>
    public static ClassificationMetric LogLoss { get; } = new(
        "log_loss", higherIsBetter: false, needsProbabilities: true,
        outcome => Metrics.LogLoss.Of(outcome.ProbabilitiesFor("log_loss"), outcome.Actual, outcome.Weights));

    /// <summary>
    /// The area under the ROC curve of the second of two classes, or <see cref="RocCurve.MacroArea"/> of more: "roc_auc". Takes decision
    /// scores from a model that gives no probabilities.
    /// </summary>
    public static ClassificationMetric RocAuc { get; } = new("roc_auc", higherIsBetter: true, needsProbabilities: true, AreaUnderRoc);

    /// <summary>Every metric.</summary>
    public static IReadOnlyList<ClassificationMetric> All { get; } = ImmutableArray.Create(
        Accuracy, BalancedAccuracy, MatthewsCorrelation, F1Macro, F1Micro, F1Weighted, PrecisionMacro, RecallMacro, LogLoss, RocAuc);

    /// <summary>The name that files and command lines use.</summary>
    public string Name { get; }

    /// <summary>Whether a search maximises it; otherwise it minimises.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>Whether it reads probabilities, or scores, and not just the predicted classes.</summary>
    public bool NeedsProbabilities { get; }

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static ClassificationMetric Find(string name) =>
        All.FirstOrDefault(metric => metric.Name == Check.NotNull(name, nameof(name)))
        ?? throw new ArgumentException($"a metric must be one of {string.Join(", ", All)}, was '{name}'", nameof(name));

    /// <summary>The value for an outcome, by its weights.</summary>
    /// <exception cref="ArgumentException">It needs probabilities that the model does not give, or rows of two classes.</exception>
    public double Compute(ClassificationOutcome outcome) => compute(Check.NotNull(outcome, nameof(outcome)));

    /// <inheritdoc/>
    public bool Equals(ClassificationMetric? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassificationMetric);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static ClassificationMetric OfCounts(string name, Func<ConfusionMatrix, double> compute) =>
        new(name, higherIsBetter: true, needsProbabilities: false, outcome => compute(outcome.Confusion));

    private static double AreaUnderRoc(ClassificationOutcome outcome)
    {
        Matrix scores = outcome.ScoresFor("roc_auc");
        return outcome.Labels.Count == 2
            ? RocCurve.OneVersusRest(scores, outcome.Actual, positive: 1, outcome.Weights).Area
            : RocCurve.MacroArea(scores, outcome.Actual, outcome.Weights);
    }
}
