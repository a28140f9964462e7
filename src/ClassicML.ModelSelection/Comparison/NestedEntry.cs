using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>What nested cross-validation says of one learner.</summary>
/// <typeparam name="TModel">What was fitted.</typeparam>
/// <typeparam name="TOutcome">What models say of rows.</typeparam>
public sealed class NestedEntry<TModel, TOutcome> where TModel : class, IModel where TOutcome : class
{
    private readonly Metric<TOutcome> metric;
    private readonly object learner;

    internal NestedEntry(string name, object learner, CrossValidationResult<TModel, TOutcome> folds, Metric<TOutcome> metric)
    {
        this.metric = metric;
        this.learner = learner;
        Name = name;
        Folds = folds;
    }

    /// <summary>The name it was given.</summary>
    public string Name { get; }

    /// <summary>The outer folds.</summary>
    public CrossValidationResult<TModel, TOutcome> Folds { get; }

    /// <summary>What the inner search chose in each outer fold; empty for a learner that is no search.</summary>
    public ImmutableArray<Candidate> Winners => [.. Best.Select(result => result.Candidate)];

    /// <summary>
    /// By how much the inner search promised more than the outer fold kept, on average; above zero the promise was optimistic, whichever way
    /// the metric points. Null for a learner that is no search, and for a search that does not record the metric that is compared.
    /// </summary>
    public double? OptimismGap => Optimism.Gap(Best, learner, metric.Name, metric.HigherIsBetter, Folds.Mean(metric));

    private ImmutableArray<CandidateResult> Best =>
        [.. Folds.Folds.Select(fold => fold.Model).OfType<ISearchModel>().Select(search => search.BestResult)];
}
