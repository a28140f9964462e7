using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Speed;

/// <summary>A peer beside us in one step.</summary>
internal sealed record Comparison(CaseResult Case, SpeedResult Step, PeerResult Peer)
{
    /// <summary>The peer's time by ours; null where the results are not equal.</summary>
    public double? Ratio { get; } = Peer.Ratio(Step.Ours);

    public string Name => $"{Case.Name}: {Step.Step}";
}

/// <summary>Ratios of several steps in a few numbers.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="GeometricMean">Their geometric mean: that of the inverse ratios is its inverse, so it favours no side.</param>
/// <param name="Worst">The smallest.</param>
/// <param name="Best">The largest.</param>
internal sealed record Ratios(int Count, double GeometricMean, Comparison Worst, Comparison Best)
{
    /// <param name="comparisons">At least one, each with a ratio.</param>
    public static Ratios Of(IReadOnlyCollection<Comparison> comparisons) => new(
        comparisons.Count, Math.Exp(comparisons.Average(c => Math.Log(c.Ratio!.Value))),
        comparisons.MinBy(c => c.Ratio)!, comparisons.MaxBy(c => c.Ratio)!);
}

/// <summary>What a run says on the whole.</summary>
internal sealed class SpeedSummary
{
    public SpeedSummary(SpeedReport report)
    {
        Comparisons = [.. report.Cases.SelectMany(one => one.Steps.SelectMany(step => step.Peers
            .Where(peer => peer.Measured is not null).Select(peer => new Comparison(one, step, peer))))];
        Equal = [.. Comparisons.Where(c => c.Ratio is not null).OrderBy(c => c.Ratio)];
        Fastest = [.. Equal.Where(c => !PeerNames.IsOurs(c.Peer.Name)).GroupBy(c => c.Step).Select(step => step.First())];
        ByFamily = [.. Fastest.GroupBy(c => c.Case.Family).OrderBy(g => g.Key).Select(g => (g.Key, Ratios.Of([.. g])))];
        ByPeer = [.. Equal.GroupBy(c => c.Peer.Name).OrderByDescending(g => g.Count()).Select(g => (g.Key, Ratios.Of([.. g])))];
    }

    /// <summary>Every peer that was measured in every step.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; }

    /// <summary>Those of equal results, the worst ratio first.</summary>
    public IReadOnlyList<Comparison> Equal { get; }

    /// <summary>For each step the fastest peer of equal results, the worst ratio first.</summary>
    public IReadOnlyList<Comparison> Fastest { get; }

    /// <summary>The ratios to the fastest peers, by family.</summary>
    public IReadOnlyList<(Family Family, Ratios Ratios)> ByFamily { get; }

    /// <summary>The ratios to each peer, the one of most steps first.</summary>
    public IReadOnlyList<(string Peer, Ratios Ratios)> ByPeer { get; }
}
