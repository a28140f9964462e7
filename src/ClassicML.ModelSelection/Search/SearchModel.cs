using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>The best model of a search, fitted on all rows, and how every candidate did.</summary>
public sealed class SearchModel : IClassifierModel, ISearchModel
{
    private readonly int best;

    internal SearchModel(SearchOutcome<IClassifierModel> outcome) =>
        (Best, best, Results, Report) = (outcome.Model, outcome.Best, outcome.Results, outcome.Report);

    internal static WireType<SearchModel> WireType { get; } =
        ISearchModel.Form<SearchModel, IClassifierModel>(
            "search-model", "The best model of a search, with all scores", outcome => new(outcome));

    /// <summary>The model that predicts: the best candidate, fitted on all rows.</summary>
    public IClassifierModel Best { get; }

    IModel ISearchModel.Best => Best;

    int ISearchModel.BestIndex => best;

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
