using System.Diagnostics;
using System.Globalization;

namespace ClassicML.Tests.Cnn;

/// <summary>A training in another process that is killed, not asked to stop.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("classicml-killed-").FullName;

    private string Checkpoint => Path.Combine(folder, "checkpoint");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Killed_at_random_moments_it_ends_with_the_same_bits() => EndsTheSame(5);

    /// <summary>Takes half a minute, so only .ci/run runs it.</summary>
    [Fact(Explicit = true)]
    public void Killed_fifty_times_it_ends_with_the_same_bits() => EndsTheSame(50);

    private void EndsTheSame(int wantedKills)
    {
        var (expected, told, epochTime) = Train(Path.Combine(folder, "plain"), null);
        Assert.NotNull(expected);
        Assert.Equal(Enumerable.Range(1, 40), told);
        File.Delete(Path.Combine(folder, "plain"));
        var rng = new Rng((ulong)Environment.TickCount64);
        int kills = 0, last = 0;
        for (int starts = 1; kills < wantedKills; starts++)
        {
            Assert.True(starts < 10 * wantedKills, "the training ends before it can be killed");
            // As many epochs are heard, then a part of the next passes: batches, scores, or the writing of the checkpoint.
            string? result = Run((rng.NextInt(6), rng.NextDouble() * epochTime));
            if (result is null)
            {
                kills++;
                continue;
            }
            Assert.Equal(expected, result);
            File.Delete(Checkpoint);
            last = 0;
        }
        Assert.Equal(expected, Run(null));
        // What a kill left behind half-written is gone as well.
        Assert.Equal([Checkpoint], Directory.GetFiles(folder));

        string? Run((int Epochs, TimeSpan Delay)? kill)
        {
            var (result, epochs, _) = Train(Checkpoint, kill);
            if (epochs.Count > 0)
            {
                // An epoch is told just before it is written, so at most that one is done again.
                Assert.InRange(epochs[0], Math.Max(last, 1), last + 1);
                Assert.Equal(Enumerable.Range(epochs[0], epochs.Count), epochs);
                last = epochs[^1];
            }
            return result;
        }
    }

    // The result, or null when it was killed on its way; the epochs that it told of, and the mean time of one.
    private static (string? Result, List<int> Epochs, TimeSpan EpochTime) Train(string checkpoint, (int Epochs, TimeSpan Delay)? kill)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ClassicML.Examples.Resume.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--network", checkpoint]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        List<int> epochs = [];
        string? result = null;
        long first = 0, latest = 0;
        if (kill is { Epochs: 0 } early) Kill(process, early.Delay + TimeSpan.FromMilliseconds(100));
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("epoch ", StringComparison.Ordinal))
            {
                result = line;
                continue;
            }
            epochs.Add(int.Parse(line.AsSpan(6, line.IndexOf(':') - 6), CultureInfo.InvariantCulture));
            latest = Stopwatch.GetTimestamp();
            if (epochs.Count == 1) first = latest;
            if (kill is { } moment && epochs.Count == moment.Epochs) Kill(process, moment.Delay);
        }
        process.WaitForExit();
        return (process.ExitCode == 0 ? result : null, epochs, Stopwatch.GetElapsedTime(first, latest) / Math.Max(epochs.Count - 1, 1));
    }

    private static void Kill(Process process, TimeSpan delay)
    {
        // Exact to parts of a millisecond, which a sleep is not.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < delay;) Thread.SpinWait(20);
        process.Kill();
    }
}
