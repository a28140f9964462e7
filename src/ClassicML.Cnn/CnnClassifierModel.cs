using System.Collections.Immutable;
using ClassicML.Cnn.Managed;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn;

/// <summary>A trained convolutional network. It predicts by the managed kernels, with the same bits for any batch.</summary>
public sealed class CnnClassifierModel : IClassifierModel, IProbabilisticModel
{
    private readonly ManagedPredictor predictor;
    private readonly float[] parameters;
    private readonly bool[] absent;

    internal CnnClassifierModel(
        CnnLayers layers, CnnNetwork network, double pixelMaximum, float[] parameters, bool[] absent, ClassLabels labels,
        IEnumerable<EpochScores> history, string trainedOn, FitReport report)
    {
        Layers = layers;
        Network = network;
        PixelMaximum = pixelMaximum;
        this.parameters = parameters;
        this.absent = absent;
        Labels = labels;
        History = [.. history];
        TrainedOn = trainedOn;
        Report = report;
        predictor = new ManagedPredictor(network, parameters);
    }

    /// <summary>The layers.</summary>
    public CnnLayers Layers { get; }

    /// <summary>The layers with their shapes and counts.</summary>
    public CnnNetwork Network { get; }

    /// <summary>What pixels are divided by.</summary>
    public double PixelMaximum { get; }

    /// <summary>Weights and biases of all layers, one after another; <see cref="PlacedLayer.Offset"/> says where each starts.</summary>
    public ReadOnlySpan<float> Parameters => parameters;

    /// <summary>For each class whether it had no row, so that its probability is 0; empty when all had.</summary>
    internal ReadOnlySpan<bool> Absent => absent;

    /// <summary>The scores of each epoch.</summary>
    public ImmutableArray<EpochScores> History { get; }

    /// <summary>What trained it and where, in words; for <see cref="Device.Auto"/> also why.</summary>
    public string TrainedOn { get; }

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Network.Image.Size;

    /// <inheritdoc/>
    /// <remarks>The class with the highest probability; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        PixelRows pixels = Pixels(x);
        Check.Destination(destination.Length, pixels.RowCount);
        predictor.Run(pixels, Workers.MaxThreads, (row, sums) =>
        {
            Span<double> shares = stackalloc double[sums.Length];
            SoftmaxLoss.Probabilities(sums, absent, shares);
            int best = 0;
            for (int k = 1; k < shares.Length; k++)
                if (shares[k] > shares[best]) best = k;
            destination.Span[row] = best;
        });
    }

    /// <inheritdoc/>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        PixelRows pixels = Pixels(x);
        Check.Destination(destination.Length, (long)pixels.RowCount * Labels.Count);
        predictor.Run(pixels, Workers.MaxThreads, (row, sums) =>
            SoftmaxLoss.Probabilities(sums, absent, destination.Span.Slice(row * sums.Length, sums.Length)));
    }

    /// <summary>The mean cross-entropy and the accuracy on labelled images, weighted where rows have weights.</summary>
    /// <param name="data">Images with this model's classes.</param>
    /// <exception cref="ArgumentException">The width or the classes differ.</exception>
    public (double Loss, double Accuracy) Evaluate(ClassificationData data)
    {
        data = Check.NotNull(data, nameof(data)).AlignedTo(this);
        Check.Width(data.Features, FeatureCount);
        if (!data.Labels.Equals(Labels)) throw new ArgumentException($"the model knows the classes {Labels}, this data has {data.Labels}", nameof(data));
        return ValidationRows.Of(data, PixelMaximum, absent).Score(predictor, default);
    }

    private PixelRows Pixels(Features x)
    {
        x = x.AlignedTo(this);
        return new PixelRows(Check.Complete(x, nameof(CnnClassifierModel)), PixelMaximum);
    }
}
