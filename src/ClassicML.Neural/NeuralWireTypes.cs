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
        new WireOptions<MlpClassifier>("mlp-classifier", WireKind.Classifier, "Multi-layer perceptron: a network of classes", () => new())
            .Text(nameof(MlpClassifier.HiddenLayers), LayersText, l => l.HiddenLayers, (l, value) => l with { HiddenLayers = value }, LayerSizes.Parse)
            .Choice(nameof(MlpClassifier.Activation), l => l.Activation, (l, value) => l with { Activation = value })
            .Choice(nameof(MlpClassifier.Solver), l => l.Solver, (l, value) => l with { Solver = value })
            .Number(nameof(MlpClassifier.Alpha), Interval.NonNegative, l => l.Alpha, (l, value) => l with { Alpha = value })
            .Number(nameof(MlpClassifier.Dropout), Shares, l => l.Dropout, (l, value) => l with { Dropout = value })
            .Choice(nameof(MlpClassifier.Start), l => l.Start, (l, value) => l with { Start = value })
            .Integer(nameof(MlpClassifier.BatchSize), 1, l => l.BatchSize, (l, value) => l with { BatchSize = value })
            .Number(nameof(MlpClassifier.InitialRate), Interval.Positive, l => l.InitialRate, (l, value) => l with { InitialRate = value })
            .Choice(nameof(MlpClassifier.Schedule), l => l.Schedule, (l, value) => l with { Schedule = value })
            .Number(nameof(MlpClassifier.Power), Interval.NonNegative, l => l.Power, (l, value) => l with { Power = value })
            .Number(nameof(MlpClassifier.Momentum), Interval.Share, l => l.Momentum, (l, value) => l with { Momentum = value })
            .Flag(nameof(MlpClassifier.Nesterov), l => l.Nesterov, (l, value) => l with { Nesterov = value })
            .Number(nameof(MlpClassifier.Beta1), Shares, l => l.Beta1, (l, value) => l with { Beta1 = value })
            .Number(nameof(MlpClassifier.Beta2), Shares, l => l.Beta2, (l, value) => l with { Beta2 = value })
            .Number(nameof(MlpClassifier.Epsilon), Interval.Positive, l => l.Epsilon, (l, value) => l with { Epsilon = value })
            .Integer(nameof(MlpClassifier.MaxEpochs), 1, l => l.MaxEpochs, (l, value) => l with { MaxEpochs = value })
            .Number(nameof(MlpClassifier.Tolerance), Interval.NonNegative, l => l.Tolerance, (l, value) => l with { Tolerance = value })
            .OptionalInteger(nameof(MlpClassifier.PatienceCount), 1, l => l.PatienceCount, (l, value) => l with { PatienceCount = value })
            .Number(nameof(MlpClassifier.ValidationShare), Shares, l => l.ValidationShare, (l, value) => l with { ValidationShare = value })
            .Flag(nameof(MlpClassifier.Shuffle), l => l.Shuffle, (l, value) => l with { Shuffle = value })
            .Integer(nameof(MlpClassifier.Seed), 0, l => l.Seed, (l, value) => l with { Seed = value })
            .Choice(nameof(MlpClassifier.Precision), l => l.Precision, (l, value) => l with { Precision = value })
            .Parsed(nameof(MlpClassifier.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(), (l, text) =>
                l with { ClassWeights = ClassWeights.Parse(text) }),
        new WireOptions<MlpRegressor>("mlp-regressor", WireKind.Regressor, "Multi-layer perceptron: a network of numbers", () => new())
            .Text(nameof(MlpRegressor.HiddenLayers), LayersText, l => l.HiddenLayers, (l, value) => l with { HiddenLayers = value }, LayerSizes.Parse)
            .Choice(nameof(MlpRegressor.Activation), l => l.Activation, (l, value) => l with { Activation = value })
            .Choice(nameof(MlpRegressor.OutputActivation), l => l.OutputActivation, (l, value) => l with { OutputActivation = value })
            .Choice(nameof(MlpRegressor.Solver), l => l.Solver, (l, value) => l with { Solver = value })
            .Number(nameof(MlpRegressor.Alpha), Interval.NonNegative, l => l.Alpha, (l, value) => l with { Alpha = value })
            .Number(nameof(MlpRegressor.Dropout), Shares, l => l.Dropout, (l, value) => l with { Dropout = value })
            .Choice(nameof(MlpRegressor.Start), l => l.Start, (l, value) => l with { Start = value })
            .Integer(nameof(MlpRegressor.BatchSize), 1, l => l.BatchSize, (l, value) => l with { BatchSize = value })
            .Number(nameof(MlpRegressor.InitialRate), Interval.Positive, l => l.InitialRate, (l, value) => l with { InitialRate = value })
            .Choice(nameof(MlpRegressor.Schedule), l => l.Schedule, (l, value) => l with { Schedule = value })
            .Number(nameof(MlpRegressor.Power), Interval.NonNegative, l => l.Power, (l, value) => l with { Power = value })
            .Number(nameof(MlpRegressor.Momentum), Interval.Share, l => l.Momentum, (l, value) => l with { Momentum = value })
            .Flag(nameof(MlpRegressor.Nesterov), l => l.Nesterov, (l, value) => l with { Nesterov = value })
            .Number(nameof(MlpRegressor.Beta1), Shares, l => l.Beta1, (l, value) => l with { Beta1 = value })
            .Number(nameof(MlpRegressor.Beta2), Shares, l => l.Beta2, (l, value) => l with { Beta2 = value })
            .Number(nameof(MlpRegressor.Epsilon), Interval.Positive, l => l.Epsilon, (l, value) => l with { Epsilon = value })
            .Integer(nameof(MlpRegressor.MaxEpochs), 1, l => l.MaxEpochs, (l, value) => l with { MaxEpochs = value })
            .Number(nameof(MlpRegressor.Tolerance), Interval.NonNegative, l => l.Tolerance, (l, value) => l with { Tolerance = value })
            .OptionalInteger(nameof(MlpRegressor.PatienceCount), 1, l => l.PatienceCount, (l, value) => l with { PatienceCount = value })
            .Number(nameof(MlpRegressor.ValidationShare), Shares, l => l.ValidationShare, (l, value) => l with { ValidationShare = value })
            .Flag(nameof(MlpRegressor.Shuffle), l => l.Shuffle, (l, value) => l with { Shuffle = value })
            .Integer(nameof(MlpRegressor.Seed), 0, l => l.Seed, (l, value) => l with { Seed = value })
            .Choice(nameof(MlpRegressor.Precision), l => l.Precision, (l, value) => l with { Precision = value }),
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
