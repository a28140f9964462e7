using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>A point of a learning or validation curve: mean and deviation over the folds, of training and of test rows.</summary>
/// <param name="X">The number of training rows, or the number that was varied.</param>
/// <param name="TrainMean">The mean score on the rows fitted on.</param>
/// <param name="TrainDeviation">Its standard deviation over the folds.</param>
/// <param name="TestMean">The mean score on rows not seen.</param>
/// <param name="TestDeviation">Its standard deviation over the folds.</param>
public readonly record struct CurvePoint(double X, double TrainMean, double TrainDeviation, double TestMean, double TestDeviation)
{
    internal static CurvePoint Of(double x, CrossValidationResult result, ClassificationMetric metric)
    {
        double[] train = [.. result.Folds.Select(fold => fold.TrainScores![metric])];
        return new CurvePoint(x, Spread.Mean(train), Spread.Deviation(train), result.Mean(metric), result.Deviation(metric));
    }
}

/// <summary>Scores against the number of training rows: curves that still approach each other say that more data would help.</summary>
public static class LearningCurve
{
    /// <summary>Fits on growing parts of each fold's training rows and scores on its test rows.</summary>
    /// <param name="learner">A classifier, a pipeline, or a search.</param>
    /// <param name="data">The rows.</param>
    /// <param name="shares">The parts of the training rows, each in (0, 1]; by default 0.1, 0.325, 0.55, 0.775 and 1.</param>
    /// <param name="splitter">The folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metric">The score; by default the accuracy.</param>
    /// <param name="seed">The seed of the choice of rows; parts of one fold grow out of each other. Default 0, at least 0.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">A share is outside, or a part is too small for the learner.</exception>
    public static ImmutableArray<CurvePoint> Run(
        IClassifier<IClassifierModel> learner, ClassificationData data, IEnumerable<double>? shares = null, ISplitter? splitter = null,
        ClassificationMetric? metric = null, int seed = 0, FitContext context = default)
    {
        metric ??= ClassificationMetric.Accuracy;
        Check.AtLeast(seed, 0, nameof(seed));
        ImmutableArray<Fold> folds = (splitter ?? new StratifiedKFold()).Split(data);
        ImmutableArray<int[]> orders = [.. folds.Select((fold, f) =>
        {
            int[] rows = [.. fold.Train];
            new Rng((ulong)seed, (ulong)f).Shuffle(rows.AsSpan());
            return rows;
        })];
        var points = ImmutableArray.CreateBuilder<CurvePoint>();
        foreach (double share in shares ?? [0.1, 0.325, 0.55, 0.775, 1])
        {
            Check.Within(share, new Interval(0, 1, LowOpen: true), nameof(shares));
            ImmutableArray<Fold> parts = [.. folds.Select((fold, f) =>
                new Fold([.. orders[f].Take(Math.Max(1, (int)Math.Round(share * orders[f].Length))).Order()], fold.Test))];
            CrossValidationResult result = CrossValidation.Run(learner, data, new Given(parts), [metric], withTrainScores: true, context);
            points.Add(CurvePoint.Of(parts.Average(part => part.Train.Length), result, metric));
        }
        return points.ToImmutable();
    }

    private sealed class Given(ImmutableArray<Fold> folds) : ISplitter
    {
        public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups) => folds;
    }
}

/// <summary>Scores against one setting: where the two curves part, the model has become too complex for the data.</summary>
public static class ValidationCurve
{
    /// <summary>Cross-validates the learner at each value of a setting.</summary>
    /// <param name="learner">A classifier or a pipeline.</param>
    /// <param name="values">The values.</param>
    /// <param name="set">Returns the learner with the value set.</param>
    /// <param name="data">The rows.</param>
    /// <param name="splitter">The folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metric">The score; by default the accuracy.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public static ImmutableArray<CurvePoint> Run<TLearner>(
        TLearner learner, IEnumerable<double> values, Func<TLearner, double, TLearner> set, ClassificationData data,
        ISplitter? splitter = null, ClassificationMetric? metric = null, FitContext context = default)
        where TLearner : class, IClassifier<IClassifierModel>
    {
        Check.NotNull(set, nameof(set));
        metric ??= ClassificationMetric.Accuracy;
        return [.. Check.NotNull(values, nameof(values)).Select(value => CurvePoint.Of(
            value, CrossValidation.Run(set(learner, value), data, splitter, [metric], withTrainScores: true, context), metric))];
    }
}
