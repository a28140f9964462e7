using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>The order of a search's candidates: those of the last round by their scores, those dropped before, those that failed.</summary>
/// <remarks>
/// Candidates of the last round are compared on the folds that all of them were scored on: every fold, unless the search was stopped. One
/// that was stopped before any fold was finished compares on the fold that most were scored on; the others come after those.
/// </remarks>
internal sealed class Ranking
{
    private readonly ImmutableArray<CandidateResult> results;
    private readonly bool higherIsBetter;
    private readonly int[] levels, folds;
    private readonly double[] means;

    /// <param name="results">What is ranked.</param>
    /// <param name="rounds">The round in which each was scored last; the lowest is the last round.</param>
    /// <param name="higherIsBetter">Which way the metric points.</param>
    /// <exception cref="ArgumentException">Every candidate failed.</exception>
    public Ranking(ImmutableArray<CandidateResult> results, int[] rounds, bool higherIsBetter)
    {
        this.results = results;
        this.higherIsBetter = higherIsBetter;
        int last = rounds.Min();
        int[] valid = [.. Enumerable.Range(0, results.Length).Where(c => rounds[c] == last && results[c].Error is null)];
        int foldCount = valid.Length == 0 ? 0 : results[valid[0]].Scores.Length;
        int[] scored = [.. Enumerable.Range(0, foldCount).Select(fold => valid.Count(c => results[c].IsScoredOn(fold)))];
        if (scored.Sum() == 0)
            throw new ArgumentException($"every candidate failed; the first: {results.First(result => result.Error is not null).Error}");
        folds = [.. Enumerable.Range(0, scored.Length).Where(fold => scored[fold] == valid.Length)];
        if (folds.Length == 0) folds = [scored.IndexOf(scored.Max())];
        levels = [.. results.Select((result, c) =>
            result.Error is not null ? int.MaxValue : rounds[c] > last ? rounds[c] - last + 1 : folds.All(result.IsScoredOn) ? 0 : 1)];
        means = [.. results.Select((result, c) => levels[c] == 0 ? Spread.Mean(Compared(c)) : result.MeanScore)];
    }

    /// <summary>The candidate that a rule picks; of equal ones the first.</summary>
    public int Choose(RefitRule rule)
    {
        int[] compared = [.. Enumerable.Range(0, results.Length).Where(c => levels[c] == 0)];
        int best = compared[0];
        foreach (int c in compared)
            if (Compare(c, best) < 0) best = c;
        if (rule == RefitRule.Best) return best;
        double error = Spread.Deviation(Compared(best)) / Math.Sqrt(folds.Length);
        return compared.First(c => c == best || Math.Abs(means[c] - means[best]) <= error);
    }

    /// <summary>The results with their ranks: 1 for the best; equal ones get the same.</summary>
    public ImmutableArray<CandidateResult> Ranked()
    {
        int[] order = [.. Enumerable.Range(0, results.Length)], ranks = new int[order.Length];
        Array.Sort(order, Compare);
        for (int i = 0; i < order.Length; i++)
            ranks[order[i]] = i > 0 && Compare(order[i], order[i - 1]) == 0 ? ranks[order[i - 1]] : i + 1;
        return [.. results.Select((result, c) => result with { Rank = ranks[c] })];
    }

    /// <summary>Whether a score is better than another; one that is no number is worse than any that is one.</summary>
    public static bool IsBetter(double score, double than, bool higherIsBetter) =>
        double.IsNaN(than) ? !double.IsNaN(score) : higherIsBetter ? score > than : score < than;

    private int Compare(int a, int b) =>
        levels[a] != levels[b] ? levels[a].CompareTo(levels[b])
        : IsBetter(means[a], means[b], higherIsBetter) ? -1 : IsBetter(means[b], means[a], higherIsBetter) ? 1 : 0;

    private double[] Compared(int candidate) => [.. folds.Select(fold => results[candidate].Scores[fold])];
}
