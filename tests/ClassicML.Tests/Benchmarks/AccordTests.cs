using ClassicML.Benchmarks;
using ClassicML.Benchmarks.Iris;
using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Tests.Benchmarks;

/// <summary>A build without the opt-in: Accord.NET is absent from its cases, and says why before any data are loaded.</summary>
public class AccordTests
{
    public static TheoryData<string> Cases { get; } =
        [.. SpeedCase.All.Where(one => one.Peers.Any(peer => peer.Name == PeerNames.Accord)).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_cases_say_how_to_get_it(string name)
    {
        Assert.SkipWhen(Contender.All.Any(one => one.Library == Libraries.Accord), "Accord.NET is compiled in");
        string message = Assert.Throws<PeerAbsentException>(() => SpeedCase.Of(name).Contender(PeerNames.Accord)).Message;
        Assert.Contains("-p:WithAccord=true", message);
        Assert.Contains("benchmarks/README.md", message);
    }
}
