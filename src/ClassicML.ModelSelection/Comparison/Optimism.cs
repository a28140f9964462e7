using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>What the inner searches of a nested cross-validation promised, against what the outer folds kept.</summary>
internal static class Optimism
{
    /// <summary>
    /// The mean promise less what was kept, above zero where the promise was better; null without searches, and where one does not record
    /// the metric.
    /// </summary>
    /// <param name="winners">The best candidate of each search.</param>
    /// <param name="learner">The learner of all outer folds.</param>
    /// <param name="metric">The name of the metric that is compared.</param>
    /// <param name="higherIsBetter">Which way it points.</param>
    /// <param name="kept">Its mean over the outer folds.</param>
    public static double? Gap(ImmutableArray<CandidateResult> winners, object learner, string metric, bool higherIsBetter, double kept)
    {
        string? searched = (learner as ISearch)?.MetricName;
        double?[] promised = [.. winners.Select(Promised)];
        if (promised.Length == 0 || promised.Contains(null)) return null;
        double gap = Spread.Mean([.. promised.Select(score => score!.Value)]) - kept;
        return higherIsBetter ? gap : -gap;

        double? Promised(CandidateResult winner) =>
            searched == metric ? winner.MeanScore
            : winner.MoreScores.TryGetValue(metric, out ImmutableArray<double> scores) ? Spread.Mean(scores)
            : null;
    }
}
