using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;

namespace ClassicML.Tests.Benchmarks;

/// <summary>The command `speed` as a process, with programs of the test in the places of peers.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SpeedTests : IDisposable
{
    private const string Works = """fit|predict|search) echo '{"seconds": 0.5, "quality": 0.25}';;""";

    private readonly string folder = Directory.CreateTempSubdirectory("classicml-test-").FullName;

    public SpeedTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-ins are shell scripts");

    private string Results => Path.Combine(folder, "results.json");

    private string Temporary => Directory.CreateDirectory(Path.Combine(folder, "temporary")).FullName;

    [Fact]
    public async Task A_peer_that_dies_or_hangs_is_told_and_the_others_finish()
    {
        StandIn("scikit-learn", Works);
        StandIn("mlnet", """predict) echo 'out of luck' >&2; exit 3;;""", Works);
        StandIn("accord", """fit) sleep 600;;""");
        (int code, string output, _) = await Run("--case", "lr-breast-cancer", "--limit", "10");
        Assert.Equal(0, code);
        foreach (JsonElement step in Case().GetProperty("steps").EnumerateArray())
        {
            JsonElement works = Peer(step, "scikit-learn");
            Assert.Equal(0.5, works.GetProperty("measured").GetProperty("seconds").GetDouble());
            Assert.Equal("1 thread", works.GetProperty("settings").GetString());
            Assert.Equal("died at 'predict 1': out of luck (exit code 3)", Peer(step, "mlnet").GetProperty("failed").GetString());
            Assert.Equal("took more than 10 s at 'fit 1'", Peer(step, "accord").GetProperty("failed").GetString());
            Assert.True(step.GetProperty("ours").GetProperty("peak_mb").GetDouble() > 1);
        }
        Assert.Contains("ML.NET failed: died at 'predict 1'", output);
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    [Fact]
    public async Task An_absent_peer_and_bad_answers_are_told()
    {
        StandIn("scikit-learn", """version) echo '{"absent": "it is not there"}';;""");
        StandIn("mlnet", """fit) echo 'Hello!';;""");
        StandIn("accord", """fit) echo '{"error": "too much"}';;""");
        (int code, string output, _) = await Run("--case", "lr-breast-cancer");
        Assert.Equal(0, code);
        JsonElement step = Case().GetProperty("steps")[0];
        Assert.StartsWith("it is not there (Debian: apt-get install ", Peer(step, "scikit-learn").GetProperty("absent").GetString());
        Assert.Equal("answered nonsense at 'fit 1': Hello!", Peer(step, "mlnet").GetProperty("failed").GetString());
        Assert.Equal("failed at 'fit 1': too much", Peer(step, "accord").GetProperty("failed").GetString());
        Assert.Contains("scikit-learn is absent", output);
    }

    [Fact]
    public async Task A_case_that_our_side_fails_in_is_told_at_the_end()
    {
        StandIn("ours", """fit) kill -KILL $$;;""");
        (int code, _, _) = await Run("--case", "lr-breast-cancer", "--peers", "scikit-learn");
        Assert.Equal(1, code);
        Assert.Equal("lr-breast-cancer", Case().GetProperty("name").GetString());
        Assert.Equal("our side died at 'fit 1': signal 9", Case().GetProperty("left_out").GetString());
    }

    [Fact]
    public async Task The_median_of_the_timed_rounds_counts_and_the_memory_of_the_first()
    {
        // Five rounds warm up; then the three that count.
        const string slowly = """fit) n=$((n+1)); case $n in 6) s=0.5;; 7) s=0.125;; 8) s=0.25;; *) s=9;; esac; """
            + """echo "{\"seconds\": $s, \"quality\": 0.$n}";;""";
        StandIn("ours", slowly, Works);
        StandIn("scikit-learn", slowly.Replace("s=0.125", "s=4"), Works);
        (int code, _, string errors) = await Run("--case", "lr-breast-cancer", "--peers", "scikit-learn", "--repeat", "3");
        Assert.True(code == 0, errors);
        JsonElement fit = Case().GetProperty("steps")[0], ours = fit.GetProperty("ours"),
            theirs = Peer(fit, "scikit-learn").GetProperty("measured");
        Assert.Equal((0.25, 3), (ours.GetProperty("seconds").GetDouble(), ours.GetProperty("runs").GetInt32()));
        // 0.5, 4 and 0.25.
        Assert.Equal((0.5, 3), (theirs.GetProperty("seconds").GetDouble(), theirs.GetProperty("runs").GetInt32()));
        Assert.Equal(2, Peer(fit, "scikit-learn").GetProperty("ratio").GetDouble());
        Assert.Equal(0.8, ours.GetProperty("quality").GetProperty("value").GetDouble());
        Assert.Equal(1, ours.GetProperty("peak_mb").GetDouble());
    }

    [Fact]
    public async Task An_unknown_peer_is_refused_with_the_near_one()
    {
        (int code, _, string errors) = await Run("--peers", "glmnt");
        Assert.Equal(2, code);
        Assert.Equal("there is no peer 'glmnt': did you mean 'glmnet'?", errors.Trim());
    }

    [Fact]
    public async Task An_interrupt_ends_a_peer_that_hangs()
    {
        string asked = Path.Combine(folder, "asked");
        StandIn("scikit-learn", $"""fit) echo > '{asked}'; sleep 600;;""");
        using Process process = Start("--case", "lr-breast-cancer", "--peers", "scikit-learn");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(asked) && !process.HasExited) await Task.Delay(20, TestContext.Current.CancellationToken);
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static JsonElement Peer(JsonElement step, string name) =>
        step.GetProperty("peers").EnumerateArray().Single(peer => peer.GetProperty("name").GetString() == name);

    private JsonElement Case() => JsonDocument.Parse(File.ReadAllText(Results)).RootElement.GetProperty("cases")[0];

    /// <summary>A program that answers what it is asked by the first of these arms that fits.</summary>
    private void StandIn(string peer, params string[] arms)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "peers")).FullName, peer);
        File.WriteAllText(path, $$"""
            #!/bin/sh
            while read -r step times; do
                case $step in
                    {{string.Join("\n        ", arms)}}
                    version) echo '{"version": "1.0", "settings": "1 thread"}';;
                    peak) echo '{"peak_mb": 1}';;
                esac
            done
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Benchmarks.dll"), "speed",
                .. arguments.Contains("--repeat") ? Array.Empty<string>() : ["--repeat", "1"], "--out", folder, "--json", Results,
                .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["CLASSICML_PEERS"] = Path.Combine(folder, "peers");
        start.Environment["TMPDIR"] = Temporary;
        return Process.Start(start)!;
    }
}
