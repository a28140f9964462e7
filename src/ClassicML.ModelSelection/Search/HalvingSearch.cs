using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries all candidates on few rows, keeps the better part, tries those on more rows, and so on: successive halving.</summary>
/// <remarks>
/// Jamieson, Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016. Each round keeps the best
/// ⌈candidates/Factor⌉ and takes Factor times the rows; the last round takes all rows. Rows are a stratified random choice under the seed.
/// A candidate that was dropped keeps its scores of the round in which it was; a candidate that wins has been scored on all rows.
/// </remarks>
public sealed record HalvingSearch : IClassifier<SearchModel>, IJournaledSearch
{
    /// <summary>A search over the candidates of one or more grids.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public HalvingSearch(params IEnumerable<ParameterGrid> grids) : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public HalvingSearch(IEnumerable<Candidate> candidates)
    {
        Candidates = [.. Check.NotNull(candidates, nameof(candidates))];
        if (Candidates.IsEmpty) throw new ArgumentException("a search needs at least one candidate", nameof(candidates));
    }

    /// <summary>What is tried in the first round, in order.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>By how much candidates shrink and rows grow from round to round. Default 3, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int Factor { get; init => field = Check.AtLeast(value, 2, nameof(Factor)); } = 3;

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
    public SearchModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Check.NotNull(data, nameof(data));
        var plan = new CandidateSearch(Splitter, Metric, MoreMetrics, Refit, Failures, Journal);
        var results = new CandidateResult[Candidates.Length];
        int[] alive = [.. Enumerable.Range(0, Candidates.Length)];
        int round = Rounds();
        for (; ; round--)
        {
            ClassificationData rows = round == 0 ? data : Share(data, Math.Pow(Factor, -round), round);
            ImmutableArray<CandidateResult> scored = plan.Score([.. alive.Select(i => Candidates[i])], rows, context, $"round-{round}");
            for (int i = 0; i < alive.Length; i++) results[alive[i]] = scored[i];
            // Only the last round counts: those that were dropped were scored on fewer rows.
            if (round == 0 || context.Stop.IsCancellationRequested) break;
            int keep = (alive.Length + Factor - 1) / Factor;
            alive = [.. Ranked(alive, results).Take(keep).Order()];
        }
        HashSet<int> last = [.. alive];
        ImmutableArray<CandidateResult> all = [.. results.Select((result, i) => last.Contains(i) ? result : result with { IsComplete = false })];
        return plan.Finish(all, round > 0 || last.Any(i => all[i] is { IsComplete: false, Error: null }), data, clock, context);
    }

    // As many rounds after the first as bring the candidates down to one, or nearly.
    private int Rounds()
    {
        int rounds = 0;
        for (int left = Candidates.Length; left > Factor; left = (left + Factor - 1) / Factor) rounds++;
        return rounds;
    }

    private ClassificationData Share(ClassificationData data, double share, int round) =>
        data.SelectRows(HoldOut.Draw(data.RowCount, data.Codes, HoldOut.TestCount(data.RowCount, share), new Rng((ulong)Seed, (ulong)round)).Test.AsSpan());

    private IEnumerable<int> Ranked(int[] alive, CandidateResult[] results) =>
        alive.Order(Comparer<int>.Create((a, b) =>
            CandidateSearch.IsBetter(Metric, results[a].MeanScore, results[b].MeanScore) ? -1
            : CandidateSearch.IsBetter(Metric, results[b].MeanScore, results[a].MeanScore) ? 1 : a.CompareTo(b)));

    IClassifier<IClassifierModel> IJournaledSearch.ForPart(string part) => this with { Journal = Journal?.ForPart(part) };
}
