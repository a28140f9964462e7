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
    internal static CurvePoint Of<TModel, TOutcome>(double x, CrossValidationResult<TModel, TOutcome> result, Metric<TOutcome> metric)
        where TModel : class, IModel where TOutcome : class
    {
        ImmutableArray<double> train = result.TrainScores(metric), test = result.Scores(metric);
        return new CurvePoint(x, Spread.Mean(train), Spread.Deviation(train), Spread.Mean(test), Spread.Deviation(test));
    }
}
