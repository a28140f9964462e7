using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn;

/// <summary>Convolutional networks among the models that are exported to ONNX, such as in a pipeline.</summary>
/// <example><c>pipeline.SaveOnnx("model.onnx", converters: BuiltInOnnx.Converters.With(CnnOnnx.Converter))</c></example>
public static class CnnOnnx
{
    /// <summary>Converts a <see cref="CnnClassifierModel"/>, which computes in single precision as it was trained.</summary>
    public static OnnxConverter Converter { get; } = new OnnxConverter<CnnClassifierModel>((model, rows, scope) =>
    {
        OnnxGraph graph = scope.Graph;
        string sums = OnnxExport.Sums(graph, model, graph.Add("Cast", [rows.Numbers()], Integer("to", (int)OnnxElement.Float)));
        return new OnnxOutput.Classes(model.Labels, graph.Add("ArgMax", [sums], Integer("axis", 1), Integer("keepdims", 0)))
        {
            Probabilities = graph.Add("Cast", [graph.Add("Softmax", [sums], Integer("axis", 1))], Integer("to", (int)OnnxElement.Double)),
        };
    });
}
