using ClassicML.Optimization;

namespace ClassicML.Neural;

/// <summary>Trains a network by L-BFGS on J = (Σ sᵢEᵢ + ½α‖W‖²)/Σ sᵢ over all rows.</summary>
/// <remarks>
/// Rows go through the network in fixed blocks, whose gradients add up in order: the same bits on any number of threads. J is not convex
/// where there is a hidden layer, so the end depends on the start. At a kink of ReLU no step along the quasi-Newton direction may lower J;
/// then it begins anew with steepest descent, as scipy's does, for as long as that helps.
/// </remarks>
internal sealed class FullBatchFit
{
    /// <summary>Rows at once.</summary>
    public const int BlockSize = 1024;

    private readonly MlpOptions options;
    private readonly NetworkShape shape;
    private readonly FitContext context;
    private readonly int[] rows;
    private readonly TrainingRows<double> source;
    private readonly BackPropagation<double> network;
    private readonly double[] buffer, norms;
    private readonly OutputLoss<double> loss;
    private readonly double total, alpha;

    public FullBatchFit(MlpOptions options, NetworkShape shape, TrainingTask task, FitContext context)
    {
        (this.options, this.shape, this.context) = (options, shape, context);
        int n = task.X.RowCount;
        rows = [.. Enumerable.Range(0, n)];
        double meanWeight = task.MeanWeight(rows), unit = TrainingTask.Unit(meanWeight);
        (loss, total, alpha) = (task.Loss<double>(unit), meanWeight * unit * n, options.Alpha * unit);
        source = new TrainingRows<double>(task.X);
        int capacity = Math.Min(BlockSize, n);
        network = new BackPropagation<double>(shape, options.Activation, capacity, context.Threads);
        buffer = new double[checked(capacity * shape.InputCount)];
        norms = new double[shape.LayerCount];
    }

    /// <summary>J and its gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double sum = 0, squares = 0;
        for (int start = 0; start < rows.Length; start += BlockSize)
        {
            context.ThrowIfCancelled();
            ReadOnlySpan<int> block = rows.AsSpan(start, Math.Min(BlockSize, rows.Length - start));
            sum += network.Gradient(
                source.Take(block, buffer, context.Threads), block, parameters, loss, gradient, start == 0 ? alpha : 0, 1 / total,
                add: start > 0);
        }
        for (int l = 0; l < shape.LayerCount; l++)
        {
            squares += VectorKernels.SumOfSquares(shape.Weights(l, parameters));
            norms[l] = Math.Sqrt(VectorKernels.SumOfSquares<double>(shape.Weights(l, gradient)));
        }
        return (sum + 0.5 * alpha * squares) / total;
    }

    public Trained Run(double[] parameters)
    {
        var watch = new Watch(context.Progress, norms, options.MaxEpochs);
        LBfgsResult result;
        try
        {
            result = Minimize(parameters, watch);
            for (double before = double.PositiveInfinity; result.End == LBfgsEnd.NoProgress && result.Objective < before
                && watch.Losses.Count < options.MaxEpochs;)
            {
                before = result.Objective;
                result = Minimize(parameters, watch);
            }
        }
        catch (ArgumentException) when (watch.Losses.Count == 0)
        {
            throw new ArgumentException("the loss is not finite at the start: the values of the columns are too large, standardise them", "data");
        }
        var history = new TrainingHistory([.. watch.Losses], [], Matrix.Wrap([.. watch.Norms], watch.Losses.Count, shape.LayerCount));
        FitReport report = new()
        {
            Iterations = watch.Losses.Count,
            Converged = result.End == LBfgsEnd.Converged,
            Stopped = result.End == LBfgsEnd.Stopped,
            Objective = result.Objective,
            Reason = result.End switch
            {
                LBfgsEnd.Converged => null,
                LBfgsEnd.IterationLimit => MlpFit.LimitReason(options.MaxEpochs, "iterations", result.Objective),
                LBfgsEnd.Stopped => "the caller asked to stop",
                LBfgsEnd.NoProgress => FormattableString.Invariant($"the objective can't be lowered further in floating point; the gradient is {result.GradientNorm:G3}"),
            },
        };
        return new Trained(parameters, history, report.With("parameter_count", shape.ParameterCount).With("kept_epoch", watch.Losses.Count));
    }

    private LBfgsResult Minimize(double[] parameters, Watch watch) =>
        new LBfgs { MaxIterations = options.MaxEpochs - watch.Losses.Count, Tolerance = options.Tolerance }
            .Minimize(Evaluate, parameters, context with { Progress = watch });

    // Notes loss and gradient norms at each accepted point, whose evaluation was the last. Minimisations in a row are one fit to those outside.
    private sealed class Watch(IProgress<FitProgress>? outer, double[] norms, int maxEpochs) : IProgress<FitProgress>
    {
        public List<double> Losses { get; } = [];

        public List<double> Norms { get; } = [];

        public void Report(FitProgress value)
        {
            Losses.Add(value.Objective!.Value);
            Norms.AddRange(norms);
            outer?.Report(value with { Done = Losses.Count, Total = maxEpochs });
        }
    }
}
