using System.Diagnostics;
using System.Text.Json;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;

namespace ClassicML.Tests.Cli;

/// <summary><c>classicml search</c> as a process of its own: its output, and Ctrl-C.</summary>
public sealed class SearchProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_process_prints_what_the_library_finds()
    {
        using Process process = Start("search", "--data", "iris", "--model", "knn", "--vary", "neighbor-count=1,5", "--json");
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        var search = new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 5], (knn, k) => knn with { NeighborCount = k }))
        { Splitter = new StratifiedKFold { Seed = 0 } };
        JsonElement best = JsonDocument.Parse(output).RootElement.GetProperty("winner").GetProperty("candidate");
        Assert.Equal(search.Fit(Datasets.Iris()).BestScore, best.GetProperty("score").GetDouble());
    }

    /// <summary>The search would take hours, and is interrupted once its journal has a score.</summary>
    [Fact]
    public async Task Ctrl_C_keeps_the_journal_and_says_how_to_go_on()
    {
        if (!OperatingSystem.IsLinux()) return;
        string journal = folder.Path("a.journal");
        using Process process = Start("search", "--data", "digits", "--model", "random-forest", "--vary", "tree-count=10..9000:1000", "--journal", journal);
        CancellationToken ends = TestContext.Current.CancellationToken;
        while (!process.HasExited && (!File.Exists(journal) || new FileInfo(journal).Length < 1000)) await Task.Delay(20, ends);
        // As Ctrl-C does; SIGINT itself is ignored by what a shell starts in the background.
        using (Process kill = Process.Start("kill", ["-TERM", FormattableString.Invariant($"{process.Id}")])) await kill.WaitForExitAsync(ends);
        string errors = await process.StandardError.ReadToEndAsync(ends);
        await process.WaitForExitAsync(ends);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal($"classicml: cancelled; what was finished is kept in {journal}: the same command line goes on from there", errors.TrimEnd().Split('\n')[^1]);
        Assert.True(File.ReadAllLines(journal).Length > 1);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
}
