using ClassicML.Benchmarks.AccordNet;
using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Tests.Benchmarks;

/// <summary>A build without the opt-in: Accord.NET is absent everywhere, and says why before any data are loaded.</summary>
public class AccordTests
{
    public static TheoryData<string> WithAccord { get; } =
    [
        "knn-digits", "knn-mnist2k", "knn-low", "tree-digits", "tree-mnist1k", "rf-digits", "rf-mnist1k", "rf-predict", "svc-mnist1k", "svc-tall",
        "linear-svm20k", "lr-breast-cancer", "lr-tall", "lr-multinomial", "pca-mnist1k", "lda-tall", "kernel-pca1k",
    ];

    [Theory]
    [MemberData(nameof(WithAccord))]
    public void Its_cases_say_how_to_get_it(string name)
    {
        Assert.SkipUnless(AccordContenders.All.IsEmpty, "Accord.NET is compiled in");
        SpeedCase one = SpeedCase.All.Single(c => c.Name == name);
        Assert.Contains("-p:WithAccord=true", Assert.Throws<PeerAbsentException>(() => one.Peer(AccordPeers.PeerName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_other_case_says_why_it_takes_no_part()
    {
        Assert.SkipUnless(AccordContenders.All.IsEmpty, "Accord.NET is compiled in");
        Assert.All(SpeedCase.All, one => Assert.NotEmpty(Assert.Throws<PeerAbsentException>(() => one.Peer(AccordPeers.PeerName)).Message));
        Assert.Empty(AccordContenders.Mnist);
    }
}
