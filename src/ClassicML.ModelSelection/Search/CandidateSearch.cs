using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.ModelSelection;

/// <summary>What every search does: scores candidates on folds, in parallel, and fits the one that its rule picks on all rows.</summary>
internal sealed class CandidateSearch<TData, TModel>(
    ISearchSubject<TData, TModel> subject, ISplitter splitter, RefitRule refit, FailureHandling failures, SearchJournal? journal)
{
    /// <summary>A finished search: the model, the number of its candidate, and how all did.</summary>
    public sealed record Outcome(TModel Model, int Best, ImmutableArray<CandidateResult> Results, FitReport Report);

    public Outcome Fit(ImmutableArray<Candidate> candidates, TData data, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        ImmutableArray<CandidateResult> results = Score(candidates, data, context, "");
        return Finish(results, results.Any(result => result is { IsComplete: false, Error: null }), data, clock, context);
    }

    /// <summary>Tries all on few rows, keeps the better part, tries those on more rows; the last round takes all rows.</summary>
    public Outcome Halve(ImmutableArray<Candidate> candidates, int factor, int seed, TData data, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        var results = new CandidateResult[candidates.Length];
        int[] alive = [.. Enumerable.Range(0, candidates.Length)];
        // As many rounds before the last as bring the candidates down to no more than the factor.
        int round = 0;
        for (int left = candidates.Length; left > factor; left = (left + factor - 1) / factor) round++;
        for (; ; round--)
        {
            TData rows = round == 0 ? data : subject.Share(data, Math.Pow(factor, -round), new Rng((ulong)seed, (ulong)round));
            ImmutableArray<CandidateResult> scored = Score([.. alive.Select(i => candidates[i])], rows, context, $"round-{round}");
            for (int i = 0; i < alive.Length; i++) results[alive[i]] = scored[i];
            if (round == 0 || context.Stop.IsCancellationRequested) break;
            alive = [.. alive.Order(Comparer<int>.Create((a, b) => Compare(results[a], a, results[b], b))).Take((alive.Length + factor - 1) / factor).Order()];
        }
        // Those that were dropped were scored on fewer rows, so they can't be compared with the rest.
        HashSet<int> last = [.. alive];
        ImmutableArray<CandidateResult> all = [.. results.Select((result, i) => last.Contains(i) ? result : result with { IsComplete = false })];
        return Finish(all, round > 0 || last.Any(i => all[i] is { IsComplete: false, Error: null }), data, clock, context);
    }

    private Outcome Finish(ImmutableArray<CandidateResult> results, bool stopped, TData data, Stopwatch clock, FitContext context)
    {
        int best = Choose(results);
        TModel model = subject.Fit(results[best].Candidate.Learner, data, context with { Progress = null, Stop = default });
        return new Outcome(model, best, results, new FitReport
        {
            Iterations = results.Count(result => result.IsComplete),
            Converged = !stopped,
            Stopped = stopped,
            Reason = stopped ? "the caller asked to stop" : null,
            Objective = results[best].MeanScore,
            Elapsed = clock.Elapsed,
        });
    }

    /// <summary>The scores of all candidates on all folds of the rows.</summary>
    /// <param name="candidates">What to score.</param>
    /// <param name="data">The rows.</param>
    /// <param name="context">Cancellation, a gentle stop, progress, threads.</param>
    /// <param name="part">Which part of a search with several this is, for its journal.</param>
    private ImmutableArray<CandidateResult> Score(ImmutableArray<Candidate> candidates, TData data, FitContext context, string part)
    {
        ImmutableArray<Fold> folds = subject.Split(splitter, data);
        TData[] train = [.. folds.Select(fold => subject.Select(data, fold.Train.AsSpan()))];
        TData[] test = [.. folds.Select(fold => subject.Select(data, fold.Test.AsSpan()))];
        var tasks = new TaskResult?[candidates.Length * folds.Length];
        using JournalFile? file = journal?.Open(part, candidates, splitter, subject.Metrics, folds.Length, subject.Describe(data));
        file?.Recall(tasks);
        int done = tasks.Count(task => task is not null), before = done;
        var clock = Stopwatch.StartNew();
        FitContext inner = context.ForEachOf(tasks.Length);
        Workers.For(tasks.Length, context.Threads, task =>
        {
            (int c, int f) = Math.DivRem(task, folds.Length);
            // The first candidate is always finished, so that a stopped search has something to return.
            if (tasks[task] is not null || (context.Stop.IsCancellationRequested && c > 0)) return;
            tasks[task] = One(candidates[c], c, train[f], test[f], f, inner);
            file?.Append(task, tasks[task]!);
            int now = Interlocked.Increment(ref done);
            context.Progress?.Report(new FitProgress("candidate × fold", now, tasks.Length)
            {
                Remaining = clock.Elapsed / (now - before) * (tasks.Length - now),
            });
        }, context.Cancellation);
        return [.. candidates.Select((candidate, c) => CandidateResult.Of(candidate, subject.Metrics, tasks.AsSpan(c * folds.Length, folds.Length)))];
    }

    private TaskResult One(Candidate candidate, int number, TData train, TData test, int fold, FitContext context)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            double[] scores = subject.Score(subject.Fit(candidate.Learner, train, context), test);
            return new TaskResult(scores, clock.Elapsed.TotalSeconds, null);
        }
        catch (ArgumentException e)
        {
            string message = $"candidate {number} ({candidate}), fold {fold}: {e.Message}";
            return failures == FailureHandling.Record
                ? new TaskResult([.. subject.Metrics.Select(_ => double.NaN)], 0, message)
                : throw new ArgumentException(message, e);
        }
    }

    private int Choose(ImmutableArray<CandidateResult> results)
    {
        int best = -1;
        for (int c = 0; c < results.Length; c++)
            if (results[c].IsComplete && (best < 0 || IsBetter(results[c].MeanScore, results[best].MeanScore))) best = c;
        if (best < 0) throw new ArgumentException($"every candidate failed; the first: {results[0].Error}");
        if (refit == RefitRule.Best) return best;
        CandidateResult top = results[best];
        double error = top.ScoreDeviation / Math.Sqrt(top.Scores.Length);
        for (int c = 0; c < best; c++)
            if (results[c].IsComplete && Math.Abs(results[c].MeanScore - top.MeanScore) <= error) return c;
        return best;
    }

    private int Compare(CandidateResult a, int aPlace, CandidateResult b, int bPlace) =>
        IsBetter(a.MeanScore, b.MeanScore) ? -1 : IsBetter(b.MeanScore, a.MeanScore) ? 1 : aPlace.CompareTo(bPlace);

    // A score that is no number is worse than any that is one.
    private bool IsBetter(double score, double than) =>
        double.IsNaN(than) ? !double.IsNaN(score) : subject.HigherIsBetter ? score > than : score < than;
}

/// <summary>One candidate on one fold: the scores by metric, the time, and the error of a fit that was refused.</summary>
internal sealed record TaskResult(double[] Scores, double Seconds, string? Error);
