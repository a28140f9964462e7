using System.Diagnostics;

namespace ClassicML.Tests.MLNet;

/// <summary>The example program, as a process.</summary>
public class ExampleTests
{
    [Fact]
    public void The_example_program_runs()
    {
        using var folder = new TemporaryFolder();
        string program = Path.Combine(AppContext.BaseDirectory, "ClassicML.Examples.MLNetPipeline.dll"), model = folder.Path("wine.zip");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, model]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.True(new FileInfo(model).Length > 0);
        Assert.Contains("the first wine, read back from a file: maker barolo", output);
        Assert.Contains("maximum entropy (ML.NET)", output);
    }
}
