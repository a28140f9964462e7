using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>k disjoint parts that keep each group whole and, as far as groups allow, the shares of the classes.</summary>
/// <remarks>
/// scikit-learn's greedy rule: groups from the one whose class counts spread most to the one where they spread least; each goes to the part
/// where the spread of the classes' shares over the parts, averaged over classes, becomes least; of equal ones to the part with fewer rows.
/// </remarks>
public sealed record StratifiedGroupKFold : ISplitter
{
    /// <summary>The number of parts, k. Default 5, at least 2, at most the number of groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <summary>The seed of the order in which equal groups come; none, the default, takes them in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int? Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        Check.Length(codes.Length, rowCount, nameof(codes), "row");
        Groups of = Groups.Of(rowCount, groups, nameof(StratifiedGroupKFold));
        if (FoldCount > of.Count)
            throw new ArgumentException($"FoldCount must be at most the number of groups, {of.Count}, was {FoldCount}", nameof(groups));
        int classes = 0;
        foreach (int code in codes) classes = Math.Max(classes, code + 1);
        int[][] counts = [.. Enumerable.Range(0, of.Count).Select(_ => new int[classes])];
        int[] totals = new int[classes];
        for (int i = 0; i < rowCount; i++)
        {
            counts[of.OfRow[i]][codes[i]]++;
            totals[codes[i]]++;
        }
        int[] present = [.. Enumerable.Range(0, classes).Where(k => totals[k] > 0)];
        int[] order = Seed is { } seed ? new Rng((ulong)seed).Permutation(of.Count) : [.. Enumerable.Range(0, of.Count)];
        int[][] folds = [.. Enumerable.Range(0, FoldCount).Select(_ => new int[classes])];
        int[] foldOf = new int[of.Count];
        foreach (int group in order.OrderByDescending(g => Deviation(present, k => counts[g][k])))
        {
            foldOf[group] = Best(folds, counts[group], totals, present);
            for (int k = 0; k < classes; k++) folds[foldOf[group]][k] += counts[group][k];
        }
        return Fold.FromTestFolds(Array.ConvertAll(of.OfRow, group => foldOf[group]), FoldCount);
    }

    private static int Best(int[][] folds, int[] group, int[] totals, int[] present)
    {
        int best = 0, fewest = int.MaxValue;
        double least = double.PositiveInfinity;
        for (int f = 0; f < folds.Length; f++)
        {
            double spread = present.Average(k => Deviation(
                Enumerable.Range(0, folds.Length), other => (folds[other][k] + (other == f ? group[k] : 0)) / (double)totals[k]));
            int rows = folds[f].Sum() + group.Sum();
            bool equal = Math.Abs(spread - least) <= 1e-8 + 1e-5 * least;
            if (spread < least || (equal && rows < fewest)) (best, least, fewest) = (f, spread, rows);
        }
        return best;
    }

    private static double Deviation<T>(IEnumerable<T> items, Func<T, double> value)
    {
        double[] values = [.. items.Select(value)];
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
