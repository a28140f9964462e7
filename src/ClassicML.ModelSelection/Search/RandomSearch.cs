using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries candidates drawn at random instead of all combinations: cheaper, and better where few settings matter.</summary>
/// <remarks>
/// Bergstra, Bengio, "Random search for hyper-parameter optimization", 2012. Candidate i is drawn from a random stream of its own, so a
/// longer search tries the same candidates and then more. Otherwise it is a <see cref="GridSearch"/> over what was drawn.
/// </remarks>
public sealed record RandomSearch : IClassifier<SearchModel>, ISearch
{
    /// <summary>A search over candidates drawn from a space; they are drawn here.</summary>
    /// <param name="space">The learner, and the distributions of its settings.</param>
    /// <param name="count">How many candidates to draw, at least 1.</param>
    /// <param name="seed">The seed of the draw, at least 0. Default 0.</param>
    /// <exception cref="ArgumentException">A drawn value is not allowed by the learner.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or the seed is out of range.</exception>
    public RandomSearch(IParameterSpace<IClassifier<IClassifierModel>> space, int count, int seed = 0) : this(ParameterSpace.Draw(space, count, seed))
    {
    }

    internal RandomSearch(IEnumerable<Candidate> candidates) =>
        Candidates = Candidate.AllOf<IClassifier<IClassifierModel>>(candidates, nameof(RandomSearch), "classifiers");

    /// <summary>What was drawn, in order.</summary>
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
