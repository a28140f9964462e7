using System.Diagnostics;

namespace ClassicML.Benchmarks;

/// <summary>This program once more, in a process of its own: for cold starts and for contenders that are compared.</summary>
internal static class ChildProcess
{
    /// <summary>The program, and all that follows it.</summary>
    public static string[] Command(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        // Under `dotnet X.dll`, and under a test host, the process is another one.
        return Path.GetFileNameWithoutExtension(program) == typeof(ChildProcess).Assembly.GetName().Name ? [program, .. arguments]
            : ["dotnet", typeof(ChildProcess).Assembly.Location, .. arguments];
    }

    /// <summary>Runs it with these arguments and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its errors.</exception>
    public static string Run(params string[] arguments)
    {
        string[] command = Command(arguments);
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output.Trim()
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' in a process of its own failed: {errors.Result.Trim()}");
    }
}
