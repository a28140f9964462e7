using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>What nested cross-validation says of one learner.</summary>
public sealed class NestedEntry
{
    private readonly ClassificationMetric metric;
    private readonly string? searchMetric;

    internal NestedEntry(string name, object learner, CrossValidationResult folds, ClassificationMetric metric)
    {
        this.metric = metric;
        searchMetric = (learner as ISearch)?.MetricName;
        Name = name;
        Folds = folds;
    }

    /// <summary>The name it was given.</summary>
    public string Name { get; }

    /// <summary>The outer folds.</summary>
    public CrossValidationResult Folds { get; }

    /// <summary>What the inner search chose in each outer fold; empty for a learner that is no search.</summary>
    public ImmutableArray<Candidate> Winners => [.. Searches.Select(search => search.BestCandidate)];

    /// <summary>
    /// By how much the inner search promised more than the outer fold kept, on average; above zero the promise was optimistic, whichever way
    /// the metric points. Null for a learner that is no search, and for a search that does not record the metric that is compared.
    /// </summary>
    public double? OptimismGap
    {
        get
        {
            double?[] promised = [.. Searches.Select(Promised)];
            if (promised.Length == 0 || promised.Contains(null)) return null;
            double gap = Spread.Mean([.. promised.Select(score => score!.Value)]) - Folds.Mean(metric);
            return metric.HigherIsBetter ? gap : -gap;
        }
    }

    private double? Promised(SearchModel search) =>
        searchMetric == metric.Name ? search.BestScore
        : search.BestResult.MoreScores.TryGetValue(metric.Name, out ImmutableArray<double> scores) ? Spread.Mean(scores)
        : null;

    private IEnumerable<SearchModel> Searches => Folds.Folds.Select(fold => fold.Model).OfType<SearchModel>();
}
