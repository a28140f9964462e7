using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries every candidate of its grids by cross-validation and fits the best on all rows. Exhaustive, so costly.</summary>
/// <remarks>
/// A search is itself a classifier: cross-validating one is nested cross-validation. The best candidate has the best mean score over the
/// folds; of equal ones the first wins, as in scikit-learn. Candidates × folds run in parallel, with one thread to a fit when there are
/// enough of them; the result does not depend on it. <see cref="FitContext.Stop"/> ends the search early: the best of the candidates that
/// all folds have scored is fitted, and the report says so.
/// </remarks>
public sealed record GridSearch : IClassifier<SearchModel>, ISearch
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public GridSearch(params IEnumerable<IParameterGrid<IClassifier<IClassifierModel>>> grids)
        : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate, or one is of another kind.</exception>
    public GridSearch(IEnumerable<Candidate> candidates) =>
        Candidates = Candidate.AllOf<IClassifier<IClassifierModel>>(candidates, nameof(GridSearch), "classifiers");

    /// <summary>What is tried, in order.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>The folds. Default <see cref="StratifiedKFold"/> with five, in row order.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ISplitter Splitter { get; init => field = Check.NotNull(value, nameof(Splitter)); } = new StratifiedKFold();

    /// <summary>What is best. Default the accuracy.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ClassificationMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = ClassificationMetric.Accuracy;

    /// <summary>Further scores to record for every candidate; they decide nothing. Default none.</summary>
    public ImmutableArray<ClassificationMetric> MoreMetrics { get; init; } = [];

    /// <summary>Which candidate is fitted on all rows. Default the best.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public RefitRule Refit { get; init => field = Check.Defined(value, nameof(Refit)); } = RefitRule.Best;

    /// <summary>What happens when a learner refuses its rows. Default: the search throws.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public FailureHandling Failures { get; init => field = Check.Defined(value, nameof(Failures)); } = FailureHandling.Throw;

    /// <summary>Where finished scores are kept, so that a search that was killed goes on where it was. Default null: nowhere.</summary>
    public SearchJournal? Journal { get; init; }

    /// <inheritdoc/>
    public SearchModel Fit(ClassificationData data, FitContext context = default) =>
        SearchModel.Of(Plan.Fit(Candidates, Check.NotNull(data, nameof(data)), context));

    private CandidateSearch<ClassificationData, IClassifierModel> Plan => new(ClassifierSubject.Of(Metric, MoreMetrics), Splitter, Refit, Failures, Journal);

    string ISearch.MetricName => Metric.Name;

    object ISearch.ForPart(string part) => this with { Journal = Journal?.ForPart(part) };
}
