using System.ComponentModel;
using System.Diagnostics;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>Finds and makes the programs that peers run in.</summary>
internal static class PeerPrograms
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "peers");

    /// <summary>A script that is copied beside this program.</summary>
    public static string Script(string name) => Path.Combine(Folder, name);

    /// <summary>The program that stands in for a peer: one of its name in the folder CLASSICML_PEERS; null where there is none.</summary>
    public static string? StandIn(string peer) =>
        Environment.GetEnvironmentVariable("CLASSICML_PEERS") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, peer))
            ? Path.Combine(folder, peer)
            : null;

    /// <summary>A Python that has scikit-learn.</summary>
    /// <exception cref="PeerAbsentException">There is none.</exception>
    public static string Python()
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
            catch (Win32Exception)
            {
                // There is no such program; the next may exist.
            }
        }
        throw new PeerAbsentException("python3 with scikit-learn was not found");
    }

    /// <summary>A C++ program, compiled where it is older than its source.</summary>
    /// <exception cref="PeerAbsentException">There is no compiler, or it does not compile.</exception>
    public static string Compiled(string name, string[] flags, CancellationToken cancellation)
    {
        string source = Script(name + ".cpp"), program = Script(name);
        DateTime newest = new[] { source, Script("peer.hpp") }.Max(File.GetLastWriteTimeUtc);
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) >= newest) return program;
        // Under a name of its own first: another process may compile or run the same.
        string made = $"{program}.{Environment.ProcessId}";
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("g++", ["-O3", "-march=native", "-fopenmp", "-o", made, source, .. flags])
            {
                RedirectStandardError = true,
            })!;
            using (cancellation.Register(() => compiler.Kill(entireProcessTree: true)))
            {
                string errors = compiler.StandardError.ReadToEnd();
                compiler.WaitForExit();
                cancellation.ThrowIfCancellationRequested();
                if (compiler.ExitCode != 0)
                    throw new PeerAbsentException($"its side did not compile: {errors.Split('\n').FirstOrDefault(line => line.Contains("error"), errors)}");
            }
            File.Move(made, program, overwrite: true);
            return program;
        }
        catch (Win32Exception)
        {
            throw new PeerAbsentException("g++ was not found");
        }
        finally
        {
            File.Delete(made);
        }
    }
}
