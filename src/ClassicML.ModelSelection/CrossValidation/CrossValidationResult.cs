using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>The folds of a cross-validation, and what they say together.</summary>
public sealed class CrossValidationResult
{
    internal CrossValidationResult(ClassificationData data, ImmutableArray<FoldResult> folds)
    {
        Folds = folds;
        int[] predictions = new int[data.RowCount];
        predictions.AsSpan().Fill(-1);
        foreach (FoldResult fold in folds)
            for (int i = 0; i < fold.Fold.Test.Length; i++) predictions[fold.Fold.Test[i]] = fold.Outcome.Predicted[i];
        OutOfFoldPredictions = [.. predictions];
    }

    /// <summary>The folds, in the order of the splitter.</summary>
    public ImmutableArray<FoldResult> Folds { get; }

    /// <summary>For each row the class code predicted by the model that had not seen it; -1 for a row that was never tested.</summary>
    public ImmutableArray<int> OutOfFoldPredictions { get; }

    /// <summary>The mean of the folds' scores on their training rows.</summary>
    /// <exception cref="ArgumentException">The metric, or training scores, were not asked for.</exception>
    public double TrainMean(ClassificationMetric metric) => Spread.Mean([.. Folds.Select(fold =>
        fold.TrainScores is { } scores && scores.TryGetValue(Check.NotNull(metric, nameof(metric)), out double score) ? score
        : throw new ArgumentException("training scores of this metric were not asked for", nameof(metric)))]);

    /// <summary>The score of each fold.</summary>
    /// <exception cref="ArgumentException">The metric was not among those asked for.</exception>
    public ImmutableArray<double> Scores(ClassificationMetric metric) =>
        [.. Folds.Select(fold => fold.Scores.TryGetValue(Check.NotNull(metric, nameof(metric)), out double score) ? score
            : throw new ArgumentException($"'{metric.Name}' was not among the metrics of this cross-validation", nameof(metric)))];

    /// <summary>The mean of the folds' scores.</summary>
    /// <exception cref="ArgumentException">The metric was not among those asked for.</exception>
    public double Mean(ClassificationMetric metric) => Spread.Mean(Scores(metric));

    /// <summary>The standard deviation of the folds' scores, with k-1 below the root.</summary>
    /// <exception cref="ArgumentException">The metric was not among those asked for.</exception>
    public double Deviation(ClassificationMetric metric) => Spread.Deviation(Scores(metric));
}
