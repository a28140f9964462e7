using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>One fold of a cross-validation.</summary>
public sealed class FoldResult
{
    private FoldResult(
        Fold fold, IClassifierModel model, ClassificationOutcome outcome, ImmutableDictionary<ClassificationMetric, double> scores,
        ImmutableDictionary<ClassificationMetric, double>? trainScores)
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
    public IClassifierModel Model { get; }

    /// <summary>What it said of the test rows, in their order.</summary>
    public ClassificationOutcome Outcome { get; }

    /// <summary>The score of each metric on the test rows.</summary>
    public ImmutableDictionary<ClassificationMetric, double> Scores { get; }

    /// <summary>The score of each metric on the training rows; null where they were not asked for. Far above the test scores: over-fitting.</summary>
    public ImmutableDictionary<ClassificationMetric, double>? TrainScores { get; }

    /// <summary>The time of the fit. Folds may run beside each other, so it is more than on an idle machine.</summary>
    public TimeSpan FitTime { get; private init; }

    /// <summary>The time of predicting and scoring the test rows.</summary>
    public TimeSpan ScoreTime { get; private init; }

    internal static FoldResult Of(
        IClassifier<IClassifierModel> learner, ClassificationData data, Fold fold,
        ImmutableArray<ClassificationMetric> metrics, bool withTrainScores, FitContext context, int number)
    {
        try
        {
            ClassificationData train = data.SelectRows(fold.Train.AsSpan()), test = data.SelectRows(fold.Test.AsSpan());
            var clock = Stopwatch.StartNew();
            IClassifierModel model = learner.Fit(train, context);
            TimeSpan fitTime = clock.Elapsed;
            ClassificationOutcome outcome = ClassificationOutcome.Of(model, test);
            ImmutableDictionary<ClassificationMetric, double> scores = ScoresOf(outcome);
            TimeSpan scoreTime = clock.Elapsed - fitTime;
            return new FoldResult(fold, model, outcome, scores, withTrainScores ? ScoresOf(ClassificationOutcome.Of(model, train)) : null)
            {
                FitTime = fitTime, ScoreTime = scoreTime,
            };
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"fold {number}: {e.Message}", e);
        }

        ImmutableDictionary<ClassificationMetric, double> ScoresOf(ClassificationOutcome of) =>
            metrics.ToImmutableDictionary(metric => metric, metric => metric.Compute(of));
    }
}
