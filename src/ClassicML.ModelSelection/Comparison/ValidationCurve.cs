using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Scores against one setting: where the two curves part, the model has become too complex for the data.</summary>
public static class ValidationCurve
{
    /// <summary>Cross-validates the learner at each value of a setting.</summary>
    /// <param name="learner">A classifier, a pipeline, or a search.</param>
    /// <param name="values">The values.</param>
    /// <param name="set">Returns the learner with the value set.</param>
    /// <param name="data">The rows.</param>
    /// <param name="splitter">The folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metric">The score; by default the accuracy.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public static ImmutableArray<CurvePoint> Run<TLearner>(
        TLearner learner, IEnumerable<double> values, Func<TLearner, double, TLearner> set, ClassificationData data,
        ISplitter? splitter = null, Metric<ClassificationOutcome>? metric = null, FitContext context = default)
        where TLearner : class, IClassifier<IClassifierModel> =>
        Run(LearningTask.Classification, learner, values, set, data, splitter, metric, context);

    /// <inheritdoc cref="Run{TLearner}(TLearner, IEnumerable{double}, Func{TLearner, double, TLearner}, ClassificationData, ISplitter?, Metric{ClassificationOutcome}?, FitContext)"/>
    /// <param name="learner">A regressor, a pipeline, or a search.</param>
    /// <param name="values">The values.</param>
    /// <param name="set">Returns the learner with the value set.</param>
    /// <param name="data">The rows.</param>
    /// <param name="splitter">The folds; by default <see cref="KFold"/> with five, in row order.</param>
    /// <param name="metric">The score; by default R².</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    public static ImmutableArray<CurvePoint> Run<TLearner>(
        TLearner learner, IEnumerable<double> values, Func<TLearner, double, TLearner> set, RegressionData data,
        ISplitter? splitter = null, Metric<RegressionOutcome>? metric = null, FitContext context = default)
        where TLearner : class, IRegressor<IRegressorModel> =>
        Run(LearningTask.Regression, learner, values, set, data, splitter, metric, context);

    /// <summary>As for classifiers, for a learner of any kind.</summary>
    /// <param name="task">The kind.</param>
    /// <param name="learner">A learner, a pipeline, or a search.</param>
    /// <param name="values">The values.</param>
    /// <param name="set">Returns the learner with the value set.</param>
    /// <param name="data">The rows.</param>
    /// <param name="splitter">The folds; by default those of the task.</param>
    /// <param name="metric">The score; by default the metric of the task.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public static ImmutableArray<CurvePoint> Run<TLearner, TData, TModel, TOutcome>(
        LearningTask<TData, TModel, TOutcome> task, TLearner learner, IEnumerable<double> values, Func<TLearner, double, TLearner> set, TData data,
        ISplitter? splitter = null, Metric<TOutcome>? metric = null, FitContext context = default)
        where TLearner : class, ILearner<TData, TModel>
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        Check.NotNull(set, nameof(set));
        metric ??= Check.NotNull(task, nameof(task)).DefaultMetric;
        return [.. Check.NotNull(values, nameof(values)).Select(value => CurvePoint.Of(
            value,
            CrossValidation.Run(
                task, CrossValidation.OwnJournal(set(learner, value), FormattableString.Invariant($"value-{value}")), data, splitter, [metric],
                withTrainScores: true, context),
            metric))];
    }
}
