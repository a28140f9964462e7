using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>Linear regression by stochastic gradient descent.</summary>
/// <remarks>
/// Minimises (1/n) Σᵢ sᵢ loss(wᵀxᵢ + b, yᵢ) + α·R(w) by a step for each row. Source: Bottou (2010); without shuffling the steps are those
/// of scikit-learn, but for sparse rows, whose intercept moves a hundredth as far there. Rows may be dense or sparse, or come in batches
/// (<see cref="FitBatches"/>), so that they need not be in memory together. Standardise the columns. Cost of an epoch: 4·n·p, on one
/// thread.
/// A step of the squared loss that would end beyond its target with a larger loss than before, as η‖(x, 1)‖² > 2 does, ends at the target,
/// so that no size of x makes it diverge. Any other fit whose last loss is nearer to that of zero weights than to its best, or above, is
/// reported as not converged, and has the weights of its best epoch. The result has the same bits on any number of threads.
/// </remarks>
public sealed record SgdRegressor : SgdOptions, IRegressor<LinearRegressionModel>
{
    /// <summary>Options at their defaults.</summary>
    public SgdRegressor() : base(SgdSchedule.InverseScaling)
    {
    }

    /// <summary>What a row costs. Default squared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public SgdRegressionLoss Loss { get; init => field = Check.Defined(value, nameof(Loss)); } = SgdRegressionLoss.Squared;

    private SgdRule Rule => RuleOf(Loss == SgdRegressionLoss.Huber ? SgdLoss.Huber : SgdLoss.Squared);

    /// <inheritdoc/>
    public LinearRegressionModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(SgdRegressor));
        var weights = new SgdWeights(Rule, data.FeatureCount);
        var fit = new SgdFit(Rule, [weights], context);
        double square = data.Targets.ToArray().Average(y => y * y);
        FitReport report = fit.Run(
            new DesignRows(x, context), (i, _) => data.Targets[i], data.Weights.IsEmpty ? null : data.Weights.ToArray(), MaxEpochs,
                Shuffle, Seed,
            Tolerance * Math.Min(1, square), PatienceCount);
        return Model(weights, data.FeatureCount, report.Ended(this, clock.Elapsed, data.FeatureNames));
    }

    /// <summary>Learns from batches in the order in which they come, once: the rows of all need not be in memory together.</summary>
    /// <param name="batches">Rows with targets and the same columns.</param>
    /// <param name="context">Cancellation, early stop, progress and threads.</param>
    /// <returns>What one unshuffled epoch over all rows gives.</returns>
    /// <exception cref="ArgumentException">There is no batch, or two differ in columns.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    public LinearRegressionModel FitBatches(IEnumerable<RegressionData> batches, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        int p = -1, done = 0;
        ImmutableArray<string>? names = null;
        SgdWeights? weights = null;
        SgdFit? fit = null;
        bool stopped = false;
        string? reason = null;
        foreach (RegressionData batch in Check.NotNull(batches, nameof(batches)))
        {
            context.ThrowIfCancelled();
            // The first is learned from in any case: there is a model to return.
            if (stopped = fit is not null && context.Stop.IsCancellationRequested) break;
            if (fit is null) (p, names) = (Check.NotNull(batch, nameof(batches)).FeatureCount, batch.FeatureNames);
            if (batch.FeatureCount != p) throw new ArgumentException(
                $"all batches must have {p} features; one has {batch.FeatureCount}", nameof(batches));
            weights ??= new SgdWeights(Rule, p);
            fit ??= new SgdFit(Rule, [weights], context);
            Features x = Check.CompleteRows(batch.Features, nameof(SgdRegressor));
            (double loss, reason) = fit.Batch(
                new DesignRows(x, context), (i, _) => batch.Targets[i], batch.Weights.IsEmpty ? null : batch.Weights.ToArray());
            context.Progress?.Report(new FitProgress("batch", ++done, 0, loss));
        }
        if (weights is null) throw new ArgumentException("there must be at least one batch", nameof(batches));
        if (stopped) reason = "the caller asked to stop";
        return Model(weights, p, new FitReport
        {
            Iterations = 1, Stopped = stopped, Converged = reason is null, Reason = reason,
        }.Ended(this, clock.Elapsed, names));
    }

    private static LinearRegressionModel Model(SgdWeights weights, int p, FitReport report)
    {
        double[] w = new double[p];
        double intercept = weights.Write(w);
        return new LinearRegressionModel(w, intercept, report);
    }
}
