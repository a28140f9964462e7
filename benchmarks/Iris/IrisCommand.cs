using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Benchmarks.Pages;
using ClassicML.Metrics;
using Spectre.Console;

namespace ClassicML.Benchmarks.Iris;

/// <summary><c>report iris</c>: a table on the console, and HTML, Markdown and JSON.</summary>
internal static class IrisCommand
{
    /// <summary>The kinds of learner to choose from.</summary>
    public static ImmutableArray<string> Kinds { get; } = [.. Contender.All.Select(c => c.Kind).Concat(DataSetTable.Kinds).Distinct()];

    /// <param name="folder">Where the files go.</param>
    /// <param name="kinds">Which of <see cref="Kinds"/> take part.</param>
    /// <param name="cancellation">Stops the study; what was measured is written.</param>
    /// <returns>0, or 130 where it was stopped: then the files say that they are partial.</returns>
    /// <exception cref="ArgumentException">No learner of these kinds is tuned on Iris.</exception>
    public static int Run(string folder, IReadOnlySet<string> kinds, CancellationToken cancellation)
    {
        if (!Contender.All.Any(c => kinds.Contains(c.Kind)))
            throw new ArgumentException($"none of these learners is tuned on Iris; also take one of {string.Join(", ", Contender.All.Select(c => c.Kind).Distinct())}");
        var clock = Stopwatch.StartNew();
        AnsiConsole.MarkupLine("[bold]Iris[/]: every learner tuned by grid search inside nested folds, 5 to compare and 3 to tune");
        IrisReport report = AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(progress => Study(kinds, progress, clock, cancellation));
        if (report.Results.IsEmpty) throw new OperationCanceledException(cancellation);
        Page page = IrisPage.Of(report);
        ReportFiles.Write(folder, "iris", page, IrisJson.Text(report));
        AnsiConsole.MarkupLineInterpolated($"[grey]{clock.Elapsed.TotalSeconds:F0} s[/]");
        return report.IsPartial ? 130 : 0;
    }

    private static IrisReport Study(IReadOnlySet<string> kinds, ProgressContext progress, Stopwatch clock, CancellationToken cancellation)
    {
        List<Contender> contenders = [.. Contender.All.Where(c => kinds.Contains(c.Kind))];
        ProgressTask[] tasks = [.. contenders.Select(c => progress.AddTask(Markup.Escape($"{c.Library}: {c.Name}"), maxValue: 6))];
        ProgressTask curves = progress.AddTask("learning curves", maxValue: contenders.Count(IrisStudy.HasCurve));
        ProgressTask sets = progress.AddTask("other data sets", maxValue: DataSetTable.Kinds.Count(kinds.Contains));
        List<IrisResult> results = [];
        List<IrisCurve> lines = [];
        DataSetTable? table = null;
        try
        {
            foreach ((Contender contender, ProgressTask task) in contenders.Zip(tasks))
            {
                results.Add(IrisStudy.Run(contender, new Folds(task), cancellation));
                task.Value = 6;
            }
            foreach (IrisResult result in results.Where(r => IrisStudy.HasCurve(r.Contender)))
            {
                lines.Add(IrisStudy.Curve(result, cancellation));
                curves.Increment(1);
            }
            table = DataSetTable.Run(kinds, () => sets.Increment(1), cancellation);
        }
        catch (OperationCanceledException)
        {
            // What was measured is shown, and says that it is not all.
        }
        return new IrisReport(
            [.. results.OrderByDescending(r => r.Folds.Mean(ClassificationMetric.Accuracy))
                .ThenBy(r => r.HasLogLoss ? r.Folds.Mean(ClassificationMetric.LogLoss) : double.PositiveInfinity)],
            [.. lines], table, table is null, clock.Elapsed);
    }

    private sealed class Folds(ProgressTask task) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => task.Value = value.Done;
    }
}
