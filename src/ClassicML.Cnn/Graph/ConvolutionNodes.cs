using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>Conv; its input gradient is ConvTranspose with the same kernel, its weight gradient depends on the device.</summary>
internal static class ConvolutionNodes
{
    public static LayerNodes Of(Convolution2D layer, LayerSource source, string x)
    {
        OnnxGraph g = source.Graph;
        PlacedLayer place = source.Place;
        string kernel = source.Weights("kernel", [layer.KernelHeight, layer.KernelWidth, place.Input.Channels, layer.Filters], 3, 2, 0, 1);
        string y = LayerGraph.Activated(g, layer.Activation, g.Add("Conv", [x, kernel, source.Biases()]));
        return new LayerNodes(y, (gradient, wantsInput) =>
        {
            string dy = LayerGraph.Slope(g, layer.Activation, y, gradient);
            string bias = g.Add("ReduceSum", [dy, g.Integers(0, 2, 3)], Integer("keepdims", 0));
            string? dx = wantsInput ? g.Add("ConvTranspose", [dy, kernel]) : null;
            return new LayerGradients(dx, [source.Forms!.WeightGradient(g, layer, place, x, dy), bias]);
        });
    }
}
