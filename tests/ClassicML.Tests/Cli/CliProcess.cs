using System.Diagnostics;
using System.Text.Json;

namespace ClassicML.Tests.Cli;

/// <summary>The command line as a process of its own, and what it says in this one as JSON.</summary>
internal static class CliProcess
{
    /// <summary>A run that ends by itself.</summary>
    public static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

    /// <summary>The JSON object of a command that succeeds, run in this process.</summary>
    public static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run([.. arguments, "--json"]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>What a command that is refused says.</summary>
    public static async Task Refused(int expected, string message, params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run(arguments);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }
}
