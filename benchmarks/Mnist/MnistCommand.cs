using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Speed.Peers;
using Spectre.Console;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>What the report is asked for.</summary>
internal sealed record MnistOptions
{
    /// <summary>The training rows.</summary>
    public int Rows { get; init; } = MnistData.DefaultRows;

    /// <summary>The peers by name; none for all.</summary>
    public ImmutableArray<string>? Peers { get; init; }

    /// <summary>The folder for mnist.html, mnist.md and mnist.json.</summary>
    public string Folder { get; init; } = Repository.Reports;

    /// <summary>How long a fit may take, and a prediction; null for a minute, and more above 6,000 rows.</summary>
    public TimeSpan? Limit { get; init; }
}

/// <summary>Makes the MNIST report: a line for each contender on the console, and HTML, Markdown and JSON in a folder.</summary>
internal static class MnistCommand
{
    public static Command Create(Option<string> folder)
    {
        var rows = new Option<int>("--rows")
        {
            Description = Written.Of($"How many training digits, {MnistData.FewestRows} to {MnistData.AllRows}; as many to test, at most 10000."),
            DefaultValueFactory = _ => MnistData.DefaultRows,
        };
        var full = new Option<bool>("--full") { Description = "All 60,000 training and 10,000 test digits." };
        string libraries = string.Join(", ", MnistContender.Peers.Select(p => p.Name));
        var peers = new Option<string?>("--peers")
        { Description = $"Who takes part, by commas: {libraries}, or {Names.None}. Default: all that are installed." };
        var limit = new Option<double?>("--limit") { Description = "The most seconds that a fit may take, and a prediction. Default: 60, and rows/100 above 6,000." };
        var command = new Command("mnist", "Every learner on digits of MNIST beside other libraries; on Digits where MNIST is not on this machine.") { rows, full, peers, folder, limit };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new MnistOptions
            {
                Rows = parsed.GetValue(full) ? MnistData.AllRows : parsed.GetValue(rows),
                Peers = parsed.GetValue(peers) is { } names ? [.. Names.Of("peer", [names], [.. MnistContender.Peers.Select(p => p.Name)])] : null,
                Folder = parsed.GetValue(folder)!,
                Limit = parsed.GetValue(limit) is { } seconds ? TimeSpan.FromSeconds(Check.Positive(seconds, "--limit")) : null,
            };
            // On a thread of its own: only a command that has returned its task can be cancelled.
            return Task.Run(() => Run(options, cancellation), CancellationToken.None);
        });
        return command;
    }

    /// <summary>Makes the report.</summary>
    /// <returns>0; 130 where it was cancelled, and what was measured is written.</returns>
    public static int Run(MnistOptions options, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        MnistData data = MnistData.Load(options.Rows);
        TimeSpan limit = options.Limit ?? TimeSpan.FromSeconds(Math.Max(60, data.Train.RowCount / 100));
        AnsiConsole.MarkupLineInterpolated($"[bold]{data.Name}[/]: {data.Choice}");
        if (!data.IsMnist) AnsiConsole.WriteLine("MNIST is not on this machine (datasets/README.md says how it comes there), so this is the smaller set.");
        string scratch = Directory.CreateTempSubdirectory("classicml-mnist-").FullName;
        try
        {
            data.Write(scratch);
            MnistReport report = Progress().Start(progress => Study(
                data, Chosen(data.Settings, options.Peers), options.Peers is not null || options.Rows == MnistData.AllRows || !data.IsMnist,
                scratch, limit, progress, cancellation));
            report = report with { Elapsed = clock.Elapsed };
            ReportFiles.Write(options.Folder, "mnist", MnistPage.Of(report), MnistJson.Text(report));
            AnsiConsole.MarkupLineInterpolated($"[grey]{clock.Elapsed.TotalSeconds:F0} s[/]");
            return report.Missing == "" ? 0 : 130;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static Progress Progress() => AnsiConsole.Progress().AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn());

    private static MnistReport Study(
        MnistData data, ImmutableArray<MnistContender> contenders, bool withLong,
        string scratch, TimeSpan limit, ProgressContext progress, CancellationToken cancellation)
    {
        var results = ImmutableArray.CreateBuilder<MnistResult>();
        var pictures = new MnistPictures();
        var steps = MnistPictures.Steps(data, results, cancellation).ToList();
        ProgressTask whole = progress.AddTask("The report", maxValue: contenders.Length + steps.Count);
        string missing = "";
        try
        {
            foreach (MnistContender[] pair in contenders.Chunk(2))
            {
                MnistContender[] taking = [.. pair.Where(one => withLong || !one.IsLong)];
                // Loading a library keeps one core busy, so two start at a time; they work one after another.
                Task<PeerProcess>[] starts = [.. taking.Select(one => Task.Run(() => MnistStudy.Start(one, scratch, cancellation), CancellationToken.None))];
                try
                {
                    Task.WhenAll(starts).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
                    foreach (MnistContender contender in pair)
                    {
                        MnistResult result = Array.IndexOf(taking, contender) is >= 0 and var place
                            ? During($"{contender.Library}: {contender.Name}",
                                () => MnistStudy.Measure(contender, () => starts[place].GetAwaiter().GetResult(), scratch, data.Test, limit))
                            : new MnistResult(contender, null, $"left out, since it takes long: --peers {contender.PeerName} has it");
                        results.Add(result);
                        AnsiConsole.MarkupLine(Line(result));
                    }
                }
                finally
                {
                    foreach (Task<PeerProcess> start in starts.Where(start => start.IsCompletedSuccessfully)) start.Result.Dispose();
                }
            }
            foreach ((string name, Func<MnistPictures, MnistPictures> add) in steps) pictures = During("pictures: " + name, () => add(pictures));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            missing = Written.Of($"It was cancelled after {results.Count} of {contenders.Length} learners and {whole.Value - results.Count:0} of {steps.Count} steps for pictures.");
        }
        return new MnistReport(data, results.ToImmutable(), pictures, limit, default, Machine.This, missing);

        T During<T>(string name, Func<T> work)
        {
            cancellation.ThrowIfCancellationRequested();
            ProgressTask task = progress.AddTask(Markup.Escape(name));
            task.IsIndeterminate = true;
            try
            {
                return work();
            }
            finally
            {
                progress.Refresh();
                task.StopTask();
                progress.RemoveTask(task);
                if (!cancellation.IsCancellationRequested) whole.Increment(1);
            }
        }
    }

    private static string Line(MnistResult result)
    {
        string who = Markup.Escape($"{result.Contender.Library}: {result.Contender.Name}".PadRight(58));
        if (result.Contender.IsOurs) who = $"[bold]{who}[/]";
        return result.Scores is { } s
            ? who + Written.Of($" {100 * s.Accuracy,6:F2} %  fit {Written.Significant(s.FitSeconds),6} s  predict {Written.Significant(s.PredictSeconds),6} s  {s.PeakMegabytes,5:F0} MB")
            : $"{who} [grey]{Markup.Escape(result.IsAbsent ? "absent: " + result.Failure : result.Failure)}[/]";
    }

    private static ImmutableArray<MnistContender> Chosen(MnistSettings settings, ImmutableArray<string>? peers)
    {
        string[] libraries = [.. MnistContender.Peers.Where(p => peers?.Contains(p.Name) ?? true).Select(p => p.Library)];
        return [.. MnistContender.All(settings).Where(c => c.IsOurs || libraries.Contains(c.Library))];
    }
}
