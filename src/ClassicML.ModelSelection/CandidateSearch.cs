using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>What every search does: scores candidates on folds, in parallel, and fits the best on all rows.</summary>
internal static class CandidateSearch
{
    public static SearchModel Fit(
        ImmutableArray<Candidate> candidates, ISplitter splitter, ClassificationMetric metric, ClassificationData data, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        ImmutableArray<CandidateResult> results = Score(candidates, splitter.Split(data), metric, data, context);
        return Finish(results, results.Any(result => !result.IsComplete), metric, data, clock, context);
    }

    /// <summary>Fits the best of the scored candidates on all rows.</summary>
    public static SearchModel Finish(
        ImmutableArray<CandidateResult> results, bool stopped, ClassificationMetric metric, ClassificationData data, Stopwatch clock, FitContext context)
    {
        int best = Best(results, metric);
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

    /// <summary>The scores of all candidates on all folds.</summary>
    public static ImmutableArray<CandidateResult> Score(
        ImmutableArray<Candidate> candidates, ImmutableArray<Fold> folds, ClassificationMetric metric, ClassificationData data, FitContext context)
    {
        ClassificationData[] train = new ClassificationData[folds.Length], test = new ClassificationData[folds.Length];
        for (int f = 0; f < folds.Length; f++)
            (train[f], test[f]) = (data.SelectRows(folds[f].Train.AsSpan()), data.SelectRows(folds[f].Test.AsSpan()));
        int total = candidates.Length * folds.Length, done = 0;
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
                candidates[c].Learner, train[f], test[f], folds[f], [metric], false, inner, $"candidate {c} ({candidates[c]}), fold {f}");
            scores[task] = result.Scores[metric];
            seconds[task] = (result.FitTime + result.ScoreTime).TotalSeconds;
            scored[task] = true;
            context.Progress?.Report(new FitProgress("candidate × fold", Interlocked.Increment(ref done), total));
        }, context.Cancellation);
        return [.. candidates.Select((candidate, c) =>
        {
            Range own = (c * folds.Length)..((c + 1) * folds.Length);
            return new CandidateResult(candidate, [.. scores.AsSpan(own)], [.. seconds.AsSpan(own)], !scored.AsSpan(own).Contains(false));
        })];
    }

    /// <summary>The candidate with the best mean score; of equal ones the first.</summary>
    public static int Best(ImmutableArray<CandidateResult> results, ClassificationMetric metric)
    {
        int best = -1;
        for (int c = 0; c < results.Length; c++)
            if (results[c].IsComplete && (best < 0 || IsBetter(metric, results[c].MeanScore, results[best].MeanScore))) best = c;
        return best;
    }

    /// <summary>Whether a score beats another; one that is no number is worse than any that is one.</summary>
    public static bool IsBetter(ClassificationMetric metric, double score, double than) =>
        double.IsNaN(than) ? !double.IsNaN(score) : metric.HigherIsBetter ? score > than : score < than;
}
