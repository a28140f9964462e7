using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ClassicML.Tests.Cli;

/// <summary>The walk of tools/ClassicML.Cli/README.md: every line of it, in its order, each a process.</summary>
public sealed class WalkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_line_of_the_page_runs()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "tools", "ClassicML.Cli", "README.md")).ReplaceLineEndings("\n");
        string[] lines = page.Split("```sh\n")[1].Split("\n```")[0].Split('\n');
        Assert.True(lines.Length > 10);
        string port = FreePort().ToString(CultureInfo.InvariantCulture);
        Process? server = null;
        try
        {
            foreach (string line in lines.Select(line => line.Replace("5099", port, StringComparison.Ordinal)))
            {
                string[] words = line.Split(' ');
                if (words[0] == "curl") await Answers(words[^1]);
                else if (words[1] == "serve") server = Start(words[1..]);
                else Runs(words[1..]);
            }
        }
        finally
        {
            server?.Kill(entireProcessTree: true);
            server?.Dispose();
        }
        Assert.Equal(["cells.csv", "cells.journal", "cells.model", "cells.onnx", "predictions.csv", "roc.svg"], folder.Files());
        Assert.Equal(570, File.ReadAllLines(folder.Path("predictions.csv")).Length);
    }

    private void Runs(string[] words)
    {
        using Process process = Start(words);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {errors.Result}");
        Assert.NotEqual(output.Length == 0, words[0] != "predict");
    }

    private Process Start(string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClassicML.Cli.dll"), .. words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Root,
        };
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The server needs a moment to listen; whoever is refused asks again.
    private static async Task Answers(string address)
    {
        using var client = new HttpClient();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri(address));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return;
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }
    }
}
