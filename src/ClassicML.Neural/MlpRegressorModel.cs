using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>A fitted <see cref="MlpRegressor"/>, or a network of given weights.</summary>
public sealed class MlpRegressorModel : IRegressorModel, IRowRegressor
{
    internal MlpRegressorModel(Network network, Activation output, TrainingHistory history, FitReport report)
    {
        if (network.Shape.OutputCount != 1)
            throw new ArgumentException($"the last layer must have 1 output, has {network.Shape.OutputCount}", "layers");
        (Network, OutputActivation, History, Report) = (network, Check.Defined(output, nameof(OutputActivation)), history, report);
    }

    /// <summary>The layers of weights, from the input on; the last has one output.</summary>
    public ImmutableArray<DenseLayer> Layers => Network.Layers;

    /// <summary>f of the hidden layers.</summary>
    public Activation Activation => Network.Activation;

    /// <summary>f of the output.</summary>
    public Activation OutputActivation { get; }

    /// <summary>Loss, score and gradient norms of each epoch.</summary>
    public TrainingHistory History { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Network.Shape.InputCount;

    internal Network Network { get; }

    /// <summary>A model of weights from elsewhere.</summary>
    /// <param name="layers">The layers, from the input on.</param>
    /// <param name="activation">f of the hidden layers.</param>
    /// <param name="output">f of the output.</param>
    /// <exception cref="ArgumentException">The layers do not fit one another, or the last has several outputs.</exception>
    public static MlpRegressorModel FromWeights(
        IEnumerable<DenseLayer> layers, Activation activation = Activation.Relu, Activation output = Activation.Identity)
    {
        Network network = Network.Of(layers, activation);
        return new MlpRegressorModel(network, output, TrainingHistory.None(network.Shape.LayerCount), new FitReport());
    }

    /// <inheritdoc/>
    public void Predict(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        Network.Scores(x, nameof(MlpRegressorModel), (start, u) =>
        {
            Span<double> numbers = destination.Span[start..];
            for (int i = 0; i < u.Length; i++) numbers[i] = Scalar.Activate(OutputActivation, u[i]);
        });
    }

    double IRowRegressor.PredictRow(ReadOnlySpan<double> row)
    {
        RowChecks.Complete(row, this);
        Span<double> u = stackalloc double[1];
        Network.ScoresOfRow(row, u);
        return Scalar.Activate(OutputActivation, u[0]);
    }
}
