using System.CommandLine;
using ClassicML.Benchmarks.Iris;
using Spectre.Console;

namespace ClassicML.Benchmarks;

/// <summary><c>report</c>: the reports that people read, all or one.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Option<string> folder = Folder();
        var kinds = new Option<string[]>("--learners")
        {
            Description = $"Which kinds take part, by commas. Default: all. {string.Join(", ", IrisCommand.Kinds)}.",
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
            AllowMultipleArgumentsPerToken = true,
        };
        var iris = new Command("iris", "Every learner tuned in nested folds on Iris, beside other libraries'.") { folder, kinds };
        iris.SetAction((parsed, cancellation) => Task.FromResult(IrisCommand.Run(parsed.GetValue(folder)!, Chosen(parsed.GetValue(kinds)), cancellation)));
        return new Command("report", "Make one report.") { iris };
    }

    /// <summary>What happens without arguments: every report, in minutes.</summary>
    public static int RunAll(CancellationToken cancellation) => IrisCommand.Run(Repository.Reports, Chosen(null), cancellation);

    private static HashSet<string> Chosen(string[]? kinds)
    {
        if (kinds is not { Length: > 0 }) return [.. IrisCommand.Kinds];
        foreach (string kind in kinds)
            if (!IrisCommand.Kinds.Contains(kind))
                throw new ArgumentException($"--learners has no '{kind}'{Suggestions.Near(kind, IrisCommand.Kinds)}");
        return [.. kinds];
    }

    private static Option<string> Folder() => new("--out")
    {
        Description = "Where the files go.", DefaultValueFactory = _ => Repository.Reports,
    };
}
