using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>Gemm, three times: forwards, dW = xᵀ·dy and dx = dy·Wᵀ.</summary>
internal static class DenseNodes
{
    public static LayerNodes Of(Dense layer, LayerSource source, string x)
    {
        OnnxGraph g = source.Graph;
        string matrix = source.Weights("weights", [source.Place.Input.Size, source.Place.Output.Size]);
        string y = LayerGraph.Activated(g, layer.Activation, g.Add("Gemm", [x, matrix, source.Biases()]));
        return new LayerNodes(y, (gradient, wantsInput) =>
        {
            string dy = LayerGraph.Slope(g, layer.Activation, y, gradient);
            string weight = g.Add("Gemm", [x, dy], Integer("transA", 1));
            return new LayerGradients(
                wantsInput ? g.Add("Gemm", [dy, matrix], Integer("transB", 1)) : null,
                [LayerGraph.Flat(g, weight), g.Add("ReduceSum", [dy, g.Integers(0)], Integer("keepdims", 0))]);
        });
    }
}
