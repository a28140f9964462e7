using System.CommandLine;
using System.Globalization;
using ClassicML.Benchmarks.Speed.Peers;
using Spectre.Console;

namespace ClassicML.Benchmarks.Speed;

/// <summary><c>speed</c>: named cases side by side, medians and ratios.</summary>
internal static class SpeedCommand
{
    public static string[] PeerNames { get; } = ["mlnet", ScikitLearn.PeerName, ScikitLearn.SciPyName, Faiss.PeerName, AccordPeers.PeerName];

    public static Command Create()
    {
        var cases = new Option<string[]>("--case") { Description = "The cases to run. Default: all.", AllowMultipleArgumentsPerToken = true };
        cases.AcceptOnlyFromAmong([.. SpeedCase.All.Select(c => c.Name)]);
        var peers = new Option<string>("--peers") { Description = $"Who takes part, by commas: {string.Join(", ", PeerNames)}. Default: all.", DefaultValueFactory = _ => string.Join(',', PeerNames) };
        var repeat = new Option<int>("--repeat") { Description = "How many timed rounds.", DefaultValueFactory = _ => 7 };
        var json = new Option<string?>("--json") { Description = "Also write the results to this file." };
        var command = new Command("speed", "Time named cases against other libraries, interleaved, at equal results.") { cases, peers, repeat, json };
        command.SetAction((parsed, cancellation) =>
        {
            // A file or a pipe has no width of its own.
            if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 120;
            string[] wanted = parsed.GetValue(cases) is { Length: > 0 } given ? given : [.. SpeedCase.All.Select(c => c.Name)];
            bool allPeers = parsed.GetResult(peers) is null or { Implicit: true };
            string[] names = parsed.GetValue(peers)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (string name in names)
                if (!PeerNames.Contains(name) && !SpeedCase.All.Any(c => c.MorePeers.Contains(name))) throw new ArgumentException($"--peers must be among {string.Join(", ", PeerNames)}, was '{name}'");
            int rounds = Check.Positive(parsed.GetValue(repeat), "--repeat");
            List<SpeedResult> results = [];
            foreach (SpeedCase speedCase in SpeedCase.All.Where(c => wanted.Contains(c.Name)))
            {
                try
                {
                    IReadOnlyList<SpeedResult> steps = SpeedRunner.Run(
                        speedCase, allPeers ? [.. names, .. speedCase.MorePeers] : names, rounds, cancellation);
                    Print(speedCase, steps);
                    results.AddRange(steps);
                }
                catch (PeerAbsentException e)
                {
                    // Our own side lacks its data.
                    AnsiConsole.MarkupLineInterpolated($"[bold]{speedCase.Name}[/]  left out: {e.Message}");
                }
            }
            if (parsed.GetValue(json) is { } file) Repository.Write(file, SpeedJson.Text(results));
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>The hidden command that one contender's peak memory is measured in: a process of its own, never timed.</summary>
    public static Command CreateMemory()
    {
        var name = new Argument<string>("case");
        var step = new Argument<string>("step");
        var contender = new Argument<string>("contender");
        var command = new Command("speed-memory", "The peak memory of one contender, in a process of its own.") { name, step, contender };
        command.Hidden = true;
        command.SetAction(parsed => Console.WriteLine(PeakMemory.Measure(
            SpeedCase.All.First(c => c.Name == parsed.GetValue(name)), parsed.GetValue(step)!, parsed.GetValue(contender)!).ToString("R", CultureInfo.InvariantCulture)));
        return command;
    }

    private static void Print(SpeedCase speedCase, IReadOnlyList<SpeedResult> steps)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{speedCase.Name}[/]  {speedCase.Summary}");
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("step", "who", "median", "quality", "peak", "ratio");
        foreach (int right in (int[])[2, 3, 4, 5]) table.Columns[right].Alignment = Justify.Right;
        foreach (SpeedResult result in steps)
        {
            table.AddRow(result.Step, "[bold]ClassicML[/]", Time(result.Ours.Seconds), Value(result.Ours.Quality), Memory(result.Ours.PeakMegabytes), "");
            foreach (PeerResult peer in result.Peers)
            {
                string who = Markup.Escape(peer.Version is null ? peer.Name : $"{peer.Name} {peer.Version}");
                if (peer.Measured is { } measured)
                    table.AddRow("", who, Time(measured.Seconds), Value(measured.Quality), Memory(measured.PeakMegabytes),
                        peer.Ratio(result.Ours) is { } ratio ? $"[bold]{ratio:F2}×[/]" : "results differ");
            }
        }
        AnsiConsole.Write(table);
        foreach (PeerResult absent in steps[0].Peers.Where(peer => peer.Absent is not null))
            AnsiConsole.MarkupLineInterpolated($"[grey]{absent.Name} is absent: {absent.Absent}[/]");
        AnsiConsole.WriteLine();
    }

    private static string Time(double seconds) => seconds < 1e-3 ? $"{1e6 * seconds:F1} µs" : seconds < 1 ? $"{1e3 * seconds:F2} ms" : $"{seconds:F2} s";

    private static string Value(Quality quality) => Markup.Escape($"{quality.Name} {quality.Value:G6}");

    private static string Memory(double? megabytes) => megabytes is { } known ? $"{known:F0} MB" : "";
}
