using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries all candidates on few rows, keeps the better part, tries those on more rows, and so on: successive halving.</summary>
/// <remarks>
/// Jamieson, Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016. Each round keeps the best
/// ⌈candidates/Factor⌉ and takes Factor times the rows; the last round takes all rows. Rows are a stratified random choice under the seed.
/// A candidate that was dropped keeps its scores of the round in which it was; a candidate that wins has been scored on all rows.
/// </remarks>
public sealed record HalvingSearch : IClassifier<SearchModel>, ISearch
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public HalvingSearch(params IEnumerable<IParameterGrid<IClassifier<IClassifierModel>>> grids)
        : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate, or one is of another kind.</exception>
    public HalvingSearch(IEnumerable<Candidate> candidates) =>
        Candidates = Candidate.AllOf<IClassifier<IClassifierModel>>(candidates, nameof(HalvingSearch), "classifiers");

    /// <summary>What is tried in the first round, in order.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>By how much candidates shrink and rows grow from round to round. Default 3, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int Factor { get; init => field = Check.AtLeast(value, 2, nameof(Factor)); } = 3;

    /// <summary>
    /// The fewest rows of a round, at least 1. Fewer rounds are held where the first would have fewer: the last, on all rows, then compares
    /// more candidates, all of them if need be. Default null: 2·folds·classes, as scikit-learn's 'smallest'.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MinRowCount { get; init => field = Check.AtLeast(value, 1, nameof(MinRowCount)); }

    /// <summary>The seed of the choice of rows. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

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
        SearchModel.Of(Plan.Halve(Candidates, Factor, MinRowCount, Seed, Check.NotNull(data, nameof(data)), context));

    private CandidateSearch<ClassificationData, IClassifierModel> Plan => new(ClassifierSubject.Of(Metric, MoreMetrics), Splitter, Refit, Failures, Journal);

    string ISearch.MetricName => Metric.Name;

    object ISearch.ForPart(string part) => this with { Journal = Journal?.ForPart(part) };
}
