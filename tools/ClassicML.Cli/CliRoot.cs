using System.CommandLine;
using System.CommandLine.Help;
using ClassicML.Cli.Commands;
using ClassicML.Wire;

namespace ClassicML.Cli;

/// <summary>All commands, and what they share.</summary>
internal sealed class CliRoot
{
    private readonly RootCommand root;

    /// <param name="registry">The learners by name.</param>
    /// <param name="clock">What fits and predictions are timed by; null for that of the system.</param>
    /// <param name="more">Other commands beside them.</param>
    public CliRoot(WireRegistry registry, TimeProvider? clock = null, params Command[] more)
    {
        Global = new GlobalOptions(registry, clock ?? TimeProvider.System);
        root = new RootCommand("Classic machine learning on your own file, from a first look to predictions.")
        {
            DescribeCommand.Create(Global),
            ModelsCommand.Create(Global),
            TrainCommand.Create(Global),
            PredictCommand.Create(Global),
            EvaluateCommand.Create(Global),
            InspectCommand.Create(Global),
            CvCommand.Create(Global),
            SearchCommand.Create(Global),
            NestedCommand.Create(Global),
            CompareCommand.Create(Global),
            ExplainCommand.Create(Global),
            PlotCommand.Create(Global),
            ExportCommand.Create(Global),
            ServeCommand.Create(Global),
            DatasetsCommand.Create(Global),
            DevicesCommand.Create(Global),
        };
        foreach (Command command in more) root.Subcommands.Add(command);
        Global.AddTo(root);
        foreach (HelpOption help in root.Options.OfType<HelpOption>()) help.Action = new ExampleHelp((HelpAction)help.Action!, Global.Examples);
    }

    public GlobalOptions Global { get; }

    public IEnumerable<Command> Commands => root.Subcommands;

    public ParseResult Parse(IReadOnlyList<string> args) => root.Parse(args);
}
