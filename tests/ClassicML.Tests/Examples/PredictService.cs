using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ClassicML.Tests.Examples;

/// <summary>The example predict-service as a process of its own, on a port that the system chose.</summary>
internal sealed class PredictService : IDisposable
{
    // Only what is broken waits so long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Built in the configuration of these tests: .../bin/Debug/net10.0.
    private static readonly string Assembly = Path.Combine(
        Repository.Root, "tools", "examples", "predict-service", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0",
        "ClassicML.Examples.PredictService.dll");

    private readonly Process process;

    /// <summary>Starts it, and waits until it listens.</summary>
    public PredictService(string model)
    {
        process = Start(model, "--urls", "http://127.0.0.1:0");
        const string Before = "Now listening on: ";
        StringBuilder said = new();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            said.AppendLine(line);
            if (!line.Contains(Before, StringComparison.Ordinal)) continue;
            Client = new HttpClient { BaseAddress = new Uri(line.Split(Before)[1]), Timeout = Patience };
            // A pipe that nobody reads fills up, and stops who writes.
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            return;
        }
        throw new InvalidOperationException($"{said}{process.StandardError.ReadToEnd()}");
    }

    public HttpClient Client { get; }

    public int ProcessId => process.Id;

    /// <summary>A run that ends by itself.</summary>
    public static (int Code, string Errors) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.Result.Trim());
    }

    public async Task<JsonElement> Get(string path) => Parse(await Client.GetStringAsync(path));

    public Task<HttpResponseMessage> Post(string body) => Client.PostAsync("predict", Json(body));

    /// <summary>The answer to a body that is taken.</summary>
    public async Task<JsonElement> Predict(string body)
    {
        using HttpResponseMessage answer = await Post(body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return Parse(text);
    }

    /// <summary>A sample of /metrics, by the beginning of its line up to labels; 0 where nothing was counted yet.</summary>
    public async Task<double> Metric(string name, string label = "")
    {
        string[] lines = (await Client.GetStringAsync("metrics")).Split('\n');
        return lines.Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split('}')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Asks until it is so.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        for (long start = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(50))
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"it isn't so after {Patience}");
    }

    public int? WaitForExit() => process.WaitForExit(Patience) ? process.ExitCode : null;

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public void Dispose()
    {
        Client.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
}
