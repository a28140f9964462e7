using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ClassicML.Cli;

/// <summary>The help of a command, with examples behind it.</summary>
/// <param name="usual">What prints the rest.</param>
/// <param name="examplesOf">Command lines of a command, without the word <c>classicml</c>.</param>
internal sealed class ExampleHelp(HelpAction usual, Func<Command, string[]> examplesOf) : SynchronousCommandLineAction
{
    /// <summary>Whoever asks for help need not have typed the rest.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        string[] examples = examplesOf(parseResult.CommandResult.Command);
        if (examples.Length == 0) return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  classicml {example}");
        output.WriteLine();
        return code;
    }
}
