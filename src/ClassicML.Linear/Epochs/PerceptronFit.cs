using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>One fit of a <see cref="Perceptron"/>: the epochs of all its classes.</summary>
/// <remarks>
/// Mistakes are counted as they are made, so an epoch's count is that of weights on the move. The averaged weights are
/// w̄ = w - u/t with u = Σ(t' - 1)·(change at step t'), so that a row without a mistake costs nothing more (Daumé's form).
/// </remarks>
internal sealed class PerceptronFit
{
    private readonly Perceptron options;
    private readonly ClassificationData data;
    private readonly FitContext context;
    private readonly DesignRows rows;
    private readonly double[]? weights;
    private readonly int[] train, validation;
    private double[][] w, late;
    private double[] b, lateB;
    private readonly int outputs;
    private readonly bool[] present;

    public PerceptronFit(Perceptron options, ClassificationData data, Features x, FitContext context)
    {
        (this.options, this.data, this.context) = (options, data, context);
        rows = DesignRows.ForIterations(x, context);
        weights = options.ClassWeights.OfRows(data);
        (train, validation) = TrainingShare.Split(data.Codes, data.ClassCount, options.ValidationShare, (ulong)options.Seed);
        outputs = data.ClassCount == 2 ? 1 : data.ClassCount;
        present = WeightedClasses.Present(data, weights, nameof(Perceptron));
        w = new double[outputs][];
        late = new double[outputs][];
        for (int k = 0; k < outputs; k++) (w[k], late[k]) = (new double[x.ColumnCount], options.Averaged ? new double[x.ColumnCount] : []);
        (b, lateB) = (new double[outputs], new double[outputs]);
    }

    public LinearClassifierModel Run()
    {
        var epochs = new EpochLoop(context, options.MaxEpochs);
        long step = 0;
        int[] order = [.. train], mistakes = new int[outputs];
        while (epochs.Begin(count => $"with {count} mistakes in the last"))
        {
            if (epochs.LosesPatience(options.PatienceCount))
            {
                epochs.End($"mistakes have not fallen for {options.PatienceCount} epochs; the last had {epochs.Last}");
                break;
            }
            if (options.Shuffle) new Rng((ulong)options.Seed, (ulong)epochs.Count).Shuffle(order.AsSpan());
            (double[][] W, double[][] Late, double[] B, double[] LateB) before =
                ([.. w.Select(own => own.ToArray())], [.. late.Select(own => own.ToArray())], [.. b], [.. lateB]);
            // A class's perceptron is a task of its own; they meet the rows in one order.
            int threads = (long)order.Length * rows.ColumnCount < 100_000 ? 1 : context.Threads;
            Workers.For(outputs, threads, k => mistakes[k] = present[outputs == 1 ? 1 : k] ? Epoch(k, order, step) : 0,
                context.Cancellation);
            if (!w.Concat(late).Append(b).Append(lateB).All(own => Kernels.AllFinite(own)))
            {
                // Without them NaN would count as no mistake.
                (w, late, b, lateB) = before;
                epochs.End($"the weights grew beyond all bounds in epoch {epochs.Count + 1}; those before it are kept");
                break;
            }
            step += order.Length;
            epochs.Add(mistakes.Sum());
            epochs.Watch(validation.Length == 0 ? epochs.Last : Wrong(), leastGain: 1);
            if (epochs.Last == 0) epochs.End(null);
        }
        int p = rows.ColumnCount;
        double[] coefficients = new double[outputs * p], intercept = new double[outputs];
        for (int k = 0; k < outputs; k++)
        {
            Span<double> to = coefficients.AsSpan(k * p, p);
            w[k].CopyTo(to);
            if (options.Averaged && step > 0) Kernels.AddScaled(-1.0 / step, late[k], to);
            intercept[k] = !present[outputs == 1 ? 1 : k] ? double.NegativeInfinity
                : b[k] - (options.Averaged && step > 0 ? lateB[k] / step : 0);
        }
        return new LinearClassifierModel(
            Matrix.Wrap(coefficients, outputs, p), intercept, data.Labels, [.. epochs.Losses],
            epochs.Report(epochs.Count > 0 ? epochs.Last : null));
    }

    private int Epoch(int k, int[] order, long step)
    {
        int mistakes = 0, own = outputs == 1 ? 1 : k;
        double[] weights = w[k], lag = late[k];
        double bias = b[k], rate = options.LearningRate;
        bool sparse = rows.IsSparse;
        foreach (int i in order)
        {
            double t = data.Codes[i] == own ? 1 : -1;
            ReadOnlySpan<int> columns = sparse ? rows.Sparse.RowColumns(i) : default;
            ReadOnlySpan<double> x = sparse ? rows.Sparse.RowValues(i) : rows.Dense.Row(i);
            double score = bias + (sparse ? SparseProduct.Dot(columns, x, weights) : Kernels.Dot(x, weights));
            double move = rate * t * (this.weights is null ? 1 : this.weights[i]);
            if (t * score <= 0 && move != 0)
            {
                mistakes++;
                if (sparse) Scatter(columns, x, move, weights);
                else Kernels.AddScaled(move, x, weights);
                if (options.FitIntercept) bias += move;
                if (options.Averaged)
                {
                    if (sparse) Scatter(columns, x, move * step, lag);
                    else Kernels.AddScaled(move * step, x, lag);
                    if (options.FitIntercept) lateB[k] += move * step;
                }
            }
            step++;
        }
        b[k] = bias;
        return mistakes;
    }

    private int Wrong()
    {
        int wrong = 0;
        double[] scores = new double[outputs];
        foreach (int i in validation)
        {
            for (int k = 0; k < outputs; k++)
                scores[k] = !present[outputs == 1 ? 1 : k] ? double.NegativeInfinity : b[k] + (rows.IsSparse
                    ? SparseProduct.Dot(rows.Sparse.RowColumns(i), rows.Sparse.RowValues(i), w[k])
                    : Kernels.Dot(rows.Dense.Row(i), w[k]));
            int code = outputs == 1 ? (scores[0] > 0 ? 1 : 0) : Array.IndexOf(scores, scores.Max());
            wrong += code == data.Codes[i] ? 0 : 1;
        }
        return wrong;
    }

    private static void Scatter(ReadOnlySpan<int> columns, ReadOnlySpan<double> values, double scale, double[] to)
    {
        for (int at = 0; at < columns.Length; at++) to[columns[at]] += scale * values[at];
    }
}
