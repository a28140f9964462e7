using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>What every search does: scores candidates on folds, in parallel, and fits the one that its rule picks on all rows.</summary>
internal sealed record CandidateSearch(
    ISplitter Splitter, ClassificationMetric Metric, ImmutableArray<ClassificationMetric> MoreMetrics, RefitRule Refit,
    FailureHandling Failures, SearchJournal? Journal)
{
    public SearchModel Fit(ImmutableArray<Candidate> candidates, ClassificationData data, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        ImmutableArray<CandidateResult> results = Score(candidates, data, context, "");
        return Finish(results, results.Any(result => result is { IsComplete: false, Error: null }), data, clock, context);
    }

    /// <summary>Fits the chosen one of the scored candidates on all rows.</summary>
    public SearchModel Finish(ImmutableArray<CandidateResult> results, bool stopped, ClassificationData data, Stopwatch clock, FitContext context)
    {
        int best = Choose(results);
        IClassifierModel model = results[best].Candidate.Learner.Fit(data, context with { Progress = null, Stop = default });
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

    /// <summary>The scores of all candidates on all folds of the rows.</summary>
    /// <param name="candidates">What to score.</param>
    /// <param name="data">The rows.</param>
    /// <param name="context">Cancellation, a gentle stop, progress, threads.</param>
    /// <param name="part">Which part of a search with several this is, for its journal.</param>
    public ImmutableArray<CandidateResult> Score(ImmutableArray<Candidate> candidates, ClassificationData data, FitContext context, string part)
    {
        ImmutableArray<Fold> folds = Splitter.Split(data);
        ImmutableArray<ClassificationMetric> metrics = [Metric, .. MoreMetrics.Where(metric => metric != Metric).Distinct()];
        ClassificationData[] train = new ClassificationData[folds.Length], test = new ClassificationData[folds.Length];
        for (int f = 0; f < folds.Length; f++)
            (train[f], test[f]) = (data.SelectRows(folds[f].Train.AsSpan()), data.SelectRows(folds[f].Test.AsSpan()));

        var tasks = new TaskResult?[candidates.Length * folds.Length];
        using JournalFile? journal = Journal?.Open(part, candidates, Splitter, metrics, folds.Length, data);
        journal?.Recall(tasks);
        int done = tasks.Count(task => task is not null), before = done;
        var clock = Stopwatch.StartNew();
        FitContext inner = context.ForEachOf(tasks.Length);
        Workers.For(tasks.Length, context.Threads, task =>
        {
            (int c, int f) = Math.DivRem(task, folds.Length);
            // The first candidate is always finished, so that a stopped search has something to return.
            if (tasks[task] is not null || (context.Stop.IsCancellationRequested && c > 0)) return;
            tasks[task] = One(candidates[c], c, train[f], test[f], folds[f], f, metrics, inner);
            journal?.Append(task, tasks[task]!);
            int now = Interlocked.Increment(ref done);
            context.Progress?.Report(new FitProgress("candidate × fold", now, tasks.Length)
            {
                Remaining = clock.Elapsed / (now - before) * (tasks.Length - now),
            });
        }, context.Cancellation);
        return [.. candidates.Select((candidate, c) => CandidateResult.Of(candidate, metrics, tasks.AsSpan(c * folds.Length, folds.Length)))];
    }

    /// <summary>Whether a score beats another; one that is no number is worse than any that is one.</summary>
    public static bool IsBetter(ClassificationMetric metric, double score, double than) =>
        double.IsNaN(than) ? !double.IsNaN(score) : metric.HigherIsBetter ? score > than : score < than;

    private TaskResult One(
        Candidate candidate, int number, ClassificationData train, ClassificationData test, Fold fold, int foldNumber,
        ImmutableArray<ClassificationMetric> metrics, FitContext context)
    {
        try
        {
            FoldResult result = FoldResult.Of(
                candidate.Learner, train, test, fold, metrics, false, context, $"candidate {number} ({candidate}), fold {foldNumber}");
            return new TaskResult([.. metrics.Select(metric => result.Scores[metric])], (result.FitTime + result.ScoreTime).TotalSeconds, null);
        }
        catch (ArgumentException e) when (Failures == FailureHandling.Record)
        {
            return new TaskResult([.. metrics.Select(_ => double.NaN)], 0, e.Message);
        }
    }

    private int Choose(ImmutableArray<CandidateResult> results)
    {
        int best = -1;
        for (int c = 0; c < results.Length; c++)
            if (results[c].IsComplete && (best < 0 || IsBetter(Metric, results[c].MeanScore, results[best].MeanScore))) best = c;
        if (best < 0) throw new ArgumentException($"every candidate failed; the first: {results[0].Error}");
        if (Refit == RefitRule.Best) return best;
        CandidateResult top = results[best];
        double error = top.ScoreDeviation / Math.Sqrt(top.Scores.Length);
        for (int c = 0; c < best; c++)
            if (results[c].IsComplete && Math.Abs(results[c].MeanScore - top.MeanScore) <= error) return c;
        return best;
    }
}

/// <summary>One candidate on one fold: the scores by metric, the time, and the error of a fit that was refused.</summary>
internal sealed record TaskResult(double[] Scores, double Seconds, string? Error);
