using System.Diagnostics;
using System.Text.Json;
using ClassicML.Benchmarks.Speed;

namespace ClassicML.Tests.Benchmarks;

/// <summary>The commands that measure, as a user meets them: processes on a tiny budget.</summary>
public class MeasureCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void Speed_writes_a_page_and_goes_on_where_it_ended()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["speed", "--case", "lr-breast-cancer", "--peers", "none", "--repeat", "1", "--out", folder.Root];
        (int code, string output, string errors) = Run([.. arguments, "--json", folder.Path("copy.json")]);
        Assert.True(code == 0, errors);
        Assert.Contains("lr-breast-cancer", output);
        SpeedReport report = SpeedJson.Read(folder.Path("speed.json"));
        Assert.Equal((1, false), (report.DoneCount, report.IsPartial));
        Assert.True(report.Cases[0].Steps[0].Ours.Seconds > 0);
        Assert.Contains("<!doctype html>", File.ReadAllText(folder.Path("speed.html")));
        Assert.True(File.Exists(folder.Path("copy.json")));

        (code, output, _) = Run([.. arguments, "--resume"]);
        Assert.Equal(0, code);
        Assert.Contains("lr-breast-cancer is there already", output);
    }

    [Fact]
    public void A_run_that_is_ended_leaves_what_was_measured_and_says_that_it_is_partial()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var folder = new TemporaryFolder();
        using Process process = Start(["speed", "--case", "lr-breast-cancer", "tree-digits", "knn-digits",
            "--peers", "none", "--repeat", "1000000", "--budget", "4", "--out", folder.Root]);
        string page = folder.Path("speed.md");
        var clock = Stopwatch.StartNew();
        // The page is written last, so the second case has begun.
        while (!File.Exists(page) && clock.Elapsed < Patience) Thread.Sleep(20);
        // As Ctrl-C does; SIGINT itself is ignored by what a shell starts in the background.
        Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
        Assert.True(process.WaitForExit(Patience));
        Assert.Equal(130, process.ExitCode);
        // On a busy machine the signal may come after the second.
        Assert.Matches("partial: [12] of 3 cases", File.ReadAllText(page));
    }

    [Fact]
    public void Scale_measures_one_learner_on_a_tiny_budget()
    {
        using var folder = new TemporaryFolder();
        (int code, string output, string errors) = Run(
            "scale", "--family", "logistic", "--most-rows", "200", "--peers", "none", "--repeat", "1", "--budget", "0.05", "--out", folder.Root);
        Assert.True(code == 0, errors + output);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(folder.Path("scale.json"))).RootElement;
        JsonElement first = report.GetProperty("results")[0].GetProperty("points")[0];
        Assert.Equal(200, first.GetProperty("size").GetProperty("rows").GetInt32());
        JsonElement measured = first.GetProperty("ours").GetProperty("measured");
        foreach (string name in (string[])["fit_seconds", "predict_seconds", "peak_mb", "model_bytes"]) Assert.True(measured.GetProperty(name).GetDouble() > 0);
        Assert.InRange(measured.GetProperty("quality").GetDouble(), 0.6, 1);
        Assert.Contains("Logistic regression", File.ReadAllText(folder.Path("scale.html")));
    }

    [Fact]
    public void The_table_of_the_page_is_checked() => Assert.Equal(0, Run("readme", "--check").Code);

    [Theory]
    [InlineData("speed --case rf-mnits", "did you mean 'rf-mnist'?")]
    [InlineData("speed --peers scikit-lern", "did you mean 'scikit-learn'?")]
    [InlineData("scale --family forset", "did you mean 'forest'?")]
    [InlineData("scale --family zzzzzz", "there are scaler, logistic,")]
    [InlineData("speed --repeat 0", "--repeat must be at least 1, was 0")]
    public void A_name_that_nothing_has_is_answered_by_near_ones(string arguments, string message)
    {
        (int code, _, string errors) = Run(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(message, errors);
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private static Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Benchmarks.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
}
