using System.Numerics;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>Trains a network by steps over small batches, Adam's or those of gradient descent.</summary>
/// <remarks>
/// Each step lowers J = (Σ sᵢEᵢ + ½α‖W‖²)/(m·s̄) over the m rows of a batch, s̄ being the mean weight of all rows; biases are not penalised.
/// So the penalty counts once a batch, as in scikit-learn. The order of epoch e is a shuffle of the one before by the stream (seed, e).
/// Stops when more epochs than the patience in a row have not lowered the loss by the tolerance, or raised the score of the rows kept aside;
/// with the latter the weights of the best epoch are kept, otherwise the last. Without shuffling, steps are those of scikit-learn.
/// A fit that ends above the loss of zero weights, or far above its best, has gone astray (<see cref="Divergence"/>); the best weights stay.
/// Cost of an epoch: 6·n·weights operations and 10·weights beside for each batch. The same bits on any number of threads.
/// </remarks>
internal sealed class StochasticFit<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostScoredRows = 1024;
    private const string WayOut = "lower LearningRate, or standardise the columns";

    private readonly MlpOptions options;
    private readonly NetworkShape shape;
    private readonly TrainingTask task;
    private readonly FitContext context;
    private readonly TrainingRows<T> source;
    private readonly int[] order, aside;
    private readonly int batchSize, capacity;
    private readonly double meanWeight, alpha;
    private readonly OutputLoss<T> loss;
    private readonly BackPropagation<T> network;
    private readonly ParameterSteps<T> steps;
    private readonly T[] buffer, gradient;
    private readonly EpochLoop epochs;
    private readonly List<double> scores = [], norms = [];
    private ulong stepCount;

    public StochasticFit(MlpOptions options, NetworkShape shape, TrainingTask task, FitContext context)
    {
        (this.options, this.shape, this.task, this.context) = (options, shape, task, context);
        (order, aside) = Split();
        double given = task.MeanWeight(order), unit = TrainingTask.Unit(given);
        (meanWeight, alpha) = (given * unit, options.Alpha * unit);
        batchSize = Math.Min(options.BatchSize, order.Length);
        source = new TrainingRows<T>(task.X);
        loss = task.Loss<T>(unit);
        capacity = Math.Max(batchSize, Math.Min(aside.Length, MostScoredRows));
        network = new BackPropagation<T>(
            shape, options.Activation, capacity, context.Threads, options.Dropout, Rng.DeriveSeed((ulong)options.Seed, RandomParts.Dropout));
        steps = new ParameterSteps<T>(shape, options, context.Threads);
        buffer = new T[checked(capacity * shape.InputCount)];
        gradient = new T[shape.ParameterCount];
        epochs = new EpochLoop(context, options.MaxEpochs);
    }

    public Trained Run(double[] start)
    {
        T[] parameters = new T[start.Length];
        TensorPrimitives.ConvertTruncating<double, T>(start, parameters);
        // The weights after the best epoch, those before it, and those before the current one.
        T[] best = [.. parameters], beforeBest = [.. parameters], before = [.. parameters];
        long rowsSeen = 0;
        while (epochs.Begin(MlpFit.AtLoss))
        {
            parameters.CopyTo(before, 0);
            double epochLoss = Epoch(parameters);
            rowsSeen += order.Length;
            if (aside.Length > 0) scores.Add(Score(parameters));
            epochs.Add(epochLoss);
            if (!double.IsFinite(epochLoss) || !steps.AreFinite)
            {
                epochs.End($"the loss grew beyond all bounds in epoch {epochs.Count}: {WayOut}");
                break;
            }
            // The higher a score, the better.
            if (epochs.Watch(aside.Length > 0 ? -scores[^1] : epochLoss, options.Tolerance))
            {
                parameters.CopyTo(best, 0);
                (before, beforeBest) = (beforeBest, before);
            }
            steps.Rule.EndEpoch(rowsSeen);
            if (epochs.LosesPatience(options.PatienceCount + 1L) && !steps.Rule.Slower()) epochs.End(null);
        }
        if (!epochs.IsStopped && epochs.Count > 0 && Astray(parameters, best, beforeBest) is { } astray) return astray;
        bool keepBest = aside.Length > 0 || epochs.IsStopped;
        int kept = keepBest ? epochs.BestEpoch : epochs.Count;
        return Result(keepBest ? best : parameters, kept, kept > 0 ? epochs.Losses[kept - 1] : null);
    }

    // What a fit gives whose steps were too large; null where they were not. Where rows kept aside choose the weights, the reason alone tells.
    private Trained? Astray(T[] parameters, T[] best, T[] beforeBest)
    {
        bool finite = steps.AreFinite && double.IsFinite(epochs.Last), limited = epochs.Reason is not null;
        var divergence = new Divergence(ZeroLoss(), options.Tolerance);
        if (finite && !divergence.IsAstray(epochs.Last, epochs.Losses.Min(), limited)) return null;
        if (aside.Length > 0)
        {
            if (finite) epochs.End(divergence.Reason(epochs.Last, epochs.Losses.Min(), WayOut));
            return null;
        }
        // What an epoch reports is a mean over weights on their way, so those that may be kept are measured as they are.
        double last = finite ? Objective(parameters) : double.PositiveInfinity, after = Objective(best), before = Objective(beforeBest);
        double least = Math.Min(last, Math.Min(after, before));
        if (finite && !divergence.IsAstray(last, least, limited)) return null;
        if (finite) epochs.End(divergence.Reason(last, least, WayOut));
        return finite && last == least ? Result(parameters, epochs.Count, least)
            : after <= before ? Result(best, epochs.BestEpoch, least)
            : Result(beforeBest, epochs.BestEpoch - 1, least);
    }

    // Steps over all rows; returns the mean objective before each.
    private double Epoch(T[] parameters)
    {
        if (options.Shuffle)
            new Rng(Rng.DeriveSeed((ulong)options.Seed, RandomParts.Order), (ulong)epochs.Count).Shuffle(order.AsSpan());
        double sum = 0;
        steps.BeginEpoch(parameters);
        for (int at = 0; at < order.Length; at += batchSize)
        {
            context.ThrowIfCancelled();
            ReadOnlySpan<int> rows = order.AsSpan(at, Math.Min(batchSize, order.Length - at));
            double scale = 1 / (rows.Length * meanWeight), penalty = 0.5 * alpha * steps.WeightSquares;
            double batchLoss = network.Gradient(
                source.Take(rows, buffer, context.Threads), rows, parameters, loss, gradient, T.CreateTruncating(alpha),
                T.CreateTruncating(scale), step: stepCount++);
            sum += (batchLoss + penalty) / meanWeight;
            steps.Move(gradient, parameters);
        }
        norms.AddRange(steps.EpochNorms());
        return sum / order.Length;
    }

    // J of weights as they are, without dropout; infinite where it is no number.
    private double Objective(T[] parameters)
    {
        double sum = 0, squares = 0;
        for (int at = 0; at < order.Length; at += capacity)
        {
            context.ThrowIfCancelled();
            ReadOnlySpan<int> rows = order.AsSpan(at, Math.Min(capacity, order.Length - at));
            sum += loss.Differentiate(network.Forward(source.Take(rows, buffer, context.Threads), rows.Length, parameters), rows);
        }
        for (int l = 0; l < shape.LayerCount; l++) squares += VectorKernels.SumOfSquares(shape.Weights<T>(l, (ReadOnlySpan<T>)parameters));
        int batches = (order.Length + batchSize - 1) / batchSize;
        double value = (sum + 0.5 * alpha * squares * batches) / (order.Length * meanWeight);
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    // J of zero weights and biases: what a network that has learnt nothing costs.
    private double ZeroLoss()
    {
        T[] scores = new T[capacity * shape.OutputCount];
        double sum = 0;
        for (int at = 0; at < order.Length; at += capacity)
        {
            ReadOnlySpan<int> rows = order.AsSpan(at, Math.Min(capacity, order.Length - at));
            Array.Clear(scores);
            sum += loss.Differentiate(scores.AsSpan(0, rows.Length * shape.OutputCount), rows);
        }
        return sum / (order.Length * meanWeight);
    }

    private double Score(T[] parameters)
    {
        double[] u = new double[aside.Length * shape.OutputCount];
        for (int at = 0; at < aside.Length; at += MostScoredRows)
        {
            context.ThrowIfCancelled();
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

    private Trained Result(T[] parameters, int keptEpoch, double? objective)
    {
        double[] kept = new double[parameters.Length];
        TensorPrimitives.ConvertTruncating<T, double>(parameters, kept);
        var history = new TrainingHistory([.. epochs.Losses], [.. scores], Matrix.Wrap([.. norms], epochs.Count, shape.LayerCount));
        FitReport report = epochs.Report(objective is { } value && double.IsFinite(value) ? value : null)
            .With("parameter_count", shape.ParameterCount).With("kept_epoch", keptEpoch);
        if (scores.Count > 0 && keptEpoch > 0) report = report.With("validation_score", scores[keptEpoch - 1]);
        return new Trained(kept, history, report);
    }
}
