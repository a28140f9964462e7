using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>The table of what is written differently for each kind of device, because another form is fast there.</summary>
/// <param name="WeightGradient">A convolution's weight gradient kh×kw×c×o, flat, from its input and its output's gradient, both n×c×h×w.</param>
internal sealed record Formulations(Func<OnnxGraph, Convolution2D, PlacedLayer, string, string, string> WeightGradient)
{
    /// <summary>On a processor: the weight gradient as a dilated convolution.</summary>
    public static Formulations Cpu { get; } = new(DilatedConvolution);

    /// <summary>On CUDA: the weight gradient as a matrix product with the windows.</summary>
    public static Formulations Cuda { get; } = new(WindowProduct);

    // The batch takes the place of the channels: input [1, n, h, w·c], kernel the transposed gradient [o, n, ho, wo], dilated by c in
    // the columns, so that a step of the kernel is a step of a pixel. What comes out is [1, o, kh, kw·c].
    private static string DilatedConvolution(OnnxGraph g, Convolution2D layer, PlacedLayer place, string x, string dy)
    {
        string last = g.Add("Transpose", [x], Integers("perm", 0, 2, 3, 1));
        string rows = g.Add("Reshape", [last, g.Integers(1, -1, place.Input.Height, place.Input.Width * place.Input.Channels)]);
        string kernel = g.Add("Transpose", [dy], Integers("perm", 1, 0, 2, 3));
        string gradient = g.Add("Conv", [rows, kernel], Integers("dilations", 1, place.Input.Channels));
        string plain = g.Add("Reshape", [gradient, g.Integers(place.Output.Channels, -1)]);
        return LayerGraph.Flat(g, g.Add("Transpose", [plain], Integers("perm", 1, 0)));
    }

    private static string WindowProduct(OnnxGraph g, Convolution2D layer, PlacedLayer place, string x, string dy)
    {
        List<string> taps = [];
        for (int i = 0; i < layer.KernelHeight; i++)
            for (int j = 0; j < layer.KernelWidth; j++)
                taps.Add(g.Add("Slice", [x, g.Integers(i, j), g.Integers(i + place.Output.Height, j + place.Output.Width), g.Integers(2, 3)]));
        string windows = g.Add("Concat", [.. taps], Integer("axis", 1));
        string a = g.Add("Reshape", [g.Add("Transpose", [windows], Integers("perm", 1, 0, 2, 3)), g.Integers(taps.Count * place.Input.Channels, -1)]);
        string b = g.Add("Reshape", [g.Add("Transpose", [dy], Integers("perm", 1, 0, 2, 3)), g.Integers(place.Output.Channels, -1)]);
        return LayerGraph.Flat(g, g.Add("Gemm", [a, b], Integer("transB", 1)));
    }
}
