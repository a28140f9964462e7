using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>What nodes of several layers share. Pictures are n×c×h×w in a graph, as ONNX wants them; outside, channels are last.</summary>
internal static class LayerGraph
{
    /// <summary>Images as they come, n×(h·w·c), as n×c×h×w.</summary>
    public static string Picture(OnnxGraph g, LayerShape shape, string rows)
    {
        if (shape.Channels == 1) return g.Add("Reshape", [rows, g.Integers(-1, 1, shape.Height, shape.Width)]);
        string pixels = g.Add("Reshape", [rows, g.Integers(-1, shape.Height, shape.Width, shape.Channels)]);
        return g.Add("Transpose", [pixels], Integers("perm", 0, 3, 1, 2));
    }

    /// <summary>A value as one vector.</summary>
    public static string Flat(OnnxGraph g, string value) => g.Add("Reshape", [value, g.Integers(-1)]);

    /// <summary>An activation of sums; softmax is left to the caller.</summary>
    public static string Activated(OnnxGraph g, LayerActivation activation, string sums) =>
        activation == LayerActivation.Relu ? g.Add("Relu", [sums]) : sums;

    /// <summary>The gradient of the sums from the output y and its gradient.</summary>
    public static string Slope(OnnxGraph g, LayerActivation activation, string y, string dy) => activation == LayerActivation.Relu
        ? g.Add("Mul", [dy, g.Add("Cast", [g.Add("Greater", [y, g.Scalar(0)])], Integer("to", (int)OnnxElement.Float))]) : dy;
}
