using System.Diagnostics;

namespace ClassicML.Benchmarks;

/// <summary>This program once more, in a process of its own: for cold starts and for peak memory.</summary>
internal static class ChildProcess
{
    /// <summary>Runs it with these arguments and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its errors.</exception>
    public static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Under `dotnet X.dll` the process is dotnet itself.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output.Trim()
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' in a process of its own failed: {errors.Result.Trim()}");
    }
}
