using System.ComponentModel;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>ranger, in a process of R.</summary>
internal static class Ranger
{
    public const string PeerName = "ranger";

    /// <exception cref="PeerAbsentException">There is no R, or it has no ranger.</exception>
    public static PeerProcess Start(SpeedCase speedCase)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "ranger_peer.R");
        try
        {
            return new PeerProcess(PeerName, speedCase, ["Rscript", script], speedCase.Name);
        }
        catch (Win32Exception)
        {
            throw new PeerAbsentException("Rscript was not found (Debian: apt-get install r-cran-ranger)");
        }
    }
}
