using ClassicML.Benchmarks;
using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Readme;
using ClassicML.Benchmarks.Speed;
using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Tests.Benchmarks;

/// <summary>The page, the JSON and README's table of a small made-up run.</summary>
public class SpeedReportTests
{
    private static readonly SpeedSummary Summary = new(Report());

    [Fact]
    public void A_case_has_a_side_for_just_those_peers_that_run_inside_this_program()
    {
        foreach (SpeedCase one in SpeedCase.All)
            foreach (CasePeer peer in one.Peers)
                Assert.True(PeerLibrary.Of(peer.Name).Program is null == peer.Side is not null, $"{one.Name}: {peer.Name}");
        Assert.Contains("has no side for 'scikit-learn' here", Fail(() => SpeedCase.Of("knn-digits").Contender("scikit-learn")));
    }

    [Fact]
    public void Ratios_are_gathered_by_geometric_means()
    {
        // Fastest peers: 2 and 8 among the linear ones, 0.5 among the trees.
        Assert.Equal([Family.Linear, Family.Trees], Summary.ByFamily.Select(one => one.Family));
        Assert.Equal(4, Summary.ByFamily[0].Ratios.GeometricMean, 12);
        Assert.Equal(2, Summary.ByFamily[0].Ratios.Count);
        Assert.Equal(0.5, Summary.ByFamily[1].Ratios.GeometricMean, 12);
        // scikit-learn has 3, 8 and 0.5, ML.NET 2.
        Assert.Equal(["scikit-learn", "mlnet"], Summary.ByPeer.Select(one => one.Peer));
        Assert.Equal(Math.Cbrt(12), Summary.ByPeer[0].Ratios.GeometricMean, 12);
        Assert.Equal(("small: fit", "wide: fit"), (Summary.ByPeer[0].Ratios.Worst.Name, Summary.ByPeer[0].Ratios.Best.Name));
    }

    [Fact]
    public void The_worst_ratio_comes_first_and_unequal_results_have_none()
    {
        string page = PageWriter.Markdown(SpeedPage.Of(Report()));
        int[] places = [.. ((string[])
            [
                "| small: fit | scikit-learn 1.2 | 0.500 |", "| tall: fit | ML.NET 5.0 | 2.00 |",
                "| tall: fit | scikit-learn 1.2 | 3.00 |", "| wide: fit | scikit-learn 1.2 | 8.00 |",
            ])
            .Select(row => page.IndexOf(row, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("| wide: fit | ML.NET 5.0 |  | 1000 | 1.00 |", page.Split("## Results that differ")[1]);
        // Both values and the tolerance stand beside the ratio.
        Assert.Contains("| accuracy | 0.9 | 0.901 | 0.01 |", page);
    }

    [Fact]
    public void Those_who_did_not_take_part_are_named_with_their_reasons()
    {
        string[] page = PageWriter.Markdown(SpeedPage.Of(Report())).Split("## Who did not take part");
        Assert.Contains("| ranger | failed | died at 'fit 1': out of memory | small |", page[1]);
        Assert.Contains("| Accord.NET | absent | it is not compiled in | tall, wide |", page[1]);
        Assert.Contains("| the whole case | left out | MNIST is not on this machine | digits |", page[1]);
    }

    [Fact]
    public void A_run_that_lacks_cases_says_so()
    {
        Assert.False(Report().IsPartial);
        Assert.DoesNotContain("partial", PageWriter.Html(SpeedPage.Of(Report())));
        SpeedReport half = Report() with { Planned = [.. Report().Planned, "more", "still more"] };
        Page page = SpeedPage.Of(half);
        Assert.Contains("partial: 4 of 6 cases", page.Title);
        Assert.Contains("partial: 4 of 6 cases", page.Lead);
        // Nothing to compare is a page too.
        Assert.Contains("partial: 0 of 4 cases", PageWriter.Html(SpeedPage.Of(Report() with { Cases = [] })));
    }

    [Fact]
    public void Json_comes_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        string text = SpeedJson.Text(Report()), path = folder.Write("speed.json", text);
        SpeedReport again = SpeedJson.Read(path);
        Assert.Equal(text, SpeedJson.Text(again));
        Assert.Equal(Report().Machine, again.Machine);
        Assert.Equal("2 threads", again.Cases[0].Steps[0].Peers[0].Settings);
        Assert.Contains("\"ratio\": 3", text);
        Assert.Contains("bad.json", Assert.Throws<InvalidDataException>(() => SpeedJson.Read(folder.Write("bad.json", text[..^30]))).Message);
        Assert.Throws<InvalidDataException>(() => SpeedJson.Read(folder.Write("other.json", "{}")));
    }

    [Fact]
    public void A_run_goes_on_where_it_ended_but_not_on_another_machine()
    {
        using var folder = new TemporaryFolder();
        new SpeedOutput(folder.Root, null, ["tall", "small"], resume: false).Add(Report().Cases[0]);
        var again = new SpeedOutput(folder.Root, null, ["tall", "small"], resume: true);
        Assert.True(again.Has("tall"));
        Assert.False(again.Has("small"));
        Assert.Contains("partial: 1 of 2 cases", File.ReadAllText(folder.Path("speed.md")));
        again.Add(Report().Cases[2]);
        Assert.DoesNotContain("partial", File.ReadAllText(folder.Path("speed.md")));
        Assert.Equal(2, SpeedJson.Read(folder.Path("speed.json")).Cases.Count);
        // What was left out is tried again.
        again.Add(Report().Cases[3]);
        Assert.False(new SpeedOutput(folder.Root, null, ["digits"], resume: true).Has("digits"));

        folder.Write("speed.json", SpeedJson.Text(Report()));
        Assert.Contains("a made-up processor", Assert.Throws<ArgumentException>(() => new SpeedOutput(folder.Root, null, [], resume: true)).Message);
    }

    [Fact]
    public void The_table_of_a_page_is_that_of_the_newest_run()
    {
        string page = $"# Title\n{PerformanceTable.Begin}\nold\n{PerformanceTable.End}\nrest\n";
        SpeedReport run = Report() with { Cases = [.. Report().Cases.Select(one => one with { Name = one.Name == "tall" ? "lr-tall" : one.Name })] };
        SpeedReport older = run with { Machine = run.Machine with { Cpu = "an older one" }, Cases = [.. run.Cases.Select(one => one with { Date = null })] };
        string made = PerformanceTable.Apply(page, [("results/old", older), ("results/new", run)]);
        Assert.StartsWith($"# Title\n{PerformanceTable.Begin}\n", made);
        Assert.EndsWith($"{PerformanceTable.End}\nrest\n", made);
        Assert.Contains("| Linear models | `lr-tall` fit | 1.00 s | 2.00 s | 2.00× | ML.NET 5.0 |", made);
        Assert.Contains("in 1 the peer is faster, at worst 0.500 (`small` fit)", made);
        Assert.Contains("[results/new](results/new). Also measured: [an older one with AVX-512](results/old).", made);
        Assert.DoesNotContain("\nold\n", made);
        Assert.Equal(made, PerformanceTable.Apply(made, [("results/old", older), ("results/new", run)]));
        Assert.Throws<InvalidDataException>(() => PerformanceTable.Apply("# Title\n", [("results/new", run)]));
    }

    [Fact]
    public void The_page_of_the_repository_agrees_with_its_results() =>
        Assert.True(
            ReadmeCommand.Made(Repository.Root) == File.ReadAllText(Path.Combine(Repository.Root, "README.md")),
            "README.md and benchmarks/results disagree: dotnet run --project benchmarks -- readme");

    [Theory]
    [InlineData("AMD EPYC", "AVX-512", "amd-epyc-avx512")]
    [InlineData("Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz", "AVX2", "intel-r-core-tm-i7-8700-cpu-3-20ghz-avx2")]
    public void A_machine_has_a_folder_of_its_own(string cpu, string vector, string folder) =>
        Assert.Equal(folder, new Machine(cpu, vector, 2, "", new Dictionary<string, string>()).Slug);

    private static SpeedReport Report()
    {
        Measured one = Of(1, 0.9);
        return new SpeedReport(
            new Machine("a made-up processor", "AVX-512", 2, "a system", new Dictionary<string, string> { [".NET"] = "10.0" }),
            ["tall", "wide", "small", "digits"],
            [
                Case("tall", Family.Linear, one, Peer("scikit-learn", "1.2", Of(3, 0.9)) with { Settings = "2 threads" },
                    Peer("mlnet", "5.0", Of(2, 0.901)), Absent("accord")),
                Case("wide", Family.Linear, one, Peer("scikit-learn", "1.2", Of(8, 0.9)), Peer("mlnet", "5.0", Of(0.001, 0.7)), Absent("accord")),
                Case("small", Family.Trees, one, Peer("scikit-learn", "1.2", Of(0.5, 0.9)),
                    new PeerResult("ranger", "0.14", null, null) { Failed = "died at 'fit 1': out of memory" }),
                new CaseResult("digits", Family.Trees, "a case", new DateOnly(2026, 1, 3), [], "MNIST is not on this machine"),
            ]);

        static Measured Of(double seconds, double value) => new(seconds, 3, new Quality("accuracy", value, 0.01), 100);

        static CaseResult Case(string name, Family family, Measured ours, params PeerResult[] peers) =>
            new(name, family, "a case", new DateOnly(2026, 1, 2), [new SpeedResult(name, "fit", ours, peers)]);

        static PeerResult Peer(string name, string version, Measured measured) => new(name, version, measured, null);

        static PeerResult Absent(string name) => new(name, null, null, "it is not compiled in");
    }
}
