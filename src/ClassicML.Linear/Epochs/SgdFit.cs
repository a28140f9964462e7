using ClassicML.Internal;

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
            return (loss, Unbounded("batch", history.Count));
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
        double idle = Idle(rows.RowCount, target, weights);
        bool astray = false;
        var epochs = new EpochLoop(context, maxEpochs);
        while (epochs.Begin(loss => $"at a mean loss of {EpochLoss.Text(loss)}"))
        {
            if (shuffle) new Rng((ulong)seed, (ulong)epochs.Count).Shuffle(order.AsSpan());
            double loss = Learn(rows, order, target, weights, lengths);
            epochs.Add(loss);
            if (astray = !IsSound(loss))
            {
                epochs.End(Unbounded("epoch", epochs.Count));
                break;
            }
            if (epochs.Watch(loss, tolerance))
                foreach (SgdWeights one in outputs) one.Save();
            if (!epochs.LosesPatience(patience)) continue;
            if (rule.Schedule != SgdSchedule.Adaptive || rate <= 1e-6) epochs.End(null);
            else rate /= 5;
        }
        history.AddRange(epochs.Losses);
        if (!astray && epochs.Count > 0 && (astray = EpochLoss.IsFarFrom(epochs.Last, epochs.Best, idle)))
            epochs.End(EpochLoss.Reason(epochs.Last, epochs.Best, epochs.BestEpoch, idle));
        if (!astray) return epochs.Report(epochs.Count > 0 ? epochs.Last : null);
        foreach (SgdWeights one in outputs) one.Restore();
        return epochs.Report(epochs.BestEpoch > 0 ? epochs.Best : null);
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

    private static string Unbounded(string unit, int number) =>
        $"the loss grew beyond all bounds in {unit} {number}: the learning rate is too large for these columns";
}
