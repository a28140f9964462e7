using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ClassicML.Benchmarks.Speed;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>
/// A contender in a process of its own, started with its key, a folder of .npy files and the number of threads. It sleeps until a line
/// comes on its standard input ("version", "fit 1", "predict 1", "peak", "size") and answers with a line of JSON, which may be
/// {"error": "…"} or {"absent": "…"}. "predict" leaves the codes in predicted.npy, and probabilities, where there are any, in
/// probabilities.npy.
/// </summary>
internal sealed class ContenderProcess : IDisposable
{
    public const string PredictedFile = "predicted.npy", ProbabilitiesFile = "probabilities.npy";

    // Loading rows and libraries from a cold disk, making nodes of 60,000 rows, and the rehearsal.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly Task<string> errors;
    private readonly CancellationToken cancellation;

    /// <exception cref="PeerAbsentException">There is no such program, or it answers that it can't take part.</exception>
    public ContenderProcess(MnistContender contender, string folder, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        File.Delete(Path.Combine(folder, PredictedFile));
        File.Delete(Path.Combine(folder, ProbabilitiesFile));
        string threads = Workers.MaxThreads.ToString(CultureInfo.InvariantCulture);
        string[] program = contender.Program();
        var start = new ProcessStartInfo(program[0], [.. program[1..], contender.Key, folder, threads])
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
        catch (Win32Exception)
        {
            throw new PeerAbsentException($"{program[0]} was not found");
        }
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            Version = Ask("version", StartLimit).GetProperty("version").GetString()!;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Version { get; }

    /// <summary>Asks for a step and waits for its answer.</summary>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    /// <exception cref="ContenderException">It answered with an error, or ended.</exception>
    /// <exception cref="PeerAbsentException">It can't take part.</exception>
    public JsonElement Ask(string line, TimeSpan limit)
    {
        string? answer = null;
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
            answer = process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(limit, cancellation).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The pipe is broken: it has ended.
        }
        if (answer is null) throw Ended(line);
        JsonElement read = JsonDocument.Parse(answer).RootElement;
        if (read.TryGetProperty("absent", out JsonElement why)) throw new PeerAbsentException(why.GetString()!);
        return read.TryGetProperty("error", out JsonElement error) ? throw new ContenderException(error.GetString()!) : read;
    }

    public void Dispose()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended, and left unread what it was asked.
        }
        if (!process.WaitForExit(cancellation.IsCancellationRequested ? 0 : 200)) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private Exception Ended(string line)
    {
        // Ctrl-C ends all processes of a terminal, and a child may be quicker than the news to us.
        if (cancellation.WaitHandle.WaitOne(300)) return new OperationCanceledException(cancellation);
        process.WaitForExit(2000);
        string code = process.HasExited ? process.ExitCode.ToString(CultureInfo.InvariantCulture) : "none";
        string last = errors.Wait(500) ? errors.Result.Trim().Split('\n')[^1] : "";
        return new ContenderException($"its process ended at '{line}' with exit code {code}{(last == "" ? "" : ": " + last)}");
    }
}

/// <summary>A contender that failed; the message says how.</summary>
internal sealed class ContenderException(string message) : Exception(message);
