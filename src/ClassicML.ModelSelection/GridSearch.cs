using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries every candidate of its grids by cross-validation and fits the best on all rows. Exhaustive, so costly.</summary>
/// <remarks>
/// A search is itself a classifier: cross-validating one is nested cross-validation. The best candidate has the best mean score over the
/// folds; of equal ones the first wins, as in scikit-learn. Candidates × folds run in parallel, with one thread to a fit when there are
/// enough of them; the result does not depend on it. <see cref="FitContext.Stop"/> ends the search early: the best of the candidates that
/// all folds have scored is fitted, and the report says so.
/// </remarks>
public sealed record GridSearch : IClassifier<SearchModel>
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public GridSearch(params IEnumerable<ParameterGrid> grids) : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public GridSearch(IEnumerable<Candidate> candidates)
    {
        Candidates = [.. Check.NotNull(candidates, nameof(candidates))];
        if (Candidates.IsEmpty) throw new ArgumentException("a search needs at least one candidate", nameof(candidates));
    }

    /// <summary>What is tried, in order.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>The folds. Default <see cref="StratifiedKFold"/> with five, in row order.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ISplitter Splitter { get; init => field = Check.NotNull(value, nameof(Splitter)); } = new StratifiedKFold();

    /// <summary>What is best. Default the accuracy.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ClassificationMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = ClassificationMetric.Accuracy;

    /// <inheritdoc/>
    public SearchModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        ImmutableArray<Fold> folds = Splitter.Split(Check.NotNull(data, nameof(data)));
        ImmutableArray<CandidateResult> results = Evaluate(data, folds, context);
        int best = Best(results);
        IClassifierModel model = Candidates[best].Learner.Fit(data, context with { Progress = null, Stop = default });
        bool stopped = results.Any(result => !result.IsComplete);
        return new SearchModel(model, best, results, new FitReport
        {
            Iterations = results.Count(result => result.IsComplete),
            Converged = !stopped,
            Stopped = stopped,
            Reason = stopped ? "the caller asked to stop" : null,
            Objective = results[best].MeanScore,
            Elapsed = clock.Elapsed,
        });
    }

    private ImmutableArray<CandidateResult> Evaluate(ClassificationData data, ImmutableArray<Fold> folds, FitContext context)
    {
        ClassificationData[] train = new ClassificationData[folds.Length], test = new ClassificationData[folds.Length];
        for (int f = 0; f < folds.Length; f++)
            (train[f], test[f]) = (data.SelectRows(folds[f].Train.AsSpan()), data.SelectRows(folds[f].Test.AsSpan()));
        int total = Candidates.Length * folds.Length, done = 0;
        double[] scores = new double[total], seconds = new double[total];
        scores.AsSpan().Fill(double.NaN);
        bool[] scored = new bool[total];
        FitContext inner = context.ForEachOf(total);
        Workers.For(total, context.Threads, task =>
        {
            (int c, int f) = Math.DivRem(task, folds.Length);
            // The first candidate is always finished, so that a stopped search has something to return.
            if (context.Stop.IsCancellationRequested && c > 0) return;
            FoldResult result = FoldResult.Of(
                Candidates[c].Learner, train[f], test[f], folds[f], [Metric], inner, $"candidate {c} ({Candidates[c]}), fold {f}");
            scores[task] = result.Scores[Metric];
            seconds[task] = (result.FitTime + result.ScoreTime).TotalSeconds;
            scored[task] = true;
            context.Progress?.Report(new FitProgress("candidate × fold", Interlocked.Increment(ref done), total));
        }, context.Cancellation);
        return [.. Candidates.Select((candidate, c) =>
        {
            Range own = (c * folds.Length)..((c + 1) * folds.Length);
            return new CandidateResult(candidate, [.. scores.AsSpan(own)], [.. seconds.AsSpan(own)], !scored.AsSpan(own).Contains(false));
        })];
    }

    private int Best(ImmutableArray<CandidateResult> results)
    {
        int best = -1;
        for (int c = 0; c < results.Length; c++)
            if (results[c].IsComplete && (best < 0 || Better(results[c].MeanScore, results[best].MeanScore))) best = c;
        return best;
    }

    // A score that is no number is worse than any that is one.
    private bool Better(double score, double than) =>
        double.IsNaN(than) ? !double.IsNaN(score) : Metric.HigherIsBetter ? score > than : score < than;
}
