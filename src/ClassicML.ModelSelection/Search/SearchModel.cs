using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>The best model of a search, fitted on all rows, and how every candidate did.</summary>
public sealed class SearchModel : IClassifierModel, ISearchModel
{
    private readonly int best;

    internal SearchModel(IClassifierModel model, int best, ImmutableArray<CandidateResult> results, FitReport report)
    {
        this.best = best;
        Best = model;
        Results = results;
        Report = report;
    }

    internal SearchModel(SearchOutcome<IClassifierModel> outcome) : this(outcome.Model, outcome.Best, outcome.Results, outcome.Report)
    {
    }

    internal static WireType<SearchModel> WireType { get; } = new("search-model", WireKind.Model, "The best model of a search, with all scores",
        (m, w) => w.Object("Best", m.Best).Integer("BestIndex", m.best).Objects("Results", m.Results).Report(m.Report),
        r =>
        {
            var (model, best, results) = (r.Object<IClassifierModel>("Best"), r.Integer("BestIndex"), r.Objects<CandidateResult>("Results"));
            Check.Within(best, new Interval(0, results.Length - 1), "BestIndex");
            return new SearchModel(model, best, [.. results], r.Report());
        });

    /// <summary>The model that predicts: the best candidate, fitted on all rows.</summary>
    public IClassifierModel Best { get; }

    /// <summary>The candidate that won.</summary>
    public Candidate BestCandidate => BestResult.Candidate;

    /// <summary>How the winner did on the folds.</summary>
    public CandidateResult BestResult => Results[best];

    /// <summary>Its mean score over the folds. Optimistic, since it was chosen by it: nested cross-validation measures by how much.</summary>
    public double BestScore => BestResult.MeanScore;

    /// <summary>Every candidate, in order.</summary>
    public ImmutableArray<CandidateResult> Results { get; }

    /// <summary>How the search went: its objective is <see cref="BestScore"/>, its iterations the candidates that were scored.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public ClassLabels Labels => Best.Labels;

    /// <inheritdoc/>
    public int FeatureCount => Best.FeatureCount;

    /// <inheritdoc/>
    public void Predict(Features x, Memory<int> destination) => Best.Predict(x, destination);

    /// <inheritdoc/>
    public T? As<T>() where T : class => this as T ?? Best.As<T>();
}
