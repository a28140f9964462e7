using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>Channels become last again, as in the list outside; what is flat already stays.</summary>
internal static class FlattenNodes
{
    public static LayerNodes Of(LayerSource source, string x)
    {
        OnnxGraph g = source.Graph;
        LayerShape shape = source.Place.Input;
        if (shape.IsFlat) return LayerNodes.None(x);
        string last = g.Add("Transpose", [x], Integers("perm", 0, 2, 3, 1));
        return new LayerNodes(
            g.Add("Reshape", [last, g.Integers(-1, shape.Size)]),
            (dy, wantsInput) => new LayerGradients(wantsInput ? LayerGraph.Picture(g, shape, dy) : null, []));
    }
}
