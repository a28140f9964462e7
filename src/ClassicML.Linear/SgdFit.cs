namespace ClassicML.Linear;

/// <summary>The epochs of a stochastic gradient descent, for one output or several that meet the rows in the same order.</summary>
internal sealed class SgdFit(SgdRule rule, SgdWeights[] outputs, FitContext context)
{
    private readonly List<double> history = [];
    private double rate = rule.LearningRate;
    private long step = 1;

    public double[] History => [.. history];

    /// <summary>Learns from a batch and adds its mean loss to the history. Where that leaves weights that are not sound, those before
    /// return.</summary>
    /// <returns>The mean loss, and why the weights are no result; null where they are one.</returns>
    public (double Loss, string? Reason) Batch(DesignRows rows, Func<int, int, double> target, double[]? weights)
    {
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        double loss = Learn(rows, order, target, weights, rows.Lengths(LargestStep(weights), context));
        history.Add(loss);
        if (!IsSound(loss))
        {
            foreach (SgdWeights one in outputs) one.Restore();
            return (loss, Unbounded("batch"));
        }
        foreach (SgdWeights one in outputs) one.Save();
        double idle = Idle(rows.RowCount, target, weights);
        return (loss, loss <= idle ? null
            : $"the last batch had a mean loss of {EpochLoss.Text(loss)}, zero weights have {EpochLoss.Text(idle)}");
    }

    public FitReport Run(
        DesignRows rows, Func<int, int, double> target, double[]? weights, int maxEpochs, bool shuffle, int seed, double tolerance,
            int? patience)
    {
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        double[]? lengths = rows.Lengths(LargestStep(weights), context);
        double best = double.PositiveInfinity, idle = Idle(rows.RowCount, target, weights);
        int since = 0, bestEpoch = 0;
        while (true)
        {
            context.ThrowIfCancelled();
            bool stopped = context.Stop.IsCancellationRequested;
            if (stopped || history.Count == maxEpochs)
                return End(stopped ? "the caller asked to stop"
                    : $"the limit of {maxEpochs} epochs was reached at a mean loss of {EpochLoss.Text(history[^1])}")
                    with { Stopped = stopped };
            if (shuffle) new Rng((ulong)seed, (ulong)history.Count).Shuffle(order.AsSpan());
            double loss = Learn(rows, order, target, weights, lengths);
            history.Add(loss);
            context.Progress?.Report(new FitProgress("epoch", history.Count, maxEpochs, loss));
            if (!IsSound(loss)) return Kept(Unbounded("epoch"));
            since = loss > best - tolerance ? since + 1 : 0;
            if (loss < best)
            {
                (best, bestEpoch) = (loss, history.Count);
                foreach (SgdWeights one in outputs) one.Save();
            }
            if (since != patience) continue;
            if (rule.Schedule != SgdSchedule.Adaptive || rate <= 1e-6) return End(null);
            (rate, since) = (rate / 5, 0);
        }

        FitReport End(string? reason) =>
            history.Count > 0 && EpochLoss.IsFarFrom(history[^1], best, idle) ? Kept(EpochLoss.Reason(history[^1], best, bestEpoch, idle))
                : Report(reason, history.Count > 0 ? history[^1] : null);

        FitReport Kept(string reason)
        {
            foreach (SgdWeights one in outputs) one.Restore();
            return Report(reason, bestEpoch > 0 ? best : null);
        }
    }

    // Steps only become shorter.
    private double LargestStep(double[]? weights) =>
        rule.CanOvershoot ? rule.RateAt(step, rate) * (weights is null ? 1 : weights.Max()) : 0;

    // The weighted mean of the rows' losses, summed over outputs.
    private double Learn(DesignRows rows, int[] order, Func<int, int, double> target, double[]? weights, double[]? lengths)
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
                double weight = weights is null ? 1 : weights[i];
                losses[k] += weight * outputs[k].Step(
                    columns, x, rows.IsSparse, target(i, k), weight, rule.RateAt(start + at, rate), lengths is null ? -1 : lengths[i]);
            }
        }, context.Cancellation);
        step += order.Length;
        return Mean(losses.Sum(), order.Length, weights);
    }

    // The loss of zero weights.
    private double Idle(int rows, Func<int, int, double> target, double[]? weights)
    {
        double sum = 0;
        for (int k = 0; k < outputs.Length; k++)
            for (int i = 0; i < rows; i++) sum += (weights is null ? 1 : weights[i]) * rule.LossOf(0, target(i, k));
        return Mean(sum, rows, weights);
    }

    private static double Mean(double sum, int rows, double[]? weights) => sum == 0 ? 0 : sum / LogisticProblem.Total(weights, rows);

    private bool IsSound(double loss) => double.IsFinite(loss) && outputs.All(one => one.IsSound);

    private string Unbounded(string unit) =>
        $"the loss grew beyond all bounds in {unit} {history.Count}: the learning rate is too large for these columns";

    private FitReport Report(string? reason, double? objective) =>
        new() { Iterations = history.Count, Converged = reason is null, Reason = reason, Objective = objective };
}
