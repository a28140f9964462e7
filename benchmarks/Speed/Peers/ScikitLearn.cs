using System.Diagnostics;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>scikit-learn, or another library of Python, in a <see cref="PeerProcess"/> of <c>scikit_learn_peer.py</c>.</summary>
internal sealed class ScikitLearn : IContender
{
    public const string PeerName = "scikit-learn";

    /// <summary>SciPy's cKDTree, which scikit-learn does not use.</summary>
    public const string SciPyName = "scipy";

    private readonly PeerProcess process;

    /// <exception cref="PeerAbsentException">There is no Python with scikit-learn.</exception>
    public ScikitLearn(SpeedCase speedCase, string name = PeerName)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "scikit_learn_peer.py");
        process = new PeerProcess(name, speedCase, [Python(), script], name == PeerName ? speedCase.Name : $"{speedCase.Name}-{name}");
    }

    public string Name => process.Name;

    public string Version => process.Version;

    public (double Seconds, double Quality) Run(string step, int times) => process.Run(step, times);

    /// <inheritdoc cref="PeerProcess.PeakMegabytes"/>
    public double PeakMegabytes(IEnumerable<string> steps) => process.PeakMegabytes(steps);

    public void Dispose() => process.Dispose();

    /// <summary>The Python that has scikit-learn.</summary>
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
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program; the next may exist.
            }
        }
        throw new PeerAbsentException("python3 with scikit-learn was not found (Debian: apt-get install python3-sklearn)");
    }
}
