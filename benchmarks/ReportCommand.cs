using System.CommandLine;
using ClassicML.Benchmarks.Iris;
using ClassicML.Benchmarks.Mnist;

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
        // A thread of its own, since the command line hears Ctrl-C only once the action has given back its task.
        iris.SetAction((parsed, cancellation) => Task.Run(() => IrisCommand.Run(parsed.GetValue(folder)!, Chosen(parsed.GetValue(kinds) ?? []), cancellation)));
        return new Command("report", "Make one report.") { iris, MnistCommand.Create(folder) };
    }

    /// <summary>What happens without arguments: every report, in minutes.</summary>
    public static int RunAll(CancellationToken cancellation)
    {
        int code = IrisCommand.Run(Repository.Reports, Chosen([]), cancellation);
        return code != 0 ? code : MnistCommand.Run(new MnistOptions(), cancellation);
    }

    private static HashSet<string> Chosen(string[] kinds) =>
        kinds.Length == 0 ? [.. IrisCommand.Kinds] : [.. Names.Of("kind of learner", kinds, IrisCommand.Kinds)];

    private static Option<string> Folder() => new("--out")
    {
        Description = "Where the files go.", DefaultValueFactory = _ => Repository.Reports,
    };
}
