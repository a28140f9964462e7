using ClassicML.Wire;

namespace ClassicML.Neural;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class NeuralWireTypes
{
    private const string ClassWeightsText = "none, balanced, or label=weight by commas", LayersText = "sizes by commas, or none";

    private static readonly Interval Shares = new(0, 1, false, true);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        Shared(new WireOptions<MlpClassifier>("mlp-classifier", WireKind.Classifier, "Multi-layer perceptron: a network of classes", () => new())
            .Parsed(nameof(MlpClassifier.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(), (l, text) =>
                l with { ClassWeights = ClassWeights.Parse(text) })),
        Shared(new WireOptions<MlpRegressor>("mlp-regressor", WireKind.Regressor, "Multi-layer perceptron: a network of numbers", () => new())
            .Choice(nameof(MlpRegressor.OutputActivation), l => l.OutputActivation, (l, value) => l with { OutputActivation = value })),
        new WireType<MlpClassifierModel>("mlp-classifier-model", WireKind.Model, "Weights of a network that tells classes apart",
            (m, w) => Write(w.Labels("Labels", m.Labels), m.Network, m.History).Report(m.Report),
            r =>
            {
                ClassLabels labels = r.Labels("Labels");
                Network network = ReadNetwork(r, hasAbsent: labels.Count > 2);
                return new MlpClassifierModel(network, labels, ReadHistory(r, network), r.Report());
            }),
        new WireType<MlpRegressorModel>("mlp-regressor-model", WireKind.Model, "Weights of a network that predicts a number",
            (m, w) => Write(w.Choice("OutputActivation", m.OutputActivation), m.Network, m.History).Report(m.Report),
            r =>
            {
                Network network = ReadNetwork(r, hasAbsent: false);
                return new MlpRegressorModel(network, r.Choice<Activation>("OutputActivation"), ReadHistory(r, network), r.Report());
            }),
    ];

    private static WireOptions<T> Shared<T>(WireOptions<T> options) where T : MlpOptions => options
        .Text(nameof(MlpOptions.HiddenLayers), LayersText, l => l.HiddenLayers, (l, value) => l with { HiddenLayers = value }, LayerSizes.Parse)
        .Choice(nameof(MlpOptions.Activation), l => l.Activation, (l, value) => l with { Activation = value })
        .Choice(nameof(MlpOptions.Solver), l => l.Solver, (l, value) => l with { Solver = value })
        .Number(nameof(MlpOptions.Alpha), Interval.NonNegative, l => l.Alpha, (l, value) => l with { Alpha = value })
        .Number(nameof(MlpOptions.Dropout), Shares, l => l.Dropout, (l, value) => l with { Dropout = value })
        .Choice(nameof(MlpOptions.Start), l => l.Start, (l, value) => l with { Start = value })
        .Integer(nameof(MlpOptions.BatchSize), 1, l => l.BatchSize, (l, value) => l with { BatchSize = value })
        .Number(nameof(MlpOptions.LearningRate), Interval.Positive, l => l.LearningRate, (l, value) => l with { LearningRate = value })
        .Choice(nameof(MlpOptions.Schedule), l => l.Schedule, (l, value) => l with { Schedule = value })
        .Number(nameof(MlpOptions.Power), Interval.NonNegative, l => l.Power, (l, value) => l with { Power = value })
        .Number(nameof(MlpOptions.Momentum), Interval.Share, l => l.Momentum, (l, value) => l with { Momentum = value })
        .Flag(nameof(MlpOptions.Nesterov), l => l.Nesterov, (l, value) => l with { Nesterov = value })
        .Number(nameof(MlpOptions.Beta1), Shares, l => l.Beta1, (l, value) => l with { Beta1 = value })
        .Number(nameof(MlpOptions.Beta2), Shares, l => l.Beta2, (l, value) => l with { Beta2 = value })
        .Number(nameof(MlpOptions.Epsilon), Interval.Positive, l => l.Epsilon, (l, value) => l with { Epsilon = value })
        .Integer(nameof(MlpOptions.MaxEpochs), 1, l => l.MaxEpochs, (l, value) => l with { MaxEpochs = value })
        .Number(nameof(MlpOptions.Tolerance), Interval.NonNegative, l => l.Tolerance, (l, value) => l with { Tolerance = value })
        .OptionalInteger(nameof(MlpOptions.PatienceCount), 1, l => l.PatienceCount, (l, value) => l with { PatienceCount = value })
        .Number(nameof(MlpOptions.ValidationShare), Shares, l => l.ValidationShare, (l, value) => l with { ValidationShare = value })
        .Flag(nameof(MlpOptions.Shuffle), l => l.Shuffle, (l, value) => l with { Shuffle = value })
        .Integer(nameof(MlpOptions.Seed), 0, l => l.Seed, (l, value) => l with { Seed = value })
        .Choice(nameof(MlpOptions.Precision), l => l.Precision, (l, value) => l with { Precision = value });

    private static WireWriter Write(WireWriter w, Network network, TrainingHistory history) => w
        .Integers("Sizes", network.Shape.Sizes.AsSpan()).Doubles("Parameters", network.Parameters).Choice("Activation", network.Activation)
        .Doubles("Losses", history.Loss.AsSpan()).Doubles("Scores", history.Score.AsSpan()).Matrix("GradientNorms", history.GradientNorms);

    // The last bias of a class that had no rows is -∞.
    private static Network ReadNetwork(WireReader r, bool hasAbsent)
    {
        int[] sizes = r.Integers("Sizes");
        if (sizes.Length < 2) throw new ArgumentException($"Sizes must have at least 2 entries, has {sizes.Length}");
        foreach (int size in sizes) Check.Positive(size, "Sizes");
        double[] parameters = r.Doubles("Parameters", hasAbsent ? Interval.Finite with { LowOpen = false } : null);
        var network = new Network(new NetworkShape([.. sizes]), parameters, r.Choice<Activation>("Activation"));
        int biases = network.Shape.BiasStart(network.Shape.LayerCount - 1);
        foreach (double weight in parameters.AsSpan(0, biases)) Check.Within(weight, Interval.Finite, "a weight in Parameters");
        return Array.Exists(parameters[biases..], double.IsFinite) ? network : throw new ArgumentException("no class has a finite bias in Parameters");
    }

    private static TrainingHistory ReadHistory(WireReader r, Network network)
    {
        Matrix norms = r.Matrix("GradientNorms", Interval.Any, orNaN: true);
        Check.Length(norms.ColumnCount, network.Shape.LayerCount, "GradientNorms, by columns,", "layer");
        return new([.. r.Doubles("Losses", Interval.Any, orNaN: true)], [.. r.Doubles("Scores", Interval.Any, orNaN: true)], norms);
    }
}
