using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>The table of what is written differently for each kind of device, because another form is fast there.</summary>
/// <param name="WeightGradient">A convolution's weight gradient kh×kw×c×o, flat, from its input and its output's gradient, both n×c×h×w.</param>
/// <param name="PoolingGradient">Max-pooling's forward value and the function that takes its gradient back.</param>
internal sealed record Formulations(
    Func<OnnxGraph, PlacedLayer, string, string, string> WeightGradient,
    Func<OnnxGraph, PlacedLayer, string, (string Output, Func<string, string> Backward)> PoolingGradient)
{
    /// <summary>On a processor: the weight gradient as a dilated convolution, pooling by equality, the first of equals.</summary>
    public static Formulations Cpu { get; } = new(DilatedConvolution, FirstOfEquals);

    /// <summary>On CUDA: the weight gradient as a matrix product with the windows, pooling by the indices of the largest.</summary>
    public static Formulations Cuda { get; } = new(WindowProduct, ScatteredIndices);

    // The batch takes the place of the channels: input [1, n, h, w·c], kernel the transposed gradient [o, n, ho, wo], dilated by c in
    // the columns, so that a step of the kernel is a step of a pixel. What comes out is [1, o, kh, kw·c].
    private static string DilatedConvolution(OnnxGraph g, PlacedLayer place, string x, string dy)
    {
        string last = g.Add("Transpose", [x], Integers("perm", 0, 2, 3, 1));
        string rows = g.Add("Reshape", [last, g.Integers(1, -1, place.Input.Height, place.Input.Width * place.Input.Channels)]);
        string kernel = g.Add("Transpose", [dy], Integers("perm", 1, 0, 2, 3));
        string gradient = g.Add("Conv", [rows, kernel], Integers("dilations", 1, place.Input.Channels));
        string plain = g.Add("Reshape", [gradient, g.Integers(place.Output.Channels, -1)]);
        return Flat(g, g.Add("Transpose", [plain], Integers("perm", 1, 0)));
    }

    private static string WindowProduct(OnnxGraph g, PlacedLayer place, string x, string dy)
    {
        var layer = (Convolution2D)place.Layer;
        List<string> taps = [];
        for (int i = 0; i < layer.KernelHeight; i++)
            for (int j = 0; j < layer.KernelWidth; j++)
                taps.Add(g.Add("Slice", [x, g.Integers(i, j), g.Integers(i + place.Output.Height, j + place.Output.Width), g.Integers(2, 3)]));
        string windows = g.Add("Concat", [.. taps], Integer("axis", 1));
        string a = g.Add("Reshape", [g.Add("Transpose", [windows], Integers("perm", 1, 0, 2, 3)), g.Integers(taps.Count * place.Input.Channels, -1)]);
        string b = g.Add("Reshape", [g.Add("Transpose", [dy], Integers("perm", 1, 0, 2, 3)), g.Integers(place.Output.Channels, -1)]);
        return Flat(g, g.Add("Gemm", [a, b], Integer("transB", 1)));
    }

    private static (string, Func<string, string>) FirstOfEquals(OnnxGraph g, PlacedLayer place, string x)
    {
        var layer = (MaxPooling2D)place.Layer;
        LayerShape input = place.Input, output = place.Output;
        string pooled = Pool(g, layer, x, 1)[0];
        return (pooled, dy =>
        {
            // Windows as axes of their own: [n·c, ho, kh, wo, kw].
            int height = output.Height * layer.Height, width = output.Width * layer.Width;
            string whole = height == input.Height && width == input.Width ? x
                : g.Add("Slice", [x, g.Integers(0, 0), g.Integers(height, width), g.Integers(2, 3)]);
            string windows = g.Add("Reshape", [whole, g.Integers(-1, output.Height, layer.Height, output.Width, layer.Width)]);
            string best = g.Add("Reshape", [pooled, g.Integers(-1, output.Height, 1, output.Width, 1)]);
            string left = g.Add("Reshape", [dy, g.Integers(-1, output.Height, 1, output.Width, 1)]);
            List<string> rows = [];
            for (int i = 0; i < layer.Height; i++)
            {
                List<string> parts = [];
                for (int j = 0; j < layer.Width; j++)
                {
                    string value = g.Add("Slice", [windows, g.Integers(i, j), g.Integers(i + 1, j + 1), g.Integers(2, 4)]);
                    string here = g.Add("Equal", [value, best]);
                    parts.Add(g.Add("Where", [here, left, g.Scalar(0)]));
                    left = g.Add("Where", [here, g.Scalar(0), left]);
                }
                rows.Add(parts.Count == 1 ? parts[0] : g.Add("Concat", [.. parts], Integer("axis", 4)));
            }
            string all = rows.Count == 1 ? rows[0] : g.Add("Concat", [.. rows], Integer("axis", 2));
            string dx = g.Add("Reshape", [all, g.Integers(-1, input.Channels, height, width)]);
            return whole == x ? dx : g.Add("Pad", [dx, g.Integers(0, 0, 0, 0, 0, 0, input.Height - height, input.Width - width)]);
        });
    }

    private static (string, Func<string, string>) ScatteredIndices(OnnxGraph g, PlacedLayer place, string x)
    {
        string[] pooled = Pool(g, (MaxPooling2D)place.Layer, x, 2);
        return (pooled[0], dy =>
        {
            // Indices count over the whole tensor.
            string flat = Flat(g, x);
            string scattered = g.Add(
                "ScatterElements", [g.Add("Sub", [flat, flat]), Flat(g, pooled[1]), Flat(g, dy)], Integer("axis", 0));
            return g.Add("Reshape", [scattered, g.Integers(-1, place.Input.Channels, place.Input.Height, place.Input.Width)]);
        });
    }

    private static string[] Pool(OnnxGraph g, MaxPooling2D layer, string x, int outputs) =>
        g.AddSeveral("MaxPool", outputs, [x], Integers("kernel_shape", layer.Height, layer.Width), Integers("strides", layer.Height, layer.Width));

    private static string Flat(OnnxGraph g, string value) => g.Add("Reshape", [value, g.Integers(-1)]);
}
