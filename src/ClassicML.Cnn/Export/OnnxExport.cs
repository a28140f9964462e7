using ClassicML.Cnn.Graph;
using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn;

/// <summary>A trained network as an ONNX file: pixels in, probabilities out, for batches of any size.</summary>
/// <remarks>
/// Input "pixels": float, N×(h·w·c), as the features were, before the division by <see cref="CnnClassifierModel.PixelMaximum"/>. Outputs
/// "probabilities": float, N×K, in the order of the labels, and "code": int64, N. Dropout is left out.
/// </remarks>
public static class OnnxExport
{
    /// <summary>The name of the input.</summary>
    public const string Pixels = "pixels";

    /// <summary>The name of the output with a probability for each class.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The name of the output with the code of the likeliest class.</summary>
    public const string Code = "code";

    /// <summary>The bytes of an .onnx file.</summary>
    public static byte[] ToOnnx(this CnnClassifierModel model) => Network(model).ToModel();

    /// <summary>Writes an .onnx file.</summary>
    public static void SaveOnnx(this CnnClassifierModel model, string path) => Network(model).Save(path);

    private static OnnxGraph Network(CnnClassifierModel model)
    {
        CnnNetwork network = Check.NotNull(model, nameof(model)).Network;
        var g = new OnnxGraph("convolutional network");
        string pixels = g.Input(Pixels, OnnxElement.Float, "N", network.Image.Size);
        string x = LayerGraph.Image(g, network.Layers[0].Input, g.Add("Div", [pixels, g.Scalar((float)model.PixelMaximum)]));
        for (int l = 0; l < network.Layers.Length; l++) x = Layer(g, network.Layers[l], model.Parameters, $"layer{l + 1}", x);
        string sums = StepGraph.Masked(g, x, model.Absent);
        g.AddNamed(Probabilities, "Softmax", [sums], Integer("axis", 1));
        g.AddNamed(Code, "ArgMax", [sums], Integer("axis", 1), Integer("keepdims", 0));
        g.Output(Probabilities, OnnxElement.Float, "N", network.ClassCount);
        g.Output(Code, OnnxElement.Int64, "N");
        return g;
    }

    private static string Layer(OnnxGraph g, PlacedLayer place, ReadOnlySpan<float> parameters, string name, string x)
    {
        ReadOnlySpan<float> weights = parameters.Slice(place.Offset, place.WeightCount), biases = parameters.Slice(place.BiasOffset, place.BiasCount);
        string y;
        switch (place.Layer)
        {
            case Convolution2D c:
                string kernel = g.Constant(
                    name + "_kernel", Transposed(weights, place.Output.Channels), place.Output.Channels, place.Input.Channels, c.KernelHeight, c.KernelWidth);
                y = g.Add("Conv", [x, kernel, g.Constant(name + "_bias", biases, biases.Length)]);
                break;
            case Dense:
                string matrix = g.Constant(name + "_weights", weights, place.Input.Size, place.Output.Size);
                y = g.Add("Gemm", [x, matrix, g.Constant(name + "_bias", biases, biases.Length)]);
                break;
            case MaxPooling2D pool:
                return g.Add("MaxPool", [x], Integers("kernel_shape", pool.Height, pool.Width), Integers("strides", pool.Height, pool.Width));
            case Flatten:
                return LayerGraph.Flattened(g, place, x).Output;
            default:
                return x;
        }
        return place.HasRelu ? g.Add("Relu", [y]) : y;

        // kh×kw×c×o becomes o×c×kh×kw.
        float[] Transposed(ReadOnlySpan<float> values, int filters)
        {
            float[] turned = new float[values.Length];
            int channels = place.Input.Channels, taps = values.Length / filters / channels;
            for (int tap = 0; tap < taps; tap++)
                for (int c = 0; c < channels; c++)
                    for (int o = 0; o < filters; o++) turned[(o * channels + c) * taps + tap] = values[(tap * channels + c) * filters + o];
            return turned;
        }
    }
}
