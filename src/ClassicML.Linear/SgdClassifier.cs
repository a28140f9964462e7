using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>Linear classification by stochastic gradient descent.</summary>
/// <remarks>
/// Minimises (1/n) Σᵢ sᵢ loss(wᵀxᵢ + b, yᵢ) + α·R(w) by a step for each row. Source: Bottou (2010); without shuffling the steps are those
/// of scikit-learn, but for sparse rows, whose intercept moves a hundredth as far there. Rows may be dense or sparse, or come in batches
/// (<see cref="FitBatches"/>), so that they need not be in memory together. Standardise the columns. Cost of an epoch: 4·n·p a class, on
/// one thread a class.
/// A step of the squared loss that would end beyond its target with a larger loss than before, as η‖(x, 1)‖² > 2 does, ends at the target,
/// so that no size of x makes it diverge. Any other fit whose last loss is nearer to that of zero weights than to its best, or above, is
/// reported as not converged, and has the weights of its best epoch. The result has the same bits on any number of threads.
/// Several classes: one weight vector a class against the rest; they stop together, in scikit-learn each by itself.
/// </remarks>
public sealed record SgdClassifier : SgdOptions, IClassifier<LinearClassifierModel>
{
    /// <summary>Options at their defaults.</summary>
    public SgdClassifier() : base(SgdSchedule.Optimal)
    {
    }

    /// <summary>What a row costs. Default hinge.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public SgdLoss Loss { get; init => field = Check.Defined(value, nameof(Loss)); } = SgdLoss.Hinge;

    /// <summary>Weights of classes, which multiply the weights of their rows. Default none.</summary>
    public ClassWeights ClassWeights { get; init; }

    private SgdRule Rule => RuleOf(Loss);

    /// <inheritdoc/>
    public LinearClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(SgdClassifier));
        Check.SeveralClasses(data, nameof(SgdClassifier));
        double[]? weights = ClassWeights.OfRows(data);
        bool[] present = WeightedClasses.Present(data, weights, nameof(SgdClassifier));
        SgdWeights[] outputs = Outputs(data);
        var fit = new SgdFit(Rule, outputs, context);
        FitReport report = fit.Run(
            new DesignRows(x, context), Target(data), weights, MaxEpochs, Shuffle, Seed, Tolerance, PatienceCount);
        return Model(outputs, data, present, fit.History, report.Ended(this, clock.Elapsed, data.FeatureNames));
    }

    /// <summary>Learns from batches in the order in which they come, once: the rows of all need not be in memory together.</summary>
    /// <param name="batches">Labelled rows with the same classes and columns. The model's history is the mean loss of each.</param>
    /// <param name="context">Cancellation, early stop, progress and threads.</param>
    /// <returns>What one unshuffled epoch over all rows gives.</returns>
    /// <exception cref="ArgumentException">There is no batch, two differ in classes or columns, or weights are balanced, which needs all rows.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    public LinearClassifierModel FitBatches(IEnumerable<ClassificationData> batches, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        if (ClassWeights.IsBalanced) throw new ArgumentException("balanced class weights need all rows at once; name the weights",
            nameof(batches));
        ClassificationData? first = null;
        SgdWeights[] outputs = [];
        SgdFit? fit = null;
        bool[] present = [];
        bool stopped = false;
        string? reason = null;
        foreach (ClassificationData batch in Check.NotNull(batches, nameof(batches)))
        {
            context.ThrowIfCancelled();
            // The first is learned from in any case: there is a model to return.
            if (stopped = fit is not null && context.Stop.IsCancellationRequested) break;
            first ??= Check.NotNull(batch, nameof(batches));
            if (!batch.Labels.Equals(first.Labels) || batch.FeatureCount != first.FeatureCount)
                throw new ArgumentException(
                    $"all batches must have {first.FeatureCount} features and classes {first.Labels}; " +
                    $"one has {batch.FeatureCount} and {batch.Labels}", nameof(batches));
            if (fit is null)
            {
                outputs = Outputs(first);
                fit = new SgdFit(Rule, outputs, context);
                present = new bool[first.ClassCount];
            }
            Features x = Check.CompleteRows(batch.Features, nameof(SgdClassifier));
            double[]? weights = ClassWeights.OfRows(batch);
            (double loss, reason) = fit.Batch(new DesignRows(x, context), Target(batch), weights);
            WeightedClasses.Mark(batch, weights, present);
            context.Progress?.Report(new FitProgress("batch", fit.History.Length, 0, loss));
        }
        if (first is null || fit is null) throw new ArgumentException("there must be at least one batch", nameof(batches));
        if (stopped) reason = "the caller asked to stop";
        return Model(outputs, first, present, fit.History, new FitReport
        {
            Iterations = 1, Stopped = stopped, Converged = reason is null, Reason = reason,
        }.Ended(this, clock.Elapsed, first.FeatureNames));
    }

    private SgdWeights[] Outputs(ClassificationData data) =>
        [.. Enumerable.Range(0, data.ClassCount == 2 ? 1 : data.ClassCount).Select(_ => new SgdWeights(Rule, data.FeatureCount))];

    private static Func<int, int, double> Target(ClassificationData data) =>
        data.ClassCount == 2 ? (i, _) => 2 * data.Codes[i] - 1 : (i, k) => data.Codes[i] == k ? 1 : -1;

    private static LinearClassifierModel Model(
        SgdWeights[] outputs, ClassificationData data, bool[] present, double[] history, FitReport report)
    {
        int p = data.FeatureCount;
        double[] w = new double[outputs.Length * p], b = new double[outputs.Length];
        for (int k = 0; k < b.Length; k++)
        {
            b[k] = outputs[k].Write(w.AsSpan(k * p, p));
            if (outputs.Length > 1 && !present[k]) b[k] = double.NegativeInfinity;
        }
        return new LinearClassifierModel(Matrix.Wrap(w, outputs.Length, p), b, data.Labels, history, report);
    }
}
