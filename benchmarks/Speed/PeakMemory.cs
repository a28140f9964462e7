using System.Diagnostics;
using System.Globalization;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Speed;

/// <summary>The most memory that a contender's process holds while it does the steps up to one, once: the runtime and the data included.</summary>
internal static class PeakMemory
{
    public const string Ours = "ours";

    /// <summary>Asks a process of its own.</summary>
    public static double Of(SpeedCase speedCase, string step, string contender)
    {
        if (contender is ScikitLearn.PeerName or ScikitLearn.SciPyName)
        {
            using var peer = new ScikitLearn(speedCase, contender);
            return peer.PeakMegabytes(StepsUpTo(speedCase, step));
        }
        if (contender == Faiss.PeerName)
        {
            using PeerProcess peer = Faiss.Start(speedCase);
            return peer.PeakMegabytes(StepsUpTo(speedCase, step));
        }
        return double.Parse(ChildProcess.Run("speed-memory", speedCase.Name, step, contender), CultureInfo.InvariantCulture);
    }

    /// <summary>Does the steps here, in a process that does nothing else.</summary>
    public static double Measure(SpeedCase speedCase, string step, string contender)
    {
        using IContender one = contender == Ours ? speedCase.Ours() : speedCase.Peer(contender);
        if (one is PeerProcess process) return process.PeakMegabytes(StepsUpTo(speedCase, step));
        if (one is ScikitLearn python) return python.PeakMegabytes(StepsUpTo(speedCase, step));
        foreach (string each in StepsUpTo(speedCase, step)) one.Run(each, 1);
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }

    private static IEnumerable<string> StepsUpTo(SpeedCase speedCase, string last) =>
        speedCase.Steps.Select(s => s.Step).TakeWhile(step => step != last).Append(last);
}
