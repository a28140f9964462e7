using System.Buffers;
using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>A fitted <see cref="MlpClassifier"/>, or a network of given weights.</summary>
public sealed class MlpClassifierModel : IClassifierModel, IProbabilisticModel, IDecisionScores, IRowClassifier
{
    private const int OnStack = 512;

    internal MlpClassifierModel(Network network, ClassLabels labels, TrainingHistory history, FitReport report)
    {
        int outputs = labels.Count == 2 ? 1 : labels.Count;
        if (network.Shape.OutputCount != outputs)
            throw new ArgumentException(
                $"the last layer must have {outputs} outputs for {labels.Count} classes, has {network.Shape.OutputCount}", "layers");
        (Network, Labels, History, Report) = (network, labels, history, report);
    }

    /// <summary>The layers of weights, from the input on; the last has one output for two classes, otherwise one for each.</summary>
    /// <remarks>A bias of negative infinity marks a class that had no row.</remarks>
    public ImmutableArray<DenseLayer> Layers => Network.Layers;

    /// <summary>f of the hidden layers.</summary>
    public Activation Activation => Network.Activation;

    /// <summary>Loss, score and gradient norms of each epoch.</summary>
    public TrainingHistory History { get; }

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Network.Shape.InputCount;

    /// <inheritdoc/>
    public int ScoreCount => Network.Shape.OutputCount;

    internal Network Network { get; }

    /// <summary>A model of weights from elsewhere.</summary>
    /// <param name="layers">The layers, from the input on.</param>
    /// <param name="labels">The classes, in the order of the last layer's outputs.</param>
    /// <param name="activation">f of the hidden layers.</param>
    /// <exception cref="ArgumentException">The layers do not fit one another or the classes.</exception>
    public static MlpClassifierModel FromWeights(IEnumerable<DenseLayer> layers, ClassLabels labels, Activation activation = Activation.Relu)
    {
        Network network = Network.Of(layers, activation);
        return new MlpClassifierModel(
            network, Check.NotNull(labels, nameof(labels)), TrainingHistory.None(network.Shape.LayerCount), new FitReport());
    }

    /// <summary>Computes the last layer's u: log-odds of the second of two classes, or one score a class up to a constant.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, (long)x.RowCount * ScoreCount);
        Network.Scores(x, nameof(MlpClassifierModel), (start, u) => u.CopyTo(destination.Span[(start * ScoreCount)..]));
    }

    /// <inheritdoc/>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        int classes = Labels.Count;
        Check.Destination(destination.Length, (long)x.RowCount * classes);
        Network.Scores(x, nameof(MlpClassifierModel), (start, u) =>
            Share(u, destination.Span.Slice(start * classes, u.Length / ScoreCount * classes)));
    }

    /// <inheritdoc/>
    /// <remarks>The likeliest class; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        Network.Scores(x, nameof(MlpClassifierModel), (start, u) =>
        {
            Span<int> codes = destination.Span[start..];
            for (int i = 0; i < u.Length / ScoreCount; i++) codes[i] = ClassOf(u.Slice(i * ScoreCount, ScoreCount));
        });
    }

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowChecks.Complete(row, this);
        double[]? rented = null;
        Span<double> u = ScoreCount <= OnStack ? stackalloc double[ScoreCount]
            : (rented = ArrayPool<double>.Shared.Rent(ScoreCount)).AsSpan(0, ScoreCount);
        Network.ScoresOfRow(row, u);
        int code = ClassOf(u);
        if (!probabilities.IsEmpty) Share(u, probabilities);
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        return code;
    }

    private static int ClassOf(ReadOnlySpan<double> u) => u.Length > 1 ? ArgMax(u) : u[0] > 0 ? 1 : 0;

    // p ← the probabilities of rows of scores.
    private void Share(ReadOnlySpan<double> u, Span<double> p)
    {
        if (ScoreCount > 1)
        {
            u.CopyTo(p);
            Softmax(p, ScoreCount);
        }
        else
            for (int i = 0; i < u.Length; i++)
                (p[2 * i], p[2 * i + 1]) = (Scalar.Activate(Activation.Logistic, -u[i]), Scalar.Activate(Activation.Logistic, u[i]));
    }

    private static void Softmax(Span<double> u, int classes)
    {
        for (int i = 0; i < u.Length; i += classes)
        {
            Span<double> row = u.Slice(i, classes);
            double max = row[ArgMax(row)];
            foreach (ref double value in row) value -= max;
        }
        Elementwise<double>.Exp(u);
        for (int i = 0; i < u.Length; i += classes)
        {
            Span<double> row = u.Slice(i, classes);
            double sum = 0;
            foreach (double value in row) sum += value;
            foreach (ref double value in row) value /= sum;
        }
    }

    private static int ArgMax(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int k = 1; k < scores.Length; k++)
            if (scores[k] > scores[best]) best = k;
        return best;
    }
}
