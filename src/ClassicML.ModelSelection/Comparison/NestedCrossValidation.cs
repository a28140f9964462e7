using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Compares learners with their tuning: outer folds test what the search of each learner chose on the other rows alone.</summary>
/// <remarks>
/// Each entry is a search (or a plain learner, which has nothing to tune). All meet the same outer folds, so differences are paired and
/// can be tested. S. Varma, R. Simon, "Bias in error estimation when using cross-validation for model selection", 2006.
/// </remarks>
public static class NestedCrossValidation
{
    /// <summary>Runs it for classifiers.</summary>
    /// <param name="learners">Name and learner of each entry; names differ.</param>
    /// <param name="data">The rows. Groups reach the splitters at both levels.</param>
    /// <param name="outer">The outer folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default the accuracy. The first one is compared.</param>
    /// <param name="context">Cancellation, progress in outer folds over all learners with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no entry, a name comes twice, or the rows are refused.</exception>
    public static NestedResult Run(
        IEnumerable<KeyValuePair<string, IClassifier<IClassifierModel>>> learners, ClassificationData data, ISplitter? outer = null,
        IEnumerable<Metric<ClassificationOutcome>>? metrics = null, FitContext context = default) =>
        new(Run(LearningTask.Classification, learners, data, outer, metrics, context), data);

    /// <summary>Runs it for regressors.</summary>
    /// <param name="learners">Name and learner of each entry; names differ.</param>
    /// <param name="data">The rows. Groups reach the splitters at both levels.</param>
    /// <param name="outer">The outer folds; by default <see cref="KFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default R². The first one is compared.</param>
    /// <param name="context">Cancellation, progress in outer folds over all learners with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no entry, a name comes twice, or the rows are refused.</exception>
    public static NestedResult<IRegressorModel, RegressionOutcome> Run(
        IEnumerable<KeyValuePair<string, IRegressor<IRegressorModel>>> learners, RegressionData data, ISplitter? outer = null,
        IEnumerable<Metric<RegressionOutcome>>? metrics = null, FitContext context = default) =>
        Run(LearningTask.Regression, learners, data, outer, metrics, context);

    /// <summary>Runs it for outlier detectors.</summary>
    /// <param name="learners">Name and learner of each entry; names differ.</param>
    /// <param name="data">The rows, with known outliers. Groups reach the splitters at both levels.</param>
    /// <param name="outer">The outer folds; by default <see cref="StratifiedKFold"/> with five, in row order, over outliers and inliers.</param>
    /// <param name="metrics">What to score; by default the area under the ROC curve. The first one is compared.</param>
    /// <param name="context">Cancellation, progress in outer folds over all learners with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no entry, a name comes twice, or the rows are refused.</exception>
    public static NestedResult<IOutlierModel, OutlierOutcome> Run(
        IEnumerable<KeyValuePair<string, ILearner<OutlierData, IOutlierModel>>> learners, OutlierData data, ISplitter? outer = null,
        IEnumerable<Metric<OutlierOutcome>>? metrics = null, FitContext context = default) =>
        Run(LearningTask.Outliers, learners, data, outer, metrics, context);

    /// <summary>Runs it for learners of any kind.</summary>
    /// <param name="task">The kind.</param>
    /// <param name="learners">Name and learner of each entry; names differ.</param>
    /// <param name="data">The rows. Groups reach the splitters at both levels.</param>
    /// <param name="outer">The outer folds; by default those of the task.</param>
    /// <param name="metrics">What to score; by default the metric of the task. The first one is compared.</param>
    /// <param name="context">Cancellation, progress in outer folds over all learners with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no entry, a name comes twice, or the rows are refused.</exception>
    public static NestedResult<TModel, TOutcome> Run<TLearner, TData, TModel, TOutcome>(
        LearningTask<TData, TModel, TOutcome> task, IEnumerable<KeyValuePair<string, TLearner>> learners, TData data, ISplitter? outer = null,
        IEnumerable<Metric<TOutcome>>? metrics = null, FitContext context = default)
        where TLearner : class, ILearner<TData, TModel>
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        ImmutableArray<KeyValuePair<string, TLearner>> entries = Entries(learners);
        ImmutableArray<Metric<TOutcome>> all = [.. metrics ?? [Check.NotNull(task, nameof(task)).DefaultMetric]];
        ImmutableArray<Fold> folds = task.Split(outer ?? task.DefaultSplitter, Check.NotNull(data, nameof(data)));
        var results = CrossValidation.Run(
            task, [.. entries.Select(entry => (ILearner<TData, TModel>)entry.Value)], data, folds, all, withTrainScores: false, "outer fold", context);
        return new NestedResult<TModel, TOutcome>(
            [.. entries.Zip(results, (entry, result) => new NestedEntry<TModel, TOutcome>(entry.Key, entry.Value, result, all[0]))], all[0]);
    }

    private static ImmutableArray<KeyValuePair<string, T>> Entries<T>(IEnumerable<KeyValuePair<string, T>> learners) where T : class
    {
        ImmutableArray<KeyValuePair<string, T>> entries = [.. Check.NotNull(learners, nameof(learners))];
        if (entries.IsEmpty) throw new ArgumentException("there must be at least one learner", nameof(learners));
        foreach (IGrouping<string, KeyValuePair<string, T>> same in entries.GroupBy(entry => entry.Key))
            if (same.Count() > 1) throw new ArgumentException($"'{same.Key}' comes twice", nameof(learners));
        foreach ((_, T learner) in entries) Check.NotNull(learner, nameof(learners));
        return entries;
    }
}
