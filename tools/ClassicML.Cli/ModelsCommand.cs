using System.CommandLine;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli;

/// <summary><c>classicml models</c>: every registered learner with its options, defaults and ranges.</summary>
internal static class ModelsCommand
{
    public static Command Create(WireRegistry registry)
    {
        var command = new Command("models", "List every learner with its options, their defaults, and what they may be.");
        command.SetAction(parsed => Print(registry, CommandLine.ConsoleOf(parsed)));
        return command;
    }

    private static void Print(WireRegistry registry, IAnsiConsole console)
    {
        foreach (IGrouping<WireKind, WireType> kind in registry.Types.Where(type => type.CanCreate).GroupBy(type => type.Kind).OrderBy(group => group.Key))
        {
            console.MarkupLine($"[bold]{kind.Key}s[/]");
            foreach (WireType type in kind)
            {
                console.MarkupLineInterpolated($"  [green]{type.Name}[/]  {type.Summary}");
                var table = new Spectre.Console.Table().NoBorder().HideHeaders().AddColumns("", "", "", "");
                foreach (WireOption option in type.Options)
                    table.AddRow(new Text("   "), new Text(option.Name),
                        new Text($"= {(option.Default == "" ? "none" : option.Default)}"), new Text(option.Allowed));
                console.Write(table);
            }
        }
    }
}
