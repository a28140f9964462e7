using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Scores against the number of training rows: curves that still approach each other say that more data would help.</summary>
public static class LearningCurve
{
    private static readonly double[] DefaultShares = [0.1, 0.325, 0.55, 0.775, 1];

    /// <summary>Fits on growing parts of each fold's training rows and scores on its test rows.</summary>
    /// <param name="learner">A classifier, a pipeline, or a search.</param>
    /// <param name="data">The rows.</param>
    /// <param name="shares">The parts of the training rows, each in (0, 1], rounded down to whole rows; by default 0.1, 0.325, 0.55, 0.775 and 1.</param>
    /// <param name="splitter">The folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metric">The score; by default the accuracy.</param>
    /// <param name="seed">
    /// The seed of the choice of rows; parts of one fold grow out of each other. Default 0, at least 0; null takes the first rows, as
    /// scikit-learn does unless told to shuffle, which is wrong for rows sorted by class.
    /// </param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">A share is outside, or a part is too small for the learner.</exception>
    public static ImmutableArray<CurvePoint> Run(
        IClassifier<IClassifierModel> learner, ClassificationData data, IEnumerable<double>? shares = null, ISplitter? splitter = null,
        Metric<ClassificationOutcome>? metric = null, int? seed = 0, FitContext context = default) =>
        Run(LearningTask.Classification, learner, data, shares, splitter, metric, seed, context);

    /// <inheritdoc cref="Run(IClassifier{IClassifierModel}, ClassificationData, IEnumerable{double}?, ISplitter?, Metric{ClassificationOutcome}?, int?, FitContext)"/>
    /// <param name="learner">A regressor, a pipeline, or a search.</param>
    /// <param name="data">The rows.</param>
    /// <param name="shares">As for classifiers.</param>
    /// <param name="splitter">The folds; by default <see cref="KFold"/> with five, in row order.</param>
    /// <param name="metric">The score; by default R².</param>
    /// <param name="seed">As for classifiers.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    public static ImmutableArray<CurvePoint> Run(
        IRegressor<IRegressorModel> learner, RegressionData data, IEnumerable<double>? shares = null, ISplitter? splitter = null,
        Metric<RegressionOutcome>? metric = null, int? seed = 0, FitContext context = default) =>
        Run(LearningTask.Regression, learner, data, shares, splitter, metric, seed, context);

    /// <summary>As for classifiers, for a learner of any kind.</summary>
    /// <param name="task">The kind.</param>
    /// <param name="learner">A learner, a pipeline, or a search.</param>
    /// <param name="data">The rows.</param>
    /// <param name="shares">As for classifiers.</param>
    /// <param name="splitter">The folds; by default those of the task.</param>
    /// <param name="metric">The score; by default the metric of the task.</param>
    /// <param name="seed">As for classifiers.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">A share is outside, or a part is too small for the learner.</exception>
    public static ImmutableArray<CurvePoint> Run<TData, TModel, TOutcome>(
        LearningTask<TData, TModel, TOutcome> task, ILearner<TData, TModel> learner, TData data, IEnumerable<double>? shares = null,
        ISplitter? splitter = null, Metric<TOutcome>? metric = null, int? seed = 0, FitContext context = default)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        metric ??= Check.NotNull(task, nameof(task)).DefaultMetric;
        Check.NotNull(learner, nameof(learner));
        return [.. Parts(task.Split(splitter ?? task.DefaultSplitter, Check.NotNull(data, nameof(data))), shares, seed).Select(parts =>
        {
            // Every fold has as many training rows.
            int rows = parts[0].Train.Length;
            ILearner<TData, TModel> own = CrossValidation.OwnJournal(learner, $"rows-{rows}");
            return CurvePoint.Of(rows, CrossValidation.Run(task, [own], data, parts, [metric], withTrainScores: true, "fold", context)[0], metric);
        })];
    }

    // For each share the folds with a part of their training rows.
    private static IEnumerable<ImmutableArray<Fold>> Parts(ImmutableArray<Fold> folds, IEnumerable<double>? shares, int? seed)
    {
        Check.AtLeast(seed, 0, nameof(seed));
        ImmutableArray<int[]> orders = [.. folds.Select((fold, f) =>
        {
            int[] rows = [.. fold.Train];
            if (seed is { } given) new Rng((ulong)given, (ulong)f).Shuffle(rows.AsSpan());
            return rows;
        })];
        // Every fold has the same number of rows, so that points differ in nothing else.
        int most = orders.Min(order => order.Length);
        foreach (double share in shares ?? DefaultShares)
        {
            int count = Math.Max(1, (int)(Check.Within(share, new Interval(0, 1, LowOpen: true), nameof(shares)) * most));
            yield return [.. folds.Select((fold, f) => new Fold([.. orders[f].Take(count).Order()], fold.Test))];
        }
    }
}
