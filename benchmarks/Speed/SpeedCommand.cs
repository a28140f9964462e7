using System.CommandLine;
using ClassicML.Benchmarks.Speed.Peers;
using Spectre.Console;

namespace ClassicML.Benchmarks.Speed;

/// <summary><c>speed</c>: named cases side by side, medians and ratios.</summary>
internal static class SpeedCommand
{
    private static string AllPeers { get; } = string.Join(", ", PeerLibrary.All.Select(peer => peer.Name));

    public static Command Create()
    {
        var cases = new Option<string[]>("--case") { Description = "The cases to run. Default: all.", AllowMultipleArgumentsPerToken = true };
        cases.AcceptOnlyFromAmong([.. SpeedCase.All.Select(c => c.Name)]);
        var peers = new Option<string>("--peers") { Description = $"Who takes part, by commas: {AllPeers}. Default: all.", DefaultValueFactory = _ => AllPeers };
        var repeat = new Option<int>("--repeat") { Description = "How many timed rounds.", DefaultValueFactory = _ => 7 };
        var json = new Option<string?>("--json") { Description = "Also write the results to this file." };
        var limit = new Option<double>("--limit") { Description = "How many seconds a step of a contender may take.", DefaultValueFactory = _ => SpeedRunner.Limit.TotalSeconds };
        var command = new Command("speed", "Time named cases against other libraries, interleaved, at equal results.") { cases, peers, repeat, json, limit };
        // On a thread of its own, so that Ctrl-C is heard meanwhile.
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            // A file or a pipe has no width of its own.
            if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 120;
            string[] wanted = parsed.GetValue(cases) is { Length: > 0 } given ? given : [.. SpeedCase.All.Select(c => c.Name)];
            string[] names = parsed.GetValue(peers)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (string name in names) PeerLibrary.Of(name);
            int rounds = Check.Positive(parsed.GetValue(repeat), "--repeat");
            TimeSpan longest = TimeSpan.FromSeconds(Check.Positive(parsed.GetValue(limit), "--limit"));
            List<SpeedResult> results = [];
            List<(string Case, string Reason)> failed = [];
            foreach (SpeedCase speedCase in SpeedCase.All.Where(c => wanted.Contains(c.Name)))
            {
                try
                {
                    IReadOnlyList<SpeedResult> steps = SpeedRunner.Run(speedCase, names, rounds, cancellation, longest);
                    Print(speedCase, steps);
                    results.AddRange(steps);
                }
                catch (PeerAbsentException e)
                {
                    // Our own side lacks its data.
                    AnsiConsole.MarkupLineInterpolated($"[bold]{speedCase.Name}[/]  left out: {e.Message}");
                }
                catch (PeerFailedException e)
                {
                    AnsiConsole.MarkupLineInterpolated($"[bold]{speedCase.Name}[/]  [red]our side {e.Message}[/]");
                    failed.Add((speedCase.Name, e.Message));
                }
            }
            if (parsed.GetValue(json) is { } file) Repository.Write(file, SpeedJson.Text(results, failed));
            return failed.Count == 0 ? 0 : 1;
        }));
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
                else if (peer.Failed is not null) table.AddRow("", who, "failed", "", "", "");
            }
        }
        AnsiConsole.Write(table);
        foreach (PeerResult absent in steps[0].Peers.Where(peer => peer.Absent is not null))
            AnsiConsole.MarkupLineInterpolated($"[grey]{absent.Name} is absent: {absent.Absent}[/]");
        foreach (PeerResult failed in steps[0].Peers.Where(peer => peer.Failed is not null))
            AnsiConsole.MarkupLineInterpolated($"[red]{failed.Name} {failed.Failed}[/]");
        AnsiConsole.WriteLine();
    }

    private static string Time(double seconds) => seconds < 1e-3 ? $"{1e6 * seconds:F1} µs" : seconds < 1 ? $"{1e3 * seconds:F2} ms" : $"{seconds:F2} s";

    private static string Value(Quality quality) => Markup.Escape($"{quality.Name} {quality.Value:G6}");

    private static string Memory(double? megabytes) => megabytes is { } known ? $"{known:F0} MB" : "";
}
