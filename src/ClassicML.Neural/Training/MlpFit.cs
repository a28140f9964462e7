namespace ClassicML.Neural;

/// <summary>Where the training of a network begins, whatever the task: its start and its solver.</summary>
internal static class MlpFit
{
    /// <param name="options">The options.</param>
    /// <param name="task">Rows and loss.</param>
    /// <param name="earlier">Weights to start from, or null to draw some.</param>
    /// <param name="context">Cancellation, early stop, progress and threads.</param>
    public static Trained Run(MlpOptions options, TrainingTask task, Network? earlier, FitContext context)
    {
        options.CheckTogether();
        context.ThrowIfCancelled();
        NetworkShape shape = options.Shape(task.X.ColumnCount, task.OutputCount);
        options.CheckSize(shape, task.X.RowCount);
        double[] start = earlier is null
            ? StartWeights.Draw(shape, options.Start, options.Seed)
            : earlier.ParametersFor(shape, options.Activation);
        return options.Solver == MlpSolver.LBfgs ? new FullBatchFit(options, shape, task, context).Run(start)
            : options.Precision == Precision.Single ? new StochasticFit<float>(options, shape, task, context).Run(start)
            : new StochasticFit<double>(options, shape, task, context).Run(start);
    }

    /// <summary>A reason for the report where a limit ended a fit.</summary>
    public static string LimitReason(int limit, string what, double loss) => $"the limit of {limit} {what} was reached {AtLoss(loss)}";

    /// <summary>What such a reason says of the loss.</summary>
    public static string AtLoss(double loss) => FormattableString.Invariant($"at a mean loss of {loss:G4}");
}
