using System.CommandLine;
using System.CommandLine.Parsing;

namespace ClassicML.Cli;

/// <summary>Runs a command and turns what goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    public const int Done = 0, BadInput = 1, Usage = 2, Cancelled = 130;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors) Console.Error.WriteLine($"classicml: {error.Message}");
            Console.Error.WriteLine("classicml: see --help");
            return Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"classicml: {e.Message}");
            return Usage;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("classicml: cancelled");
            return Cancelled;
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException or FormatException or PlatformNotSupportedException)
        {
            Console.Error.WriteLine($"classicml: {Line(e)}");
            return BadInput;
        }
    }

    // Without the parameter's name, which the runtime appends and which means nothing outside the code.
    private static string Line(Exception e)
    {
        string message = e is ArgumentException { ParamName: not null } argument
            ? e.Message.Replace($" (Parameter '{argument.ParamName}')", "", StringComparison.Ordinal)
            : e.Message;
        return message.ReplaceLineEndings(" ");
    }
}

/// <summary>A command line that can't be meant as it stands.</summary>
internal sealed class UsageException(string message) : Exception(message);
