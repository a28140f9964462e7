using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>One fold of the cross-validation of a regressor.</summary>
public sealed class RegressorFoldResult
{
    private RegressorFoldResult(
        Fold fold, IRegressorModel model, RegressionOutcome outcome, ImmutableDictionary<RegressionMetric, double> scores,
        ImmutableDictionary<RegressionMetric, double>? trainScores)
    {
        Fold = fold;
        Model = model;
        Outcome = outcome;
        Scores = scores;
        TrainScores = trainScores;
    }

    /// <summary>The rows.</summary>
    public Fold Fold { get; }

    /// <summary>The model fitted on the training rows.</summary>
    public IRegressorModel Model { get; }

    /// <summary>What it said of the test rows, in their order.</summary>
    public RegressionOutcome Outcome { get; }

    /// <summary>The score of each metric on the test rows.</summary>
    public ImmutableDictionary<RegressionMetric, double> Scores { get; }

    /// <summary>The score of each metric on the training rows; null where they were not asked for. Far above the test scores: over-fitting.</summary>
    public ImmutableDictionary<RegressionMetric, double>? TrainScores { get; }

    /// <summary>The time of the fit. Folds may run beside each other, so it is more than on an idle machine.</summary>
    public TimeSpan FitTime { get; private init; }

    /// <summary>The time of predicting and scoring the test rows.</summary>
    public TimeSpan ScoreTime { get; private init; }

    internal static RegressorFoldResult Of(
        IRegressor<IRegressorModel> learner, RegressionData data, Fold fold,
        ImmutableArray<RegressionMetric> metrics, bool withTrainScores, FitContext context, int number)
    {
        try
        {
            RegressionData train = data.SelectRows(fold.Train.AsSpan()), test = data.SelectRows(fold.Test.AsSpan());
            var clock = Stopwatch.StartNew();
            IRegressorModel model = learner.Fit(train, context);
            TimeSpan fitTime = clock.Elapsed;
            RegressionOutcome outcome = RegressionOutcome.Of(model, test);
            ImmutableDictionary<RegressionMetric, double> scores = ScoresOf(outcome);
            TimeSpan scoreTime = clock.Elapsed - fitTime;
            return new RegressorFoldResult(fold, model, outcome, scores, withTrainScores ? ScoresOf(RegressionOutcome.Of(model, train)) : null)
            {
                FitTime = fitTime, ScoreTime = scoreTime,
            };
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"fold {number}: {e.Message}", e);
        }

        ImmutableDictionary<RegressionMetric, double> ScoresOf(RegressionOutcome of) =>
            metrics.ToImmutableDictionary(metric => metric, metric => metric.Compute(of));
    }
}
