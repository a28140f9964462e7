using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>AveragePool. Each value of a window gets the same share of its gradient; what no window covers gets zero.</summary>
internal static class AveragePoolingNodes
{
    public static LayerNodes Of(AveragePooling2D layer, LayerSource source, string x)
    {
        OnnxGraph g = source.Graph;
        LayerShape input = source.Place.Input, output = source.Place.Output;
        string y = g.Add("AveragePool", [x], Integers("kernel_shape", layer.Height, layer.Width), Integers("strides", layer.Height, layer.Width));
        return new LayerNodes(y, (dy, wantsInput) => new LayerGradients(wantsInput ? Spread(dy) : null, []));

        // n×c×h×1×w×1 times a window of shares, which repeats each value over its window.
        string Spread(string dy)
        {
            float[] window = [.. Enumerable.Repeat(1f / (layer.Height * layer.Width), layer.Height * layer.Width)];
            string shares = g.Constant(y + "_shares", window, 1, 1, 1, layer.Height, 1, layer.Width);
            string apart = g.Add("Reshape", [dy, g.Integers(-1, input.Channels, output.Height, 1, output.Width, 1)]);
            int height = output.Height * layer.Height, width = output.Width * layer.Width;
            string covered = g.Add("Reshape", [g.Add("Mul", [apart, shares]), g.Integers(-1, input.Channels, height, width)]);
            return (height, width) == (input.Height, input.Width) ? covered
                : g.Add("Pad", [covered, g.Integers(0, 0, 0, 0, 0, 0, input.Height - height, input.Width - width)]);
        }
    }
}
