namespace ClassicML.Linear;

/// <summary>The epochs of a stochastic gradient descent, for one output or several that meet the rows in the same order.</summary>
internal sealed class SgdFit(SgdRule rule, SgdWeights[] outputs, FitContext context)
{
    private readonly List<double> history = [];
    private double rate = rule.InitialRate;
    private long step = 1;

    public double[] History => [.. history];

    /// <summary>Learns from rows in an order; returns the sum of their losses, over all outputs.</summary>
    public double Learn(DesignRows rows, int[] order, Func<int, int, double> target, double[]? weights)
    {
        double[] losses = new double[outputs.Length];
        int threads = (long)order.Length * rows.ColumnCount < 100_000 ? 1 : context.Threads;
        long start = step;
        Workers.For(outputs.Length, threads, k =>
        {
            for (int at = 0; at < order.Length; at++)
            {
                int i = order[at];
                ReadOnlySpan<int> columns = rows.IsSparse ? rows.Sparse.RowColumns(i) : default;
                ReadOnlySpan<double> x = rows.IsSparse ? rows.Sparse.RowValues(i) : rows.Dense.Row(i);
                losses[k] += outputs[k].Step(columns, x, rows.IsSparse, target(i, k), weights is null ? 1 : weights[i],
                    rule.RateAt(start + at, rate));
            }
        }, context.Cancellation);
        step += order.Length;
        return losses.Sum();
    }

    /// <summary>Adds the mean loss of a batch to the history.</summary>
    public void Record(double meanLoss) => history.Add(meanLoss);

    public FitReport Run(
        DesignRows rows, Func<int, int, double> target, double[]? weights, int maxEpochs, bool shuffle, int seed, double tolerance,
            int? patience)
    {
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        double best = double.PositiveInfinity;
        int since = 0;
        while (true)
        {
            context.ThrowIfCancelled();
            bool stopped = context.Stop.IsCancellationRequested;
            if (stopped || history.Count == maxEpochs)
                return Report(stopped ? "the caller asked to stop"
                    : FormattableString.Invariant($"the limit of {maxEpochs} epochs was reached at a mean loss of {history[^1]:G4}")) with { Stopped = stopped };
            if (shuffle) new Rng((ulong)seed, (ulong)history.Count).Shuffle(order.AsSpan());
            double loss = Learn(rows, order, target, weights) / rows.RowCount;
            history.Add(loss);
            context.Progress?.Report(new FitProgress("epoch", history.Count, maxEpochs, loss));
            // The weights of the last sound epoch stay.
            if (!(loss < 1e100) || outputs.Any(one => !one.IsSound))
            {
                foreach (SgdWeights one in outputs) one.Restore();
                return Report($"the loss grew beyond all bounds in epoch {history.Count}: the learning rate is too large for these columns");
            }
            foreach (SgdWeights one in outputs) one.Save();
            since = loss > best - tolerance ? since + 1 : 0;
            best = Math.Min(best, loss);
            if (since != patience) continue;
            if (rule.Rate != LearningRate.Adaptive || rate <= 1e-6) return Report(null);
            (rate, since) = (rate / 5, 0);
        }
    }

    private FitReport Report(string? reason) => new()
    {
        Iterations = history.Count, Converged = reason is null, Reason = reason,
            Objective = history.Count > 0 && double.IsFinite(history[^1]) ? history[^1] : null,
    };
}
