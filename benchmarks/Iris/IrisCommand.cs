using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Metrics;
using Spectre.Console;

namespace ClassicML.Benchmarks.Iris;

/// <summary>Makes the Iris report: a table on the console, and HTML, Markdown and JSON in artifacts/reports.</summary>
internal static class IrisCommand
{
    public static int Run(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        // A file or a pipe has no width of its own.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 140;
        AnsiConsole.MarkupLine("[bold]Iris[/]: every learner tuned by grid search inside nested folds, 5 to compare and 3 to tune");
        ImmutableArray<IrisResult> results = AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(progress => Study(progress, cancellation));
        AnsiConsole.Write(Table(results));
        var report = new IrisReport(results, clock.Elapsed, Machine.This);
        foreach ((string name, string text) in (ReadOnlySpan<(string, string)>)
            [("iris.html", IrisPage.Html(report)), ("iris.md", IrisMarkdown.Text(report)), ("iris.json", IrisJson.Text(report))])
        {
            string path = Repository.Report(name);
            Repository.Write(path, text);
            AnsiConsole.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, path));
        }
        AnsiConsole.MarkupLineInterpolated($"[grey]{clock.Elapsed.TotalSeconds:F0} s[/]");
        return 0;
    }

    private static ImmutableArray<IrisResult> Study(ProgressContext progress, CancellationToken cancellation)
    {
        ProgressTask[] tasks = [.. Contender.All.Select(c => progress.AddTask(Markup.Escape($"{c.Library}: {c.Name}"), maxValue: 6))];
        List<IrisResult> results = [];
        for (int i = 0; i < tasks.Length; i++)
        {
            results.Add(IrisStudy.Run(Contender.All[i], new Folds(tasks[i]), cancellation));
            tasks[i].Value = 6;
        }
        return [.. results.OrderByDescending(r => r.Folds.Mean(ClassificationMetric.Accuracy)).ThenBy(r => r.Folds.Mean(ClassificationMetric.LogLoss))];
    }

    private static Table Table(ImmutableArray<IrisResult> results)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string header in IrisReport.Headers) table.AddColumn(new TableColumn(header) { Alignment = IrisReport.IsText(header) ? Justify.Left : Justify.Right });
        foreach (IrisResult result in results)
            table.AddRow([.. IrisReport.Cells(result).Select(cell => result.Contender.IsOurs ? $"[bold]{Markup.Escape(cell)}[/]" : Markup.Escape(cell))]);
        return table;
    }

    private sealed class Folds(ProgressTask task) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => task.Value = value.Done;
    }
}
