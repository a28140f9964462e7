using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>What every search does: scores candidates on folds, in parallel, and fits the one that its rule picks on all rows.</summary>
internal sealed class SearchRun<TData, TModel, TOutcome>(Search<TData, TModel, TOutcome> search, TData data, FitContext context)
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    private readonly LearningTask<TData, TModel, TOutcome> task = search.Task;
    private readonly ImmutableArray<Candidate> candidates = search.Candidates;
    private readonly ImmutableArray<Metric<TOutcome>> metrics = [search.Metric, .. search.MoreMetrics.Where(other => other != search.Metric).Distinct()];

    public SearchOutcome<TModel> All()
    {
        var clock = Stopwatch.StartNew();
        ImmutableArray<CandidateResult> results = Score([.. Enumerable.Range(0, candidates.Length)], data, "");
        return Finish(results, new int[results.Length], IsStopped(results), clock);
    }

    /// <summary>Tries all on few rows, keeps the better part, tries those on more rows; the last round takes all rows.</summary>
    public SearchOutcome<TModel> Halve(int factor, int? leastRows, int seed)
    {
        var clock = Stopwatch.StartNew();
        var results = new CandidateResult[candidates.Length];
        int[] rounds = new int[candidates.Length];
        int[] alive = [.. Enumerable.Range(0, candidates.Length)];
        // As many rounds before the last as bring the candidates down to no more than the factor, but none on fewer rows than the least.
        int round = 0;
        double least = leastRows ?? task.FewestRows(data, task.Split(search.Splitter, data).Length), rowCount = data.RowCount;
        for (int left = candidates.Length; left > factor && (rowCount /= factor) >= least; left = (left + factor - 1) / factor) round++;
        bool stopped;
        for (; ; round--)
        {
            TData rows = round == 0 ? data : task.Draw(data, RowCount(round), new Rng((ulong)seed, (ulong)round));
            ImmutableArray<CandidateResult> scored = Score(alive, rows, $"round-{round}");
            for (int i = 0; i < alive.Length; i++)
            {
                // Scores on fewer rows than all can't be compared with the rest.
                results[alive[i]] = round == 0 ? scored[i] : scored[i] with { IsComplete = false };
                rounds[alive[i]] = round;
            }
            stopped = IsStopped(scored) || (round > 0 && context.Stop.IsCancellationRequested);
            if (round == 0 || stopped) break;
            alive = [.. alive.Order(Comparer<int>.Create((a, b) => Compare(results[a], a, results[b], b))).Take((alive.Length + factor - 1) / factor).Order()];
        }
        return Finish([.. results], rounds, stopped, clock);

        // A share such as 1/243 is no double, and its product with 729 more than 3.
        int RowCount(int round) => (int)Math.Ceiling(data.RowCount / Math.Pow(factor, round));
    }

    private static bool IsStopped(ImmutableArray<CandidateResult> results) => results.Any(result => result is { IsComplete: false, Error: null });

    private SearchOutcome<TModel> Finish(ImmutableArray<CandidateResult> results, int[] rounds, bool stopped, Stopwatch clock)
    {
        var ranking = new Ranking(results, rounds, search.Metric.HigherIsBetter);
        int best = ranking.Choose(search.Refit);
        TModel model = ((ILearner<TData, TModel>)results[best].Candidate.Learner).Fit(data, context with { Progress = null, Stop = default });
        return new SearchOutcome<TModel>(model, best, ranking.Ranked(), new FitReport
        {
            Iterations = results.Count(result => result.IsComplete),
            Converged = !stopped,
            Stopped = stopped,
            Reason = stopped ? "the caller asked to stop" : null,
            Objective = results[best].MeanScore,
        }.Ended(search, clock.Elapsed, model.FeatureNames));
    }

    /// <summary>The scores of all candidates on all folds of the rows: fold by fold, so that few are in memory, and a search that is stopped
    /// has scored all its candidates on some folds.</summary>
    /// <param name="numbers">The numbers of those to score.</param>
    /// <param name="rows">All rows, or fewer.</param>
    /// <param name="part">Which part of a search with several this is, for its journal.</param>
    private ImmutableArray<CandidateResult> Score(int[] numbers, TData rows, string part)
    {
        ImmutableArray<Candidate> scored = [.. numbers.Select(i => candidates[i])];
        ImmutableArray<string> names = [.. metrics.Select(metric => metric.Name)];
        ImmutableArray<Fold> folds = task.Split(search.Splitter, rows);
        var tasks = new TaskResult?[scored.Length * folds.Length];
        using JournalFile? file = search.Journal?.Open(part, scored, search.Splitter, names, folds.Length, task.Describe(rows));
        file?.Recall(tasks, search.Metric.HigherIsBetter);
        // A journal of a search that records failures may have some.
        int failed = search.Failures == FailureHandling.Throw ? Array.FindIndex(tasks, task => task?.Error is not null) : -1;
        if (failed >= 0) throw new ArgumentException($"{PlaceOf(failed / folds.Length, failed % folds.Length)}: {tasks[failed]!.Error}");
        int done = tasks.Count(task => task is not null), before = done;
        bool anyScored = tasks.Any(task => task is { Error: null });
        var clock = Stopwatch.StartNew();
        WorkTree tree = WorkTree.Of(
            scored, FoldWork<TData, TModel, TOutcome>.IsStage, FoldWork<TData, TModel, TOutcome>.ShareStages, FoldWork<TData, TModel, TOutcome>.ShareFits);
        Workers.For(folds.Length, context.Threads, f =>
        {
            if (!tree.Candidates.Exists(c => IsWanted(Place(c, f)))) return;
            (TData train, TData test) = Parts(f);
            var work = new FoldWork<TData, TModel, TOutcome>(
                task, metrics, c => PlaceOf(c, f), search.Failures, c => IsWanted(Place(c, f)), (c, result) => Report(Place(c, f), result));
            work.Run(tree, train, test, 0, context.ForEachOf(folds.Length, f));
        }, context.Cancellation);
        return [.. scored.Select((candidate, c) =>
            CandidateResult.Of(candidate, names, tasks.AsSpan(Place(c, 0), folds.Length), f => PlaceOf(c, f)))];

        int Place(int candidate, int fold) => candidate * folds.Length + fold;

        string PlaceOf(int candidate, int fold) => $"candidate {numbers[candidate]} ({scored[candidate]}), fold {fold}";

        (TData Train, TData Test) Parts(int fold)
        {
            try
            {
                return (rows.SelectRows(folds[fold].Train.AsSpan()), rows.SelectRows(folds[fold].Test.AsSpan()));
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"fold {fold}: {e.Message}", e);
            }
        }

        // Something is always scored, so that a stopped search has something to return.
        bool IsWanted(int place) => tasks[place] is null && (!context.Stop.IsCancellationRequested || !Volatile.Read(ref anyScored));

        void Report(int place, TaskResult result)
        {
            tasks[place] = result;
            if (result.Error is null) Volatile.Write(ref anyScored, true);
            file?.Append(place, result);
            int now = Interlocked.Increment(ref done);
            context.Progress?.Report(FitProgress.Timed("candidate × fold", now, tasks.Length, before, clock.Elapsed));
        }
    }

    private int Compare(CandidateResult a, int aPlace, CandidateResult b, int bPlace) =>
        Ranking.IsBetter(a.MeanScore, b.MeanScore, search.Metric.HigherIsBetter) ? -1
        : Ranking.IsBetter(b.MeanScore, a.MeanScore, search.Metric.HigherIsBetter) ? 1 : aPlace.CompareTo(bPlace);
}

/// <summary>A finished search: the model, the number of its candidate, and how all did.</summary>
internal sealed record SearchOutcome<TModel>(TModel Model, int Best, ImmutableArray<CandidateResult> Results, FitReport Report);

/// <summary>One candidate on one fold: the scores by metric, the time, and what a learner said that refused the rows.</summary>
internal sealed record TaskResult(double[] Scores, double Seconds, string? Error);
