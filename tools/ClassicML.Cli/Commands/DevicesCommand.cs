using System.CommandLine;
using ClassicML.Cli.Output;
using ClassicML.Cnn;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml devices</c>: the chain from a graphics card to a training step on it, and the processor's engines.</summary>
internal static class DevicesCommand
{
    public static Command Create(GlobalOptions global)
    {
        var index = new Option<int>("--index") { Description = "The CUDA device, from 0." };
        var command = new Command("devices", "Say on which devices convolutional networks can train, and which link is missing for the others.") { index };
        global.SetAction(command, run =>
        {
            int device = run.Parsed.GetValue(index);
            run.Output.Write(
                new DevicesResult(Links(DeviceCheck.Processor()), device, Links(DeviceCheck.Chain(device))), json => json.DevicesResult, Print);
        },
            "devices",
            "devices --index 1");
        return command;
    }

    private static LinkResult[] Links(IEnumerable<DeviceLink> links) =>
        [.. links.Select(link => new LinkResult(link.Name, link.Works, link.Found, link.Works ? null : link.Advice))];

    private static void Print(DevicesResult result, IAnsiConsole console)
    {
        console.MarkupLine("[bold]The processor[/]");
        Table(console, result.Processor);
        console.MarkupLineInterpolated($"[bold]cuda:{result.CudaIndex}[/]");
        Table(console, result.Cuda);
        LinkResult? missing = result.Cuda.FirstOrDefault(link => !link.Works);
        console.MarkupLineInterpolated(
            missing is null ? (FormattableString)$"Device.Auto trains on [green]cuda:{result.CudaIndex}[/]"
                : $"the first missing link is [yellow]{missing.Name}[/]: {missing.Advice}");
    }

    private static void Table(IAnsiConsole console, IEnumerable<LinkResult> links)
    {
        Spectre.Console.Table table = new Spectre.Console.Table().NoBorder().HideHeaders().AddColumns("", "", "");
        foreach (LinkResult link in links) table.Row(link.Works ? "  +" : "  -", link.Name, link.Found);
        console.Write(table);
    }
}

/// <summary>What <c>devices --json</c> prints.</summary>
internal sealed record DevicesResult(LinkResult[] Processor, int CudaIndex, LinkResult[] Cuda);

/// <summary>A link of the chain to a device.</summary>
internal sealed record LinkResult(string Name, bool Works, string Found, string? Advice);
