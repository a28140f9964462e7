using ClassicML.Onnx;

namespace ClassicML.Cnn.Graph;

/// <summary>Mul with the factors that a training step is given; nothing in a graph that predicts.</summary>
internal static class DropoutNodes
{
    public static LayerNodes Of(Dropout layer, LayerSource source, string x)
    {
        if (source.Factors(layer.Rate) is not { } factors) return LayerNodes.None(x);
        OnnxGraph g = source.Graph;
        if (!source.Place.Output.IsFlat) factors = LayerGraph.Picture(g, source.Place.Output, factors);
        return new LayerNodes(
            g.Add("Mul", [x, factors]), (dy, wantsInput) => new LayerGradients(wantsInput ? g.Add("Mul", [dy, factors]) : null, []));
    }
}
