using System.Diagnostics;
using System.Text.Json;

namespace ClassicML.Tests.Cli;

/// <summary>The command line as a user meets it: a process, its output, and its exit code.</summary>
public class CommandLineTests
{
    [Fact]
    public void Models_lists_every_learner()
    {
        (int code, string output, _) = Run("models");
        Assert.Equal(0, code);
        Assert.Contains("cnn-classifier", output);
        foreach (var type in BuiltIn.Registry.Types.Where(type => type.CanCreate && type.Kind <= ClassicML.Wire.WireKind.Regressor))
            Assert.Contains(type.Name, output);
    }

    [Fact]
    public void Devices_times_a_step_and_names_the_first_missing_link()
    {
        (int code, string output, _) = Run("devices");
        Assert.Equal(0, code);
        Assert.Matches(@"managed\s+a step on 32 digits takes [0-9.]+ ms, loss 2\.", output);
        Assert.Matches("the first missing link is|Device.Auto trains on", output);
    }

    [Fact]
    public void Evaluate_prints_one_json_object()
    {
        (int code, string output, _) = Run(
            "evaluate", "--model", "logistic-regression", "--set", "C=5", "--scale", "standard", "--data", "iris",
            "--test-share", "0.3", "--threads", "2", "--seed", "1", "--json");
        Assert.Equal(0, code);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal("logistic-regression", result.GetProperty("model").GetString());
        Assert.Equal(5, result.GetProperty("learner").GetProperty("Last").GetProperty("C").GetDouble());
        Assert.Equal((105, 4), (result.GetProperty("rows").GetInt32(), result.GetProperty("features").GetInt32()));
        Assert.InRange(result.GetProperty("scores").GetProperty("accuracy").GetDouble(), 0.9, 1);
        foreach (string name in (string[])["fit_seconds", "predict_seconds"]) Assert.True(result.GetProperty(name).GetDouble() >= 0);
        Assert.True(result.GetProperty("scores").GetProperty("log-loss").GetDouble() >= 0);
        Assert.True(result.GetProperty("report").GetProperty("converged").GetBoolean());
    }

    [Fact]
    public void Evaluate_reads_csv_and_libsvm_and_writes_predictions()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("a.csv", "size,label,weight\n1,small,2\n2,small,3\n8,big,9\n9,big,8\n"),
            test = folder.Write("b.csv", "size,label,weight\n0,small,1\n10,big,10\n");
        string predictions = folder.Path("labels.txt");
        (int code, string output, string errors) = Run(
            "evaluate", "--model", "k-nearest-neighbors", "--set", "NeighborCount=1", "--train", train, "--test", test, "--target", "label",
            "--predictions", predictions, "--json");
        Assert.True(code == 0, errors);
        Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("scores").GetProperty("accuracy").GetDouble());
        Assert.Equal(["small", "big"], File.ReadAllLines(predictions));

        string svm = folder.Write("a.svm", "1 1:1 2:2\n1 1:2\n-1 1:8 2:9\n-1 2:8\n");
        Assert.Equal(0, Run("evaluate", "--model", "decision-tree", "--train", svm, "--test", svm, "--json").Code);
        string any = folder.Write("a.data", "1 1:1 2:2\n-1 1:8 2:9\n");
        Assert.Equal(0, Run("evaluate", "--model", "decision-tree", "--train", any, "--test", any, "--format", "libsvm").Code);
    }

    [Fact]
    public void Evaluate_measures_regressors_by_r2()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("a.csv", "x,z,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 3},{2 * i - i % 3}.5\n")));
        string predictions = folder.Path("numbers.txt");
        (int code, string output, string errors) = Run(
            "evaluate", "--model", "ridge", "--set", "alpha=0.001", "--scale", "standard", "--train", train, "--json", "--predictions", predictions);
        Assert.True(code == 0, errors);
        Assert.InRange(JsonDocument.Parse(output).RootElement.GetProperty("scores").GetProperty("r2").GetDouble(), 0.999, 1);
        Assert.Equal(10, File.ReadAllLines(predictions).Length);
    }

    [Theory]
    [InlineData("evaluate --model logistic-regression --data iris --set C=-1", 1, "C must be positive, was -1")]
    [InlineData("evaluate --model logistic-regression --data iris --set C=big", 1, "C must be a number, positive, was 'big'")]
    [InlineData("evaluate --model decision-tree --train nowhere.csv", 1, "nowhere.csv")]
    [InlineData("evaluate --model decision-tree --data iris --test-share 1.5", 1, "testShare must be in (0, 1), was 1.5")]
    [InlineData("evaluate --model decision-tree --data iris --threads 0", 1, "--threads must be at least 1, was 0")]
    [InlineData("evaluate --model lr --data iris", 2, "there is no model 'lr'; there are logistic-regression")]
    [InlineData("evaluate --model decision-tree --data irises", 2, "there is no data set 'irises': did you mean 'iris'?")]
    [InlineData("evaluate --model decision-tree --data iris --set Depth=3", 2, "'decision-tree' has no option 'Depth'; it has Criterion, MaxDepth")]
    [InlineData("evaluate --model decision-tree --data iris --scale big", 2, "big")]
    [InlineData("evaluate --model decision-tree", 2, "give either --data NAME or --train FILE")]
    [InlineData("evaluate --data iris", 2, "--model")]
    [InlineData("evaluate --model decision-tree --data iris --frobnicate", 2, "--frobnicate")]
    [InlineData("nonsense", 2, "nonsense")]
    [InlineData("describe nowhere.csv", 1, "nowhere.csv")]
    [InlineData("models forrest", 2, "there is no model 'forrest'")]
    [InlineData("train --model svm --data iris --save nowhere/a.model", 1, "--save nowhere/a.model: there is no folder")]
    [InlineData("predict nothing.model nowhere.csv", 1, "nothing.model")]
    [InlineData("inspect nothing.model", 1, "nothing.model")]
    [InlineData("cv --model lasso --data iris --task classification", 2, "--task classification and the model don't go together")]
    [InlineData("search --model svm --vary C=1..2 --data iris", 2, "say how many, as in C=1..2:5")]
    [InlineData("nested --model svm --vary C=1,1e400 --model lda --data iris", 1, "C must be")]
    [InlineData("compare --data iris --models fern", 2, "there is no learner 'fern' to compare")]
    [InlineData("explain nothing.model --data iris", 1, "nothing.model")]
    [InlineData("plot rock --data iris -o a.svg", 2, "rock")]
    [InlineData("export nothing.model --to onnx -o a.onnx", 1, "nothing.model")]
    [InlineData("serve nothing.model", 1, "nothing.model")]
    [InlineData("datasets fetch irises", 2, "did you mean 'iris'?")]
    [InlineData("devices --index -1", 1, "must be at least 0, was -1")]
    public void What_cant_be_done_is_said_in_a_line(string arguments, int expected, string message)
    {
        (int code, string output, string errors) = Run(arguments.Split(' '));
        Assert.Equal(expected, code);
        Assert.Equal("", output);
        Assert.Contains(message, errors);
        if (expected == 1) Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Theory]
    // A reader that has seen enough is no error; a disk that is full is one.
    [InlineData("dotnet '{0}' models --all | head -1 > /dev/null; exit ${{PIPESTATUS[0]}}", 0, "")]
    [InlineData("dotnet '{0}' models --all > /dev/full", 1, "No space left on device")]
    [InlineData("trap '' XFSZ; ulimit -f 1; dotnet '{0}' train --model knn --data digits --quiet --save '{1}'", 1, "a.model: ")]
    public void What_cant_be_written_is_said_and_leaves_nothing(string command, int expected, string message)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the shell and the devices are those of Linux");
        using var folder = new TemporaryFolder();
        string line = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, command, Path.Combine(AppContext.BaseDirectory, "ClassicML.Cli.dll"), folder.Path("a.model"));
        // The limit of a file's size would forbid the runtime the memory that it maps twice.
        (int code, _, string errors) = Start("env", "DOTNET_EnableWriteXorExecute=0", "bash", "-c", line);
        Assert.Equal(expected, code);
        Assert.Contains(message, errors);
        if (expected != 0) Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void Evaluate_reads_from_a_pipe()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        string csv = folder.Write("a.csv", "size,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i < 20 ? "small" : "big")}\n")));
        string cli = Path.Combine(AppContext.BaseDirectory, "ClassicML.Cli.dll");
        string command = $"cat '{csv}' | dotnet '{cli}' evaluate --model decision-tree --train /dev/stdin --format csv --json";
        (int code, string output, string errors) = Start("bash", "-c", command);
        Assert.True(code == 0, errors);
        Assert.Equal(30, JsonDocument.Parse(output).RootElement.GetProperty("rows").GetInt32());
    }

    [Fact]
    public void Evaluate_reads_the_encoding_that_it_is_told()
    {
        using var folder = new TemporaryFolder();
        string csv = folder.Path("a.csv");
        File.WriteAllBytes(csv, System.Text.Encoding.Latin1.GetBytes(
            "size,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i < 20 ? "café" : "cafè")}\n"))));
        (int code, _, string errors) = Run("evaluate", "--model", "decision-tree", "--train", csv);
        Assert.Equal(0, code);
        Assert.Contains("windows-1252", errors);
        Assert.Equal(0, Run("evaluate", "--model", "decision-tree", "--train", csv, "--encoding", "windows-1252", "--json").Code);
        Assert.Equal(2, Run("evaluate", "--model", "decision-tree", "--train", csv, "--encoding", "nonsense").Code);
    }

    [Theory, InlineData("logistic-regression"), InlineData("ridge")]
    public void Columns_of_a_test_file_go_by_their_names(string model)
    {
        using var folder = new TemporaryFolder();
        var (train, test) = Datasets.Iris().Split(testShare: 0.3, seed: 1, stratified: true);
        string[] names = [.. train.FeatureNames!.Value, "kind"];
        string trainFile = Write("train.csv", train, [0, 1, 2, 3, 4]);
        string plain = Evaluate(Write("test.csv", test, [0, 1, 2, 3, 4]));
        Assert.Equal(plain, Evaluate(Write("turned.csv", test, [4, 3, 1, 0, 2])));
        (int code, _, string errors) = Run("evaluate", "--model", model, "--train", trainFile, "--test", Write("fewer.csv", test, [0, 1, 3, 4]));
        Assert.Equal(1, code);
        Assert.Contains($"fewer.csv has no column '{names[2]}', which the model was trained on", errors);
        (code, _, errors) = Run("evaluate", "--model", model, "--train", trainFile, "--test", Write("more.csv", test, [0, 1, 2, 3, 4], "note"));
        Assert.Equal(0, code);
        Assert.Contains("no use is made of 'note'", errors);

        string Evaluate(string file)
        {
            string to = folder.Path("predicted.txt");
            Assert.Equal(0, Run("evaluate", "--model", model, "--train", trainFile, "--test", file, "--predictions", to).Code);
            return File.ReadAllText(to);
        }

        string Write(string name, ClassificationData data, int[] columns, string? more = null)
        {
            var lines = new List<string> { string.Join(',', columns.Select(j => names[j])) + (more is null ? "" : "," + more) };
            for (int i = 0; i < data.RowCount; i++)
                lines.Add(string.Join(',', columns.Select(j => Invariant(j < 4 ? ((Matrix)data.Features)[i, j] : data.Codes[i]))) + (more is null ? "" : ",0"));
            return folder.Write(name, string.Join('\n', lines) + "\n");
        }

        static string Invariant(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory, InlineData("logistic-regression"), InlineData("ridge")]
    public void A_value_that_a_learner_refuses_is_named_by_its_column_and_the_files_row(string model)
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write(
            "holes.csv", "width,height,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 23 ? "" : "1")},{i % 2}\n")));
        (int code, _, string errors) = Run("evaluate", "--model", model, "--train", train, "--test-share", "0.01", "--impute", "none");
        Assert.Equal(1, code);
        Assert.Contains("row 23, column 1 ('height') is missing (NaN)", errors);
    }

    [Fact]
    public void A_broken_row_is_named_and_leaves_no_predictions()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("broken.csv", "a,b,label\n1,2,x\n3,y\n"), predictions = folder.Path("p.txt");
        (int code, _, string errors) = Run("evaluate", "--model", "decision-tree", "--train", train, "--predictions", predictions);
        Assert.Equal(1, code);
        Assert.Contains("broken.csv, line 3", errors);
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Cli.dll"), .. arguments]);

    private static (int Code, string Output, string Errors) Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
