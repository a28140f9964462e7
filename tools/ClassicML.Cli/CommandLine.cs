using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace ClassicML.Cli;

/// <summary>Runs a command and turns what goes wrong into one line and an exit code.</summary>
internal static partial class CommandLine
{
    public const int Done = 0, BadInput = 1, Usage = 2, Cancelled = 130;

    /// <param name="root">The commands.</param>
    /// <param name="args">What was typed.</param>
    /// <param name="errors">Where errors, notes and progress go. Default: standard error.</param>
    /// <param name="output">Where results go. Default: standard output.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CliRoot root, string[] args, TextWriter? errors = null, TextWriter? output = null)
    {
        errors ??= Console.Error;
        bool debug = false;
        try
        {
            ParseResult parsed = root.Global.Configured(root.Parse(args), args);
            debug = parsed.GetValue(root.Global.Debug);
            if (parsed.Errors.Count > 0)
            {
                foreach (ParseError error in parsed.Errors) errors.WriteLine($"classicml: {Plain(error.Message)}");
                errors.WriteLine($"classicml: see {Name(parsed.CommandResult)} --help");
                return Usage;
            }
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output ?? Console.Out, Error = errors });
        }
        catch (Exception e)
        {
            (string line, int code) = Said(e);
            errors.WriteLine($"classicml: {line}");
            if (debug) errors.WriteLine(e);
            return code;
        }
    }

    // "classicml search": the words up to the command.
    private static string Name(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Name(parent)} {result.Command.Name}" : "classicml";

    private static (string Line, int Code) Said(Exception e) => e switch
    {
        AggregateException { InnerException: { } inner } => Said(inner),
        UsageException => (e.Message, Usage),
        CancelledException => (e.Message, Cancelled),
        OperationCanceledException => ("cancelled", Cancelled),
        ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException or FormatException or PlatformNotSupportedException =>
            (Line(e), BadInput),
        // A fault of the program, or of the machine.
        _ => ($"{e.GetType().Name}: {Line(e)} (--debug shows where)", BadInput),
    };

    /// <summary>A message in one line, without the names of parameters, which the runtime appends and which mean nothing outside the code.</summary>
    internal static string Line(Exception e) => Parameters().Replace(e.Message, "").ReplaceLineEndings(" ");

    // The parser names types of the runtime.
    private static string Plain(string message) =>
        Unread().Replace(message, match =>
            $"{match.Groups[2].Value} takes {(match.Groups[3].Value == "Int32" ? "a whole number" : "a number")}, was '{match.Groups[1].Value}'");

    [GeneratedRegex(@"^Cannot parse argument '(.*)' for option '(.*)' as expected type '.*(Int32|Double).*'\.$", RegexOptions.Singleline)]
    private static partial Regex Unread();

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex Parameters();
}

/// <summary>A command line that can't be meant as it stands.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>What was interrupted, and how to go on.</summary>
internal sealed class CancelledException(string message) : OperationCanceledException(message);
