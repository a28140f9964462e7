using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using ClassicML.Cnn;

namespace ClassicML.Tests.Cli;

/// <summary>The tool as a native executable: it says what the managed one says.</summary>
public sealed class NativeToolTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Takes a minute, and clang or gcc to link.</summary>
    [Fact(Explicit = true)]
    public async Task The_native_executable_says_the_same_and_is_published_without_a_warning()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the test publishes for Linux");
        string published = folder.Path("published");
        (int code, string output, string errors) = Run(
            "dotnet", "publish", Path.Combine(Repository.Root, "tools", "ClassicML.Cli"), "-c", "Release", "-r",
            RuntimeInformation.RuntimeIdentifier, "-o", published, "-nologo");
        Assert.True(code == 0, output + errors);
        Assert.DoesNotContain("warning", output + errors, StringComparison.OrdinalIgnoreCase);
        string tool = Path.Combine(published, "ClassicML.Cli"), model = folder.Path("m"), rows = folder.Path("wine.csv");
        Assert.False(File.Exists(Path.Combine(published, "ClassicML.Core.dll")), "it is no native executable");
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{new FileInfo(tool).Length} bytes"));

        await Same("datasets", "fetch", "wine", "-o", rows);
        await Same("describe", rows);
        await Same("models", "--all");
        await Same("train", "--model", "svm", "--set", "kernel=rbf:gamma=0.01", "--scale", "standard", "--train", rows, "--save", model);
        await Same("predict", model, rows);
        foreach (string learner in (string[])["logistic-regression", "random-forest", "knn", "lda", "mlp", "decision-tree"])
            await Same("evaluate", "--model", learner, "--scale", "standard", "--train", rows, "--metric", "accuracy,f1-macro");
        await Same("cv", "--model", "knn", "--train", rows);
        await Same("search", "--model", "svm", "--vary", "C=1,10", "--train", rows, "--journal", folder.Path("journal"));
        await Same("nested", "--model", "lda", "--model", "qda", "--train", rows, "--folds", "3");
        await Same("explain", model, "--test", rows);
        await Same("export", model, "--to", "onnx", "-o", folder.Path("m.onnx"));
        await Same("inspect", model);
        foreach (string picture in (string[])["roc.svg", "tree.png"])
            await Same("plot", Path.GetFileNameWithoutExtension(picture), "--model", "decision-tree", "--train", rows, "-o", folder.Path(picture));

        // One after the other, each with a journal of its own; what takes its time differs.
        async Task Same(params string[] arguments)
        {
            (int native, string said, string complained) = Run(tool, [.. arguments, "--json"]);
            File.Delete(folder.Path("journal"));
            (int managed, string expected, string errors) = await InProcess.Run(BuiltIn.Registry.With(CnnWireTypes.All), [.. arguments, "--json"]);
            Assert.True((native, managed) == (0, 0), $"{string.Join(' ', arguments)}: {complained}{errors}");
            Assert.Equal(Timeless(expected), Timeless(said));
        }
    }

    private static string Timeless(string json)
    {
        using var document = JsonDocument.Parse(json);
        var lines = new List<string>();
        Walk("", document.RootElement);
        return string.Join('\n', lines);

        void Walk(string path, JsonElement at)
        {
            if (path.Contains("second", StringComparison.OrdinalIgnoreCase) || path.EndsWith("saved", StringComparison.Ordinal)) return;
            if (at.ValueKind == JsonValueKind.Object) foreach (JsonProperty each in at.EnumerateObject()) Walk($"{path}/{each.Name}", each.Value);
            else if (at.ValueKind == JsonValueKind.Array) foreach (JsonElement each in at.EnumerateArray()) Walk($"{path}/", each);
            else lines.Add($"{path} {at.GetRawText()}");
        }
    }

    private static (int Code, string Output, string Errors) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
