using ClassicML.Wire;

namespace ClassicML.Cnn;

/// <summary>The wire forms of this family. Not among the built-in ones, since ONNX Runtime comes with it: add them by
/// <c>BuiltIn.Registry.With(CnnWireTypes.All)</c>.</summary>
public static class CnnWireTypes
{
    private const string Square = "auto";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<CnnClassifier>("cnn-classifier", WireKind.Classifier, "A convolutional network for images", () => new())
            .Text(nameof(CnnClassifier.Layers), CnnLayers.Allowed, l => l.Layers, (l, layers) => l with { Layers = layers }, CnnLayers.Parse)
            .Parsed(nameof(CnnClassifier.Image), "28x28, 32x32x3 or auto", l => l.Image?.ToString() ?? Square,
                (l, text) => l with { Image = text == Square ? null : ImageShape.Parse(text) })
            .Number(nameof(CnnClassifier.PixelMaximum), Interval.Positive, l => l.PixelMaximum, (l, value) => l with { PixelMaximum = value })
            .Choice(nameof(CnnClassifier.Solver), l => l.Solver, (l, value) => l with { Solver = value })
            .Number(nameof(CnnClassifier.LearningRate), Interval.Positive, l => l.LearningRate, (l, value) => l with { LearningRate = value })
            .Number(nameof(CnnClassifier.Momentum), CnnClassifier.Shares, l => l.Momentum, (l, value) => l with { Momentum = value })
            .Number(nameof(CnnClassifier.Beta1), CnnClassifier.Shares, l => l.Beta1, (l, value) => l with { Beta1 = value })
            .Number(nameof(CnnClassifier.Beta2), CnnClassifier.Shares, l => l.Beta2, (l, value) => l with { Beta2 = value })
            .Number(nameof(CnnClassifier.Epsilon), Interval.Positive, l => l.Epsilon, (l, value) => l with { Epsilon = value })
            .Integer(nameof(CnnClassifier.BatchSize), 1, l => l.BatchSize, (l, value) => l with { BatchSize = value })
            .Integer(nameof(CnnClassifier.MaxEpochs), 1, l => l.MaxEpochs, (l, value) => l with { MaxEpochs = value })
            .Number(nameof(CnnClassifier.ValidationShare), CnnClassifier.Shares, l => l.ValidationShare, (l, value) => l with { ValidationShare = value })
            .OptionalInteger(nameof(CnnClassifier.PatienceCount), 1, l => l.PatienceCount, (l, value) => l with { PatienceCount = value })
            .Number(nameof(CnnClassifier.Tolerance), Interval.NonNegative, l => l.Tolerance, (l, value) => l with { Tolerance = value })
            .Integer(nameof(CnnClassifier.Seed), 0, l => l.Seed, (l, value) => l with { Seed = value })
            .Parsed(nameof(CnnClassifier.Device), "auto, cpu, cuda or cuda:1", l => l.Device.ToString(), (l, text) => l with { Device = Device.Parse(text) })
            .Choice(nameof(CnnClassifier.Engine), l => l.Engine, (l, value) => l with { Engine = value }),
        new WireType<CnnClassifierModel>("cnn-classifier-model", WireKind.Model, "A trained convolutional network", Write, Read),
    ];

    internal static string Text(CnnClassifier learner) => All[0].Write(learner, new WireRegistry(All)).ToString();

    private static void Write(CnnClassifierModel m, WireWriter w) => w
        .Labels("Labels", m.Labels).Text("Layers", m.Layers.ToString()).Text("Image", m.Network.Image.ToString()).Number("PixelMaximum", m.PixelMaximum)
        .Floats("Parameters", m.Parameters)
        .Integers("Absent", m.Absent.IsEmpty ? [] : Enumerable.Range(0, m.Labels.Count).Where(k => m.Absent[k]).ToArray())
        .History(m.History)
        .Text("TrainedOn", m.TrainedOn).Report(m.Report);

    private static CnnClassifierModel Read(WireReader r)
    {
        ClassLabels labels = r.Labels("Labels");
        CnnLayers layers = CnnLayers.Parse(r.OptionalText("Layers") ?? "");
        var network = new CnnNetwork(layers, ImageShape.Parse(r.OptionalText("Image") ?? ""), labels.Count);
        double maximum = r.Number("PixelMaximum", new Interval(1.2e-38, float.MaxValue));
        float[] parameters = r.Floats("Parameters", CnnWireValues.Finite);
        Check.Length(parameters.Length, network.ParameterCount, "Parameters", "weight or bias");
        int[] without = r.Integers("Absent");
        bool[] absent = without.Length == 0 ? [] : new bool[labels.Count];
        foreach (int code in without) absent[(int)Check.Within(code, new Interval(0, labels.Count, HighOpen: true), "Absent")] = true;
        if (absent.Length > 0 && Array.TrueForAll(absent, one => one)) throw new ArgumentException("Absent must leave a class");
        return new CnnClassifierModel(layers, network, maximum, parameters, absent, labels, r.History(), r.OptionalText("TrainedOn") ?? "", r.Report());
    }
}
