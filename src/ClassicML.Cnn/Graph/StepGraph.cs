using ClassicML.Cnn.Training;
using ClassicML.Onnx;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Cnn.Graph;

/// <summary>A whole training step as one graph: gather the batch, forwards, loss, backwards, optimizer.</summary>
/// <remarks>
/// Inputs: the data set (bound once), row numbers, weights, 1/rows, rate, dropout factors, and the state; outputs: the state after the step.
/// All parameters are one flat vector, so the optimizer is about ten element-wise nodes. The batch is a free dimension.
/// </remarks>
internal static class StepGraph
{
    /// <summary>The bytes of the model, and the dropouts whose factors it reads.</summary>
    public static (byte[] Model, DropoutInput[] Dropouts) Build(TrainingProblem problem, Formulations forms)
    {
        CnnNetwork network = problem.Network;
        var g = new OnnxGraph("training step");
        int classes = network.ClassCount, count = network.ParameterCount;
        string pixels = g.Input(StepNames.Pixels, problem.Pixels.Bytes is null ? OnnxElement.Float : OnnxElement.UInt8, "n", network.Image.Size);
        string known = g.Input(StepNames.Classes, OnnxElement.Float, "n", classes);
        string rows = g.Input(StepNames.Rows, OnnxElement.Int64, "batch");
        string weights = g.Input(StepNames.Weights, OnnxElement.Float, "batch");
        string share = g.Input(StepNames.Share, OnnxElement.Float, 1);
        string rate = g.Input(StepNames.Rate, OnnxElement.Float, 1);
        foreach (string state in StepNames.State) g.Input(state, OnnxElement.Float, state is "loss" or "correct" ? 1 : count);

        string raw = g.Add("Gather", [pixels, rows]);
        if (problem.Pixels.Bytes is not null) raw = g.Add("Cast", [raw], Integer("to", (int)OnnxElement.Float));
        string scaled = g.Add("Div", [raw, g.Scalar(problem.Pixels.Maximum)]);
        string truth = g.Add("Gather", [known, rows]);
        var dropouts = new List<DropoutInput>();
        LayerNodes[] layers = Forward(g, network, "parameters", LayerGraph.Picture(g, network.Layers[0].Input, scaled), forms, dropouts);

        string sums = Masked(g, layers[^1].Output, problem.Absent);
        string logs = g.Add("LogSoftmax", [sums], Integer("axis", 1));
        string own = g.Add("ReduceSum", [g.Add("Mul", [truth, logs]), g.Integers(1)], Integer("keepdims", 0));
        string loss = g.Add("ReduceSum", [g.Add("Mul", [own, weights]), g.Integers(0)]);
        string found = g.Add("Equal", [Best(g, sums), Best(g, truth)]);
        string correct = g.Add("ReduceSum", [g.Add("Mul", [g.Add("Cast", [found], Integer("to", (int)OnnxElement.Float)), weights]), g.Integers(0)]);
        string factor = g.Add("Reshape", [g.Add("Mul", [weights, share]), g.Integers(-1, 1)]);
        string gradient = g.Add("Mul", [g.Add("Sub", [g.Add("Exp", [logs]), truth]), factor]);

        string all = Backward(g, network, layers, gradient);
        Optimize(g, problem.Rule, all, rate);
        g.AddNamed(StepNames.After("loss"), "Sub", ["loss", loss]);
        g.AddNamed(StepNames.After("correct"), "Add", ["correct", correct]);
        foreach (string state in StepNames.State) g.Output(StepNames.After(state), OnnxElement.Float, state is "loss" or "correct" ? 1 : count);
        return (g.ToModel(), [.. dropouts]);
    }

    // From a flat vector of parameters.
    private static LayerNodes[] Forward(
        OnnxGraph g, CnnNetwork network, string parameters, string image, Formulations forms, List<DropoutInput> dropouts)
    {
        long[] sizes = [.. network.Layers.Where(place => place.ParameterCount > 0).SelectMany(place => new long[] { place.WeightCount, place.BiasCount })];
        string[] parts = g.AddSeveral("Split", sizes.Length, [parameters, g.Integers(sizes)], Integer("axis", 0));
        var layers = new LayerNodes[network.Layers.Length];
        string x = image;
        for (int l = 0, part = 0; l < layers.Length; l++)
        {
            PlacedLayer place = network.Layers[l];
            int own = place.ParameterCount > 0 ? 2 : 0;
            layers[l] = place.Layer.Nodes(new StepSource(g, place, forms, l, new ArraySegment<string>(parts, part, own), dropouts), x);
            (x, part) = (layers[l].Output, part + own);
        }
        return layers;
    }

    /// <summary>Sums with those of classes without rows pushed so low that their probability is 0.</summary>
    public static string Masked(OnnxGraph g, string sums, ReadOnlySpan<bool> absent)
    {
        if (absent.IsEmpty) return sums;
        float[] mask = new float[absent.Length];
        for (int k = 0; k < mask.Length; k++) mask[k] = absent[k] ? -1e30f : 0;
        return g.Add("Add", [sums, g.Constant("absent", mask, mask.Length)]);
    }

    private static string Best(OnnxGraph g, string rows) => g.Add("ArgMax", [rows], Integer("axis", 1), Integer("keepdims", 0));

    private static string Backward(OnnxGraph g, CnnNetwork network, LayerNodes[] layers, string gradient)
    {
        List<string> flat = [];
        string? dy = gradient;
        for (int l = layers.Length - 1; l >= 0 && dy is not null; l--)
        {
            LayerGradients back = layers[l].Backward(dy, network.Layers[l].Offset > 0);
            flat.InsertRange(0, back.Parameters);
            dy = back.Input;
        }
        return flat.Count == 1 ? flat[0] : g.Add("Concat", [.. flat], Integer("axis", 0));
    }

    private static void Optimize(OnnxGraph g, OptimizerRule rule, string gradient, string rate)
    {
        string first = StepNames.After("first"), second = StepNames.After("second"), parameters = StepNames.After("parameters");
        if (rule.Kind == CnnSolver.Sgd)
        {
            g.AddNamed(first, "Sub", [g.Add("Mul", ["first", g.Scalar((float)rule.Momentum)]), g.Add("Mul", [gradient, rate])]);
            g.AddNamed(second, "Identity", ["second"]);
            g.AddNamed(parameters, "Add", ["parameters", first]);
            return;
        }
        void Mix(string to, string mean, double beta, string value) => g.AddNamed(
            to, "Add", [g.Add("Mul", [mean, g.Scalar((float)beta)]), g.Add("Mul", [value, g.Scalar((float)(1 - beta))])]);
        Mix(first, "first", rule.Beta1, gradient);
        Mix(second, "second", rule.Beta2, g.Add("Mul", [gradient, gradient]));
        string root = g.Add("Add", [g.Add("Sqrt", [second]), g.Scalar((float)rule.Epsilon)]);
        g.AddNamed(parameters, "Sub", ["parameters", g.Add("Div", [g.Add("Mul", [first, rate]), root])]);
    }
}
