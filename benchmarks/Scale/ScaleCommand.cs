using System.CommandLine;
using System.Diagnostics;
using ClassicML.Benchmarks.Pages;
using Spectre.Console;

namespace ClassicML.Benchmarks.Scale;

/// <summary><c>scale</c>: how time, memory and model size grow with rows, features and threads.</summary>
internal static class ScaleCommand
{
    public static Command Create()
    {
        string[] all = [.. ScaleLearner.All.Select(one => one.Name)], libraries = [.. ScaleLearner.All.Select(one => one.Library).Distinct()];
        var family = new Option<string[]>("--family")
        { Description = $"Whose growth: {string.Join(", ", all)}. Default: all.", AllowMultipleArgumentsPerToken = true };
        var peers = new Option<string?>("--peers")
        { Description = $"Who takes part, by commas: {string.Join(", ", libraries)}; or {Names.None}. Default: all." };
        var rows = new Option<int>("--most-rows") { Description = "The most rows to fit on.", DefaultValueFactory = _ => 256_000 };
        var repeat = new Option<int>("--repeat") { Description = "How many timed rounds.", DefaultValueFactory = _ => 3 };
        var budget = new Option<double>("--budget") { Description = "Sizes that would take a side more seconds are left out.", DefaultValueFactory = _ => 30 };
        var folder = new Option<string>("--out") { Description = "Where the page goes.", DefaultValueFactory = _ => Path.Combine(Repository.Reports, "scale") };
        var command = new Command("scale", "How time, memory and model size grow with rows, features and threads, beside a peer.") { family, peers, rows, repeat, budget, folder };
        // On a thread of its own, so that Ctrl-C is heard meanwhile.
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            string[] wanted = Names.Of("family", parsed.GetValue(family) ?? [], all);
            ScaleLearner[] learners = [.. ScaleLearner.All.Where(one => wanted.Length == 0 || wanted.Contains(one.Name))];
            string[] beside = parsed.GetValue(peers) is { } list ? Names.Of("peer", [list], libraries) : libraries;
            var plan = ScalePlan.Of(Check.AtLeast(parsed.GetValue(rows), 100, "--most-rows"), Check.Positive(parsed.GetValue(budget), "--budget"));
            int rounds = Check.Positive(parsed.GetValue(repeat), "--repeat");
            return Measure(learners, beside, plan, rounds, Path.GetFullPath(parsed.GetValue(folder)!), cancellation);
        }));
        return command;
    }

    private static int Measure(ScaleLearner[] learners, string[] peers, ScalePlan plan, int rounds, string folder, CancellationToken cancellation)
    {
        var report = new ScaleReport(Machine.This, DateOnly.FromDateTime(DateTime.Now), plan, [.. learners.Select(one => one.Name)], []);
        foreach (ScaleLearner learner in learners)
        {
            long start = Stopwatch.GetTimestamp();
            AnsiConsole.MarkupLineInterpolated($"[grey]{report.Results.Count + 1} of {learners.Length}[/]  [bold]{learner.Title}[/]  {learner.Settings}");
            ScaleResult result = new ScaleRunner(learner, peers.Contains(learner.Library), plan, rounds, Print, cancellation).Run();
            report = report with { Results = [.. report.Results, result] };
            ScaleOutput.Write(report, folder);
            AnsiConsole.MarkupLineInterpolated($"[grey]{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s[/]");
        }
        foreach (string name in ScaleOutput.Files) AnsiConsole.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder, name)));
        return 0;
    }

    private static void Print(ScalePoint point)
    {
        foreach (ScaleSide? side in (ScaleSide?[])[point.Ours, point.Peer])
            if (side is not null)
                AnsiConsole.MarkupLineInterpolated($"  {point.Size.ToString(),-22} {side.Name,-13} {Line(side)}");
    }

    private static string Line(ScaleSide side) => side.Measured is { } measured
        ? $"fit {Milliseconds(measured.FitSeconds)} ms, predict {Milliseconds(measured.PredictSeconds)} ms, {measured.PeakMb:F0} MB, model {measured.ModelBytes / 1000:F0} kB, {measured.Quality:G5}"
        : $"left out: {side.LeftOut}";

    private static string Milliseconds(double seconds) => Written.Significant(1000 * seconds);
}
