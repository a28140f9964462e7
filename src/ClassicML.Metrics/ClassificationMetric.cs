using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ClassicML.Metrics;

/// <summary>The built-in metrics of classifiers. One's own is a <see cref="Metric{TOutcome}"/> of a <see cref="ClassificationOutcome"/>.</summary>
/// <remarks>
/// What is 0/0 in a metric of counts counts as 0: <see cref="ConfusionMatrix"/> says where. Those with a number, such as "recall-of-1", are found
/// by their names as the others are, so a written search may have them. The class codes are those of the data that is scored.
/// </remarks>
public static partial class ClassificationMetric
{
    private const string Forms =
        ", recall-of-K, precision-of-K, f1-of-K, f-beta-B-of-K, f-beta-B-macro, f-beta-B-micro, f-beta-B-weighted, top-K-accuracy, "
        + "with K a number and B one such as 2 or 0-5";

    // Below, F-beta is precision, above, recall, to six digits.
    private static readonly Interval Betas = new(0.001, 1000);

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

    /// <summary>Precision from the counts of all classes together, which equals accuracy: "precision-micro".</summary>
    public static Metric<ClassificationOutcome> PrecisionMicro { get; } = OfCounts("precision-micro", counts => counts.Precision(Average.Micro));

    /// <summary>The mean of the classes' precision, weighted by support: "precision-weighted".</summary>
    public static Metric<ClassificationOutcome> PrecisionWeighted { get; } =
        OfCounts("precision-weighted", counts => counts.Precision(Average.Weighted));

    /// <summary>The plain mean of the classes' recall: "recall-macro".</summary>
    public static Metric<ClassificationOutcome> RecallMacro { get; } = OfCounts("recall-macro", counts => counts.Recall(Average.Macro));

    /// <summary>Recall from the counts of all classes together, which equals accuracy: "recall-micro".</summary>
    public static Metric<ClassificationOutcome> RecallMicro { get; } = OfCounts("recall-micro", counts => counts.Recall(Average.Micro));

    /// <summary>The mean of the classes' recall, weighted by support, which equals accuracy: "recall-weighted".</summary>
    public static Metric<ClassificationOutcome> RecallWeighted { get; } = OfCounts("recall-weighted", counts => counts.Recall(Average.Weighted));

    /// <summary>The agreement beyond chance, <see cref="ConfusionMatrix.CohenKappa"/>: "cohen-kappa".</summary>
    public static Metric<ClassificationOutcome> CohenKappa { get; } = OfCounts("cohen-kappa", counts => counts.CohenKappa());

    /// <summary>The same where classes are in order, with <see cref="KappaWeights.Linear"/>: "cohen-kappa-linear".</summary>
    public static Metric<ClassificationOutcome> CohenKappaLinear { get; } =
        OfCounts("cohen-kappa-linear", counts => counts.CohenKappa(KappaWeights.Linear));

    /// <summary>The same where classes are in order, with <see cref="KappaWeights.Quadratic"/>: "cohen-kappa-quadratic".</summary>
    public static Metric<ClassificationOutcome> CohenKappaQuadratic { get; } =
        OfCounts("cohen-kappa-quadratic", counts => counts.CohenKappa(KappaWeights.Quadratic));

    /// <summary>The logarithmic loss, <see cref="Metrics.LogLoss"/>: "log-loss". Smaller is better.</summary>
    public static Metric<ClassificationOutcome> LogLoss { get; } = new(
        "log-loss", higherIsBetter: false,
        outcome => Metrics.LogLoss.Of(outcome.ProbabilitiesFor("log-loss"), outcome.Actual, outcome.Weights));

    /// <summary>The mean squared error of probabilities, <see cref="ClassificationMetrics.BrierScore"/>: "brier-score". Smaller is better.</summary>
    public static Metric<ClassificationOutcome> BrierScore { get; } = new(
        "brier-score", higherIsBetter: false,
        outcome => ClassificationMetrics.BrierScore(outcome.ProbabilitiesFor("brier-score"), outcome.Actual, outcome.Weights));

    /// <summary>
    /// The area under the ROC curve of the second of two classes, or <see cref="RocCurve.MacroArea"/> of more: "roc-auc". Takes decision
    /// scores from a model that gives no probabilities.
    /// </summary>
    public static Metric<ClassificationOutcome> RocAuc { get; } = new("roc-auc", higherIsBetter: true, AreaUnderRoc);

    /// <summary>
    /// The area under the ROC curve of the second of two classes, or <see cref="RocCurve.PairwiseArea"/> of more: "roc-auc-pairwise". Takes decision
    /// scores from a model that gives no probabilities.
    /// </summary>
    public static Metric<ClassificationOutcome> RocAucPairwise { get; } = new("roc-auc-pairwise", higherIsBetter: true, PairwiseAreaUnderRoc);

    /// <summary>
    /// The average precision of the second of two classes, or <see cref="PrecisionRecallCurve.MacroAveragePrecision"/> of more: "average-precision".
    /// Takes decision scores from a model that gives no probabilities.
    /// </summary>
    public static Metric<ClassificationOutcome> AveragePrecision { get; } = new("average-precision", higherIsBetter: true, AverageOfPrecision);

    /// <summary>The loss of margins, <see cref="ClassificationMetrics.HingeLoss"/>: "hinge-loss". Needs decision scores. Smaller is better.</summary>
    public static Metric<ClassificationOutcome> HingeLoss { get; } = new(
        "hinge-loss", higherIsBetter: false,
        outcome => ClassificationMetrics.HingeLoss(outcome.DecisionScoresFor("hinge-loss"), outcome.Actual, outcome.Weights));

    /// <summary>Every metric without a number of its own.</summary>
    public static IReadOnlyList<Metric<ClassificationOutcome>> All { get; } = ImmutableArray.Create(
        Accuracy, BalancedAccuracy, MatthewsCorrelation, F1Macro, F1Micro, F1Weighted, PrecisionMacro, PrecisionMicro, PrecisionWeighted,
        RecallMacro, RecallMicro, RecallWeighted, CohenKappa, CohenKappaLinear, CohenKappaQuadratic, LogLoss, BrierScore, RocAuc, RocAucPairwise,
        AveragePrecision, HingeLoss);

    /// <summary>The recall of one class, <see cref="ConfusionMatrix.Recall(int)"/>: "recall-of-1".</summary>
    /// <param name="positive">The code of the class, in [0, K).</param>
    /// <exception cref="ArgumentOutOfRangeException">The code is below 0.</exception>
    public static Metric<ClassificationOutcome> Recall(int positive) => OfClass("recall", positive, (counts, k) => counts.Recall(k));

    /// <summary>The precision of one class, <see cref="ConfusionMatrix.Precision(int)"/>: "precision-of-1".</summary>
    /// <inheritdoc cref="Recall"/>
    public static Metric<ClassificationOutcome> Precision(int positive) => OfClass("precision", positive, (counts, k) => counts.Precision(k));

    /// <summary>The F1 of one class, <see cref="ConfusionMatrix.F1(int)"/>: "f1-of-1".</summary>
    /// <inheritdoc cref="Recall"/>
    public static Metric<ClassificationOutcome> F1(int positive) => OfClass("f1", positive, (counts, k) => counts.F1(k));

    /// <summary>The F-beta of one class, <see cref="ConfusionMatrix.FBeta(double, int)"/>: "f-beta-2-of-1", "f-beta-0-5-of-1"; of β 1
    /// <see cref="F1"/>.</summary>
    /// <param name="beta">β, in [0.001, 1000]: how many times recall weighs precision.</param>
    /// <param name="positive">The code of the class, in [0, K).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public static Metric<ClassificationOutcome> FBeta(double beta, int positive) =>
        Check.Within(beta, Betas, nameof(beta)) == 1 ? F1(positive) : OfClass($"f-beta-{MetricNames.Of(beta)}", positive, (counts, k) => counts.FBeta(beta, k));

    /// <summary>
    /// The F-beta over all classes, <see cref="ConfusionMatrix.FBeta(double, Average)"/>: "f-beta-2-macro", "f-beta-0-5-weighted"; of β 1
    /// <see cref="F1Macro"/> and its like.
    /// </summary>
    /// <param name="beta">β, in [0.001, 1000]: how many times recall weighs precision.</param>
    /// <param name="average">How the classes' values become one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in its range, or the average no member of the enumeration.</exception>
    public static Metric<ClassificationOutcome> FBeta(double beta, Average average)
    {
        Check.Within(beta, Betas, nameof(beta));
        Check.Defined(average, nameof(average));
        if (beta == 1) return average switch { Average.Macro => F1Macro, Average.Micro => F1Micro, _ => F1Weighted };
        string mean = average switch { Average.Macro => "macro", Average.Micro => "micro", _ => "weighted" };
        return OfCounts($"f-beta-{MetricNames.Of(beta)}-{mean}", counts => counts.FBeta(beta, average));
    }

    /// <summary>The share of rows whose class has one of the highest scores, <see cref="ClassificationMetrics.TopKAccuracy"/>: "top-3-accuracy".</summary>
    /// <remarks>Takes decision scores from a model that gives no probabilities. Always 1 where there are no more than <paramref name="k"/> classes.</remarks>
    /// <param name="k">How many classes of a row count; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Metric<ClassificationOutcome> TopKAccuracy(int k)
    {
        string name = $"top-{MetricNames.Of(Check.Positive(k, nameof(k)))}-accuracy";
        return new(name, higherIsBetter: true, outcome => ClassificationMetrics.TopKAccuracy(outcome.ScoresFor(name), outcome.Actual, k, outcome.Weights));
    }

    /// <summary>The metric of a name, those with a number as well.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Metric<ClassificationOutcome> Find(string name) =>
        TryFind(name, out Metric<ClassificationOutcome>? metric) ? metric : throw Metric.Unknown(All, Forms, name);

    /// <summary>Whether there is a metric of a name, and which, those with a number as well.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Metric<ClassificationOutcome>? metric)
    {
        Check.NotNull(name, nameof(name));
        metric = All.FirstOrDefault(one => one.Name == name) ?? Parse(name);
        return metric is not null;
    }

    // Each metric has one name: what would be written otherwise, such as f-beta-2-0-macro, is none.
    private static Metric<ClassificationOutcome>? Parse(string name)
    {
        Match form = NameOfClass().Match(name);
        Metric<ClassificationOutcome>? metric = null;
        if (form.Success && MetricNames.TryInteger(form.Groups["class"].Value, out int positive))
        {
            metric = form.Groups["share"].Value switch
            {
                "recall" => Recall(positive),
                "precision" => Precision(positive),
                "f1" => F1(positive),
                _ => MetricNames.TryNumber(form.Groups["beta"].Value, Betas, out double beta) ? FBeta(beta, positive) : null,
            };
        }
        else if ((form = NameOfAverage().Match(name)).Success && MetricNames.TryNumber(form.Groups["beta"].Value, Betas, out double beta))
        {
            Average average = form.Groups["average"].Value switch { "macro" => Average.Macro, "micro" => Average.Micro, _ => Average.Weighted };
            metric = FBeta(beta, average);
        }
        else if ((form = NameOfTop().Match(name)).Success && MetricNames.TryInteger(form.Groups["k"].Value, out int k) && k > 0)
        {
            metric = TopKAccuracy(k);
        }
        return metric?.Name == name ? metric : null;
    }

    [GeneratedRegex(@"^(?<share>recall|precision|f1|f-beta-(?<beta>[0-9]+(-[0-9]+)?))-of-(?<class>[0-9]+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NameOfClass();

    [GeneratedRegex(@"^f-beta-(?<beta>[0-9]+(-[0-9]+)?)-(?<average>macro|micro|weighted)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NameOfAverage();

    [GeneratedRegex(@"^top-(?<k>[0-9]+)-accuracy\z")]
    private static partial Regex NameOfTop();

    private static Metric<ClassificationOutcome> OfCounts(string name, Func<ConfusionMatrix, double> compute) =>
        new(name, higherIsBetter: true, outcome => compute(outcome.Confusion));

    private static Metric<ClassificationOutcome> OfClass(string share, int positive, Func<ConfusionMatrix, int, double> compute)
    {
        string name = $"{share}-of-{MetricNames.Of(Check.AtLeast(positive, 0, nameof(positive)))}";
        return OfCounts(name, counts => positive < counts.Labels.Count
            ? compute(counts, positive)
            : throw new ArgumentException($"{name} needs a class of code {positive}, and there are {counts.Labels.Count} classes: {counts.Labels}", "outcome"));
    }

    private static double AreaUnderRoc(ClassificationOutcome outcome)
    {
        Matrix scores = outcome.ScoresFor("roc-auc");
        return outcome.Labels.Count == 2
            ? RocCurve.OneVersusRest(scores, outcome.Actual, positive: 1, outcome.Weights).Area
            : RocCurve.MacroArea(scores, outcome.Actual, outcome.Weights);
    }

    private static double PairwiseAreaUnderRoc(ClassificationOutcome outcome)
    {
        Matrix scores = outcome.ScoresFor("roc-auc-pairwise");
        return outcome.Labels.Count == 2
            ? RocCurve.OneVersusRest(scores, outcome.Actual, positive: 1, outcome.Weights).Area
            : RocCurve.PairwiseArea(scores, outcome.Actual, outcome.Weights);
    }

    private static double AverageOfPrecision(ClassificationOutcome outcome)
    {
        Matrix scores = outcome.ScoresFor("average-precision");
        return outcome.Labels.Count == 2
            ? PrecisionRecallCurve.OneVersusRest(scores, outcome.Actual, positive: 1, outcome.Weights).AveragePrecision
            : PrecisionRecallCurve.MacroAveragePrecision(scores, outcome.Actual, outcome.Weights);
    }
}
