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
        IEnumerable<ClassificationMetric>? metrics = null, bool withTrainScores = false, FitContext context = default)
    {
        ImmutableArray<ClassificationMetric> all = [.. metrics ?? [ClassificationMetric.Accuracy]];
        ImmutableArray<Fold> folds = (splitter ?? new StratifiedKFold()).Split(data);
        return Run([Check.NotNull(learner, nameof(learner))], data, folds, all, withTrainScores, "fold", context)[0];
    }

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
        IEnumerable<RegressionMetric>? metrics = null, bool withTrainScores = false, FitContext context = default)
    {
        ImmutableArray<RegressionMetric> all = [.. metrics ?? [RegressionMetric.R2]];
        ImmutableArray<Fold> folds = (splitter ?? new KFold()).Split(data);
        return Run([Check.NotNull(learner, nameof(learner))], data, folds, all, withTrainScores, "fold", context)[0];
    }

    /// <summary>Several learners on the same folds, all of them in one loop.</summary>
    internal static ImmutableArray<CrossValidationResult> Run(
        ImmutableArray<IClassifier<IClassifierModel>> learners, ClassificationData data, ImmutableArray<Fold> folds,
        ImmutableArray<ClassificationMetric> metrics, bool withTrainScores, string stage, FitContext context) =>
        [.. ForEach(learners.Length, folds.Length, stage, context, (l, f, inner) => FoldResult.Of(
                OwnJournal(learners[l], $"fold-{f}"), data, folds[f], metrics, withTrainScores, inner, f))
            .Select(results => new CrossValidationResult(data, results))];

    /// <summary>Several regressors on the same folds, all of them in one loop.</summary>
    internal static ImmutableArray<RegressorCrossValidationResult> Run(
        ImmutableArray<IRegressor<IRegressorModel>> learners, RegressionData data, ImmutableArray<Fold> folds,
        ImmutableArray<RegressionMetric> metrics, bool withTrainScores, string stage, FitContext context) =>
        [.. ForEach(learners.Length, folds.Length, stage, context, (l, f, inner) => RegressorFoldResult.Of(
                OwnJournal(learners[l], $"fold-{f}"), data, folds[f], metrics, withTrainScores, inner, f))
            .Select(results => new RegressorCrossValidationResult(data, results))];

    private static IEnumerable<ImmutableArray<T>> ForEach<T>(
        int learners, int folds, string stage, FitContext context, Func<int, int, FitContext, T> run)
    {
        var results = new T[learners * folds];
        int done = 0;
        var clock = Stopwatch.StartNew();
        Workers.For(results.Length, context.Threads, i =>
        {
            (int learner, int fold) = Math.DivRem(i, folds);
            results[i] = run(learner, fold, context.ForEachOf(results.Length, i));
            context.Progress?.Report(FitProgress.Timed(stage, Interlocked.Increment(ref done), results.Length, 0, clock.Elapsed));
        }, context.Cancellation);
        return results.Chunk(folds).Select(ImmutableArray.Create);
    }

    /// <summary>A search with a journal of its own, for a part of the work; any other learner as it is.</summary>
    internal static T OwnJournal<T>(T learner, string part) where T : class =>
        learner is ISearch search ? (T)search.ForPart(part) : learner;
}
