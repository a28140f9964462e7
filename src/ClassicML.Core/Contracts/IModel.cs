using System.Collections.Immutable;

namespace ClassicML;

/// <summary>What every fitted model has in common.</summary>
public interface IModel
{
    /// <summary>The number of features, p, that it was fitted on and expects.</summary>
    int FeatureCount { get; }

    /// <summary>
    /// The names of the columns that it was fitted on, in the order that it expects them in; null where the data had none.
    /// </summary>
    ImmutableArray<string>? FeatureNames => Report.FeatureNames;

    /// <summary>How the fit went.</summary>
    FitReport Report { get; }

    /// <summary>
    /// This model seen as a capability such as <see cref="IProbabilisticModel"/> or <see cref="IDecisionScores"/>, or null where it has
    /// none. Asks through a pipeline: what comes back takes the rows that this model takes.
    /// </summary>
    T? As<T>() where T : class => this as T;
}
