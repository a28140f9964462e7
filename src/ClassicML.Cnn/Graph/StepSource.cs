using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>Numbers of a training step: weights and biases are parts of the vector of parameters, factors an input.</summary>
/// <param name="graph">The graph.</param>
/// <param name="place">The layer's place.</param>
/// <param name="forms">The device's formulations.</param>
/// <param name="layer">The layer's number.</param>
/// <param name="parts">Its weights and its biases, flat; empty if it has none.</param>
/// <param name="dropouts">Receives what a step must be given.</param>
internal sealed class StepSource(
    OnnxGraph graph, PlacedLayer place, Formulations forms, int layer, ArraySegment<string> parts, List<DropoutInput> dropouts)
    : LayerSource(graph, place, forms)
{
    public override string Weights(string name, long[] shape, params long[] order)
    {
        string stored = Graph.Add("Reshape", [parts[0], Graph.Integers(shape)]);
        return order.Length == 0 ? stored : Graph.Add("Transpose", [stored], Integers("perm", order));
    }

    public override string Biases() => parts[1];

    public override string Factors(double rate)
    {
        dropouts.Add(new DropoutInput(layer, Place.Output.Size, rate));
        return Graph.Input(StepNames.Factors(layer), OnnxElement.Float, "batch", Place.Output.Size);
    }
}
