using System.Diagnostics;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>FAISS's flat index: a small C++ program, compiled once on demand where a compiler and the library are installed.</summary>
internal static class Faiss
{
    public const string PeerName = "faiss";

    /// <exception cref="PeerAbsentException">There is no compiler, or no library.</exception>
    public static PeerProcess Start(SpeedCase speedCase) => new(PeerName, speedCase, [Compiled()], speedCase.Name);

    /// <summary>The program, compiled if need be.</summary>
    /// <inheritdoc cref="Start"/>
    public static string[] Program => [Compiled()];

    private static string Compiled()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "peers"), source = Path.Combine(folder, "faiss_peer.cpp"), program = Path.Combine(folder, "faiss_peer");
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) >= File.GetLastWriteTimeUtc(source)) return program;
        try
        {
            var start = new ProcessStartInfo("g++", ["-O3", "-march=native", "-fopenmp", "-o", program, source, "-lfaiss", "-llapack", "-lblas"])
            {
                RedirectStandardError = true,
            };
            using Process compiler = Process.Start(start)!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode == 0) return program;
            throw new PeerAbsentException($"FAISS's side did not compile (Debian: apt-get install g++ libfaiss-dev): {errors.Split('\n')[0]}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PeerAbsentException("g++ was not found (Debian: apt-get install g++ libfaiss-dev)");
        }
    }
}
