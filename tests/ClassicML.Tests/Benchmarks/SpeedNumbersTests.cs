using System.Text.Json;
using ClassicML.Benchmarks;
using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Readme;
using ClassicML.Benchmarks.Speed;
using ClassicML.Tests.Plotting;

namespace ClassicML.Tests.Benchmarks;

/// <summary>The numbers of a made-up run, each worked out by hand.</summary>
public class SpeedNumbersTests
{
    private static readonly Measured Ours = new(2, 3, new Quality("accuracy", 0.5, 0.25), 100);

    [Theory]
    // A quarter above and below is equal, and a little more is not; a power of two can be told exactly.
    [InlineData(0.75, 1.5), InlineData(0.25, 1.5), InlineData(0.5, 1.5)]
    [InlineData(0.75 + 1.0 / 1024, null), InlineData(0.25 - 1.0 / 1024, null), InlineData(double.NaN, null)]
    public void A_ratio_is_the_peers_time_by_ours_where_values_differ_by_no_more_than_our_tolerance(double value, double? ratio)
    {
        // The peer's own tolerance says nothing.
        foreach (double tolerance in (double[])[0, 100]) Assert.Equal(ratio,
            new PeerResult("a", null, new Measured(3, 1, new Quality("accuracy", value, tolerance), null), null).Ratio(Ours));
        Assert.Null(new PeerResult("a", null, null, "it is not there").Ratio(Ours));
    }

    [Fact]
    public void The_fastest_peer_of_each_step_is_the_smallest_ratio_of_another_library()
    {
        var summary = new SpeedSummary(Report());
        Assert.Equal([("lr-tall: predict", "scikit-learn", 0.8), ("lr-tall: fit", "scikit-learn", 1.5), ("svc-tall: fit", "libsvm", 8.0)],
            summary.Fastest.Select(c => (c.Name, c.Peer.Name, Math.Round(c.Ratio!.Value, 12))));
        // Our own graph on another engine is compared, and no other library.
        Assert.Equal(["onnx-graph", "scikit-learn", "scikit-learn", "libsvm", "scikit-learn"], summary.Equal.Select(c => c.Peer.Name));
        Assert.Equal([0.25, 0.8, 1.5, 8, 20], summary.Equal.Select(c => Math.Round(c.Ratio!.Value, 12)));
        Assert.Equal(6, summary.Comparisons.Count);
        // The peer of most steps first.
        Assert.Equal([("scikit-learn", 3), ("onnx-graph", 1), ("libsvm", 1)], summary.ByPeer.Select(one => (one.Peer, one.Ratios.Count)));
        // The third root of 0.8·1.5·20.
        Assert.Equal(Math.Cbrt(24), summary.ByPeer[0].Ratios.GeometricMean, 12);
        Assert.Equal(("lr-tall: predict", "svc-tall: fit"), (summary.ByPeer[0].Ratios.Worst.Name, summary.ByPeer[0].Ratios.Best.Name));
        Assert.Equal([(Family.Linear, 2), (Family.Svm, 1)], summary.ByFamily.Select(one => (one.Family, one.Ratios.Count)));
        Assert.Equal(Math.Sqrt(1.2), summary.ByFamily[0].Ratios.GeometricMean, 12);
    }

    [Fact]
    public void The_lead_counts_steps_in_which_all_others_are_slower()
    {
        // The third root of 0.8·1.5·8 is 2.125.
        Assert.Equal(
            "In 2 of 3 steps ClassicML is faster than every peer of equal results; "
            + "the geometric mean of the ratios to the fastest is 2.13, the worst 0.800 (lr-tall: predict, scikit-learn 1.2). "
            + "A ratio is the peer's time by ours. Measured on a made-up processor (AVX-512), 2 threads.", SpeedPage.Of(Report()).Lead);
        // As fast is not faster.
        SpeedReport even = Report() with
        {
            Planned = ["a"],
            Cases = [Case("a", Family.Trees, Step("fit", Of(2, 0.5), Peer("scikit-learn", Of(2, 0.5))))]
        };
        Assert.StartsWith("In 0 of 1 steps ClassicML is faster", SpeedPage.Of(even).Lead);
    }

    [Fact]
    public void Tables_say_means_and_their_ends_by_family_and_by_peer()
    {
        PageTable[] tables = SpeedPage.Of(Report()).Tables("In short");
        Assert.Equal(["Linear models", "2", "1.10", "0.800", "lr-tall: predict", "1.50", "lr-tall: fit"], tables[0].Rows[0].Cells);
        Assert.Equal(["Support vector machines", "1", "8.00", "8.00", "svc-tall: fit", "8.00", "svc-tall: fit"], tables[0].Rows[1].Cells);
        Assert.Equal(["scikit-learn", "3", "2.88", "0.800", "lr-tall: predict", "20.0", "svc-tall: fit"], tables[1].Rows[0].Cells);
        Assert.Equal(["our graph on ONNX Runtime", "1", "0.250", "0.250", "lr-tall: fit", "0.250", "lr-tall: fit"],
            tables[1].Rows[1].Cells);
        Assert.Equal(["LIBSVM", "1", "8.00", "8.00", "svc-tall: fit", "8.00", "svc-tall: fit"], tables[1].Rows[2].Cells);
    }

    [Fact]
    public void Every_comparison_has_both_times_both_values_and_both_peaks()
    {
        Page page = SpeedPage.Of(Report());
        PageTable equal = page.Tables("Every comparison, the worst ratio first").Single(),
            different = page.Tables("Results that differ").Single();
        Assert.Equal(["0.250", "0.800", "1.50", "8.00", "20.0"], equal.Rows.Select(row => row.Cells[2]));
        Assert.Equal(
            ["lr-tall: fit", "scikit-learn 1.2", "1.50", "4.00", "6.00", "3", "accuracy", "0.5", "0.75", "0.25", "100", "205", "as ours",
                "C = 1"], equal.Row("lr-tall: fit", "scikit-learn 1.2"));
        Assert.Equal(["svc-tall: fit", "LIBSVM", "8.00", "0.100", "0.800", "5", "accuracy", "0.5", "0.5", "0.25", "", "", "", ""],
            equal.Row("svc-tall: fit", "LIBSVM"));
        // A peer outside of the tolerance: its time, and no ratio.
        Assert.Equal(["lr-tall: fit", "ML.NET 5.0", "", "4.00", "1.00", "3", "accuracy", "0.5", "0.875", "0.25", "100", "", "", "C = 1"],
            Assert.Single(different.Rows).Cells);
        Assert.Equal(("3 to 5", "2026-01-02, 2026-01-05"),
            (page.Fact("How it was measured", "timed rounds"), page.Fact("How it was measured", "measured")));
        Assert.Equal("a made-up processor", page.Fact("How it was measured", "processor"));
        Assert.Equal(["lr-tall, Linear models, what lr-tall does", "svc-tall, Support vector machines, what svc-tall does"],
            page.Tables("How it was measured").Single().Rows.Select(row => string.Join(", ", row.Cells)));
    }

    [Fact]
    public void Dots_lie_at_their_ratios_the_worst_step_on_top()
    {
        Figure[] figures = SpeedPage.Of(Report()).Figures("Ratios by step");
        Assert.Equal("Linear models: 2 steps, 2 peers.", figures[0].Caption);
        Picture picture = figures[0].Picture();
        Assert.True(picture.X.IsLog);
        // Our graph's ratio of a quarter makes the fit the worst step.
        Assert.Equal(["lr-tall: fit", "lr-tall: predict"], picture.YTicks.Select(tick => tick.Text));
        Assert.Equal([picture.X.Pixel(1.5), picture.X.Pixel(0.8)], picture.PageDots(0).OrderBy(dot => dot.Y).Select(dot => dot.X),
            (a, b) => Math.Abs(a - b) < Picture.Near);
        Assert.Equal(picture.X.Pixel(0.25), Assert.Single(picture.PageDots(3)).X, Picture.Near);
        Assert.Equal(picture.Left, picture.X.Pixel(0.25 / 1.3), 2 * Picture.Near);
        Assert.Equal(picture.Right, picture.X.Pixel(2), 2 * Picture.Near);
        picture = figures[1].Picture();
        Assert.Equal(picture.Left, picture.X.Pixel(0.5), 2 * Picture.Near);
        Assert.Equal(picture.Right, picture.X.Pixel(26), 2 * Picture.Near);
        Assert.Equal(
            "In support vector machines the ratios lie between 8.00 (svc-tall: fit, LIBSVM) and 20.0 (svc-tall: fit, scikit-learn).",
            figures[1].Alternative);
    }

    [Fact]
    public void The_table_of_the_page_has_the_chosen_steps_by_family_with_times_in_fitting_units()
    {
        SpeedReport run = Report() with
        {
            Cases = [.. Report().Cases.Reverse(),
            Case("tree-mnist", Family.Trees,
            Step("fit", Of(1.5, 0.5), Peer("ranger", Of(0.75, 0.5)), Peer("scikit-learn", Of(3, 0.5))))]
        };
        string made = PerformanceTable.Apply($"{PerformanceTable.Begin}\n{PerformanceTable.End}", [("results/a", run)]);
        Assert.Equal(
            [
                "| Linear models | `lr-tall` fit | 4.00 ms | 6.00 ms | 1.50× | scikit-learn 1.2 |",
                    "| Support vector machines | `svc-tall` fit | 100 µs | 800 µs | 8.00× | LIBSVM |",
                "| Trees and forests | `tree-mnist` fit | 1.50 s | 750 ms | 0.500× | ranger 1.2 |",
            ],
            made.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('`')));
        // Every step counts below, chosen or not: the fourth root of 0.8·1.5·8·0.5 is 1.4802.
        Assert.Contains(
            "Over all 4 steps the geometric mean of these ratios is 1.48; in 2 the peer is faster, at worst 0.500 (`tree-mnist` fit).",
            made);
        Assert.Contains("Medians on a made-up processor with AVX-512, 2 threads for every contender.", made);
        Assert.DoesNotContain("Also measured", made);
        Assert.Throws<InvalidDataException>(() => PerformanceTable.Apply($"{PerformanceTable.Begin}\n{PerformanceTable.End}", []));
        Assert.Throws<InvalidDataException>(() =>
            PerformanceTable.Apply($"{PerformanceTable.End}\n{PerformanceTable.Begin}", [("results/a", run)]));
    }

    [Fact]
    public void Json_has_every_value_under_its_name_and_gives_it_back()
    {
        using var folder = new TemporaryFolder();
        CaseResult left = new("digits", Family.Neighbors, "a case", null, [], "no data");
        SpeedReport report = Report() with { Cases = [.. Report().Cases, left] };
        string text = SpeedJson.Text(report);
        JsonElement root = JsonDocument.Parse(text).RootElement, step = root.GetProperty("cases")[0].GetProperty("steps")[0],
            peer = step.GetProperty("peers")[0];
        Assert.Equal(["lr-tall", "svc-tall"], root.GetProperty("planned").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(("a made-up processor", "AVX-512", 2, "a system", "10.0"), (
            root.GetProperty("machine").GetProperty("cpu").GetString(), root.GetProperty("machine").GetProperty("vector").GetString(),
                root.GetProperty("machine").GetProperty("threads").GetInt32(),
            root.GetProperty("machine").GetProperty("os").GetString(),
                root.GetProperty("machine").GetProperty("versions").GetProperty(".NET").GetString()));
        Assert.Equal(("fit", "C = 1", 0.004, 3, 100.0), (
            step.GetProperty("step").GetString(), step.GetProperty("settings").GetString(),
                step.GetProperty("ours").GetProperty("seconds").GetDouble(),
            step.GetProperty("ours").GetProperty("runs").GetInt32(), step.GetProperty("ours").GetProperty("peak_mb").GetDouble()));
        Assert.Equal(("scikit-learn", "1.2", "as ours", 1.5, 0.006, 204.6), (
            peer.GetProperty("name").GetString(), peer.GetProperty("version").GetString(), peer.GetProperty("settings").GetString(),
                Math.Round(peer.GetProperty("ratio").GetDouble(), 12),
            peer.GetProperty("measured").GetProperty("seconds").GetDouble(),
                peer.GetProperty("measured").GetProperty("peak_mb").GetDouble()));
        JsonElement quality = peer.GetProperty("measured").GetProperty("quality");
        Assert.Equal(("accuracy", 0.75), (quality.GetProperty("name").GetString(), quality.GetProperty("value").GetDouble()));
        // Where results differ there is a time and no ratio.
        Assert.False(step.GetProperty("peers")[1].TryGetProperty("ratio", out _));
        Assert.Equal(("svm", "2026-01-05", "it is not there"), (
            root.GetProperty("cases")[1].GetProperty("family").GetString(), root.GetProperty("cases")[1].GetProperty("date").GetString(),
            root.GetProperty("cases")[1].GetProperty("steps")[0].GetProperty("peers")[2].GetProperty("absent").GetString()));

        SpeedReport read = SpeedJson.Read(folder.Write("speed.json", text));
        Assert.Equal(report.Planned, read.Planned);
        Assert.Equal(report.Cases.Count, read.Cases.Count);
        foreach ((CaseResult expected, CaseResult actual) in report.Cases.Zip(read.Cases))
        {
            Assert.Equal((expected.Name, expected.Family, expected.Summary, expected.Date, expected.LeftOut),
                (actual.Name, actual.Family, actual.Summary, actual.Date, actual.LeftOut));
            Assert.Equal(expected.Steps.Count, actual.Steps.Count);
            foreach ((SpeedResult one, SpeedResult other) in expected.Steps.Zip(actual.Steps))
            {
                Assert.Equal((one.Case, one.Step, one.Ours, one.Settings), (other.Case, other.Step, other.Ours, other.Settings));
                Assert.Equal(one.Peers, other.Peers);
            }
        }
    }

    [Fact]
    public void A_case_that_is_measured_again_takes_the_place_of_the_first_and_only_planned_ones_are_counted()
    {
        SpeedReport report = Report() with { Planned = ["lr-tall", "other"] };
        Assert.Equal((1, true), (report.DoneCount, report.IsPartial));
        CaseResult again = Case("lr-tall", Family.Linear, Step("fit", Of(9, 0.5)));
        SpeedReport next = report.With(again);
        Assert.Equal(["svc-tall", "lr-tall"], next.Cases.Select(one => one.Name));
        Assert.Same(again, next.Cases[1]);
        Assert.False(next.With(again with { Name = "other" }).IsPartial);
    }

    [Fact]
    public void Names_of_peers_are_printed_as_their_libraries_write_them()
    {
        Assert.Equal(["ML.NET", "LIBSVM", "scikit-learn", "ranger"],
            new[] { "mlnet", "libsvm", "scikit-learn", "ranger" }.Select(PeerTitles.Of));
        Assert.Equal("LIBSVM 3.3", PeerTitles.WithVersion(new PeerResult("libsvm", "3.3", null, null)));
        Assert.Equal("LIBSVM", PeerTitles.WithVersion(new PeerResult("libsvm", null, null, null)));
        Assert.Equal("NumPy 1.24", PeerTitles.WithVersion(new PeerResult("scikit-learn", "NumPy 1.24", null, null)));
        var one = new Machine("cpu", "AVX2", 1, "os", new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        Assert.Equal("cpu (AVX2), 1 thread, os; b 2, a 1", one.Summary);
        Assert.Equal(one, one with { Versions = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } });
        Assert.Equal(one.GetHashCode(),
            (one with { Versions = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } }).GetHashCode());
        Assert.NotEqual(one, one with { Threads = 2 });
        Assert.Equal([("processor", "cpu"), ("vectors", "AVX2"), ("threads", "1"), ("system", "os"), ("b", "2"), ("a", "1")],
            one.Facts().Select(fact => (fact.Name, fact.Value)));
    }

    // Fits: 1.5 by scikit-learn, 0.25 by our own graph, no ratio by ML.NET; predictions: 0.8. Support vectors: 8 by LIBSVM, 20 by
    // scikit-learn.
    private static SpeedReport Report() => new(
        new Machine("a made-up processor", "AVX-512", 2, "a system", new Dictionary<string, string> { [".NET"] = "10.0" }),
            ["lr-tall", "svc-tall"],
        [
            Case("lr-tall", Family.Linear,
                Step("fit", Of(0.004, 0.5) with { PeakMegabytes = 100 },
                    Peer("scikit-learn", Of(0.006, 0.75) with { PeakMegabytes = 204.6 }) with { Settings = "as ours" },
                        new PeerResult("mlnet", "5.0", Of(0.001, 0.875), null),
                        Peer("onnx-graph", Of(0.001, 0.5))) with { Settings = "C = 1" },
                Step("predict", Of(2, 0.5), Peer("scikit-learn", Of(1.6, 0.5)))),
            Case("svc-tall", Family.Svm,
                Step("fit", Of(1e-4, 0.5) with { Runs = 5 }, Peer("scikit-learn", Of(2e-3, 0.5)),
                    new PeerResult("libsvm", null, Of(8e-4, 0.5), null), new PeerResult("faiss", null, null, "it is not there"))) with
            {
                Date = new DateOnly(2026, 1, 5),
            },
        ]);

    private static CaseResult Case(string name, Family family, params SpeedResult[] steps) =>
        new(name, family, $"what {name} does", new DateOnly(2026, 1, 2), [.. steps.Select(step => step with { Case = name })]);

    private static SpeedResult Step(string step, Measured ours, params PeerResult[] peers) => new("", step, ours, peers);

    private static PeerResult Peer(string name, Measured measured) => new(name, "1.2", measured, null);

    private static Measured Of(double seconds, double value) => new(seconds, 3, new Quality("accuracy", value, 0.25), null);
}
