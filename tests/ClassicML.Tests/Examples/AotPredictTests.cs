using System.Diagnostics;
using System.Globalization;
using ClassicML.Serialization;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Tests.Examples;

/// <summary>The example aot-predict, as an assembly and as the native executable that it is published as.</summary>
public sealed class AotPredictTests : IDisposable
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "aot-predict.dll");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_and_arguments_are_predicted_as_the_model_does() => Predicts("dotnet", Assembly);

    [Fact]
    public void What_is_refused_is_said_in_a_sentence()
    {
        string people = People();
        string rows = folder.Write("rows.csv", "age,city\n1,Oslo\n");
        Refused(2, "aot-predict: aot-predict MODEL ROWS.csv, or aot-predict MODEL COLUMN=VALUE ...");
        Refused(2, "aot-predict: aot-predict MODEL", people);
        Refused(2, "aot-predict: aot-predict MODEL", people, rows, rows);
        Refused(1, "none.model", folder.Path("none.model"), rows);
        Refused(1, "aot-predict: " + rows, rows, rows);
        Refused(1, "none.csv", people, folder.Path("none.csv"));
        Refused(1, "'height'", people, rows);
        Refused(1, "'age'", people, "age=old", "height=1.7", "city=Oslo", "plan=basic", "member=true", "joined=2020-01-01");
        ModelFile.Save(new SvmClassifier().Fit(ClassicML.Datasets.Iris()), folder.Path("svm.model"));
        Refused(1, "no type is registered under the name", folder.Path("svm.model"), rows);
    }

    /// <summary>Takes a minute, so only .ci/run runs it.</summary>
    [Fact(Explicit = true)]
    public void The_native_executable_predicts_the_same_and_is_published_without_a_warning()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "publish.sh is a shell script");
        string[] path = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        Assert.SkipUnless(path.Any(place => File.Exists(Path.Combine(place, "clang")) || File.Exists(Path.Combine(place, "gcc"))),
            "neither clang nor gcc is here to link a native executable");
        string script = Path.Combine(Repository.Root, "tools", "examples", "aot-predict", "publish.sh");
        (int code, string output, string errors) = Run("bash", script, folder.Path("published"));
        Assert.True(code == 0, output + errors);
        Assert.DoesNotContain("warning", output + errors, StringComparison.OrdinalIgnoreCase);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Predicts(folder.Path("published/aot-predict"));
    }

    private string People()
    {
        ModelFile.Save(Examples.People.Classifier, folder.Path("people.model"), new ModelFileOptions { Data = DataSummary.Of(Examples.People.Classes) });
        return folder.Path("people.model");
    }

    private void Predicts(string program, params string[] before)
    {
        // Of columns of all kinds, with those of a file in another order and one beside them.
        IClassifierModel people = Examples.People.Classifier;
        Table rows = Examples.People.Table.Where(row => !row.IsMissing("city"));
        CsvWriter.Write(rows.SelectColumns([5, 4, 3, 2, 1, 0]).With(new TextColumn("id", Enumerable.Repeat("x", rows.RowCount))), folder.Path("people.csv"));
        string model = People();
        Matrix shares = people.As<IProbabilisticModel>()!.PredictProbabilities(rows);
        string[] labels = people.PredictLabels(rows);
        string[] expected = [.. Enumerable.Range(0, rows.RowCount).Select(i => FormattableString.Invariant($"{labels[i]},{shares[i, 0]:R},{shares[i, 1]:R}"))];
        Assert.Equal(["prediction,probability of no,probability of yes", .. expected], Lines(model, folder.Path("people.csv")));
        // Where nothing stands, the value is missing.
        string[] first = [.. rows.Columns.Select(column => $"{column.Name}={column.Text(0)}")];
        Assert.Equal(expected[0], Lines([model, .. first])[1]);
        Assert.Equal("plan=", $"plan={rows["plan"].Text(2)}");
        Assert.Equal(expected[2], Lines([model, .. rows.Columns.Select(column => $"{column.Name}={column.Text(2)}")])[1]);

        // Of numbers, where the file doesn't say what columns hold, by a forest, and where they have no names.
        ModelFile.Save(Examples.People.Regressor(1), folder.Path("ridge.model"));
        Assert.Equal(
            ["prediction", Text(Examples.People.Regressor(1).Predict(Matrix.Wrap([41, 80.5], 1, 2))[0])],
            Lines(folder.Path("ridge.model"), "age=41", "weight=80.5"));
        var forest = new RandomForestRegressor { TreeCount = 20, Seed = 3 }.Fit(Examples.People.Numbers.ToRegression("height"));
        ModelFile.Save(forest, folder.Path("forest.model"));
        CsvWriter.Write(Examples.People.Numbers, folder.Path("numbers.csv"));
        double[] heights = forest.Predict(Examples.People.Numbers.Without("height"));
        Assert.Equal(["prediction", .. heights.Select(Text)], Lines(folder.Path("forest.model"), folder.Path("numbers.csv")));
        ModelFile.Save(Examples.People.Nameless, folder.Path("nameless.model"));
        Assert.Equal(["7", "-1"], Lines(folder.Path("nameless.model"), folder.Write("two.csv", "a,b\n1,2\n4,4\n"))[1..].Select(line => line.Split(',')[0]));

        string[] Lines(params string[] arguments)
        {
            (int code, string output, string errors) = Run(program, [.. before, .. arguments]);
            Assert.True(code == 0, errors);
            return output.TrimEnd().Split('\n');
        }
    }

    private static void Refused(int expected, string part, params string[] arguments)
    {
        (int code, string output, string errors) = Run("dotnet", [Assembly, .. arguments]);
        Assert.Equal((expected, ""), (code, output));
        Assert.StartsWith("aot-predict: ", errors);
        Assert.Contains(part, errors);
        Assert.DoesNotContain("Parameter", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static (int Code, string Output, string Errors) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
