using System.Globalization;
using ClassicML.Benchmarks.Pages;
using ClassicML.Plotting;

namespace ClassicML.Benchmarks.Speed;

/// <summary>The page of a run: ratios by family and by peer, charts, and every step with what makes its results equal.</summary>
internal static class SpeedPage
{
    /// <param name="report">A run, or as much of it as there is.</param>
    public static Page Of(SpeedReport report)
    {
        var summary = new SpeedSummary(report);
        List<Section> sections = [];
        if (summary.Fastest.Count > 0)
            sections.AddRange(
                new Section("In short", ByFamily(summary), ByPeer(summary)),
                new Section("Ratios by step",
                    new Prose("A dot is a peer's time by ours, on a logarithmic axis: right of 1 ClassicML is faster, left of 1 the peer is. The worst step stands on top."),
                    new Gallery(IsWide: true, [.. summary.ByFamily.Select(family => Dots(summary, family.Family))])),
                new Section("Every comparison, the worst ratio first",
                    new Prose("A ratio counts only where the results are equal: the two values of the measure differ by no more than the tolerance, which each case states and explains in its source. Peak memory is that of a process of its own after it has done the steps up to this one once, runtime and data included."),
                    Steps(summary.Equal, "Times are medians of the timed rounds; memory is the peak of a process of its own.")));
        Comparison[] different = [.. summary.Comparisons.Where(c => c.Ratio is null).OrderBy(c => c.Name, StringComparer.Ordinal)];
        if (different.Length > 0)
            sections.Add(new Section("Results that differ",
                new Prose("These peers ran, but their results are not ours within the tolerance, so their times are no comparison and no ratio is taken."),
                Steps(different, "Times and memory as above, without a ratio.")));
        if (LeftOut(report) is { Rows.Count: > 0 } leftOut) sections.Add(new Section("Who did not take part", leftOut));
        sections.Add(new Section("How it was measured", How(report)));
        return new Page(
            report.IsPartial ? Written.Of($"Speed, side by side (partial: {report.DoneCount} of {report.Planned.Count} cases)") : "Speed, side by side",
            Lead(report, summary), sections);
    }

    private static string Lead(SpeedReport report, SpeedSummary summary)
    {
        string partial = report.IsPartial ? Written.Of($"This run is partial: {report.DoneCount} of {report.Planned.Count} cases are done. ") : "";
        if (summary.Fastest.Count == 0) return partial + "No step has a peer of equal results, so there is no ratio.";
        Ratios all = Ratios.Of(summary.Fastest);
        int ahead = summary.Fastest.Count(c => c.Ratio > 1);
        return partial + Written.Of(
            $"In {ahead} of {all.Count} steps ClassicML is faster than every peer of equal results; the geometric mean of the ratios to the fastest is {Written.Significant(all.GeometricMean)}, the worst {Written.Significant(all.Worst.Ratio!.Value)} ({all.Worst.Name}, {PeerTitles.WithVersion(all.Worst.Peer)}). A ratio is the peer's time by ours. Measured on {report.Machine.Cpu} ({report.Machine.Vector}), {report.Machine.Threads} threads.");
    }

    private static PageTable ByFamily(SpeedSummary summary) => new(
        "The fastest peer of equal results in each step: the geometric mean of its time by ours. Each step counts once.",
        [new("family"), new("steps", IsNumber: true), new("mean ratio", IsNumber: true), new("worst", IsNumber: true), new("in"),
            new("best", IsNumber: true), new("in")],
        [.. summary.ByFamily.Select(one => new Row([Name(one.Family), .. Cells(one.Ratios)]))]);

    private static PageTable ByPeer(SpeedSummary summary) => new(
        "Each peer in the steps where its results are equal: the geometric mean of its time by ours.",
        [new("peer"), new("steps", IsNumber: true), new("mean ratio", IsNumber: true), new("worst", IsNumber: true), new("in"),
            new("best", IsNumber: true), new("in")],
        [.. summary.ByPeer.Select(one => new Row([PeerTitles.Of(one.Peer), .. Cells(one.Ratios)]))]);

    private static IEnumerable<string> Cells(Ratios ratios) =>
    [
        Whole(ratios.Count), Written.Significant(ratios.GeometricMean), Written.Significant(ratios.Worst.Ratio!.Value), ratios.Worst.Name,
        Written.Significant(ratios.Best.Ratio!.Value), ratios.Best.Name,
    ];

    private static Figure Dots(SpeedSummary summary, Family family)
    {
        Comparison[] all = [.. summary.Equal.Where(c => c.Case.Family == family)];
        string[] steps = [.. all.Select(c => c.Name).Distinct()];
        // scikit-learn and ML.NET look the same in every chart.
        string[] peers = [.. summary.ByPeer.Select(one => one.Peer).Where(peer => all.Any(c => c.Peer.Name == peer))];
        int others = Usual.Length;
        DotChart chart = new(steps, peers.Select(peer => new BarSeries(
            PeerTitles.Of(peer), Array.ConvertAll(steps, step => all.FirstOrDefault(c => c.Name == step && c.Peer.Name == peer)?.Ratio ?? double.NaN))
        {
            Style = Array.IndexOf(Usual, peer) is >= 0 and var usual ? usual : others++,
        }))
        {
            Title = Name(family), XLabel = "the peer's time by ours", LogValues = true, Width = 620, Height = Math.Min(110 + 24 * steps.Length, 900),
            ValueRange = new AxisRange(Math.Min(0.5, all[0].Ratio!.Value / 1.3), Math.Max(2, all[^1].Ratio!.Value * 1.3)),
        };
        Comparison worst = all[0];
        string found = Written.Of(
            $"In {Written.Inside(Name(family))} the ratios lie between {Written.Significant(worst.Ratio!.Value)} ({worst.Name}, {PeerTitles.Of(worst.Peer.Name)}) and {Written.Significant(all[^1].Ratio!.Value)} ({all[^1].Name}, {PeerTitles.Of(all[^1].Peer.Name)}).");
        return Figure.Of(chart, Written.Of($"{Name(family)}: {steps.Length} steps, {peers.Length} {(peers.Length == 1 ? "peer" : "peers")}."), found);
    }

    private static readonly string[] Usual = ["scikit-learn", "mlnet", "accord"];

    private static PageTable Steps(IEnumerable<Comparison> comparisons, string caption) => new(
        caption,
        [
            new("case and step"), new("peer"), new("ratio", IsNumber: true), new("ours", "ms", true), new("theirs", "ms", true), new("rounds", IsNumber: true),
            new("equal by"), new("our value", IsNumber: true), new("theirs", IsNumber: true), new("may differ by", IsNumber: true), new("our peak", "MB", true),
            new("their peak", "MB", true), new("settings of the peer"), new("our settings"),
        ],
        [.. comparisons.Select(c => new Row(
        [
            c.Name, PeerTitles.WithVersion(c.Peer), c.Ratio is { } ratio ? Written.Significant(ratio) : "",
            Written.Significant(1000 * c.Step.Ours.Seconds), Written.Significant(1000 * c.Peer.Measured!.Seconds), Whole(c.Step.Ours.Runs),
            c.Step.Ours.Quality.Name, Value(c.Step.Ours.Quality.Value), Value(c.Peer.Measured.Quality.Value), Value(c.Step.Ours.Quality.Tolerance),
            Memory(c.Step.Ours.PeakMegabytes), Memory(c.Peer.Measured.PeakMegabytes), c.Peer.Settings ?? "", c.Step.Settings ?? "",
        ]))]);

    private static PageTable LeftOut(SpeedReport report)
    {
        var peers = report.Cases.SelectMany(one => (one.Steps.FirstOrDefault()?.Peers ?? []).Where(peer => peer.Measured is null)
            .Select(peer => (Who: PeerTitles.Of(peer.Name), What: peer.Failed is null ? "absent" : "failed",
                Why: peer.Failed ?? peer.Absent ?? "", Case: one.Name)));
        var cases = report.Cases.Where(one => one.LeftOut is not null)
            .Select(one => (Who: "the whole case", What: "left out", Why: one.LeftOut!, Case: one.Name));
        return new PageTable(
            "Peers that were absent or failed, and cases that were left out, with the reasons.",
            [new("who"), new("what"), new("why"), new("cases")],
            [.. cases.Concat(peers).GroupBy(one => (one.Who, one.What, one.Why))
                .OrderBy(g => g.Key.What == "absent").ThenBy(g => g.Key.Who, StringComparer.Ordinal)
                .Select(g => new Row([g.Key.Who, g.Key.What, g.Key.Why, string.Join(", ", g.Select(one => one.Case))]))]);
    }

    private static Block[] How(SpeedReport report)
    {
        int[] runs = [.. report.Cases.SelectMany(one => one.Steps).Select(step => step.Ours.Runs)];
        DateOnly?[] dates = [.. report.Cases.Where(one => one.LeftOut is null).Select(one => one.Date).Distinct().Order()];
        List<Fact> facts = [.. report.Machine.Facts()];
        if (runs.Length > 0) facts.Add(new("timed rounds", runs.Min() == runs.Max() ? Whole(runs[0]) : Written.Of($"{runs.Min()} to {runs.Max()}")));
        if (dates.Length > 0)
            facts.Add(new("measured", string.Join(", ", dates.Select(date =>
                date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "some on a day not recorded"))));
        return
        [
            new Prose("In each round every contender does every step of a case, in turns, and who comes first changes from round to round, so that drift hits all alike; the median of the rounds counts. Rounds before the first timed one warm everything up. Contenders are processes of their own, each with all threads, that sleep while others work."),
            new Facts([.. facts]),
            new PageTable("The cases.", [new("case"), new("family"), new("what is done")],
                [.. report.Cases.Select(one => new Row([one.Name, Name(one.Family), one.Summary]))]),
        ];
    }

    /// <summary>A family as a heading: linear models.</summary>
    public static string Name(Family family) => family switch
    {
        Family.Linear => "Linear models",
        Family.Svm => "Support vector machines",
        Family.Trees => "Trees and forests",
        Family.Neighbors => "Neighbours",
        Family.Decomposition => "Decomposition and discriminants",
        Family.Neural => "Networks",
        Family.Selection => "Model selection",
        Family.Products => "Matrix products",
        Family.Preprocessing => "Preprocessing",
        Family.Reading => "Reading files",
        Family.Serving => "Models in files and in production",
    };

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Value(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Memory(double? megabytes) => megabytes is { } known ? known.ToString("F0", CultureInfo.InvariantCulture) : "";
}
