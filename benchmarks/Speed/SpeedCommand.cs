using System.CommandLine;
using ClassicML.Benchmarks.Speed.Peers;
using Spectre.Console;

namespace ClassicML.Benchmarks.Speed;

/// <summary><c>speed</c>: named cases side by side, medians and ratios, and a page of them.</summary>
internal static class SpeedCommand
{
    private static string[] AllPeers { get; } = [.. PeerLibrary.All.Select(peer => peer.Name)];

    public static Command Create()
    {
        var cases = new Option<string[]>("--case") { Description = "The cases to run. Default: all.", AllowMultipleArgumentsPerToken = true };
        var peers = new Option<string?>("--peers")
        { Description = $"Who takes part, by commas: {string.Join(", ", AllPeers)}; or {Names.None}. Default: all." };
        var repeat = new Option<int>("--repeat") { Description = "How many timed rounds.", DefaultValueFactory = _ => 7 };
        var budget = new Option<double>("--budget")
        { Description = "After so many seconds a case has no more rounds than it needs.", DefaultValueFactory = _ => 60 };
        var folder = new Option<string>("--out") { Description = "Where the page goes.", DefaultValueFactory = _ => Path.Combine(Repository.Reports, "speed") };
        var resume = new Option<bool>("--resume") { Description = "Keep the cases that the folder has, and run the others." };
        var json = new Option<string?>("--json") { Description = "Also write the results to this file." };
        var limit = new Option<double>("--limit")
        { Description = "How many seconds a step of a contender may take.", DefaultValueFactory = _ => SpeedRunner.Limit.TotalSeconds };
        var command = new Command("speed", "Time named cases against other libraries, interleaved, at equal results.")
        { cases, peers, repeat, budget, limit, folder, resume, json };
        // On a thread of its own, so that Ctrl-C is heard meanwhile.
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            string[] wanted = Names.Of("case", parsed.GetValue(cases) ?? [], [.. SpeedCase.All.Select(c => c.Name)]);
            SpeedCase[] chosen = [.. SpeedCase.All.Where(c => wanted.Length == 0 || wanted.Contains(c.Name))];
            string[] names = parsed.GetValue(peers) is { } given ? Names.Of("peer", [given], AllPeers) : AllPeers;
            var output = new SpeedOutput(parsed.GetValue(folder)!, parsed.GetValue(json), [.. chosen.Select(c => c.Name)], parsed.GetValue(resume));
            int rounds = Check.Positive(parsed.GetValue(repeat), "--repeat");
            TimeSpan Seconds(Option<double> option) => TimeSpan.FromSeconds(Check.Positive(parsed.GetValue(option), option.Name));
            return Measure(chosen, speedCase => SpeedRunner.Run(speedCase, names, rounds, cancellation, Seconds(limit), Seconds(budget)), output);
        }));
        return command;
    }

    private static int Measure(SpeedCase[] cases, Func<SpeedCase, IReadOnlyList<SpeedResult>> run, SpeedOutput output)
    {
        bool anyFailed = false;
        for (int i = 0; i < cases.Length; i++)
        {
            SpeedCase speedCase = cases[i];
            if (output.Has(speedCase.Name))
            {
                AnsiConsole.MarkupLineInterpolated($"[grey]{i + 1} of {cases.Length}[/]  {speedCase.Name} is there already");
                continue;
            }
            AnsiConsole.MarkupLineInterpolated($"[grey]{i + 1} of {cases.Length}[/]  [bold]{speedCase.Name}[/]  {speedCase.Summary}");
            IReadOnlyList<SpeedResult> steps = [];
            string? leftOut = null;
            try
            {
                steps = run(speedCase);
                Print(steps);
            }
            catch (PeerAbsentException e)
            {
                // Our own side lacks its data.
                leftOut = e.Message;
            }
            catch (PeerFailedException e)
            {
                leftOut = $"our side {e.Message}";
                anyFailed = true;
            }
            if (leftOut is not null) AnsiConsole.MarkupLineInterpolated($"left out: {leftOut}");
            output.Add(new CaseResult(speedCase.Name, speedCase.Family, speedCase.Summary, DateOnly.FromDateTime(DateTime.Now), steps, leftOut));
        }
        AnsiConsole.WriteLine(output.Lead);
        foreach (string path in output.Paths) AnsiConsole.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, path));
        return anyFailed ? 1 : 0;
    }

    private static void Print(IReadOnlyList<SpeedResult> steps)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Rounded).AddColumns("step", "who", "median", "quality", "peak", "ratio");
        foreach (int right in (int[])[2, 3, 4, 5]) table.Columns[right].Alignment = Justify.Right;
        foreach (SpeedResult result in steps)
        {
            table.AddRow(result.Step, "[bold]ClassicML[/]", Time(result.Ours.Seconds), Value(result.Ours.Quality), Memory(result.Ours.PeakMegabytes), "");
            foreach (PeerResult peer in result.Peers)
            {
                if (peer.Measured is { } measured)
                    table.AddRow("", Markup.Escape(PeerTitles.WithVersion(peer)),
                        Time(measured.Seconds), Value(measured.Quality), Memory(measured.PeakMegabytes),
                        peer.Ratio(result.Ours) is { } ratio ? $"[bold]{ratio:F2}×[/]" : "results differ");
            }
        }
        AnsiConsole.Write(table);
        foreach (PeerResult peer in steps[0].Peers.Where(peer => peer.Measured is null))
            AnsiConsole.MarkupLineInterpolated(
                $"[grey]{PeerTitles.Of(peer.Name)} {(peer.Failed is null ? "is absent" : "failed")}: {peer.Failed ?? peer.Absent}[/]");
    }

    private static string Time(double seconds) => seconds < 1e-3 ? $"{1e6 * seconds:F1} µs" : seconds < 1 ? $"{1e3 * seconds:F2} ms" : $"{seconds:F2} s";

    private static string Value(Quality quality) => Markup.Escape($"{quality.Name} {quality.Value:G6}");

    private static string Memory(double? megabytes) => megabytes is { } known ? $"{known:F0} MB" : "";
}
