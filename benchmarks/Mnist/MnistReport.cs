using System.Collections.Immutable;
using ClassicML.ModelSelection;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>All that the report says.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Results">What was measured, by family, ours first.</param>
/// <param name="Pictures">What is drawn beside it.</param>
/// <param name="Limit">How long a fit may take, and a prediction.</param>
/// <param name="Elapsed">How long the report took.</param>
/// <param name="Machine">What it was measured on.</param>
/// <param name="Missing">What was not reached before it was cancelled; empty for nothing.</param>
internal sealed record MnistReport(
    MnistData Data, ImmutableArray<MnistResult> Results, MnistPictures Pictures, TimeSpan Limit, TimeSpan Elapsed, Machine Machine, string Missing = "")
{
    // Times are compared where results are as good.
    private const double AccuracyTolerance = 0.01;

    /// <summary>Those that were measured.</summary>
    public ImmutableArray<(MnistContender Contender, MnistScores Scores)> Measured { get; } =
        [.. from r in Results where r.Scores is not null select (r.Contender, r.Scores!)];

    /// <summary>The most accurate of all; the first of equals.</summary>
    public (MnistContender Contender, MnistScores Scores)? Best => Measured.IsEmpty ? null : Measured.MaxBy(m => m.Scores.Accuracy);

    /// <summary>The most accurate of each family.</summary>
    public IEnumerable<(MnistContender Contender, MnistScores Scores)> BestOfFamilies =>
        Measured.GroupBy(m => m.Contender.Family).Select(family => family.MaxBy(m => m.Scores.Accuracy));

    /// <summary>The time of fit and prediction by that of our counterpart; null for ours, and without a counterpart that is as accurate.</summary>
    public double? Ratio(MnistContender peer)
    {
        if (peer.Counterpart == "" || Scores(peer) is not { } theirs) return null;
        MnistScores? ours = Measured.FirstOrDefault(m => m.Contender.IsOurs && m.Contender.Key == peer.Counterpart).Scores;
        return ours is not null && Math.Abs(ours.Accuracy - theirs.Accuracy) <= AccuracyTolerance ? theirs.TotalSeconds / ours.TotalSeconds : null;
    }

    /// <summary>The quickest peer at equal settings of one of ours.</summary>
    public (MnistContender Contender, double Ratio)? QuickestPeer(MnistContender ours)
    {
        (MnistContender, double)? found = null;
        foreach ((MnistContender peer, _) in Measured)
            if (peer.Counterpart == ours.Key && Ratio(peer) is { } ratio && (found is null || ratio < found.Value.Item2)) found = (peer, ratio);
        return found;
    }

    /// <summary>McNemar's p against the most accurate; null for that itself.</summary>
    public double? PValue(MnistContender contender) =>
        Best is { } best && contender != best.Contender && Scores(contender) is { } own
            ? SignificanceTest.McNemar(own.Predicted, best.Scores.Predicted, Data.Test.Codes).PValue
            : null;

    /// <summary>The test rows that most of the measured get wrong, hardest first, the first of equals first.</summary>
    public ImmutableArray<(int Row, int Wrong)> Hardest(int count)
    {
        int[] codes = Data.Test.Codes.ToArray();
        return
        [
            .. Enumerable.Range(0, codes.Length).Select(i => (Row: i, Wrong: Measured.Count(m => m.Scores.Predicted[i] != codes[i])))
                .OrderByDescending(row => row.Wrong).Take(count),
        ];
    }

    private MnistScores? Scores(MnistContender contender) => Measured.FirstOrDefault(m => m.Contender == contender).Scores;
}
