using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace ClassicML.Cli;

/// <summary>Runs a command and turns what goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    public const int Done = 0, BadInput = 1, Usage = 2, Cancelled = 130;

    /// <param name="root">The commands; <c>--debug</c> is added to them.</param>
    /// <param name="args">What was typed.</param>
    /// <param name="errors">Where errors go. Default: standard error.</param>
    /// <param name="output">Where results go. Default: standard output.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args, TextWriter? errors = null, TextWriter? output = null)
    {
        errors ??= Console.Error;
        var debug = new Option<bool>("--debug") { Description = "Show where in the program an error arose.", Recursive = true };
        root.Options.Add(debug);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors) errors.WriteLine($"classicml: {error.Message}");
            errors.WriteLine("classicml: see --help");
            return Usage;
        }
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output ?? Console.Out });
        }
        catch (Exception e)
        {
            (string line, int code) = Said(e);
            errors.WriteLine($"classicml: {line}");
            if (parsed.GetValue(debug)) errors.WriteLine(e);
            return code;
        }
    }

    /// <summary>The console on which a command shows its results to people.</summary>
    public static IAnsiConsole ConsoleOf(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output), Ansi = output == Console.Out ? AnsiSupport.Detect : AnsiSupport.No,
        });
    }

    private static (string Line, int Code) Said(Exception e) => e switch
    {
        AggregateException { InnerException: { } inner } => Said(inner),
        UsageException => (e.Message, Usage),
        OperationCanceledException => ("cancelled", Cancelled),
        ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException or FormatException or PlatformNotSupportedException =>
            (Line(e), BadInput),
        // A fault of the program, or of the machine.
        _ => ($"{e.GetType().Name}: {Line(e)} (--debug shows where)", BadInput),
    };

    // Without the parameter's name, which the runtime appends and which means nothing outside the code.
    internal static string Line(Exception e)
    {
        string message = e is ArgumentException { ParamName: not null } argument
            ? e.Message.Replace($" (Parameter '{argument.ParamName}')", "", StringComparison.Ordinal)
            : e.Message;
        return message.ReplaceLineEndings(" ");
    }
}

/// <summary>A command line that can't be meant as it stands.</summary>
internal sealed class UsageException(string message) : Exception(message);
