using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Fits a learner on the training rows of each fold and scores it on the test rows.</summary>
/// <remarks>
/// With a search as the learner this is nested cross-validation: the outer folds here compare, the inner folds of the search tune.
/// Folds are fitted in parallel; the result does not depend on how many threads there are.
/// </remarks>
public static class CrossValidation
{
    /// <summary>Cross-validates a learner.</summary>
    /// <param name="learner">A classifier, a pipeline, or a search.</param>
    /// <param name="data">The rows, n×p. Weights count in fits and in scores.</param>
    /// <param name="splitter">The folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default the accuracy.</param>
    /// <param name="withTrainScores">Whether to score the training rows too, to see over-fitting. Default no.</param>
    /// <param name="context">Cancellation, progress in folds with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">The rows can't be divided so, or the learner refuses them; the message names the fold.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static CrossValidationResult Run(
        IClassifier<IClassifierModel> learner, ClassificationData data, ISplitter? splitter = null,
        IEnumerable<Metric<ClassificationOutcome>>? metrics = null, bool withTrainScores = false, FitContext context = default) =>
        (CrossValidationResult)Run(LearningTask.Classification, learner, data, splitter, metrics, withTrainScores, context);

    /// <summary>Cross-validates a regressor.</summary>
    /// <param name="learner">A regressor, a pipeline, or a search.</param>
    /// <param name="data">The rows, n×p. Weights count in fits and in scores.</param>
    /// <param name="splitter">The folds; by default <see cref="KFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default R².</param>
    /// <param name="withTrainScores">Whether to score the training rows too, to see over-fitting. Default no.</param>
    /// <param name="context">Cancellation, progress in folds with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">The rows can't be divided so, or the learner refuses them; the message names the fold.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static RegressorCrossValidationResult Run(
        IRegressor<IRegressorModel> learner, RegressionData data, ISplitter? splitter = null,
        IEnumerable<Metric<RegressionOutcome>>? metrics = null, bool withTrainScores = false, FitContext context = default) =>
        (RegressorCrossValidationResult)Run(LearningTask.Regression, learner, data, splitter, metrics, withTrainScores, context);

    /// <summary>Cross-validates an outlier detector on rows with known outliers.</summary>
    /// <param name="learner">A detector, a pipeline, or a search.</param>
    /// <param name="data">The rows, n×p. All training rows of a fold are fitted on, known outliers or not.</param>
    /// <param name="splitter">The folds; by default <see cref="StratifiedKFold"/> with five, in row order, over outliers and inliers.</param>
    /// <param name="metrics">What to score; by default the area under the ROC curve.</param>
    /// <param name="withTrainScores">Whether to score the training rows too. Default no.</param>
    /// <param name="context">Cancellation, progress in folds with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">
    /// The rows can't be divided so, the learner refuses them, or a fold lacks rows of a kind that a metric needs; the message names the fold.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static OutlierCrossValidationResult Run(
        ILearner<OutlierData, IOutlierModel> learner, OutlierData data, ISplitter? splitter = null,
        IEnumerable<Metric<OutlierOutcome>>? metrics = null, bool withTrainScores = false, FitContext context = default) =>
        (OutlierCrossValidationResult)Run(LearningTask.Outliers, learner, data, splitter, metrics, withTrainScores, context);

    /// <summary>Cross-validates a learner of any kind.</summary>
    /// <param name="task">The kind.</param>
    /// <param name="learner">A learner, a pipeline, or a search.</param>
    /// <param name="data">The rows, n×p. Weights count in fits and in scores.</param>
    /// <param name="splitter">The folds; by default those of the task.</param>
    /// <param name="metrics">What to score; by default the metric of the task.</param>
    /// <param name="withTrainScores">Whether to score the training rows too, to see over-fitting. Default no.</param>
    /// <param name="context">Cancellation, progress in folds with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">The rows can't be divided so, or the learner refuses them; the message names the fold.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static CrossValidationResult<TModel, TOutcome> Run<TData, TModel, TOutcome>(
        LearningTask<TData, TModel, TOutcome> task, ILearner<TData, TModel> learner, TData data, ISplitter? splitter = null,
        IEnumerable<Metric<TOutcome>>? metrics = null, bool withTrainScores = false, FitContext context = default)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        ImmutableArray<Metric<TOutcome>> all = [.. metrics ?? [Check.NotNull(task, nameof(task)).DefaultMetric]];
        ImmutableArray<Fold> folds = task.Split(splitter ?? task.DefaultSplitter, Check.NotNull(data, nameof(data)));
        return Run(task, [Check.NotNull(learner, nameof(learner))], data, folds, all, withTrainScores, "fold", context)[0];
    }

    /// <summary>Several learners on the same folds, all of them in one loop.</summary>
    internal static ImmutableArray<CrossValidationResult<TModel, TOutcome>> Run<TData, TModel, TOutcome>(
        LearningTask<TData, TModel, TOutcome> task, ImmutableArray<ILearner<TData, TModel>> learners, TData data, ImmutableArray<Fold> folds,
        ImmutableArray<Metric<TOutcome>> metrics, bool withTrainScores, string stage, FitContext context)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        var results = new FoldResult<TModel, TOutcome>[learners.Length * folds.Length];
        int done = 0;
        var clock = Stopwatch.StartNew();
        Workers.For(results.Length, context.Threads, i =>
        {
            (int learner, int fold) = Math.DivRem(i, folds.Length);
            results[i] = RunFold(
                task, OwnJournal(learners[learner], $"fold-{fold}"), data, folds[fold], metrics, withTrainScores, context.ForEachOf(results.Length, i), fold);
            context.Progress?.Report(FitProgress.Timed(stage, Interlocked.Increment(ref done), results.Length, 0, clock.Elapsed));
        }, context.Cancellation);
        return [.. results.Chunk(folds.Length).Select(chunk => task.Together(data, [.. chunk]))];
    }

    private static FoldResult<TModel, TOutcome> RunFold<TData, TModel, TOutcome>(
        LearningTask<TData, TModel, TOutcome> task, ILearner<TData, TModel> learner, TData data, Fold fold,
        ImmutableArray<Metric<TOutcome>> metrics, bool withTrainScores, FitContext context, int number)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        try
        {
            TData train = data.SelectRows(fold.Train.AsSpan()), test = data.SelectRows(fold.Test.AsSpan());
            var clock = Stopwatch.StartNew();
            TModel model = learner.Fit(train, context);
            TimeSpan fitTime = clock.Elapsed;
            TOutcome outcome = task.Outcome(model, test);
            ImmutableDictionary<Metric<TOutcome>, double> scores = ScoresOf(outcome);
            TimeSpan scoreTime = clock.Elapsed - fitTime;
            return new FoldResult<TModel, TOutcome>(fold, model, outcome, scores, withTrainScores ? ScoresOf(task.Outcome(model, train)) : null)
            {
                FitTime = fitTime, ScoreTime = scoreTime,
            };
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"fold {number}: {e.Message}", e);
        }

        ImmutableDictionary<Metric<TOutcome>, double> ScoresOf(TOutcome of) =>
            metrics.ToImmutableDictionary(metric => metric, metric => metric.Compute(of));
    }

    /// <summary>A search with a journal of its own, for a part of the work; any other learner as it is.</summary>
    internal static T OwnJournal<T>(T learner, string part) where T : class =>
        learner is ISearch search ? (T)search.ForPart(part) : learner;
}
