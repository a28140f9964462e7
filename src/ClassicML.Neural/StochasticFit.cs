using System.Numerics;
using System.Numerics.Tensors;

namespace ClassicML.Neural;

/// <summary>Trains a network by steps over small batches, Adam's or those of gradient descent.</summary>
/// <remarks>
/// Each step lowers J = (Σ sᵢEᵢ + ½α‖W‖²)/(m·s̄) over the m rows of a batch, s̄ being the mean weight of all rows; biases are not penalised.
/// So the penalty counts once a batch, as in scikit-learn. The order of epoch e is a shuffle of the one before by the stream (seed, e).
/// Stops when more epochs than the patience in a row have not lowered the loss by the tolerance, or raised the score of the rows kept aside;
/// with the latter the weights of the best epoch are kept, otherwise the last. Without shuffling, steps are those of scikit-learn.
/// Cost of an epoch: 6·n·weights operations and 10·weights beside for each batch. The same bits on any number of threads.
/// </remarks>
internal sealed class StochasticFit<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostScoredRows = 1024;

    private readonly IMlpOptions options;
    private readonly NetworkShape shape;
    private readonly TrainingTask task;
    private readonly FitContext context;
    private readonly TrainingRows<T> source;
    private readonly int[] order, aside;
    private readonly int batchSize;
    private readonly double meanWeight;
    private readonly OutputLoss<T> loss;
    private readonly BackPropagation<T> network;
    private readonly ParameterSteps<T> steps;
    private readonly T[] buffer, gradient;
    private readonly List<double> losses = [], scores = [], norms = [];
    private ulong stepCount;

    public StochasticFit(IMlpOptions options, NetworkShape shape, TrainingTask task, FitContext context)
    {
        (this.options, this.shape, this.task, this.context) = (options, shape, task, context);
        (order, aside) = Split();
        meanWeight = task.MeanWeight(order);
        batchSize = Math.Min(options.BatchSize, order.Length);
        source = new TrainingRows<T>(task.X);
        loss = task.Loss<T>();
        int capacity = Math.Max(batchSize, Math.Min(aside.Length, MostScoredRows));
        network = new BackPropagation<T>(
            shape, options.Activation, capacity, context.Threads, options.Dropout, Rng.DeriveSeed((ulong)options.Seed, RandomParts.Dropout));
        steps = new ParameterSteps<T>(shape, options, context.Threads);
        buffer = new T[checked(capacity * shape.InputCount)];
        gradient = new T[shape.ParameterCount];
    }

    public Trained Run(double[] start)
    {
        T[] parameters = new T[start.Length];
        TensorPrimitives.ConvertTruncating<double, T>(start, parameters);
        T[] best = [.. parameters];
        double bestLoss = double.PositiveInfinity, bestScore = double.NegativeInfinity;
        int since = 0, bestEpoch = 0;
        long rowsSeen = 0;
        bool stopped = false;
        string? reason = null;
        while (true)
        {
            context.ThrowIfCancelled();
            if (stopped = context.Stop.IsCancellationRequested)
            {
                reason = "the caller asked to stop";
                break;
            }
            if (losses.Count == options.MaxEpochs)
            {
                reason = MlpFit.LimitReason(options.MaxEpochs, "epochs", losses[^1]);
                break;
            }
            double epochLoss = Epoch(parameters);
            rowsSeen += order.Length;
            losses.Add(epochLoss);
            if (aside.Length > 0) scores.Add(Score(parameters));
            context.Progress?.Report(new FitProgress("epoch", losses.Count, options.MaxEpochs, epochLoss));
            if (!double.IsFinite(epochLoss) || !steps.AreFinite)
            {
                reason = $"the loss grew beyond all bounds in epoch {losses.Count}: the rate is too large for these columns";
                break;
            }
            bool better = aside.Length > 0 ? scores[^1] > bestScore : epochLoss < bestLoss;
            bool gained = aside.Length > 0 ? !(scores[^1] < bestScore + options.Tolerance) : !(epochLoss > bestLoss - options.Tolerance);
            if (better)
            {
                bestEpoch = losses.Count;
                parameters.CopyTo(best, 0);
                if (aside.Length > 0) bestScore = scores[^1];
                else bestLoss = epochLoss;
            }
            since = gained ? 0 : since + 1;
            steps.Rule.EndEpoch(rowsSeen);
            if (!(since > options.PatienceCount)) continue;
            if (!steps.Rule.Slower()) break;
            since = 0;
        }
        bool keepBest = aside.Length > 0 || stopped || !steps.AreFinite || (losses.Count > 0 && !double.IsFinite(losses[^1]));
        return Result(keepBest ? best : parameters, keepBest ? bestEpoch : losses.Count, stopped, reason);
    }

    // Steps over all rows; returns the mean objective before each.
    private double Epoch(T[] parameters)
    {
        if (options.Shuffle)
            new Rng(Rng.DeriveSeed((ulong)options.Seed, RandomParts.Order), (ulong)losses.Count).Shuffle(order.AsSpan());
        double sum = 0;
        steps.BeginEpoch(parameters);
        for (int at = 0; at < order.Length; at += batchSize)
        {
            context.ThrowIfCancelled();
            ReadOnlySpan<int> rows = order.AsSpan(at, Math.Min(batchSize, order.Length - at));
            double scale = 1 / (rows.Length * meanWeight), penalty = 0.5 * options.Alpha * steps.WeightSquares;
            double batchLoss = network.Gradient(
                source.Take(rows, buffer, context.Threads), rows, parameters, loss, gradient, T.CreateTruncating(options.Alpha),
                T.CreateTruncating(scale), step: stepCount++);
            sum += (batchLoss + penalty) / meanWeight;
            steps.Move(gradient, parameters);
        }
        norms.AddRange(steps.EpochNorms());
        return sum / order.Length;
    }

    private double Score(T[] parameters)
    {
        double[] u = new double[aside.Length * shape.OutputCount];
        for (int at = 0; at < aside.Length; at += MostScoredRows)
        {
            ReadOnlySpan<int> rows = aside.AsSpan(at, Math.Min(MostScoredRows, aside.Length - at));
            Span<T> block = network.Forward(source.Take(rows, buffer, context.Threads), rows.Length, parameters);
            TensorPrimitives.ConvertTruncating<T, double>(block, u.AsSpan(at * shape.OutputCount, block.Length));
        }
        return task.Score(u, aside);
    }

    private (int[] Train, int[] Aside) Split()
    {
        if (options.ValidationShare == 0) return ([.. Enumerable.Range(0, task.X.RowCount)], []);
        (int[] train, int[] kept) = task.Split(options.ValidationShare, Rng.DeriveSeed((ulong)options.Seed, RandomParts.Validation));
        if (train.Length == 0 || kept.Length == 0 || task.MeanWeight(train) == 0 || task.MeanWeight(kept) == 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"a ValidationShare of {options.ValidationShare} of {task.X.RowCount} rows leaves none with a weight to learn from or to score"),
                nameof(options.ValidationShare));
        return (train, kept);
    }

    private Trained Result(T[] parameters, int keptEpoch, bool stopped, string? reason)
    {
        double[] kept = new double[parameters.Length];
        TensorPrimitives.ConvertTruncating<T, double>(parameters, kept);
        var history = new TrainingHistory([.. losses], [.. scores], Matrix.Wrap([.. norms], losses.Count, shape.LayerCount));
        FitReport report = new FitReport
        {
            Iterations = losses.Count, Stopped = stopped, Converged = reason is null, Reason = reason,
            Objective = keptEpoch > 0 && double.IsFinite(losses[keptEpoch - 1]) ? losses[keptEpoch - 1] : null,
        }.With("parameter_count", shape.ParameterCount).With("kept_epoch", keptEpoch);
        if (scores.Count > 0 && keptEpoch > 0) report = report.With("validation_score", scores[keptEpoch - 1]);
        return new Trained(kept, history, report);
    }
}
