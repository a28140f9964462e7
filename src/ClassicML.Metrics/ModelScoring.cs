using ClassicML.Metrics;

// The namespace of models, so that `using ClassicML;` is enough to score one.
namespace ClassicML;

/// <summary>One number for how good a model is on data, by the data's weights and aligned by label.</summary>
public static class ModelScoring
{
    /// <summary>The accuracy: the share of rows predicted rightly, in [0, 1].</summary>
    /// <exception cref="ArgumentException">The model was fitted on other features, by number or by name; the order doesn't matter where
    /// both have names.</exception>
    public static double Score(this IClassifierModel model, ClassificationData data) => model.Score(data, ClassificationMetric.Accuracy);

    /// <summary>The value of a metric.</summary>
    /// <exception cref="ArgumentException">
    /// The model was fitted on other features, by number or by name, or the metric needs probabilities that it does not give.
    /// </exception>
    public static double Score(this IClassifierModel model, ClassificationData data, Metric<ClassificationOutcome> metric) =>
        Check.NotNull(metric, nameof(metric)).Compute(ClassificationOutcome.Of(model, data));

    /// <summary>R², the share of the variance that is explained: at most 1.</summary>
    /// <exception cref="ArgumentException">The model was fitted on other features, by number or by name; the order doesn't matter where
    /// both have names.</exception>
    public static double Score(this IRegressorModel model, RegressionData data) => model.Score(data, RegressionMetric.R2);

    /// <summary>The value of a metric.</summary>
    /// <exception cref="ArgumentException">The model was fitted on other features, by number or by name; the order doesn't matter where
    /// both have names.</exception>
    public static double Score(this IRegressorModel model, RegressionData data, Metric<RegressionOutcome> metric) =>
        Check.NotNull(metric, nameof(metric)).Compute(RegressionOutcome.Of(model, data));

    /// <summary>The area under the ROC curve, in [0, 1]: the share of pairs of an outlier and an inlier that the scores tell apart rightly.</summary>
    /// <exception cref="ArgumentException">
    /// The model was fitted on other features, by number or by name, or rows are of one kind only; the order doesn't matter where both have names.
    /// </exception>
    public static double Score(this IOutlierModel model, OutlierData data) => model.Score(data, OutlierMetric.RocAuc);

    /// <summary>The value of a metric.</summary>
    /// <exception cref="ArgumentException">
    /// The model was fitted on other features, by number or by name, or the metric needs rows of a kind that there are none of.
    /// </exception>
    public static double Score(this IOutlierModel model, OutlierData data, Metric<OutlierOutcome> metric) =>
        Check.NotNull(metric, nameof(metric)).Compute(OutlierOutcome.Of(model, data));
}
