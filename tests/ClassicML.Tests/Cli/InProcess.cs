using ClassicML.Cli;
using ClassicML.Wire;

namespace ClassicML.Tests.Cli;

/// <summary>The command line in this process: what CommandLineTests starts, without the half second that a start takes.</summary>
internal static class InProcess
{
    public static Task<(int Code, string Output, string Errors)> Run(WireRegistry registry, params string[] arguments) =>
        Run(registry, TimeProvider.System, arguments);

    public static async Task<(int Code, string Output, string Errors)> Run(WireRegistry registry, TimeProvider clock, params string[] arguments)
    {
        StringWriter output = new(), errors = new();
        int code = await CommandLine.RunAsync(new CliRoot(registry, clock), arguments, errors, output);
        return (code, output.ToString(), errors.ToString());
    }

    public static Task<(int Code, string Output, string Errors)> Run(params string[] arguments) => Run(BuiltIn.Registry, arguments);
}
