using System.Collections.Immutable;
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
    /// <param name="context">Cancellation, progress in folds, and a thread limit.</param>
    /// <exception cref="ArgumentException">The rows can't be divided so, or the learner refuses them; the message names the fold.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static CrossValidationResult Run(
        IClassifier<IClassifierModel> learner, ClassificationData data, ISplitter? splitter = null,
        IEnumerable<ClassificationMetric>? metrics = null, bool withTrainScores = false, FitContext context = default)
    {
        Check.NotNull(learner, nameof(learner));
        ImmutableArray<ClassificationMetric> all = [.. metrics ?? [ClassificationMetric.Accuracy]];
        ImmutableArray<Fold> folds = (splitter ?? new StratifiedKFold()).Split(data);
        return new CrossValidationResult(data, ForEach(folds, context, (f, inner) => FoldResult.Of(
            OwnJournal(learner, f), data.SelectRows(folds[f].Train.AsSpan()), data.SelectRows(folds[f].Test.AsSpan()), folds[f], all, withTrainScores, inner, f)));
    }

    /// <summary>Cross-validates a regressor.</summary>
    /// <param name="learner">A regressor, a pipeline, or a search.</param>
    /// <param name="data">The rows, n×p. Weights count in fits and in scores.</param>
    /// <param name="splitter">The folds; by default <see cref="KFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default R².</param>
    /// <param name="withTrainScores">Whether to score the training rows too, to see over-fitting. Default no.</param>
    /// <param name="context">Cancellation, progress in folds, and a thread limit.</param>
    /// <exception cref="ArgumentException">The rows can't be divided so, or the learner refuses them; the message names the fold.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static RegressorCrossValidationResult Run(
        IRegressor<IRegressorModel> learner, RegressionData data, ISplitter? splitter = null,
        IEnumerable<RegressionMetric>? metrics = null, bool withTrainScores = false, FitContext context = default)
    {
        Check.NotNull(learner, nameof(learner));
        ImmutableArray<RegressionMetric> all = [.. metrics ?? [RegressionMetric.R2]];
        ImmutableArray<Fold> folds = (splitter ?? new KFold()).Split(data);
        return new RegressorCrossValidationResult(data, ForEach(folds, context, (f, inner) => RegressorFoldResult.Of(
            OwnJournal(learner, f), data.SelectRows(folds[f].Train.AsSpan()), data.SelectRows(folds[f].Test.AsSpan()), folds[f], all, withTrainScores, inner, f)));
    }

    private static ImmutableArray<T> ForEach<T>(ImmutableArray<Fold> folds, FitContext context, Func<int, FitContext, T> run)
    {
        var results = new T[folds.Length];
        int done = 0;
        FitContext inner = context.ForEachOf(folds.Length);
        Workers.For(folds.Length, context.Threads, f =>
        {
            results[f] = run(f, inner);
            context.Progress?.Report(new FitProgress("fold", Interlocked.Increment(ref done), folds.Length));
        }, context.Cancellation);
        return [.. results];
    }

    private static T OwnJournal<T>(T learner, int fold) where T : class => learner is IJournaledSearch search ? (T)search.ForPart($"fold-{fold}") : learner;
}
