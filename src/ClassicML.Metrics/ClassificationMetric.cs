using System.Collections.Immutable;

namespace ClassicML.Metrics;

/// <summary>The built-in metrics of classifiers. One's own is a <see cref="Metric{TOutcome}"/> of a <see cref="ClassificationOutcome"/>.</summary>
public static class ClassificationMetric
{
    /// <summary>The share of rows predicted rightly: "accuracy".</summary>
    public static Metric<ClassificationOutcome> Accuracy { get; } = OfCounts("accuracy", counts => counts.Accuracy);

    /// <summary>The mean recall of the classes that occur: "balanced-accuracy".</summary>
    public static Metric<ClassificationOutcome> BalancedAccuracy { get; } = OfCounts("balanced-accuracy", counts => counts.BalancedAccuracy);

    /// <summary>The correlation of actual and predicted class: "matthews-correlation".</summary>
    public static Metric<ClassificationOutcome> MatthewsCorrelation { get; } =
        OfCounts("matthews-correlation", counts => counts.MatthewsCorrelation);

    /// <summary>The plain mean of the classes' F1: "f1-macro".</summary>
    public static Metric<ClassificationOutcome> F1Macro { get; } = OfCounts("f1-macro", counts => counts.F1(Average.Macro));

    /// <summary>F1 from the counts of all classes together, which equals accuracy: "f1-micro".</summary>
    public static Metric<ClassificationOutcome> F1Micro { get; } = OfCounts("f1-micro", counts => counts.F1(Average.Micro));

    /// <summary>The mean of the classes' F1, weighted by support: "f1-weighted".</summary>
    public static Metric<ClassificationOutcome> F1Weighted { get; } = OfCounts("f1-weighted", counts => counts.F1(Average.Weighted));

    /// <summary>The plain mean of the classes' precision: "precision-macro".</summary>
    public static Metric<ClassificationOutcome> PrecisionMacro { get; } = OfCounts("precision-macro", counts => counts.Precision(Average.Macro));

    /// <summary>The plain mean of the classes' recall: "recall-macro".</summary>
    public static Metric<ClassificationOutcome> RecallMacro { get; } = OfCounts("recall-macro", counts => counts.Recall(Average.Macro));

    /// <summary>The logarithmic loss, <see cref="Metrics.LogLoss"/>: "log-loss". Smaller is better.</summary>
    public static Metric<ClassificationOutcome> LogLoss { get; } = new(
        "log-loss", higherIsBetter: false,
        outcome => Metrics.LogLoss.Of(outcome.ProbabilitiesFor("log-loss"), outcome.Actual, outcome.Weights));

    /// <summary>
    /// The area under the ROC curve of the second of two classes, or <see cref="RocCurve.MacroArea"/> of more: "roc-auc". Takes decision
    /// scores from a model that gives no probabilities.
    /// </summary>
    public static Metric<ClassificationOutcome> RocAuc { get; } = new("roc-auc", higherIsBetter: true, AreaUnderRoc);

    /// <summary>Every metric.</summary>
    public static IReadOnlyList<Metric<ClassificationOutcome>> All { get; } = ImmutableArray.Create(
        Accuracy, BalancedAccuracy, MatthewsCorrelation, F1Macro, F1Micro, F1Weighted, PrecisionMacro, RecallMacro, LogLoss, RocAuc);

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Metric<ClassificationOutcome> Find(string name) => Metric.Find(All, name);

    private static Metric<ClassificationOutcome> OfCounts(string name, Func<ConfusionMatrix, double> compute) =>
        new(name, higherIsBetter: true, outcome => compute(outcome.Confusion));

    private static double AreaUnderRoc(ClassificationOutcome outcome)
    {
        Matrix scores = outcome.ScoresFor("roc-auc");
        return outcome.Labels.Count == 2
            ? RocCurve.OneVersusRest(scores, outcome.Actual, positive: 1, outcome.Weights).Area
            : RocCurve.MacroArea(scores, outcome.Actual, outcome.Weights);
    }
}
