namespace ClassicML.Benchmarks.Mnist;

/// <summary>This program, to be started once more.</summary>
internal static class ThisProgram
{
    /// <summary>The program and its first arguments, the last of which is a command.</summary>
    public static string[] Command(string command)
    {
        string program = Environment.ProcessPath!;
        // Under `dotnet X.dll`, and under a test host, the process is another one.
        return Path.GetFileNameWithoutExtension(program) == typeof(ThisProgram).Assembly.GetName().Name
            ? [program, command]
            : ["dotnet", typeof(ThisProgram).Assembly.Location, command];
    }
}
