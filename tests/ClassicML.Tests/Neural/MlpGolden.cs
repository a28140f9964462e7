using System.Text.Json;
using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>One golden network: its rows, its start, and what scikit-learn and torch make of it.</summary>
internal sealed class MlpGolden
{
    private MlpGolden(string name) => Root = Golden.Read("mlp", name).Root;

    public static TheoryData<string> Cases { get; } = [.. Golden.Cases("mlp")];

    public static string[] Solvers { get; } =
        [.. new MlpGolden("relu-two").Root.GetProperty("runs").EnumerateObject().Select(run => run.Name)];

    public JsonElement Root { get; }

    public bool IsNumber => Root.GetProperty("task").GetString() == "number";

    public Matrix X => new(Root.GetProperty("x").Deserialize<double[][]>()!);

    public Activation Activation => Enum.Parse<Activation>(Root.GetProperty("activation").GetString()!, ignoreCase: true);

    public ClassificationData Classes => ClassificationData.Create(X, Root.GetProperty("y").Deserialize<int[]>());

    public RegressionData Numbers => new(X, Root.GetProperty("y").Deserialize<double[]>());

    public static MlpGolden Read(string name) => new(name);

    public IReadOnlyList<DenseLayer> Layers(JsonElement of)
    {
        double[][] intercepts = of.GetProperty("intercepts").Deserialize<double[][]>()!;
        return [.. of.GetProperty("coefs").Deserialize<double[][][]>()!.Select((w, l) => new DenseLayer(new Matrix(w), intercepts[l]))];
    }

    /// <summary>Fits from the golden start without shuffling; what options say is the same for both learners.</summary>
    public (IReadOnlyList<DenseLayer> Layers, TrainingHistory History, FitReport Report) Fit(
        Func<MlpClassifier, MlpClassifier> classes, Func<MlpRegressor, MlpRegressor> numbers)
    {
        double alpha = Root.GetProperty("alpha").GetDouble();
        LayerSizes hidden = LayerSizes.Create([.. Layers(Root).SkipLast(1).Select(layer => layer.Weights.ColumnCount)]);
        if (IsNumber)
        {
            MlpRegressor learner = numbers(new() { HiddenLayers = hidden, Activation = Activation, Alpha = alpha, Shuffle = false });
            MlpRegressorModel model = learner.FitFrom(Numbers, MlpRegressorModel.FromWeights(Layers(Root), Activation));
            return (model.Layers, model.History, model.Report);
        }
        MlpClassifier classifier = classes(new() { HiddenLayers = hidden, Activation = Activation, Alpha = alpha, Shuffle = false });
        MlpClassifierModel fitted = classifier.FitFrom(Classes, MlpClassifierModel.FromWeights(Layers(Root), Classes.Labels, Activation));
        return (fitted.Layers, fitted.History, fitted.Report);
    }

    public static void Close(IReadOnlyList<DenseLayer> expected, IReadOnlyList<DenseLayer> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int l = 0; l < expected.Count; l++)
        {
            Common.Close(expected[l].Weights.Span, actual[l].Weights.Span, tolerance);
            Common.Close(expected[l].Biases.AsSpan(), actual[l].Biases.AsSpan(), tolerance);
        }
    }
}
