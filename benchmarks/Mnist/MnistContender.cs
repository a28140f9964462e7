using System.Collections.Immutable;
using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>One that takes part: it runs in a process of its own and speaks the protocol of <see cref="PeerProcess"/>.</summary>
/// <param name="Family">What kind of learner it is; like ones stand side by side.</param>
/// <param name="Name">The learner, as its library calls it.</param>
/// <param name="Library">The library's name.</param>
/// <param name="Key">What its program knows it by.</param>
/// <param name="Settings">Its settings in words.</param>
internal sealed record MnistContender(string Family, string Name, string Library, string Key, string Settings)
{
    /// <summary>The learner of ours, by its key, that it does the same as at the same settings; empty for none.</summary>
    public string Counterpart { get; init; } = "";

    /// <summary>What is not equal and can't be, as a sentence; empty for nothing.</summary>
    public string Difference { get; init; } = "";

    /// <summary>Whether it takes half a minute and more: then it takes part where its library is asked for, or all digits are.</summary>
    public bool IsLong { get; init; }

    /// <summary>The program and its first arguments.</summary>
    /// <exception cref="PeerAbsentException">It is not installed.</exception>
    public required Func<string[]> Program { get; init; }

    /// <summary>The name that a command line knows its library by.</summary>
    public string PeerName => Peers.First(p => p.Library == Library).Name;

    public bool IsOurs => Library == Libraries.Ours;

    /// <summary>The names that a command line knows peers by, with their libraries.</summary>
    public static ImmutableArray<(string Name, string Library)> Peers { get; } =
    [
        .. ((string[])[PeerNames.MLNet, PeerNames.Accord, PeerNames.ScikitLearn, PeerNames.LibSvm, PeerNames.Liblinear, PeerNames.Ranger, PeerNames.XgBoost,
            PeerNames.Faiss, PeerNames.PyTorch]).Select(name => (name, PeerTitles.Of(name))),
    ];

    /// <summary>Everybody by family, ours first.</summary>
    public static ImmutableArray<MnistContender> All(MnistSettings s)
    {
        ImmutableArray<MnistContender> all =
            [.. OurLearners.Contenders(s), .. MLNetLearners.Contenders(s), .. AccordDigits.Contenders, .. OtherLibraries.Contenders(s)];
        string[] families = [.. all.Select(c => c.Family).Distinct()];
        return [.. all.OrderBy(c => Array.IndexOf(families, c.Family)).ThenBy(c => !c.IsOurs)];
    }
}
