using System.Globalization;
using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Onnx;
using ClassicML.Serialization;
using ClassicML.Svm;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Cli;

/// <summary><c>export</c>: the bytes of the library's own export, and what can't be exported in words.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("tensor", "float", null, null)]
    [InlineData("tensor", "double", "rows", "flowers")]
    [InlineData("columns", "float", null, null)]
    public async Task ONNX_is_that_of_the_library(string inputs, string element, string? inputName, string? graphName)
    {
        string model = await Train("random-forest", "--data", "iris", "--set", "tree-count=5"), file = folder.Path("a.onnx");
        string[] names = [.. inputName is null ? [] : (string[])["--input-name", inputName], .. graphName is null ? [] : (string[])["--graph-name", graphName]];
        JsonElement result = await CliProcess.Json(["export", model, "-o", file, "--inputs", inputs, "--element", element, .. names]);
        Assert.Equal(("random-forest", "onnx"), (result.GetProperty("model").GetString(), result.GetProperty("format").GetString()));
        var options = new OnnxOptions
        {
            Inputs = inputs == "columns" ? OnnxInputs.Columns : OnnxInputs.Tensor, Element = element == "double" ? OnnxElement.Double : OnnxElement.Float,
        };
        if (inputName is not null) options = options with { InputName = inputName };
        if (graphName is not null) options = options with { Name = graphName };
        byte[] bytes = File.ReadAllBytes(file);
        Assert.Equal(ModelFile.Load<IModel>(model).ToOnnx(options), bytes);
        Assert.Equal(bytes.Length, result.GetProperty("output_bytes").GetInt64());
        using var session = new InferenceSession(bytes);
        Assert.Equal(inputs == "columns" ? ClassicML.Datasets.Iris().FeatureNames!.Value.Order() : [inputName ?? "input"], session.InputMetadata.Keys.Order());
    }

    [Fact]
    public async Task Columns_of_text_are_inputs_by_their_names()
    {
        string model = await Train("logistic-regression", "--train", Words(), "--target", "left"), file = folder.Path("a.onnx");
        JsonElement result = await CliProcess.Json("export", model, "--to", "onnx", "-o", file);
        Assert.Contains(result.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("each column is an input by its name"));
        using var session = new InferenceSession(File.ReadAllBytes(file));
        Assert.Equal(["age", "city"], session.InputMetadata.Keys.Order());
        await CliProcess.Refused(2, "--inputs tensor has numbers only, and 'city' holds none", "export", model, "-o", file, "--inputs", "tensor");
    }

    [Fact]
    public async Task LIBSVM_and_LIBLINEAR_texts_are_those_of_the_library()
    {
        string svm = await Train("svm", "--data", "iris"), linear = await Train("linear-svm", "--data", "iris"),
            logistic = await Train("logistic-regression", "--data", "breast-cancer"), regressor = await Train("svr", "--train", Numbers());
        await Same(svm, "libsvm", writer => LibSvmModelFile.Write(ModelFile.Load<SvmClassifierModel>(svm), writer));
        await Same(regressor, "libsvm", writer => LibSvmModelFile.Write(ModelFile.Load<SvmRegressorModel>(regressor), writer));
        await Same(linear, "liblinear", writer => LibLinearSvmModelFile.Write(ModelFile.Load<LinearSvmClassifierModel>(linear), writer));
        JsonElement result = await Same(
            logistic, "LIBLINEAR", writer => LibLinearLogisticModelFile.Write(ModelFile.Load<LogisticRegressionModel>(logistic), writer));
        string[] notes = [.. result.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];
        Assert.Contains("classes are numbers there: 0 is malignant, 1 is benign", notes);
        Assert.Contains(notes, note => note.StartsWith("columns have no names there: 1 to 30 are mean radius, mean texture,", StringComparison.Ordinal));

        async Task<JsonElement> Same(string model, string to, Action<TextWriter> write)
        {
            using var expected = new StringWriter(CultureInfo.InvariantCulture);
            write(expected);
            string file = folder.Path("text");
            JsonElement said = await CliProcess.Json("export", model, "--to", to.ToLowerInvariant(), "-o", file);
            Assert.Equal(expected.ToString().ReplaceLineEndings("\n"), File.ReadAllText(file).ReplaceLineEndings("\n"));
            return said;
        }
    }

    [Fact]
    public async Task What_can_not_be_exported_is_said_with_what_can()
    {
        string scaled = await Train("svm", "--data", "iris", "--scale", "standard"), tree = await Train("decision-tree", "--data", "iris");
        string to = folder.Path("out");
        await CliProcess.Refused(1, "LIBSVM's text has no place for what is done to rows before the model", "export", scaled, "--to", "libsvm", "-o", to);
        await CliProcess.Refused(1, "--scale none and --impute none", "export", scaled, "--to", "liblinear", "-o", to);
        await CliProcess.Refused(1, "LIBLINEAR has no DecisionTreeClassifierModel: its text takes logistic-regression or linear-svm", "export", tree, "--to", "liblinear", "-o", to);
        await CliProcess.Refused(2, "give --to onnx, libsvm or liblinear", "export", tree, "-o", to);
        await CliProcess.Refused(2, "--element goes with --to onnx", "export", tree, "--to", "libsvm", "--element", "double", "-o", to);
        await CliProcess.Refused(
            2, "--input-name goes with --inputs tensor", "export", tree, "--to", "onnx", "--inputs", "columns", "--input-name", "x", "-o", to);
        await CliProcess.Refused(1, "there is no folder", "export", tree, "--to", "onnx", "-o", folder.Path("nowhere/out"));
        await CliProcess.Refused(1, "none.model", "export", folder.Path("none.model"), "--to", "onnx", "-o", to);
        Assert.False(File.Exists(to));
    }

    [Fact]
    public async Task It_says_in_a_process_of_its_own_what_was_written()
    {
        string model = await Train("decision-tree", "--data", "iris"), file = folder.Path("a.onnx");
        (int code, string output, string errors) = CliProcess.Run("export", model, "-o", file);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            [["model", "decision-tree"], ["format", "onnx"],
                ["written", $"{file},", new FileInfo(file).Length.ToString("N0", CultureInfo.InvariantCulture), "bytes"]],
            output.TrimEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private async Task<string> Train(string learner, params string[] arguments)
    {
        string file = folder.Path(learner + ".model");
        (int code, _, string errors) = await InProcess.Run(["train", "--model", learner, "--save", file, .. arguments]);
        Assert.True(code == 0, errors);
        return file;
    }

    private string Words() => folder.Write(
        "words.csv", "age,city,left\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{20 + i},{(i % 3 == 0 ? "Oslo" : "Bergen")},{(i < 20 ? "yes" : "no")}\n")));

    private string Numbers() => folder.Write(
        "numbers.csv", "x,z,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 3},{2 * i - i % 3}.5\n")));
}
