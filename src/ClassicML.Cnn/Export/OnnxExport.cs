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
        string sums = Sums(g, model, pixels);
        g.AddNamed(Probabilities, "Softmax", [sums], Integer("axis", 1));
        g.AddNamed(Code, "ArgMax", [sums], Integer("axis", 1), Integer("keepdims", 0));
        g.Output(Probabilities, OnnxElement.Float, "N", network.ClassCount);
        g.Output(Code, OnnxElement.Int64, "N");
        return g;
    }

    /// <summary>The last layer's sums, N×K, of pixels as floats.</summary>
    internal static string Sums(OnnxGraph g, CnnClassifierModel model, string pixels)
    {
        CnnNetwork network = model.Network;
        string x = LayerGraph.Picture(g, network.Layers[0].Input, g.Add("Div", [pixels, g.Scalar((float)model.PixelMaximum)]));
        for (int l = 0; l < network.Layers.Length; l++) x = network.Layers[l].Layer.Nodes(new ConstantSource(g, model, l), x).Output;
        return StepGraph.Masked(g, x, model.Absent);
    }
}
