using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>The folds of a cross-validation, and what they say together.</summary>
/// <typeparam name="TModel">What was fitted.</typeparam>
/// <typeparam name="TOutcome">What models say of rows.</typeparam>
public abstract class CrossValidationResult<TModel, TOutcome> where TModel : class, IModel where TOutcome : class
{
    private protected CrossValidationResult(ImmutableArray<FoldResult<TModel, TOutcome>> folds) => Folds = folds;

    /// <summary>The folds, in the order of the splitter.</summary>
    public ImmutableArray<FoldResult<TModel, TOutcome>> Folds { get; }

    /// <summary>The score of each fold.</summary>
    /// <exception cref="ArgumentException">The metric was not among those asked for.</exception>
    public ImmutableArray<double> Scores(Metric<TOutcome> metric) =>
        [.. Folds.Select(fold => fold.Scores.TryGetValue(Check.NotNull(metric, nameof(metric)), out double score) ? score
            : throw new ArgumentException($"'{metric.Name}' was not among the metrics of this cross-validation", nameof(metric)))];

    /// <summary>The score of each fold on its training rows.</summary>
    /// <exception cref="ArgumentException">The metric, or training scores, were not asked for.</exception>
    public ImmutableArray<double> TrainScores(Metric<TOutcome> metric) =>
        [.. Folds.Select(fold =>
            fold.TrainScores is { } scores && scores.TryGetValue(Check.NotNull(metric, nameof(metric)), out double score) ? score
            : throw new ArgumentException("training scores of this metric were not asked for", nameof(metric)))];

    /// <summary>The mean of the folds' scores on their training rows.</summary>
    /// <exception cref="ArgumentException">The metric, or training scores, were not asked for.</exception>
    public double TrainMean(Metric<TOutcome> metric) => Spread.Mean(TrainScores(metric));

    /// <summary>The mean of the folds' scores.</summary>
    /// <exception cref="ArgumentException">The metric was not among those asked for.</exception>
    public double Mean(Metric<TOutcome> metric) => Spread.Mean(Scores(metric));

    /// <summary>The standard deviation of the folds' scores, with k-1 below the root.</summary>
    /// <exception cref="ArgumentException">The metric was not among those asked for.</exception>
    public double Deviation(Metric<TOutcome> metric) => Spread.Deviation(Scores(metric));

    // What was predicted for each row by the model that had not seen it.
    private protected static ImmutableArray<T> OutOfFold<T>(
        int rowCount, ImmutableArray<FoldResult<TModel, TOutcome>> folds, Func<TOutcome, int, T> predicted, T untested)
    {
        T[] predictions = new T[rowCount];
        predictions.AsSpan().Fill(untested);
        foreach (FoldResult<TModel, TOutcome> fold in folds)
            for (int i = 0; i < fold.Fold.Test.Length; i++) predictions[fold.Fold.Test[i]] = predicted(fold.Outcome, i);
        return [.. predictions];
    }
}

/// <summary>The cross-validation of a classifier.</summary>
public sealed class CrossValidationResult : CrossValidationResult<IClassifierModel, ClassificationOutcome>
{
    internal CrossValidationResult(ClassificationData data, ImmutableArray<FoldResult<IClassifierModel, ClassificationOutcome>> folds) : base(folds) =>
        OutOfFoldPredictions = OutOfFold(data.RowCount, folds, (outcome, i) => outcome.Predicted[i], -1);

    /// <summary>For each row the class code predicted by the model that had not seen it; -1 for a row that was never tested.</summary>
    public ImmutableArray<int> OutOfFoldPredictions { get; }
}

/// <summary>The cross-validation of a regressor.</summary>
public sealed class RegressorCrossValidationResult : CrossValidationResult<IRegressorModel, RegressionOutcome>
{
    internal RegressorCrossValidationResult(RegressionData data, ImmutableArray<FoldResult<IRegressorModel, RegressionOutcome>> folds) : base(folds) =>
        OutOfFoldPredictions = OutOfFold(data.RowCount, folds, (outcome, i) => outcome.Predicted[i], double.NaN);

    /// <summary>For each row the number predicted by the model that had not seen it; NaN for a row that was never tested.</summary>
    public ImmutableArray<double> OutOfFoldPredictions { get; }
}

/// <summary>The cross-validation of an outlier detector.</summary>
public sealed class OutlierCrossValidationResult : CrossValidationResult<IOutlierModel, OutlierOutcome>
{
    internal OutlierCrossValidationResult(OutlierData data, ImmutableArray<FoldResult<IOutlierModel, OutlierOutcome>> folds) : base(folds) =>
        OutOfFoldScores = OutOfFold(data.RowCount, folds, (outcome, i) => outcome.Scores[i], double.NaN);

    /// <summary>For each row the score of the model that had not seen it; NaN for a row that was never tested.</summary>
    /// <remarks>Scores of different models: each has its own scale, so their order across folds says little.</remarks>
    public ImmutableArray<double> OutOfFoldScores { get; }
}
