using System.Diagnostics;
using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>One fit of an <see cref="Adaline"/>: the classes' weights side by side, so that an epoch reads x once.</summary>
internal sealed class AdalineFit
{
    private readonly Adaline options;
    private readonly ClassificationData data;
    private readonly FitContext context;
    private readonly DesignRows rows;
    private readonly double[]? weights;
    private readonly double[] w, b, bestW, bestB;
    private readonly double[]? lengths;
    private readonly double total;
    private readonly bool[] present;
    private readonly int outputs, p;

    public AdalineFit(Adaline options, ClassificationData data, Features x, FitContext context)
    {
        (this.options, this.data, this.context) = (options, data, context);
        rows = new DesignRows(x, context);
        weights = options.ClassWeights.OfRows(data);
        present = WeightedClasses.Present(data, weights, nameof(Adaline));
        total = LogisticProblem.Total(weights, data.RowCount);
        outputs = data.ClassCount == 2 ? 1 : data.ClassCount;
        p = x.ColumnCount;
        (w, b) = (new double[outputs * p], new double[outputs]);
        (bestW, bestB) = (new double[outputs * p], new double[outputs]);
        lengths = rows.Lengths(
            options.Solver == AdalineSolver.Stochastic ? options.LearningRate * (weights?.Max() ?? 1) : 0, context);
    }

    public LinearClassifierModel Run(Stopwatch clock)
    {
        // J of zero weights, half of 1 an output: the first cost of descent in batches.
        double rate = options.LearningRate, idle = 0.5 * outputs;
        var epochs = new EpochLoop(context, options.MaxEpochs, best: idle);
        while (epochs.Begin(cost => $"at a cost of {EpochLoss.Text(cost)}"))
        {
            bool batch = options.Solver == AdalineSolver.Batch;
            double[] before = batch ? [.. w] : w, beforeB = batch ? [.. b] : b;
            double last = epochs.Count == 0 ? double.PositiveInfinity : epochs.Last;
            double cost = batch ? BatchEpoch(rate, epochs.Count) : StochasticEpoch(rate, epochs.Count);
            bool sound = double.IsFinite(cost) && Kernels.AllFinite(w) && Kernels.AllFinite(b);
            epochs.Add(sound ? cost : double.MaxValue);
            if (!sound)
            {
                epochs.End($"the cost grew beyond all bounds in epoch {epochs.Count}: the learning rate "
                    + $"{EpochLoss.Text(options.LearningRate)} is too large for these columns");
                break;
            }
            // A cost in batches is that of the weights before their step.
            if (epochs.Watch(cost))
            {
                before.CopyTo(bestW, 0);
                beforeB.CopyTo(bestB, 0);
            }
            bool adaptive = options.Schedule == SgdSchedule.Adaptive;
            // An adaptive rate falls first; only when it is tiny has the cost come to rest. A cost that rises has not.
            if (adaptive ? last - cost < options.Tolerance && rate < 1e-6 : Math.Abs(last - cost) < options.Tolerance) epochs.End(null);
            if (adaptive && last - cost < options.Tolerance) rate /= 5;
        }
        double objective = epochs.Count > 0 ? epochs.Last : idle;
        if (EpochLoss.IsFarFrom(objective, epochs.Best, idle))
        {
            if (objective < double.MaxValue) epochs.End(EpochLoss.Reason(objective, epochs.Best, epochs.BestEpoch, idle));
            bestW.CopyTo(w, 0);
            bestB.CopyTo(b, 0);
            objective = epochs.Best;
        }
        for (int k = 0; k < outputs && outputs > 1; k++)
            if (!present[k]) b[k] = double.NegativeInfinity;
        return new LinearClassifierModel(
            Matrix.Wrap(w, outputs, p), b, data.Labels, [.. epochs.Losses],
            epochs.Report(objective).Ended(options, clock.Elapsed, data.FeatureNames));
    }

    private double Rate(double rate, double t) =>
        options.Schedule == SgdSchedule.InverseScaling ? rate / Math.Pow(t, options.Power) : rate;

    private double Target(int row, int k) => data.Codes[row] == (outputs == 1 ? 1 : k) ? 1 : -1;

    private double WeightOf(int row) => weights is null ? 1 : weights[row];

    private double BatchEpoch(double rate, int epoch)
    {
        int width = rows.Width(outputs), size = p * width, blocks = rows.BlockCount(size);
        double[] packed = rows.Packed(w, outputs), costs = new double[blocks];
        double[][] sums = new double[blocks][];
        rows.ForBlocks(blocks, (block, start, end) =>
        {
            double[] sum = sums[block] = new double[size + outputs], tile = new double[rows.TileRows * width];
            for (int from = start; from < end; from += rows.TileRows)
            {
                int to = Math.Min(end, from + rows.TileRows);
                Span<double> z = tile.AsSpan(0, (to - from) * width);
                rows.Scores(from, to, packed, outputs, z);
                for (int i = from; i < to; i++)
                    for (int k = 0; k < outputs; k++)
                    {
                        ref double error = ref z[(i - from) * width + k];
                        error = Target(i, k) - error - b[k];
                        costs[block] += 0.5 * WeightOf(i) * error * error;
                        sum[size + k] += error *= WeightOf(i);
                    }
                rows.AddTransposed(from, to, z, outputs, sum.AsSpan(0, size));
            }
        }, 4L * p * outputs, context.Cancellation);
        double eta = Rate(rate, epoch + 1) / total, cost = 0;
        for (int block = 0; block < blocks; block++)
        {
            rows.Unpack(sums[block].AsSpan(0, size), outputs, eta, w);
            if (options.FitIntercept) Kernels.AddScaled(eta, sums[block].AsSpan(size), b);
            cost += costs[block];
        }
        return cost / total;
    }

    private double StochasticEpoch(double rate, int epoch)
    {
        int n = data.RowCount;
        double cost = 0, step = (double)epoch * n;
        int[] order = options.Shuffle ? new Rng((ulong)options.Seed, (ulong)epoch).Permutation(n) : [.. Enumerable.Range(0, n)];
        foreach (int i in order)
        {
            double eta = Rate(rate, ++step) * WeightOf(i), reach = lengths is null ? 0 : lengths[i] + (options.FitIntercept ? 1 : 0);
            // A step that would end beyond the target with a larger error than before ends at it, as in SGD.
            if (eta * reach > 2) eta = 1 / reach;
            ReadOnlySpan<int> columns = rows.IsSparse ? rows.Sparse.RowColumns(i) : default;
            ReadOnlySpan<double> x = rows.IsSparse ? rows.Sparse.RowValues(i) : rows.Dense.Row(i);
            for (int k = 0; k < outputs; k++)
            {
                Span<double> own = w.AsSpan(k * p, p);
                double error = Target(i, k) - b[k] - (rows.IsSparse ? SparseProduct.Dot(columns, x, own) : Kernels.Dot(x, own));
                cost += 0.5 * WeightOf(i) * error * error;
                if (rows.IsSparse)
                    for (int at = 0; at < columns.Length; at++) own[columns[at]] += eta * error * x[at];
                else Kernels.AddScaled(eta * error, x, own);
                if (options.FitIntercept) b[k] += eta * error;
            }
        }
        return cost / total;
    }
}
