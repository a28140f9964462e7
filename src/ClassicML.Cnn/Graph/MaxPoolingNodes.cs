using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>MaxPool. Each window's gradient goes to the first of its largest values, by its place in the whole tensor.</summary>
internal static class MaxPoolingNodes
{
    public static LayerNodes Of(MaxPooling2D layer, LayerSource source, string x)
    {
        OnnxGraph g = source.Graph;
        LayerShape input = source.Place.Input;
        // The second output, the places of the largest, is for training alone.
        string[] pooled = g.AddSeveral(
            "MaxPool", source.IsTraining ? 2 : 1, [x], Integers("kernel_shape", layer.Height, layer.Width),
            Integers("strides", layer.Height, layer.Width));
        return new LayerNodes(pooled[0], (dy, wantsInput) => new LayerGradients(wantsInput ? Spread(dy) : null, []));

        string Spread(string dy)
        {
            string flat = LayerGraph.Flat(g, x), zeros = g.Add("Sub", [flat, flat]);
            string spread = g.Add("ScatterElements", [zeros, LayerGraph.Flat(g, pooled[1]), LayerGraph.Flat(g, dy)], Integer("axis", 0));
            return g.Add("Reshape", [spread, g.Integers(-1, input.Channels, input.Height, input.Width)]);
        }
    }
}
