using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>As <see cref="GridSearch"/>, of regressors.</summary>
/// <remarks>A search is itself a regressor: cross-validating one is nested cross-validation.</remarks>
public sealed record RegressorGridSearch : IRegressor<RegressorSearchModel>, ISearch
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public RegressorGridSearch(params IEnumerable<IParameterGrid<IRegressor<IRegressorModel>>> grids)
        : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate, or one is of another kind.</exception>
    public RegressorGridSearch(IEnumerable<Candidate> candidates) =>
        Candidates = Candidate.AllOf<IRegressor<IRegressorModel>>(candidates, nameof(RegressorGridSearch), "regressors");

    /// <summary>What is tried, in order.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>The folds. Default <see cref="KFold"/> with five, in row order.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ISplitter Splitter { get; init => field = Check.NotNull(value, nameof(Splitter)); } = new KFold();

    /// <summary>What is best. Default R².</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public RegressionMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = RegressionMetric.R2;

    /// <summary>Further scores to record for every candidate; they decide nothing. Default none.</summary>
    public ImmutableArray<RegressionMetric> MoreMetrics { get; init; } = [];

    /// <summary>Which candidate is fitted on all rows. Default the best.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public RefitRule Refit { get; init => field = Check.Defined(value, nameof(Refit)); } = RefitRule.Best;

    /// <summary>What happens when a learner refuses its rows. Default: the search throws.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public FailureHandling Failures { get; init => field = Check.Defined(value, nameof(Failures)); } = FailureHandling.Throw;

    /// <summary>Where finished scores are kept, so that a search that was killed goes on where it was. Default null: nowhere.</summary>
    public SearchJournal? Journal { get; init; }

    /// <inheritdoc/>
    public RegressorSearchModel Fit(RegressionData data, FitContext context = default) =>
        RegressorSearchModel.Of(Plan.Fit(Candidates, Check.NotNull(data, nameof(data)), context));

    private CandidateSearch<RegressionData, IRegressorModel> Plan => new(RegressorSubject.Of(Metric, MoreMetrics), Splitter, Refit, Failures, Journal);

    string ISearch.MetricName => Metric.Name;

    object ISearch.ForPart(string part) => this with { Journal = Journal?.ForPart(part) };
}
