using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>
/// A contender in a process of its own that waits, asleep, for lines on its standard input ("STEP TIMES", "version", "peak") and answers
/// each with a line of JSON. It is started with the case's name, a folder of .npy files, and the number of threads.
/// </summary>
internal sealed class PeerProcess : IContender
{
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly string folder;

    /// <param name="name">The peer's name.</param>
    /// <param name="speedCase">The case, whose data is written for it.</param>
    /// <param name="program">The program and its first arguments.</param>
    /// <param name="caseName">The case's name as the program knows it.</param>
    /// <exception cref="PeerAbsentException">The program answers that it can't take part.</exception>
    public PeerProcess(string name, SpeedCase speedCase, string[] program, string caseName)
        : this(name, speedCase.WriteData, program, caseName, Workers.MaxThreads)
    {
    }

    /// <param name="name">The peer's name.</param>
    /// <param name="writeData">Writes the data into the folder that it is given.</param>
    /// <param name="program">The program and its first arguments.</param>
    /// <param name="caseName">The case's name as the program knows it.</param>
    /// <param name="threadCount">How many threads it may use.</param>
    /// <exception cref="PeerAbsentException">The program answers that it can't take part.</exception>
    public PeerProcess(string name, Action<string> writeData, string[] program, string caseName, int threadCount)
    {
        Name = name;
        folder = Directory.CreateTempSubdirectory("classicml-speed-").FullName;
        writeData(folder);
        string threads = threadCount.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(program[0], [.. program[1..], caseName, folder, threads])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]) start.Environment[variable] = threads;
        // OpenBLAS chooses its kernels by the processor, whatever the environment asks for; a peer gets its best.
        foreach (string variable in (string[])["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]) start.Environment.Remove(variable);
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync();
        JsonElement answer = Ask("version");
        if (answer.TryGetProperty("absent", out JsonElement why))
        {
            Dispose();
            throw new PeerAbsentException(why.GetString()!);
        }
        Version = answer.GetProperty("version").GetString()!;
    }

    public string Name { get; }

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

    /// <summary>The bytes of the fitted model where it is kept.</summary>
    public double ModelBytes() => Ask("size").GetProperty("bytes").GetDouble();

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
            ? throw new InvalidOperationException($"the process of {Name} ended at '{line}': {errors.Result.Trim()}")
            : JsonDocument.Parse(answer).RootElement;
    }
}
