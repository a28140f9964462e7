using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>Shows what back-propagation computes for a model and some rows: every ∂E/∂u, ∂E/∂a, ∂E/∂W and ∂E/∂b, the inputs' included.</summary>
/// <remarks>The numbers come from the same code that trains, without dropout. Memory: rows·units·5 doubles.</remarks>
public static class Gradients
{
    /// <summary>The gradients of a classifier's mean log loss.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">Rows of the model's features and classes, of at least two classes.</param>
    /// <exception cref="ArgumentException">The data has other features or classes, or values that are not finite.</exception>
    public static GradientTrace Of(MlpClassifierModel model, ClassificationData data)
    {
        ClassificationTask task = TaskFor(Check.NotNull(model, nameof(model)), data);
        int outputs = model.ScoreCount, n = data.RowCount;
        Matrix p = model.PredictProbabilities(data.Features);
        double[] a = new double[n * outputs], slope = new double[n * outputs];
        double total = task.MeanWeight([.. Enumerable.Range(0, n)]) * n;
        for (int i = 0; i < n; i++)
        {
            double weight = (task.Weights is null ? 1 : task.Weights[i]) / total;
            int code = data.Codes[i];
            if (outputs == 1)
            {
                a[i] = p[i, 1];
                slope[i] = code == 1 ? -weight / p[i, 1] : weight / p[i, 0];
                continue;
            }
            p.Row(i).CopyTo(a.AsSpan(i * outputs));
            if (weight > 0) slope[i * outputs + code] = -weight / p[i, code];
        }
        return Trace(model.Network, task, Matrix.Wrap(a, n, outputs), Matrix.Wrap(slope, n, outputs));
    }

    /// <summary>The gradients of a regressor's mean of ½(a - y)².</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">Rows of the model's features.</param>
    /// <exception cref="ArgumentException">The data has other features, or values that are not finite.</exception>
    public static GradientTrace Of(MlpRegressorModel model, RegressionData data)
    {
        RegressionTask task = TaskFor(Check.NotNull(model, nameof(model)), data);
        int n = data.RowCount;
        double[] a = model.Predict(data.Features), slope = new double[n];
        double total = task.MeanWeight([.. Enumerable.Range(0, n)]) * n;
        for (int i = 0; i < n; i++) slope[i] = (task.Weights is null ? 1 : task.Weights[i]) * (a[i] - data.Targets[i]) / total;
        return Trace(model.Network, task, Matrix.Wrap(a, n, 1), Matrix.Wrap(slope, n, 1));
    }

    internal static ClassificationTask TaskFor(MlpClassifierModel model, ClassificationData data)
    {
        Check.Width(Check.NotNull(data, nameof(data)).Features, model.FeatureCount);
        if (!model.Labels.Equals(data.Labels))
            throw new ArgumentException($"the model has classes {model.Labels}; the data has {data.Labels}", nameof(data));
        return new MlpClassifier().Task(data);
    }

    internal static RegressionTask TaskFor(MlpRegressorModel model, RegressionData data)
    {
        Check.Width(Check.NotNull(data, nameof(data)).Features, model.FeatureCount);
        return new MlpRegressor { OutputActivation = model.OutputActivation }.Task(data);
    }

    private static GradientTrace Trace(Network network, TrainingTask task, Matrix output, Matrix outputGradient)
    {
        NetworkShape shape = network.Shape;
        double[] parameters = network.ParametersFor(shape, network.Activation), gradient = new double[shape.ParameterCount];
        int[] rows = [.. Enumerable.Range(0, task.X.RowCount)];
        int n = rows.Length;
        double scale = 1 / (task.MeanWeight(rows) * n);
        var pass = new BackPropagation<double>(shape, network.Activation, n, Workers.MaxThreads);
        ReadOnlySpan<double> x = new TrainingRows<double>(task.X).Take(rows, new double[checked(n * shape.InputCount)], Workers.MaxThreads);
        double loss = pass.Gradient(x, rows, parameters, task.Loss<double>(), gradient, alpha: 0, scale) * scale;

        var layers = ImmutableArray.CreateBuilder<LayerTrace>(shape.LayerCount);
        for (int l = 0; l < shape.LayerCount; l++)
        {
            int inputs = shape.Inputs(l), units = shape.Outputs(l);
            bool last = l == shape.LayerCount - 1;
            double[] u = new double[n * units];
            Gemm.MultiplyAddBias(
                new MatrixView<double>(l == 0 ? x : pass.Values(l - 1, n), n, inputs),
                new MatrixView<double>(shape.Weights<double>(l, parameters), inputs, units), shape.Biases<double>(l, parameters), u);
            double[] delta = [.. pass.Deltas(l, n)];
            foreach (ref double value in delta.AsSpan()) value *= scale;
            layers.Add(new LayerTrace(
                Matrix.Wrap(u, n, units), last ? output : new Matrix(pass.Values(l, n), n, units), Matrix.Wrap(delta, n, units),
                last ? outputGradient : Below(l + 1), new Matrix(shape.Weights<double>(l, gradient), inputs, units),
                [.. shape.Biases<double>(l, gradient)]));
        }
        return new GradientTrace(loss, layers.MoveToImmutable(), Below(0));

        // ∂E/∂a of what comes into a layer: Δ·Wᵀ.
        Matrix Below(int l)
        {
            int inputs = shape.Inputs(l), units = shape.Outputs(l);
            double[] below = new double[n * inputs];
            Gemm.Multiply(
                scale, new MatrixView<double>(pass.Deltas(l, n), n, units),
                new MatrixView<double>(shape.Weights<double>(l, parameters), inputs, units).Transposed, 0, below);
            return Matrix.Wrap(below, n, inputs);
        }
    }
}
