using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>scikit-learn in a Python process that waits, asleep, for the next step on its standard input and answers with JSON.</summary>
internal sealed class ScikitLearn : IContender
{
    public const string PeerName = "scikit-learn";

    private readonly Process process;
    private readonly Task<string> errors;
    private readonly string folder;

    /// <exception cref="PeerAbsentException">There is no Python with scikit-learn.</exception>
    public ScikitLearn(SpeedCase speedCase)
    {
        string python = Python();
        folder = Directory.CreateTempSubdirectory("classicml-speed-").FullName;
        speedCase.WriteData(folder);
        process = Start(python, speedCase.Name, folder);
        errors = process.StandardError.ReadToEndAsync();
        JsonElement answer = Ask("version");
        if (answer.TryGetProperty("absent", out JsonElement why))
        {
            Dispose();
            throw new PeerAbsentException(why.GetString()!);
        }
        Version = answer.GetProperty("version").GetString()!;
    }

    public string Name => PeerName;

    public string Version { get; }

    public (double Seconds, double Quality) Run(string step, int times)
    {
        JsonElement answer = Ask(string.Create(CultureInfo.InvariantCulture, $"{step} {times}"));
        return (answer.GetProperty("seconds").GetDouble(), answer.GetProperty("quality").GetDouble());
    }

    /// <summary>The peak memory of a process that does the steps up to this one once.</summary>
    public double PeakMegabytes(IEnumerable<string> steps)
    {
        foreach (string step in steps) Run(step, 1);
        return Ask("peak").GetProperty("peak_mb").GetDouble();
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(2000)) process.Kill();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private JsonElement Ask(string line)
    {
        string? answer;
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
        return answer is null
            ? throw new InvalidOperationException($"the scikit-learn process ended at '{line}': {errors.Result.Trim()}")
            : JsonDocument.Parse(answer).RootElement;
    }

    private static string Python()
    {
        foreach (string candidate in (string[])["python3", "/usr/bin/python3"])
        {
            try
            {
                var start = new ProcessStartInfo(candidate, ["-c", "import sklearn"]) { RedirectStandardError = true, RedirectStandardOutput = true };
                using Process probe = Process.Start(start)!;
                probe.WaitForExit();
                if (probe.ExitCode == 0) return candidate;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program; the next may exist.
            }
        }
        throw new PeerAbsentException("python3 with scikit-learn was not found (Debian: apt-get install python3-sklearn)");
    }

    private static Process Start(string python, string caseName, string folder)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "scikit_learn_peer.py");
        string threads = Workers.MaxThreads.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(python, [script, caseName, folder, threads])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]) start.Environment[variable] = threads;
        // OpenBLAS falls back to kernels of 256 bits on processors newer than itself; a peer gets its best.
        if (Avx512F.IsSupported) start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        return Process.Start(start)!;
    }
}
