namespace ClassicML.Neural;

/// <summary>Compares back-propagation with finite differences: (J(θ + h) - J(θ - h))/2h for one weight after another.</summary>
/// <remarks>
/// A right gradient agrees to about 1e-8 where J is smooth. Where a weight's step carries a ReLU over its kink, J has two slopes, and the
/// difference tells of both: then try other rows or a smaller step. Cost: two passes over the rows for each weight that is checked.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks a network of given weights.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">Rows of its features and classes.</param>
    /// <param name="alpha">The strength of the L2 penalty. Default 0, at least 0.</param>
    /// <param name="step">h, relative to weights above 1. Default 1e-5, positive.</param>
    /// <param name="maxCount">The most weights to check, spread evenly over all. Default 1000, at least 1.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCheckResult Run(
        MlpClassifierModel model, ClassificationData data, double alpha = 0, double step = 1e-5, int maxCount = 1000)
    {
        ClassificationTask task = Gradients.TaskFor(Check.NotNull(model, nameof(model)), data);
        return Run(new MlpClassifier { Alpha = alpha, Activation = model.Activation }, model.Network, task, step, maxCount);
    }

    /// <inheritdoc cref="Run(MlpClassifierModel, ClassificationData, double, double, int)"/>
    public static GradientCheckResult Run(
        MlpRegressorModel model, RegressionData data, double alpha = 0, double step = 1e-5, int maxCount = 1000)
    {
        RegressionTask task = Gradients.TaskFor(Check.NotNull(model, nameof(model)), data);
        return Run(new MlpRegressor { Alpha = alpha, Activation = model.Activation }, model.Network, task, step, maxCount);
    }

    /// <summary>Checks the network that a learner would start from, with its penalty and class weights.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="data">Rows to learn from.</param>
    /// <param name="step">h, relative to weights above 1. Default 1e-5, positive.</param>
    /// <param name="maxCount">The most weights to check, spread evenly over all. Default 1000, at least 1.</param>
    /// <exception cref="ArgumentException">The learner can't be fitted on the data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCheckResult Run(MlpClassifier learner, ClassificationData data, double step = 1e-5, int maxCount = 1000) =>
        AtStart(Check.NotNull(learner, nameof(learner)), learner.Task(data), step, maxCount);

    /// <inheritdoc cref="Run(MlpClassifier, ClassificationData, double, int)"/>
    public static GradientCheckResult Run(MlpRegressor learner, RegressionData data, double step = 1e-5, int maxCount = 1000) =>
        AtStart(Check.NotNull(learner, nameof(learner)), learner.Task(data), step, maxCount);

    private static GradientCheckResult AtStart(MlpOptions options, TrainingTask task, double step, int maxCount)
    {
        NetworkShape shape = options.Shape(task.X.ColumnCount, task.OutputCount);
        var network = new Network(shape, StartWeights.Draw(shape, options.Start, options.Seed), options.Activation);
        return Run(options, network, task, step, maxCount);
    }

    private static GradientCheckResult Run(MlpOptions options, Network network, TrainingTask task, double step, int maxCount)
    {
        Check.Positive(step, nameof(step));
        Check.Positive(maxCount, nameof(maxCount));
        NetworkShape shape = network.Shape;
        var problem = new FullBatchFit(options, shape, task, default);
        double[] point = network.ParametersFor(shape, network.Activation);
        double[] gradient = new double[point.Length], unused = new double[point.Length];
        problem.Evaluate(point, gradient);
        int count = Math.Min(maxCount, point.Length), worst = 0;
        double largest = -1, difference = 0, size = 0;
        for (int k = 0; k < count; k++)
        {
            int at = (int)((long)k * point.Length / count);
            double value = point[at], h = step * Math.Max(1, Math.Abs(value));
            point[at] = value + h;
            double above = problem.Evaluate(point, unused);
            point[at] = value - h;
            double below = problem.Evaluate(point, unused);
            point[at] = value;
            // h as it came out, not as it was meant.
            double numeric = (above - below) / (value + h - (value - h)), error = Math.Abs(numeric - gradient[at]);
            difference += error * error;
            size += numeric * numeric + gradient[at] * gradient[at];
            if (!(error > largest)) continue;
            (largest, worst) = (error, at);
        }
        int layer = Enumerable.Range(0, shape.LayerCount).Last(l => shape.WeightStart(l) <= worst);
        return new GradientCheckResult(size == 0 ? 0 : Math.Sqrt(difference / size), largest, layer, worst >= shape.BiasStart(layer), count);
    }
}

/// <summary>How far back-propagation and finite differences lie apart.</summary>
/// <param name="RelativeError">‖difference‖/√(‖one‖² + ‖other‖²).</param>
/// <param name="LargestDifference">The largest difference of one weight.</param>
/// <param name="WorstLayer">The layer of weights, from 0, where that is.</param>
/// <param name="WorstIsBias">Whether it is a bias.</param>
/// <param name="CheckedCount">How many weights were checked.</param>
public sealed record GradientCheckResult(
    double RelativeError, double LargestDifference, int WorstLayer, bool WorstIsBias, int CheckedCount);
