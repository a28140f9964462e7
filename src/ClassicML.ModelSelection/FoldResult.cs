using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>One fold of a cross-validation.</summary>
public sealed class FoldResult
{
    private FoldResult(Fold fold, IClassifierModel model, ClassificationOutcome outcome, ImmutableDictionary<ClassificationMetric, double> scores)
    {
        Fold = fold;
        Model = model;
        Outcome = outcome;
        Scores = scores;
    }

    /// <summary>The rows.</summary>
    public Fold Fold { get; }

    /// <summary>The model fitted on the training rows.</summary>
    public IClassifierModel Model { get; }

    /// <summary>What it said of the test rows, in their order.</summary>
    public ClassificationOutcome Outcome { get; }

    /// <summary>The score of each metric on the test rows.</summary>
    public ImmutableDictionary<ClassificationMetric, double> Scores { get; }

    /// <summary>The time of the fit. Folds may run beside each other, so it is more than on an idle machine.</summary>
    public TimeSpan FitTime { get; private init; }

    /// <summary>The time of predicting and scoring the test rows.</summary>
    public TimeSpan ScoreTime { get; private init; }

    internal static FoldResult Of(
        IClassifier<IClassifierModel> learner, ClassificationData train, ClassificationData test, Fold fold,
        ImmutableArray<ClassificationMetric> metrics, FitContext context, string where)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            IClassifierModel model = learner.Fit(train, context);
            TimeSpan fitTime = clock.Elapsed;
            ClassificationOutcome outcome = ClassificationOutcome.Of(model, test);
            var scores = metrics.ToImmutableDictionary(metric => metric, metric => metric.Compute(outcome));
            return new FoldResult(fold, model, outcome, scores) { FitTime = fitTime, ScoreTime = clock.Elapsed - fitTime };
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{where}: {e.Message}", e);
        }
    }
}
