using System.Diagnostics;
using ClassicML.Numerics;

namespace ClassicML.Linear;

/// <summary>One fit of an <see cref="Adaline"/>: the classes' weights side by side, so that an epoch reads x once.</summary>
internal sealed class AdalineFit
{
    private readonly Adaline options;
    private readonly ClassificationData data;
    private readonly FitContext context;
    private readonly DesignRows rows;
    private readonly double[]? weights;
    private readonly double[] w, b;
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
    }

    public LinearClassifierModel Run(Stopwatch clock)
    {
        List<double> history = [];
        double rate = options.InitialRate;
        string? reason = null;
        bool stopped = false, converged = false;
        while (!converged)
        {
            context.ThrowIfCancelled();
            if (stopped = context.Stop.IsCancellationRequested) reason = "the caller asked to stop";
            else if (history.Count == options.MaxEpochs) reason =
                FormattableString.Invariant($"the limit of {options.MaxEpochs} epochs was reached at a cost of {history[^1]:G4}");
            if (reason is not null) break;

            double cost = options.Descent == Descent.Batch ? BatchEpoch(rate, history.Count) : StochasticEpoch(rate, history.Count);
            double before = history.Count == 0 ? double.PositiveInfinity : history[^1];
            history.Add(cost);
            if (!(cost < 1e100))
            {
                reason = FormattableString.Invariant($"the cost grew beyond all bounds in epoch {history.Count}: the learning rate {options.InitialRate:G3} is too large for these columns; the weights are zero");
                Array.Clear(w);
                Array.Clear(b);
                history[^1] = double.MaxValue;
                break;
            }
            bool adaptive = options.LearningRate == LearningRate.Adaptive;
            // An adaptive rate falls first; only when it is tiny has the cost come to rest. A cost that rises has not.
            converged = adaptive ? before - cost < options.Tolerance && rate < 1e-6 : Math.Abs(before - cost) < options.Tolerance;
            if (adaptive && before - cost < options.Tolerance) rate /= 5;
            context.Progress?.Report(new FitProgress("epoch", history.Count, options.MaxEpochs, cost));
        }
        for (int k = 0; k < outputs && outputs > 1; k++)
            if (!present[k]) b[k] = double.NegativeInfinity;
        return new LinearClassifierModel(Matrix.Wrap(w, outputs, p), b, data.Labels, [.. history], new FitReport
        {
            Iterations = history.Count, Converged = reason is null, Reason = reason, Stopped = stopped,
            Objective = history.Count > 0 ? history[^1] : null, Elapsed = clock.Elapsed,
        });
    }

    private double Rate(double rate, double t) =>
        options.LearningRate == LearningRate.InverseScaling ? rate / Math.Pow(t, options.Power) : rate;

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
            double eta = Rate(rate, ++step) * WeightOf(i);
            ReadOnlySpan<int> columns = rows.IsSparse ? rows.Sparse.RowColumns(i) : default;
            ReadOnlySpan<double> x = rows.IsSparse ? rows.Sparse.RowValues(i) : rows.Dense.Row(i);
            for (int k = 0; k < outputs; k++)
            {
                Span<double> own = w.AsSpan(k * p, p);
                double error = Target(i, k) - b[k] - (rows.IsSparse ? RowKernels.SparseDot(columns, x, own) : Kernels.Dot(x, own));
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
