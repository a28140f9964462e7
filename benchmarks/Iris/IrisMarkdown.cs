using System.Text;

namespace ClassicML.Benchmarks.Iris;

/// <summary>The report as Markdown.</summary>
internal static class IrisMarkdown
{
    public static string Text(IrisReport report)
    {
        var text = new StringBuilder("# Iris, side by side\n\n").Append(report.How).Append("\n\n");
        text.Append("| ").AppendJoin(" | ", IrisReport.Headers).Append(" |\n|");
        foreach (string header in IrisReport.Headers) text.Append(IrisReport.IsText(header) ? "---|" : "---:|");
        text.Append('\n');
        foreach (IrisResult result in report.Results) text.Append("| ").AppendJoin(" | ", IrisReport.Cells(result)).Append(" |\n");
        text.Append("\n## Confusion, all rows out of fold\n");
        foreach (IrisResult result in report.Results)
            text.Append("\n### ").Append(result.Contender.Library).Append(": ").Append(result.Contender.Name).Append("\n\nChosen in the five outer folds: ")
                .AppendJoin("; ", result.Winners).Append("\n```\n").Append(result.Confusion.ToString().TrimEnd()).Append("\n```\n");
        text.Append("\n").Append(report.Peers).Append('\n');
        text.Append("\nMachine: ").Append(report.Machine.Cpu).Append(", ").Append(report.Machine.Threads).Append(" threads, ").Append(report.Machine.Os)
            .Append("; ").AppendJoin(", ", report.Machine.Versions.Select(v => $"{v.Key} {v.Value}"));
        return text.Append(IrisReport.Text($". The report took {report.Elapsed.TotalSeconds:F0} s.\n")).ToString();
    }
}
