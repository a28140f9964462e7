using System.Text.Encodings.Web;
using System.Text.Json;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>Models as ONNX files, by a set of converters.</summary>
/// <remarks>
/// <para>A classifier gives "label", N, int64 where its classes are integers, else texts; "probabilities", N×K in the order of the labels, where it has
/// them; and "scores", N×1 or N×K, where it has those. A regressor gives "prediction", N×1; an outlier detector "score", N×1, and "is_outlier", N×1,
/// truth values; a transformer "features", N×q, or where texts are among its columns each as "out_" and its name. N is free.</para>
/// <para>A missing number is NaN, a missing text is empty. A date is int64, N×1: microseconds since the beginning of 1970, without a time zone, as NumPy's
/// datetime64[us] has it; a missing one is the least integer. A graph can't refuse: where the model would refuse a row, its numbers come out as NaN, and a
/// label says nothing.</para>
/// <para>The file says of itself "classicml.version", "learner", and as JSON "feature_names" and "classes".</para>
/// </remarks>
public static class OnnxModels
{
    /// <summary>The bytes of an .onnx file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="converters">Who converts it and the models inside of it.</param>
    /// <param name="options">What goes in and comes out. Default: one tensor of floats.</param>
    /// <exception cref="NotSupportedException">A model can't be exported; the message says which and why.</exception>
    /// <exception cref="ArgumentException">Inputs are columns, and the model was fitted on columns without names; an input has the name of an output; or a
    /// column that is read as text is in a tensor.</exception>
    public static byte[] ToOnnx(this IModel model, OnnxConverters converters, OnnxOptions? options = null)
    {
        Check.NotNull(model, nameof(model));
        Check.NotNull(converters, nameof(converters));
        options ??= new OnnxOptions();
        var graph = new OnnxGraph(options.Name);
        OnnxRows rows = Read(graph, model, options);
        OnnxOutput output = new OnnxScope(graph, converters).Convert(model, rows);
        RefuseTaken(output, model, options);
        Write(graph, output, model, options.Element);
        Describe(graph, model);
        return graph.ToModel();
    }

    private static OnnxRows Read(OnnxGraph graph, IModel model, OnnxOptions options)
    {
        if (options.Inputs == OnnxInputs.Tensor)
        {
            graph.Reserve(options.InputName);
            return new OnnxRows(graph, new OnnxColumns.Input(options.InputName, model.FeatureCount, options.Element));
        }
        if (model.FeatureNames is not { } names)
            throw new ArgumentException("the model was fitted on columns without names, so they can't be inputs by name: give the data names", nameof(model));
        graph.Reserve(names);
        return new OnnxRows(graph, names.Select(name => new OnnxColumns.Input(name, null, options.Element)));
    }

    private static void RefuseTaken(OnnxOutput output, IModel model, OnnxOptions options)
    {
        string[] taken = output switch
        {
            OnnxOutput.Classes => ["label", "probabilities", "scores"],
            OnnxOutput.Numbers => ["prediction"],
            OnnxOutput.Outliers => ["score", "is_outlier"],
            _ => ["features"],
        };
        bool isTensor = options.Inputs == OnnxInputs.Tensor;
        IEnumerable<string> inputs = isTensor ? [options.InputName] : model.FeatureNames!.Value;
        if (inputs.FirstOrDefault(taken.Contains) is { } name)
            throw new ArgumentException(
                $"{(isTensor ? "input" : "column")} '{name}' has the name of an output, which are {string.Join(", ", taken)}: give it another", nameof(model));
    }

    private static void Write(OnnxGraph graph, OnnxOutput output, IModel model, OnnxElement element)
    {
        switch (output)
        {
            case OnnxOutput.Classes classes:
                ClassLabels labels = classes.Labels;
                string names = labels.AreIntegers ? graph.Integers([.. Enumerable.Range(0, labels.Count).Select(code => (long)labels.Integer(code))])
                    : graph.Texts([.. labels.Names]);
                graph.AddNamed("label", "Gather", [names, classes.Codes]);
                graph.Output("label", labels.AreIntegers ? OnnxElement.Int64 : OnnxElement.String, "N");
                if (classes.Probabilities is { } probabilities) Number("probabilities", probabilities, labels.Count);
                if (classes.Scores is { } scores) Number("scores", scores, labels.Count == 2 ? 1 : labels.Count);
                break;
            case OnnxOutput.Numbers numbers:
                Number("prediction", numbers.Values, 1);
                break;
            case OnnxOutput.Outliers outliers:
                Number("score", outliers.Scores, 1);
                graph.AddNamed("is_outlier", "Not", [graph.Add("Greater", [outliers.Scores, graph.Double(0)])]);
                graph.Output("is_outlier", OnnxElement.Bool, "N", 1);
                break;
            case OnnxOutput.Features { Rows: var rows }:
                Columns(rows, (model as ITransformerModel)?.OutputNames);
                break;
        }

        void Columns(OnnxRows rows, IReadOnlyList<string>? outputNames)
        {
            if (!Enumerable.Range(0, rows.ColumnCount).Any(rows.IsText))
            {
                Number("features", rows.Numbers(), rows.ColumnCount);
                return;
            }
            for (int j = 0; j < rows.ColumnCount; j++)
            {
                string name = "out_" + (outputNames?[j] ?? FormattableString.Invariant($"{j}"));
                if (!rows.IsText(j))
                {
                    Number(name, rows.Number(j), 1);
                    continue;
                }
                graph.AddNamed(name, "Identity", [rows.Text(j)]);
                graph.Output(name, OnnxElement.String, "N", 1);
            }
        }

        void Number(string name, string value, int width)
        {
            graph.AddNamed(name, "Cast", [value], Integer("to", (int)element));
            graph.Output(name, element, "N", width);
        }
    }

    private static void Describe(OnnxGraph graph, IModel model)
    {
        graph.Describe("classicml.version", typeof(OnnxModels).Assembly.GetName().Version!.ToString(3));
        if (model.Report.Learner is { } learner) graph.Describe("learner", learner.GetType().Name.Split('`')[0]);
        if (model.FeatureNames is { } names) graph.Describe("feature_names", Json(names));
        if (model is IClassifierModel classifier) graph.Describe("classes", Json(classifier.Labels.Names));
    }

    // Texts written out, since a serialiser would ask types for their members.
    private static string Json(IEnumerable<string> texts) =>
        $"[{string.Join(',', texts.Select(text => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""))}]";
}
