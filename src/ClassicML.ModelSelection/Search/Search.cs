using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>The options that every search has.</summary>
/// <typeparam name="TData">What its candidates are fitted on.</typeparam>
/// <typeparam name="TModel">What they return.</typeparam>
/// <typeparam name="TOutcome">What metrics look at.</typeparam>
public abstract record Search<TData, TModel, TOutcome> : ISearch
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    private protected Search(LearningTask<TData, TModel, TOutcome> task, IEnumerable<Candidate> candidates)
    {
        Task = task;
        Candidates = [.. Check.NotNull(candidates, nameof(candidates))];
        if (Candidates.IsEmpty) throw new ArgumentException("a search needs at least one candidate", nameof(candidates));
        foreach (Candidate candidate in Candidates)
            if (candidate.Learner is not ILearner<TData, TModel>)
                throw new ArgumentException($"{GetType().Name} searches {task.Learners}; {candidate.Learner.GetType().Name} is none", nameof(candidates));
        Splitter = task.DefaultSplitter;
        Metric = task.DefaultMetric;
    }

    /// <summary>What is tried, in order.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>The folds. Default five in row order: <see cref="StratifiedKFold"/> of classes or known outliers, <see cref="KFold"/> of
    /// numbers.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ISplitter Splitter { get; init => field = Check.NotNull(value, nameof(Splitter)); }

    /// <summary>What is best. Default the accuracy of classes, R² of numbers, the area under the ROC curve of outliers.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Metric<TOutcome> Metric { get; init => field = Check.NotNull(value, nameof(Metric)); }

    /// <summary>Further scores to record for every candidate; they decide nothing. Default none.</summary>
    public ImmutableArray<Metric<TOutcome>> MoreMetrics { get; init; } = [];

    /// <summary>Which candidate is fitted on all rows. Default the best.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public RefitRule Refit { get; init => field = Check.Defined(value, nameof(Refit)); } = RefitRule.Best;

    /// <summary>What happens when a learner refuses its rows. Default: the search throws.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public FailureHandling Failures { get; init => field = Check.Defined(value, nameof(Failures)); } = FailureHandling.Throw;

    /// <summary>Where finished scores are kept, so that a search that was killed goes on where it was. Default null: nowhere.</summary>
    public SearchJournal? Journal { get; init; }

    internal LearningTask<TData, TModel, TOutcome> Task { get; }

    string ISearch.MetricName => Metric.Name;

    object ISearch.ForPart(string part) => this with { Journal = Journal?.ForPart(part) };

    // Every candidate on all rows; halving searches have a way of their own.
    private protected virtual SearchOutcome<TModel> Run(TData data, FitContext context) =>
        new SearchRun<TData, TModel, TOutcome>(this, Check.NotNull(data, nameof(data)), context).All();
}
