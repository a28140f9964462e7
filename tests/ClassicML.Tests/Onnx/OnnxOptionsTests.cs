using ClassicML.Linear;
using ClassicML.Onnx;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Onnx;

/// <summary>What a file says of itself, how inputs are named, what is refused, and models of one's own.</summary>
public sealed class OnnxOptionsTests : IDisposable
{
    private static readonly Samples three = Samples.OfClasses(3);

    private readonly string folder = Directory.CreateTempSubdirectory("classicml-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_says_what_made_it_and_what_it_reads_and_gives()
    {
        string[] names = ["length", "width", "\"quoted\"", "größe"];
        var data = new ClassificationData(three.X, three.Codes, new ClassLabels([7, -3, 5]), featureNames: names);
        var model = new StandardScaler().Then(new LogisticRegression()).Fit(data);
        string file = Path.Combine(folder, "model.onnx");
        model.SaveOnnx(file, new OnnxOptions { InputName = "rows", Name = "flowers" });
        using var session = new InferenceSession(file);
        ModelMetadata about = session.ModelMetadata;
        Assert.Equal(("ClassicML", "flowers"), (about.ProducerName, about.GraphName));
        Assert.Equal("ClassifierPipeline", about.CustomMetadataMap["learner"]);
        Assert.Equal("""["length","width","\"quoted\"","größe"]""", about.CustomMetadataMap["feature_names"]);
        Assert.Equal("""["7","-3","5"]""", about.CustomMetadataMap["classes"]);
        Assert.Matches(@"^\d+\.\d+\.\d+$", about.CustomMetadataMap["classicml.version"]);
        Assert.Equal(["rows"], session.InputMetadata.Keys);
        Assert.Equal([-1, 4], session.InputMetadata["rows"].Dimensions);
        Assert.Equal(["label", "probabilities", "scores"], session.OutputMetadata.Keys);
        Assert.Equal((typeof(long), typeof(float)), (session.OutputMetadata["label"].ElementType, session.OutputMetadata["probabilities"].ElementType));
        Assert.Equal(model.ToOnnx(new OnnxOptions { InputName = "rows", Name = "flowers" }), File.ReadAllBytes(file));
        using var doubles = new InferenceSession(model.ToOnnx(new OnnxOptions { Element = OnnxElement.Double }));
        Assert.Equal((typeof(double), typeof(double)), (doubles.InputMetadata["input"].ElementType, doubles.OutputMetadata["scores"].ElementType));
        Assert.Equal(3, OnnxGraph.MlOpset);
    }

    [Fact]
    public void Columns_are_inputs_by_their_names()
    {
        string[] names = ["Add_0", "MatMul_1", "doubles_2", "input"];
        var options = new OnnxOptions { Inputs = OnnxInputs.Columns };
        Features x = three.X.WithNames(System.Collections.Immutable.ImmutableArray.Create(names));
        LinearRegressionModel model = new LinearRegression().Fit(new RegressionData(x, three.Targets));
        OnnxParity.Holds(model, x, options: options);
        OnnxParity.Holds(model, x, options: options with { Element = OnnxElement.Double });
        Assert.Contains("columns without names", Fail(() => new LinearRegression().Fit(three.Numbers).ToOnnx(options)));
        LinearRegressionModel taken = new LinearRegression().Fit(new RegressionData(three.X, three.Targets, featureNames: ["a", "b", "prediction", "c"]));
        Assert.Contains("column 'prediction' has the name of an output", Fail(() => taken.ToOnnx(options)));
        Assert.Contains("input 'prediction' has the name of an output", Fail(() => taken.ToOnnx(new OnnxOptions { InputName = "prediction" })));
    }

    [Fact]
    public void A_column_is_either_text_or_numbers()
    {
        Table train = OnnxData.Mixed().Select("city", "age");
        double[] targets = OnnxData.Mixed()["target"].Numbers!.Value.ToArray();
        var data = new RegressionData(train, targets);
        var model = new TargetEncoder().Fit(data);
        Assert.Contains("the model reads texts, which no tensor of numbers holds: export with Inputs = OnnxInputs.Columns", Fail(() => model.ToOnnx()));
    }

    [Fact]
    public void Options_are_checked()
    {
        Assert.Contains("Element must be Float or Double, was Int64", Fail(() => new OnnxOptions { Element = OnnxElement.Int64 }));
        Assert.Contains("InputName must not be empty", Fail(() => new OnnxOptions { InputName = " " }));
        Assert.Contains("Name must not be empty", Fail(() => new OnnxOptions { Name = "" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxOptions { Inputs = (OnnxInputs)5 });
        Assert.Throws<ArgumentNullException>(() => ((IModel)null!).ToOnnx());
    }

    /// <summary>A model of one's own joins by a converter, alone and in a pipeline; without one it is refused by name.</summary>
    [Fact]
    public void A_model_of_ones_own_is_exported_by_its_converter()
    {
        var model = new RowMean(4);
        Assert.Contains("RowMean can't be exported: nothing converts models of its type", Assert.Throws<NotSupportedException>(() => model.ToOnnx()).Message);
        var converter = new OnnxConverter<RowMean>((_, rows, scope) => new OnnxOutput.Numbers(
            scope.Graph.Add("ReduceMean", [rows.Numbers()], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 1))));
        OnnxConverters mine = BuiltInOnnx.Converters.With(converter);
        OnnxParity.Holds(model, three.X, converters: mine);
        Assert.Same(converter, mine.Find(model));
        Assert.Null(BuiltInOnnx.Converters.Find(model));
        Assert.True(converter.Converts(model));
        Assert.Equal("RowMean", converter.ModelName);
        var refusal = new OnnxRefusal<RowMean>("its mean is a secret");
        Assert.True(refusal.Converts(model));
        Assert.Equal("its mean is a secret", refusal.Refusal);
        string why = Assert.Throws<NotSupportedException>(() => model.ToOnnx(new OnnxConverters(refusal))).Message;
        Assert.Contains("RowMean can't be exported: its mean is a secret", why);
        var texts = new TextVectorizer().Fit(new Table(new TextColumn("text", ["one two", "two three"])));
        Assert.Contains("TextVectorizerModel can't be exported: ONNX's standard operators", Assert.Throws<NotSupportedException>(() => texts.ToOnnx()).Message);
    }

    [Fact]
    public void Rows_in_a_graph_are_columns_from_anywhere()
    {
        var graph = new OnnxGraph("rows");
        graph.Reserve("Concat_0", "doubles_1");
        string x = graph.Input("x", OnnxElement.Double, "N", 3), text = graph.Input("text", OnnxElement.String, "N", 1);
        OnnxRows numbers = OnnxRows.Of(graph, x, 3), all = OnnxRows.Join(graph, numbers.Select(2, 0), OnnxRows.OfText(graph, text));
        Assert.Equal((3, false, true), (all.ColumnCount, all.IsText(0), all.IsText(2)));
        Assert.Equal(x, numbers.Numbers());
        Assert.Equal(text, all.Text(2));
        Assert.Contains("a column of numbers is needed", Fail(() => all.Numbers()));
        Assert.Contains("a column of text is needed", Fail(() => all.Text(0)));
        Assert.Contains("a column of dates is needed", Fail(() => all.Date(0)));
        string beside = graph.Add("Concat", [all.Select(0, 1).Numbers(), numbers.Number(1)], OnnxAttribute.Integer("axis", 1));
        string swapped = graph.Add("Mul", [beside, graph.Double(2)]);
        Assert.NotEqual("Concat_0", swapped);
        graph.AddNamed("y", "Identity", [swapped]);
        graph.Output("y", OnnxElement.Double, "N", 3);
        string known = graph.AddMl("LabelEncoder", [text], OnnxAttribute.Texts("keys_strings", "a", "b"), OnnxAttribute.Integers("values_int64s", 5, 7));
        graph.AddNamed("code", "Identity", [known]);
        graph.Output("code", OnnxElement.Int64, "N", 1);
        Assert.Equal(graph.Doubles([1, 2], 2), graph.Doubles([1, 2], 2));
        Assert.NotEqual(graph.Doubles([1, 2], 2), graph.Doubles([1, 2], 1, 2));
        Assert.NotEqual(graph.Texts("a"), graph.Texts("a"));
        graph.Describe("key", "value");
        using var session = new InferenceSession(graph.ToModel());
        Assert.Equal("value", session.ModelMetadata.CustomMetadataMap["key"]);
        using var results = session.Run([
            NamedOnnxValue.CreateFromTensor("x", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<double>(new double[] { 1, 2, 3 }, [1, 3])),
            NamedOnnxValue.CreateFromTensor("text", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<string>(new[] { "b" }, [1, 1]))]);
        Assert.Equal([6, 2, 4], results[0].AsTensor<double>().ToArray());
        Assert.Equal([7L], results[1].AsTensor<long>().ToArray());
    }

    /// <summary>A model that holds others asks the scope for their nodes, and may use all that comes of them.</summary>
    [Fact]
    public void A_model_that_holds_others_asks_for_their_nodes()
    {
        StandardScalerModel scaler = new StandardScaler().Fit(three.X);
        LogisticRegressionModel classifier = new LogisticRegression().Fit(three.Classes);
        LinearRegressionModel regressor = new LinearRegression().Fit(three.Numbers);
        OneClassSvmModel detector = new OneClassSvm().Fit(three.X);
        var graph = new List<string>();
        var holder = new OnnxConverter<RowMean>((_, rows, scope) =>
        {
            OnnxRows scaled = scope.Transform(scaler, rows);
            var features = (OnnxOutput.Features)scope.Convert(scaler, rows);
            Assert.Equal(4, features.Rows.ColumnCount);
            OnnxRows back = OnnxRows.Of(scope.Graph, scope.Invert(scaler, scaled.Numbers()), 4);
            var classes = (OnnxOutput.Classes)scope.Convert(classifier, back);
            graph.AddRange([classes.Codes, classes.Probabilities!, classes.Scores!]);
            Assert.Equal(three.Labels, classes.Labels);
            var outliers = (OnnxOutput.Outliers)scope.Convert(detector, back);
            graph.Add(outliers.Scores);
            Assert.Contains("LinearRegressionModel reads 4 columns, these rows have 2", Fail(() => scope.Convert(regressor, back.Select(0, 1))));
            Assert.Contains("the inverse of SelectKBestModel", Assert.Throws<NotSupportedException>(
                () => scope.Invert(new SelectKBest { K = 2 }.Fit(three.Classes), scaled.Numbers())).Message);
            return new OnnxOutput.Numbers(((OnnxOutput.Numbers)scope.Convert(regressor, back)).Values);
        });
        byte[] made = new RowMean(4).ToOnnx(BuiltInOnnx.Converters.With(holder));
        Assert.Equal(4, graph.Distinct().Count());
        using var session = new InferenceSession(made);
        // There and back through the scaler: the regressor's own numbers.
        Features x = OnnxParity.Rounded(three.X);
        Close(regressor.Predict(x), (double[])OnnxParity.Run(session, x, new OnnxOptions())["prediction"], 1e-6);
    }

    private sealed class RowMean(int featureCount) : IRegressorModel
    {
        public int FeatureCount => featureCount;

        public FitReport Report { get; } = new();

        public void Predict(Features x, Memory<double> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = System.Numerics.Tensors.TensorPrimitives.Average(((Matrix)x).Row(i));
        }
    }
}
