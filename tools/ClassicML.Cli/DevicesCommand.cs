using System.CommandLine;
using ClassicML.Cnn;
using Spectre.Console;

namespace ClassicML.Cli;

/// <summary><c>classicml devices</c>: the chain from a graphics card to a training step on it, and the processor's engines.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var index = new Option<int>("--index") { Description = "The CUDA device, from 0." };
        var command = new Command("devices", "Say on which devices convolutional networks can train, and which link is missing for the others.") { index };
        command.SetAction(parsed => Print(parsed.GetValue(index), CommandLine.ConsoleOf(parsed)));
        return command;
    }

    private static void Print(int index, IAnsiConsole console)
    {
        IReadOnlyList<DeviceLink> chain = DeviceCheck.Chain(index);
        console.MarkupLine("[bold]The processor[/]");
        Table(console, DeviceCheck.Processor());
        console.MarkupLineInterpolated($"[bold]cuda:{index}[/]");
        Table(console, chain);
        DeviceLink? missing = chain.FirstOrDefault(link => !link.Works);
        console.MarkupLineInterpolated(
            missing is null ? (FormattableString)$"Device.Auto trains on [green]cuda:{index}[/]"
                : $"the first missing link is [yellow]{missing.Name}[/]: {missing.Advice}");
    }

    private static void Table(IAnsiConsole console, IEnumerable<DeviceLink> links)
    {
        var table = new Spectre.Console.Table().NoBorder().HideHeaders().AddColumns("", "", "");
        foreach (DeviceLink link in links) table.AddRow(new Text(link.Works ? "  +" : "  -"), new Text(link.Name), new Text(link.Found));
        console.Write(table);
    }
}
