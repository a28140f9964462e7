using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>What <see cref="RecursiveFeatureElimination"/> and <see cref="RegressorRecursiveFeatureElimination"/> have in common.</summary>
/// <typeparam name="TData">What they are fitted on.</typeparam>
public abstract record RecursiveElimination<TData> : ILearner<TData, RecursiveEliminationModel> where TData : class, IData<TData>
{
    private protected RecursiveElimination(ILearner<TData, IModel> learner) => Learner = learner;

    /// <summary>The learner whose models say how much each feature counts (<see cref="IFeatureImportances"/>).</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ILearner<TData, IModel> Learner { get; init => field = Check.NotNull(value, nameof(Learner)); }

    /// <summary>How many features are kept; a share is one of all. Default half of them.</summary>
    public CountOrShare Keep { get; init; } = CountOrShare.Share(0.5);

    /// <summary>How many are dropped after each fit, the last time as many as are left to drop; a share is one of all. Default 1.</summary>
    public CountOrShare Step { get; init; } = 1;

    /// <summary>Fits, drops what counts least, and fits again on the rest until few enough are left.</summary>
    /// <param name="data">The rows, n×p, with what is to be predicted.</param>
    /// <param name="context">Cancellation, progress in rounds, a thread limit; a stop keeps what is left by then.</param>
    /// <exception cref="ArgumentException">The learner refuses the rows, or its model has no importances.</exception>
    public RecursiveEliminationModel Fit(TData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        int p = Check.NotNull(data, nameof(data)).FeatureCount, keep = Math.Min(p, Keep.Of(p)), step = Step.Of(p), rounds = 0;
        int total = (p - keep + step - 1) / step;
        FitContext whole = new() { Cancellation = context.Cancellation, MaxThreads = context.MaxThreads };
        int[] left = [.. Enumerable.Range(0, p)], ranking = new int[p];
        Array.Fill(ranking, 1);
        bool isStopped = false;
        while (left.Length > keep)
        {
            context.ThrowIfCancelled();
            if (isStopped = context.Stop.IsCancellationRequested) break;
            TData rows = data.WithFeatures(data.Features.SelectColumns(left));
            double[] importances = Importances.Of(Learner.Fit(rows, whole)).FeatureImportances.ToArray();
            int[] best =
            [
                .. Enumerable.Range(0, left.Length).OrderByDescending(k => importances[k]).Take(Math.Max(keep, left.Length - step)).Order(),
            ];
            left = Array.ConvertAll(best, k => left[k]);
            for (int j = 0; j < p; j++)
                if (Array.BinarySearch(left, j) < 0) ranking[j]++;
            rounds++;
            context.Progress?.Report(new FitProgress("round", rounds, total));
        }
        var report = new FitReport
        {
            Iterations = rounds, Stopped = isStopped, Converged = !isStopped, Reason = isStopped ? "the caller asked to stop" : null,
        };
        return new RecursiveEliminationModel(ranking, report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
