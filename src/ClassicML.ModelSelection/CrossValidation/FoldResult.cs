using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>One fold of a cross-validation.</summary>
/// <typeparam name="TModel">What was fitted.</typeparam>
/// <typeparam name="TOutcome">What it says of rows.</typeparam>
public sealed class FoldResult<TModel, TOutcome> where TModel : class, IModel where TOutcome : class
{
    internal FoldResult(
        Fold fold, TModel model, TOutcome outcome, ImmutableDictionary<Metric<TOutcome>, double> scores,
        ImmutableDictionary<Metric<TOutcome>, double>? trainScores)
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
    public TModel Model { get; }

    /// <summary>What it said of the test rows, in their order.</summary>
    public TOutcome Outcome { get; }

    /// <summary>The score of each metric on the test rows.</summary>
    public ImmutableDictionary<Metric<TOutcome>, double> Scores { get; }

    /// <summary>The score of each metric on the training rows; null where they were not asked for. Far above the test scores: over-fitting.</summary>
    public ImmutableDictionary<Metric<TOutcome>, double>? TrainScores { get; }

    /// <summary>The time of the fit. Folds may run beside each other, so it is more than on an idle machine.</summary>
    public TimeSpan FitTime { get; internal init; }

    /// <summary>The time of predicting and scoring the test rows.</summary>
    public TimeSpan ScoreTime { get; internal init; }
}
