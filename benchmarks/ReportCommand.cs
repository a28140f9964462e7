using System.CommandLine;
using ClassicML.Benchmarks.Iris;

namespace ClassicML.Benchmarks;

/// <summary><c>report</c>: the reports that people read, all or one.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Option<string> folder = Folder();
        var kinds = new Option<string[]>("--learners")
        {
            Description = $"Which kinds take part, by commas. Default: all. {string.Join(", ", IrisCommand.Kinds)}.", AllowMultipleArgumentsPerToken = true,
        };
        var iris = new Command("iris", "Every learner tuned in nested folds on Iris, beside other libraries'.") { folder, kinds };
        iris.SetAction((parsed, cancellation) => Task.FromResult(IrisCommand.Run(parsed.GetValue(folder)!, Chosen(parsed.GetValue(kinds) ?? []), cancellation)));
        return new Command("report", "Make one report.") { iris };
    }

    /// <summary>What happens without arguments: every report, in minutes.</summary>
    public static int RunAll(CancellationToken cancellation) => IrisCommand.Run(Repository.Reports, Chosen([]), cancellation);

    private static HashSet<string> Chosen(string[] kinds) =>
        kinds.Length == 0 ? [.. IrisCommand.Kinds] : [.. Names.Of("kind of learner", kinds, IrisCommand.Kinds)];

    private static Option<string> Folder() => new("--out")
    {
        Description = "Where the files go.", DefaultValueFactory = _ => Repository.Reports,
    };
}
