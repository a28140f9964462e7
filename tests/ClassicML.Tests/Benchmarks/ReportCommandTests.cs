using System.Diagnostics;
using System.Text.Json;
using ClassicML.Benchmarks.Iris;

namespace ClassicML.Tests.Benchmarks;

/// <summary><c>dotnet run --project benchmarks</c> as a user meets it: a process, its files, and its exit code.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("classicml-report-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Iris_of_two_kinds_has_their_rows_in_all_three_files()
    {
        (int code, string output, string errors) = Run(
            "report", "iris", "--learners", "linear discriminants, quadratic discriminants", "--out", folder.FullName);
        Assert.True(code == 0, errors + output);
        JsonElement report = JsonDocument.Parse(Text("iris.json")).RootElement;
        Assert.False(report.GetProperty("partial").GetBoolean());
        Assert.Equal(["Linear discriminants", "Quadratic discriminants"],
            report.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("learner").GetString()).Order());
        string page = Text("iris.html"), markdown = Text("iris.md");
        foreach (string text in (string[])[page, markdown])
        {
            Assert.Contains("Linear discriminants", text);
            Assert.Contains("No learner wins everywhere", text);
            Assert.Contains("outer folds 1, inner folds 2", text);
        }
        // The most accurate first.
        double[] accuracies = [.. report.GetProperty("results").EnumerateArray()
            .Select(r => r.GetProperty("accuracy").GetProperty("mean").GetDouble())];
        Assert.Equal(accuracies.OrderDescending(), accuracies);
        // Accuracy of linear discriminants on five folds of Iris is 0.98 whatever the folds, by scikit-learn too (0.973 to 0.987 over seeds).
        JsonElement linear = report.GetProperty("results").EnumerateArray().Single(r => r.GetProperty("learner").GetString() == "Linear discriminants");
        Assert.InRange(linear.GetProperty("accuracy").GetProperty("mean").GetDouble(), 0.97, 0.99);
        Assert.Contains("There was nothing to choose.", page);
    }

    [Fact]
    public void An_unknown_kind_is_refused_with_what_was_meant()
    {
        (int code, _, string errors) = Run("report", "iris", "--learners", "desicion tree", "--out", folder.FullName);
        Assert.Equal(2, code);
        Assert.Equal("there is no kind of learner 'desicion tree': did you mean 'decision tree'?", errors.Trim());
    }

    [Fact]
    public void Kinds_are_spelt_in_one_way_and_one_that_Iris_does_not_tune_is_refused()
    {
        Assert.Equal(IrisCommand.Kinds, IrisCommand.Kinds.Distinct(StringComparer.OrdinalIgnoreCase));
        (int code, _, string errors) = Run("report", "iris", "--learners", "nearest centroid", "--out", folder.FullName);
        Assert.Equal(2, code);
        Assert.Contains("none of these learners is tuned on Iris; also take one of logistic regression, k nearest neighbours", errors);
    }

    private string Text(string name) => File.ReadAllText(Path.Combine(folder.FullName, name));

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Benchmarks.dll"), .. arguments])
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
