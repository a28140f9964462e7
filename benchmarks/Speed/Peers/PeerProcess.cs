using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>
/// A contender in a process of its own that waits, asleep, for lines on its standard input ("STEP TIMES", "version", "peak") and answers each
/// with a line of JSON: {"seconds", "quality"}, {"version", "settings"}, {"peak_mb"}, or {"absent": why} or {"error": what}.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    // Loading data takes its time too, whatever the limit of a step.
    private static readonly TimeSpan LeastStart = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly Task<string> errors;
    private readonly CancellationToken cancellation;
    private bool isDisposed;

    private PeerProcess(string[] command, int threadCount, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        string threads = threadCount.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]) start.Environment[variable] = threads;
        // OpenBLAS chooses its kernels by the processor, whatever the environment asks for; a peer gets its best.
        foreach (string variable in (string[])["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]) start.Environment.Remove(variable);
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PeerAbsentException($"{command[0]} can't be started: {new Win32Exception(e.NativeErrorCode).Message}");
        }
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public string Version { get; private set; } = "";

    public string Settings { get; private set; } = "";

    /// <summary>Starts a contender of a case and waits until its data is loaded.</summary>
    /// <exception cref="PeerAbsentException">It can't take part; the message says why, and how one gets it.</exception>
    /// <exception cref="PeerFailedException">It died, or answered with an error.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static PeerProcess Start(string name, SpeedCase speedCase, CaseData data, TimeSpan limit, CancellationToken cancellation)
    {
        PeerLibrary library = PeerLibrary.Of(name);
        try
        {
            return Start(Command(library, speedCase, data, cancellation), Workers.MaxThreads, limit, cancellation);
        }
        catch (PeerAbsentException e)
        {
            throw library.Absent(e);
        }
    }

    /// <summary>Starts a program and waits until its data is loaded.</summary>
    /// <param name="command">The program with all its arguments.</param>
    /// <param name="threads">How many threads it may use.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <inheritdoc cref="Start(string, SpeedCase, CaseData, TimeSpan, CancellationToken)" path="/exception"/>
    public static PeerProcess Start(string[] command, int threads, TimeSpan limit, CancellationToken cancellation)
    {
        var peer = new PeerProcess(command, threads, cancellation);
        try
        {
            JsonElement answer = peer.Ask("version", limit > LeastStart ? limit : LeastStart);
            if (answer.TryGetProperty("absent", out JsonElement why)) throw new PeerAbsentException(why.ToString());
            peer.Version = Text(answer, "version");
            peer.Settings = Text(answer, "settings");
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }

        static string Text(JsonElement answer, string key) => answer.TryGetProperty(key, out JsonElement text) ? text.ToString() : "";
    }

    /// <summary>Does a step some times over, which may take so long each.</summary>
    /// <returns>The seconds of one time, and the value of the step's quality.</returns>
    /// <exception cref="PeerFailedException">It died, took too long, or answered with an error.</exception>
    /// <exception cref="OperationCanceledException">The start's cancellation was requested.</exception>
    public (double Seconds, double Quality) Run(string step, int times, TimeSpan limit)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{step} {times}");
        JsonElement answer = Ask(line, limit);
        return (Number(answer, "seconds", line), Number(answer, "quality", line));
    }

    /// <summary>The most memory that the process held until now, runtime and data included.</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    public double PeakMegabytes(TimeSpan limit) => Number(Ask("peak", limit), "peak_mb", "peak");

    /// <summary>The bytes of the fitted model where it is kept; only of programs that know the word "size".</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    public double ModelBytes(TimeSpan limit) => Number(Ask("size", limit), "bytes", "size");

    /// <summary>Ends the process: at once where it does not end by itself.</summary>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is dead already.
        }
        if (cancellation.IsCancellationRequested || !process.WaitForExit(2000)) Kill();
        process.Dispose();
    }

    private static string[] Command(PeerLibrary library, SpeedCase speedCase, CaseData data, CancellationToken cancellation)
    {
        string[]? program = PeerPrograms.StandIn(library.Name) is { } standIn ? [standIn, speedCase.Name]
            : library.Program?.Invoke(speedCase.Name, cancellation);
        return program is null ? ChildProcess.Command(ContenderCommand.Name, speedCase.Name, library.Name)
            : [.. program, data.Folder, Workers.MaxThreads.ToString(CultureInfo.InvariantCulture)];
    }

    /// <summary>Asks for one thing and waits for its answer.</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    public JsonElement Ask(string line, TimeSpan limit)
    {
        string? answer;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(limit);
        // A process that is gone ends the wait for its line.
        using (over.Token.Register(Kill))
        {
            try
            {
                process.StandardInput.WriteLine(line);
                process.StandardInput.Flush();
                answer = process.StandardOutput.ReadLine();
            }
            catch (IOException)
            {
                answer = null;
            }
        }
        cancellation.ThrowIfCancellationRequested();
        if (over.IsCancellationRequested) throw new PeerFailedException($"took more than {limit.TotalSeconds:0.#} s at '{line}'");
        if (answer is null) throw new PeerFailedException($"died at '{line}': {Death()}");
        JsonElement parsed = Parsed(answer, line);
        return parsed.TryGetProperty("error", out JsonElement error)
            ? throw new PeerFailedException($"failed at '{line}': {error.ToString().Split('\n')[0]}")
            : parsed;
    }

    private static JsonElement Parsed(string answer, string line)
    {
        try
        {
            JsonElement parsed = JsonDocument.Parse(answer).RootElement;
            if (parsed.ValueKind == JsonValueKind.Object) return parsed;
        }
        catch (JsonException)
        {
            // As bad as any other answer that is no object.
        }
        throw Nonsense(answer, line);
    }

    private static double Number(JsonElement answer, string key, string line) =>
        answer.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble()
            : throw Nonsense(answer.GetRawText(), line);

    private static PeerFailedException Nonsense(string answer, string line) =>
        new($"answered nonsense at '{line}': {(answer.Length > 80 ? answer[..80] + "…" : answer)}");

    // The first line that it wrote; of Python's traces the last, which has the reason.
    private string Death()
    {
        if (!process.WaitForExit(2000)) Kill();
        string code = process.HasExited ? process.ExitCode > 128 ? $"signal {process.ExitCode - 128}" : $"exit code {process.ExitCode}" : "it still runs";
        string[] lines = errors.Wait(2000, CancellationToken.None)
            ? errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];
        return lines.Length == 0 ? code : $"{(lines[0].StartsWith("Traceback", StringComparison.Ordinal) ? lines[^1] : lines[0])} ({code})";
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}

/// <summary>A contender that died, took too long or answered with an error; the message says at which step.</summary>
internal sealed class PeerFailedException(string message) : Exception(message);
