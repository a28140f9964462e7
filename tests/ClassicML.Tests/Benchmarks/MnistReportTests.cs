using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ClassicML.Benchmarks;
using ClassicML.Benchmarks.Mnist;
using ClassicML.Benchmarks.Pages;
using ClassicML.Metrics;

namespace ClassicML.Tests.Benchmarks;

public class MnistReportTests
{
    // Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods", 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_is_that_of_the_literature(int successes, int trials, double low, double high)
    {
        var (from, to) = Wilson.Interval(successes, trials);
        Assert.Equal(low, from, 5e-5);
        Assert.Equal(high, to, 5e-5);
    }

    [Fact]
    public void A_page_says_what_the_results_say()
    {
        MnistReport report = MadeUp();
        Assert.Equal("knn", report.Best!.Value.Contender.Key);
        Assert.Equal(2, report.QuickestPeer(report.Best.Value.Contender)!.Value.Ratio, 1e-12);
        Page page = MnistPage.Of(report);
        string html = PageWriter.Html(page), markdown = PageWriter.Markdown(page), json = MnistJson.Text(report);
        Assert.Contains("MNIST is not on this machine", page.Lead);
        foreach (string text in (string[])[html, markdown])
        {
            Assert.Contains("more than 60 s", text);
            Assert.Contains("Not here: FAISS (no compiler).", text);
            Assert.Contains("100.00", text);
        }
        JsonElement results = JsonDocument.Parse(json).RootElement.GetProperty("results");
        Assert.Equal(report.Results.Length, results.GetArrayLength());
        Assert.Equal(2, results[0].GetProperty("scores").GetProperty("ratio").GetDouble(), 1e-12);
        Assert.Equal("more than 60 s", results[2].GetProperty("failure").GetString());
        Assert.Equal("no compiler", results[3].GetProperty("absent").GetString());
        Assert.DoesNotContain("partial", page.Lead);
        Assert.Contains("This page is partial. Cancelled after 2 of 4.", MnistPage.Of(report with { Missing = "Cancelled after 2 of 4." }).Lead);
    }

    [Fact]
    public void A_page_without_any_result_says_that_it_is_partial()
    {
        MnistReport report = MadeUp() with { Missing = "Cancelled at once." };
        report = new MnistReport(report.Data, [], new MnistPictures(), report.Limit, report.Elapsed, report.Machine, report.Missing);
        Assert.Contains("This page is partial. Cancelled at once.", PageWriter.Html(MnistPage.Of(report)));
        Assert.Equal("Cancelled at once.", JsonDocument.Parse(MnistJson.Text(report)).RootElement.GetProperty("partial").GetString());
    }

    [Fact]
    public void What_a_contender_does_wrong_is_its_result()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the contenders are shell scripts");
        const string ready = "read line; echo '{\"version\": \"1\"}'; read line; ";
        Assert.Equal("died at 'fit 1': out of luck (exit code 3)", Measure(ready + "echo 'out of luck' >&2; exit 3").Failure);
        Assert.Equal("took more than 0.5 s at 'fit 1'", Measure(ready + "sleep 60", 0.5).Failure);
        Assert.Equal("failed at 'fit 1': no memory", Measure(ready + "echo '{\"error\": \"no memory\"}'; read line").Failure);
        Assert.StartsWith("answered nonsense at 'fit 1'", Measure(ready + "echo nonsense; read line").Failure);
        MnistResult absent = Measure("read line; echo '{\"absent\": \"not installed\"}'");
        Assert.Equal(("not installed", true), (absent.Failure, absent.IsAbsent));
        Assert.ThrowsAny<OperationCanceledException>(() => Measure(ready + "sleep 60", 60, new CancellationTokenSource(200).Token));

        static MnistResult Measure(string script, double seconds = 60, CancellationToken cancellation = default)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("classicml-test-");
            try
            {
                var contender = new MnistContender("Family", "Name", "Library", "key", "") { Program = () => ["sh", "-c", script] };
                return MnistStudy.Measure(
                    contender, () => MnistStudy.Start(contender, folder.FullName, cancellation),
                    folder.FullName, Datasets.Digits(), TimeSpan.FromSeconds(seconds));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    [Fact]
    public void Without_MNIST_the_report_is_of_Digits_and_says_so()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("classicml-test-");
        try
        {
            (int code, string output, string errors) = Run(folder.FullName, "--rows", "500", "--peers", "none", "--out", folder.FullName);
            Assert.True(code == 0, errors + output);
            Assert.Contains("MNIST is not on this machine", File.ReadAllText(Path.Combine(folder.FullName, "mnist.html")));
            Assert.StartsWith("# Digits, side by side\n", File.ReadAllText(Path.Combine(folder.FullName, "mnist.md")));
            JsonElement report = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.FullName, "mnist.json"))).RootElement;
            Assert.Equal(MnistContender.All(MnistSettings.ForDigits).Count(c => c.IsOurs), report.GetProperty("results").GetArrayLength());
            foreach (JsonElement result in report.GetProperty("results").EnumerateArray())
            {
                Assert.True(result.GetProperty("scores").ValueKind == JsonValueKind.Object, result.ToString());
                Assert.InRange(result.GetProperty("scores").GetProperty("accuracy").GetDouble(), 0.7, 1);
            }
            Assert.Equal((500, 450), (report.GetProperty("train_rows").GetInt32(), report.GetProperty("test_rows").GetInt32()));
            Assert.Equal(6, report.GetProperty("learning_curves").GetArrayLength());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--peers", "xgboots", "there is no peer 'xgboots': did you mean 'xgboost'")]
    [InlineData("--rows", "12", "--rows must be")]
    public void A_wrong_option_is_named(string option, string value, string said)
    {
        (int code, _, string errors) = Run(Path.GetTempPath(), option, value);
        Assert.Equal(2, code);
        Assert.Contains(said, errors);
    }

    // Digits as rows, and results of nobody: one is right everywhere, its peer wrong on the first row.
    private static MnistReport MadeUp()
    {
        ClassificationData test = Datasets.Digits();
        var data = new MnistData(false, test, test);
        int[] right = test.Codes.ToArray(), wrong = test.Codes.ToArray();
        wrong[0] = 9;
        ImmutableArray<MnistResult> results =
        [
            new(One("Nearest neighbours", "ClassicML", "knn", ""), Scores(right, 0.5)),
            new(One("KNeighborsClassifier", "scikit-learn", "sklearn-knn", "knn"), Scores(wrong, 1)),
            new(One("Slow", "ML.NET", "slow", ""), null, "more than 60 s"),
            new(One("IndexFlatL2", "FAISS", "faiss", "knn"), null, "no compiler", IsAbsent: true),
        ];
        return new MnistReport(data, results, new MnistPictures(), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(12), Machine.This);

        MnistScores Scores(int[] predicted, double seconds) =>
            new("1.0", seconds, seconds, 100, 12_345, "", predicted, 0.1, new ConfusionMatrix(test.Codes, predicted, test.Labels));

        static MnistContender One(string name, string library, string key, string counterpart) =>
            new("Nearest neighbours", name, library, key, "k 5") { Counterpart = counterpart, Program = () => [] };
    }

    private static (int Code, string Output, string Errors) Run(string emptyFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Benchmarks.dll"), "report", "mnist", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string variable in (string[])["CLASSICML_DATASETS", "XDG_CACHE_HOME"]) start.Environment[variable] = emptyFolder;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
