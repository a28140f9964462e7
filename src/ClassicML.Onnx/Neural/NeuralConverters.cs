using System.Collections.Immutable;
using ClassicML.Neural;

namespace ClassicML.Onnx;

/// <summary>Multi-layer perceptrons: layers f(x·W + b).</summary>
internal static class NeuralConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<MlpClassifierModel>((model, rows, scope) => scope.Graph.Classes(
            model.Labels, Sums(scope.Graph, rows.Numbers(), model.Layers, model.Activation), model.ScoreCount, areLogarithms: true)),
        new OnnxConverter<MlpRegressorModel>((model, rows, scope) => new OnnxOutput.Numbers(Activate(
            scope.Graph, model.OutputActivation, Sums(scope.Graph, rows.Numbers(), model.Layers, model.Activation)))),
    ];

    // The weighted sums of the last layer.
    private static string Sums(OnnxGraph graph, string x, ImmutableArray<DenseLayer> layers, Activation activation)
    {
        for (int l = 0; l < layers.Length; l++)
        {
            if (l > 0) x = Activate(graph, activation, x);
            x = graph.Plus(graph.Add("MatMul", [x, graph.Matrix(layers[l].Weights)]), graph.Row(layers[l].Biases.AsSpan()));
        }
        return x;
    }

    private static string Activate(OnnxGraph graph, Activation activation, string u) => activation switch
    {
        Activation.Identity => u,
        Activation.Logistic => graph.Logistic(u),
        Activation.Tanh => graph.Add("Tanh", [u]),
        Activation.Relu => graph.Add("Max", [u, graph.Double(0)]),
    };
}
