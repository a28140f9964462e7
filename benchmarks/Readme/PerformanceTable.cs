using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Speed;

namespace ClassicML.Benchmarks.Readme;

/// <summary>README's table of times: some steps of each family, ours beside the fastest peer of equal results.</summary>
internal static class PerformanceTable
{
    /// <summary>The lines that the table stands between.</summary>
    public const string Begin = "<!-- performance: written by `dotnet run --project benchmarks -- readme` from benchmarks/results -->", End = "<!-- /performance -->";

    // What stands for its family: cases that take a while, or that people know.
    private static readonly (string Case, string Step)[] Chosen =
    [
        ("lr-tall", "fit"), ("lr-text", "fit"), ("lasso-path", "fit"),
        ("svc-mnist60k", "fit"), ("svc-tall", "fit"),
        ("tree-mnist", "fit"), ("rf-mnist", "fit"), ("rf-tall-binned", "fit"),
        ("knn-mnist", "predict"), ("knn-low", "query"),
        ("pca-mnist", "fit"), ("lda-mnist", "fit"),
        ("mlp-mnist", "fit"), ("cnn-mnist-epoch", "fit"),
        ("nested-three-learners-wine", "search"), ("grid-svc-digits", "search"),
        ("gemm", "f64-1024"),
    ];

    /// <summary>The page with its table made anew.</summary>
    /// <param name="page">README.md.</param>
    /// <param name="runs">Each machine's run with the folder it is in, below README's; the newest is shown.</param>
    /// <exception cref="InvalidDataException">The page has no place for the table, or there is no run.</exception>
    public static string Apply(string page, IReadOnlyList<(string Folder, SpeedReport Report)> runs)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin) throw new InvalidDataException($"README.md needs the lines '{Begin}' and '{End}'");
        if (runs.Count == 0) throw new InvalidDataException("benchmarks/results has no folder with a speed.json");
        return page[..(begin + Begin.Length)] + "\n" + Markdown(runs) + page[end..];
    }

    private static string Markdown(IReadOnlyList<(string Folder, SpeedReport Report)> runs)
    {
        (string folder, SpeedReport report) = runs
            .OrderByDescending(run => run.Report.Cases.Max(one => one.Date)).ThenBy(run => run.Folder, StringComparer.Ordinal).First();
        var summary = new SpeedSummary(report);
        IEnumerable<Comparison> rows = Chosen.Select(step => summary.Fastest.FirstOrDefault(c => (c.Case.Name, c.Step.Step) == step)).OfType<Comparison>()
            .OrderBy(c => c.Case.Family);
        string lines = string.Concat(rows.Select(c => Written.Of(
            $"| {SpeedPage.Name(c.Case.Family)} | `{c.Case.Name}` {c.Step.Step} | {Time(c.Step.Ours.Seconds)} | {Time(c.Peer.Measured!.Seconds)} | {Written.Significant(c.Ratio!.Value)}× | {PeerTitles.WithVersion(c.Peer)} |\n")));
        Ratios all = Ratios.Of(summary.Fastest);
        int ahead = summary.Fastest.Count(c => c.Ratio > 1);
        string others = runs.Count == 1 ? "" : $" Also measured: {string.Join(", ", runs.Where(run => run.Folder != folder).Select(run => Link(run.Folder, run.Report.Machine)))}.";
        Machine host = report.Machine;
        string mean = Written.Significant(all.GeometricMean);
        string worst = $"{Written.Significant(all.Worst.Ratio!.Value)} (`{all.Worst.Case.Name}` {all.Worst.Step.Step})";
        return Written.Of($"""
            Medians on {host.Cpu} with {host.Vector}, {host.Threads} threads for every contender. A ratio is the fastest peer's time by ours, and is taken only
            where results are equal.

            | family | case and step | ClassicML | fastest peer | ratio | which |
            |---|---|---:|---:|---:|---|
            {lines}
            Over all {all.Count} steps the geometric mean of these ratios is {mean}; in {all.Count - ahead} the peer is faster, at worst {worst}.
            Every case, peer, setting and memory: [{folder}]({folder}).{others}

            """);
    }

    private static string Link(string folder, Machine machine) => $"[{machine.Cpu} with {machine.Vector}]({folder})";

    private static string Time(double seconds) => seconds < 1e-3 ? $"{Written.Significant(1e6 * seconds)} µs"
        : seconds < 1 ? $"{Written.Significant(1e3 * seconds)} ms" : $"{Written.Significant(seconds)} s";
}
