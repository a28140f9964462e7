using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>What a layer adds to a graph: its forward nodes at once, its backward ones when it is given the gradient of its output.</summary>
/// <param name="Output">The name of its output.</param>
/// <param name="Backward">
/// From the output's gradient: adds nodes, returns the input's gradient (null if nobody wants it) and the gradients of weights and biases, flat.
/// </param>
internal sealed record LayerNodes(string Output, Func<string, bool, LayerGradients> Backward);

/// <summary>The names of a layer's gradients.</summary>
internal sealed record LayerGradients(string? Input, string[] Parameters);

/// <summary>Pictures are n×c×h×w in a graph, as ONNX wants them; weights keep the library's layout outside, kh×kw×c×o.</summary>
internal static class LayerGraph
{
    /// <summary>The image as it comes, n×(h·w·c), as n×c×h×w.</summary>
    public static string Image(OnnxGraph g, LayerShape shape, string rows) => Picture(g, shape, rows);

    public static LayerNodes Convolution(OnnxGraph g, PlacedLayer place, string x, string weights, string biases, Formulations forms)
    {
        var layer = (Convolution2D)place.Layer;
        string window = g.Add("Reshape", [weights, g.Integers(layer.KernelHeight, layer.KernelWidth, place.Input.Channels, place.Output.Channels)]);
        string kernel = g.Add("Transpose", [window], Integers("perm", 3, 2, 0, 1));
        string y = Activated(g, place, g.Add("Conv", [x, kernel, biases]));
        return new LayerNodes(y, (gradient, wantsInput) =>
        {
            string dy = Slope(g, place, y, gradient);
            string bias = g.Add("ReduceSum", [dy, g.Integers(0, 2, 3)], Integer("keepdims", 0));
            string? dx = wantsInput ? g.Add("ConvTranspose", [dy, kernel]) : null;
            return new LayerGradients(dx, [forms.WeightGradient(g, place, x, dy), bias]);
        });
    }

    /// <summary>Each window's gradient goes to the first of its largest values, by its place in the whole tensor.</summary>
    public static LayerNodes Pooling(OnnxGraph g, PlacedLayer place, string x)
    {
        var layer = (MaxPooling2D)place.Layer;
        string[] pooled = g.AddSeveral(
            "MaxPool", 2, [x], Integers("kernel_shape", layer.Height, layer.Width), Integers("strides", layer.Height, layer.Width));
        return new LayerNodes(pooled[0], (dy, wantsInput) => new LayerGradients(wantsInput ? Spread(dy) : null, []));

        string Spread(string dy)
        {
            string flat = Flat(g, x);
            string spread = g.Add("ScatterElements", [g.Add("Sub", [flat, flat]), Flat(g, pooled[1]), Flat(g, dy)], Integer("axis", 0));
            return g.Add("Reshape", [spread, g.Integers(-1, place.Input.Channels, place.Input.Height, place.Input.Width)]);
        }
    }

    public static LayerNodes Dropped(OnnxGraph g, PlacedLayer place, string x, string factors)
    {
        string picture = place.Output.IsFlat ? factors : Picture(g, place.Output, factors);
        return new LayerNodes(
            g.Add("Mul", [x, picture]), (dy, wantsInput) => new LayerGradients(wantsInput ? g.Add("Mul", [dy, picture]) : null, []));
    }

    public static LayerNodes Flattened(OnnxGraph g, PlacedLayer place, string x)
    {
        if (place.Input.IsFlat) return new LayerNodes(x, (dy, _) => new LayerGradients(dy, []));
        string last = g.Add("Transpose", [x], Integers("perm", 0, 2, 3, 1));
        return new LayerNodes(
            g.Add("Reshape", [last, g.Integers(-1, place.Input.Size)]),
            (dy, wantsInput) => new LayerGradients(wantsInput ? Picture(g, place.Input, dy) : null, []));
    }

    public static LayerNodes Dense(OnnxGraph g, PlacedLayer place, string x, string weights, string biases)
    {
        string matrix = g.Add("Reshape", [weights, g.Integers(place.Input.Size, place.Output.Size)]);
        string y = Activated(g, place, g.Add("Gemm", [x, matrix, biases]));
        return new LayerNodes(y, (gradient, wantsInput) =>
        {
            string dy = Slope(g, place, y, gradient);
            string weight = g.Add("Gemm", [x, dy], Integer("transA", 1));
            return new LayerGradients(
                wantsInput ? g.Add("Gemm", [dy, matrix], Integer("transB", 1)) : null,
                [g.Add("Reshape", [weight, g.Integers(-1)]), g.Add("ReduceSum", [dy, g.Integers(0)], Integer("keepdims", 0))]);
        });
    }

    // h·w·c values as c×h×w.
    private static string Picture(OnnxGraph g, LayerShape shape, string rows)
    {
        if (shape.Channels == 1) return g.Add("Reshape", [rows, g.Integers(-1, 1, shape.Height, shape.Width)]);
        string pixels = g.Add("Reshape", [rows, g.Integers(-1, shape.Height, shape.Width, shape.Channels)]);
        return g.Add("Transpose", [pixels], Integers("perm", 0, 3, 1, 2));
    }

    /// <summary>A value as one vector.</summary>
    public static string Flat(OnnxGraph g, string value) => g.Add("Reshape", [value, g.Integers(-1)]);

    private static string Activated(OnnxGraph g, PlacedLayer place, string sums) => place.HasRelu ? g.Add("Relu", [sums]) : sums;

    private static string Slope(OnnxGraph g, PlacedLayer place, string y, string dy) =>
        place.HasRelu ? g.Add("Mul", [dy, g.Add("Cast", [g.Add("Greater", [y, g.Scalar(0)])], Integer("to", (int)OnnxElement.Float))]) : dy;
}
