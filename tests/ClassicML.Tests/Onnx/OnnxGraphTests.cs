using ClassicML.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Onnx;

/// <summary>What the writer writes is read by ONNX Runtime.</summary>
public class OnnxGraphTests
{
    [Fact]
    public void A_graph_runs_in_the_runtime()
    {
        var graph = new OnnxGraph("affine");
        string x = graph.Input("x", OnnxElement.Float, "N", 2);
        string w = graph.Constant("w", [1f, 2f, 3f, 4f], 2, 2);
        string sum = graph.Add("Add", [graph.Add("MatMul", [x, w]), graph.Scalar(0.5f)]);
        graph.AddNamed("y", "LeakyRelu", [sum], OnnxAttribute.Number("alpha", 0.25f));
        graph.Output("y", OnnxElement.Float, "N", 2);
        Assert.Equal([4.5f, 6.5f, -0.625f, -1.375f], Run(graph, "x", [1f, 1f, -3f, 0f], [2, 2]));
    }

    [Fact]
    public void Every_kind_of_attribute_and_several_outputs_are_read()
    {
        var graph = new OnnxGraph("kinds");
        string x = graph.Input("x", OnnxElement.Float, 1, 1, 2, 2);
        string padded = graph.Add("Conv", [x, graph.Constant("k", [2f], 1, 1, 1, 1)],
            OnnxAttribute.Text("auto_pad", "SAME_UPPER"), OnnxAttribute.Integers("dilations", 1, 1));
        string[] halves = graph.AddSeveral("Split", 2, [padded, graph.Integers(1, 1)], OnnxAttribute.Integer("axis", 3));
        graph.AddNamed("y", "Sub", [halves[0], halves[1]]);
        graph.Output("y", OnnxElement.Float, 1, 1, 2, 1);
        Assert.Equal([-2f, -2f], Run(graph, "x", [1, 2, 3, 4], [1, 1, 2, 2]));
    }

    [Fact]
    public void Equal_constants_are_written_once()
    {
        var graph = new OnnxGraph("constants");
        Assert.Equal(graph.Integers(1, 2), graph.Integers(1, 2));
        Assert.NotEqual(graph.Integers(1, 2), graph.Integers(2, 1));
        Assert.NotEqual(graph.Integers(1, 12), graph.Integers(11, 2));
        Assert.Equal(graph.Scalar(1.5f), graph.Scalar(1.5f));
    }

    [Fact]
    public void A_node_reads_only_what_exists()
    {
        var graph = new OnnxGraph("wrong");
        Assert.Contains("there is no value named 'x'", Fail(() => graph.Add("Relu", ["x"])));
        graph.Input("x", OnnxElement.Float, 1);
        Assert.Contains("a value named 'x' exists already", Fail(() => graph.Input("x", OnnxElement.Float, 1)));
        Assert.Contains("must have 4 entries", Fail(() => graph.Constant("c", [1f, 2f], 2, 2)));
        Assert.Contains("there is no value named 'y'", Fail(() => graph.Output("y", OnnxElement.Float, 1)));
        Assert.Contains("a value must have a name", Fail(() => graph.Input("", OnnxElement.Float)));
    }

    private static float[] Run(OnnxGraph graph, string input, float[] values, long[] shape)
    {
        using var session = new InferenceSession(graph.ToModel());
        using var value = OrtValue.CreateTensorValueFromMemory(values, shape);
        using var run = new RunOptions();
        using var results = session.Run(run, [input], [value], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
