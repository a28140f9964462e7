using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>The best outlier detector of a search, fitted on all rows, and how every candidate did.</summary>
public sealed class OutlierSearchModel : IOutlierModel, ISearchModel
{
    private readonly int best;

    internal OutlierSearchModel(SearchOutcome<IOutlierModel> outcome) =>
        (Best, best, Results, Report) = (outcome.Model, outcome.Best, outcome.Results, outcome.Report);

    internal static WireType<OutlierSearchModel> WireType { get; } =
        ISearchModel.Form<OutlierSearchModel, IOutlierModel>(
            "outlier-search-model", "The best outlier detector of a search, with all scores", outcome => new(outcome));

    /// <summary>The model that scores: the best candidate, fitted on all rows.</summary>
    public IOutlierModel Best { get; }

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
    public int FeatureCount => Best.FeatureCount;

    /// <inheritdoc/>
    public void Score(Features x, Memory<double> destination) => Best.Score(x, destination);

    /// <inheritdoc/>
    public T? As<T>() where T : class => this as T ?? Best.As<T>();
}
