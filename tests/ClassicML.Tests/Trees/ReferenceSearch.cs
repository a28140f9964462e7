using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>A plain search for the best split of rows with missing values, categories and monotonic constraints: every split, from its definition.</summary>
internal sealed class ReferenceSearch(double[][] x, double[] y, double[] weights)
{
    /// <summary>K for classes, 0 for numbers.</summary>
    public required int ClassCount { get; init; }

    public SplitCriterion Criterion { get; init; }

    public RegressionCriterion Loss { get; init; }

    public int MinSamplesLeaf { get; init; } = 1;

    public int[] Categories { get; init; } = [];

    public Dictionary<int, int> Directions { get; init; } = [];

    /// <summary>Whether only the cuts of the orders by each class are tried, not all sets of categories.</summary>
    public bool OnlyOrders { get; init; }

    /// <summary>The largest gain among all splits that may be; minus infinity where none may.</summary>
    public double BestGain(int[] rows, (double Lower, double Upper) bounds)
    {
        double best = double.NegativeInfinity;
        for (int j = 0; j < x[0].Length; j++)
            foreach ((int[] left, bool isOrdered) in Categories.Contains(j) ? Sets(rows, j).Select(set => (set, false)) : Cuts(rows, j))
            {
                int[] right = [.. rows.Except(left)];
                if (Math.Min(left.Length, right.Length) < MinSamplesLeaf) continue;
                if (!MayBe(left, right, isOrdered ? Directions.GetValueOrDefault(j) : 0, bounds)) continue;
                best = Math.Max(best, Gain(rows, left, right));
            }
        return best;
    }

    public bool MayBe(int[] left, int[] right, int direction, (double Lower, double Upper) bounds) =>
        Directions.Count == 0
        || Value(left) >= bounds.Lower && Value(left) <= bounds.Upper && Value(right) >= bounds.Lower && Value(right) <= bounds.Upper
        && direction * (Value(right) - Value(left)) >= 0;

    public double Gain(int[] rows, int[] left, int[] right) => ClassCount == 0 && Loss == RegressionCriterion.Friedman
        ? Weight(left) / Weight(rows) * Weight(right) / Weight(rows) * Math.Pow(Value(left) - Value(right), 2)
        : Impurity(rows) - Weight(left) / Weight(rows) * Impurity(left) - Weight(right) / Weight(rows) * Impurity(right);

    /// <summary>The mean or median target, or the share of the last class.</summary>
    public double Value(int[] rows) => ClassCount > 0 ? Share(rows, ClassCount - 1)
        : Loss == RegressionCriterion.AbsoluteError ? Median(rows) : rows.Sum(i => weights[i] * y[i]) / Weight(rows);

    public double Weight(int[] rows) => rows.Sum(i => weights[i]);

    public double Impurity(int[] rows)
    {
        if (ClassCount == 0)
        {
            double value = Value(rows);
            return rows.Sum(i => weights[i] * Loss switch
            {
                RegressionCriterion.AbsoluteError => Math.Abs(y[i] - value),
                RegressionCriterion.Poisson => y[i] * Math.Log(y[i] / value),
                RegressionCriterion.SquaredError or RegressionCriterion.Friedman => Math.Pow(y[i] - value, 2),
            }) / Weight(rows);
        }
        double[] p = [.. Enumerable.Range(0, ClassCount).Select(k => Share(rows, k))];
        return Criterion switch
        {
            SplitCriterion.Gini => 1 - p.Sum(share => share * share),
            SplitCriterion.Entropy => -p.Where(share => share > 0).Sum(share => share * Math.Log2(share)),
            SplitCriterion.Error => 1 - p.Max(),
        };
    }

    // Midway where half the weight lies on either side, but for roundings of sums of weights.
    private double Median(int[] rows)
    {
        int[] sorted = [.. rows.OrderBy(i => y[i]).ThenBy(i => weights[i])];
        double below = 0, half = sorted.Sum(i => weights[i]) / 2;
        int at = 0;
        while (at + 1 < sorted.Length && below + weights[sorted[at]] < half * (1 - 1e-12)) below += weights[sorted[at++]];
        bool isMidway = at + 1 < sorted.Length && below + weights[sorted[at]] <= half * (1 + 1e-12);
        return isMidway ? y[sorted[at]] / 2 + y[sorted[at + 1]] / 2 : y[sorted[at]];
    }

    private double Share(int[] rows, int k) => rows.Where(i => y[i] == k).Sum(i => weights[i]) / Weight(rows);

    // Every threshold with missing values on either side, and missing values against all others.
    private IEnumerable<(int[] Left, bool IsOrdered)> Cuts(int[] rows, int j)
    {
        int[] missing = [.. rows.Where(i => double.IsNaN(x[i][j]))], known = [.. rows.Except(missing)];
        foreach (double threshold in known.Select(i => x[i][j]).Distinct())
        {
            int[] left = [.. known.Where(i => x[i][j] <= threshold)];
            if (left.Length == known.Length) continue;
            yield return (left, true);
            yield return ([.. left, .. missing], true);
        }
        yield return (known, false);
    }

    // Missing is a category like any other.
    private IEnumerable<int[]> Sets(int[] rows, int j)
    {
        int[][] groups = [.. rows.GroupBy(i => x[i][j]).Select(group => group.ToArray())];
        if (!OnlyOrders)
        {
            for (int mask = 1; mask + 1 < 1 << groups.Length; mask++)
                yield return [.. groups.Where((_, g) => (mask >> g & 1) != 0).SelectMany(group => group)];
            yield break;
        }
        for (int k = 0; k < ClassCount; k++)
        {
            int[][] ordered = [.. groups.OrderBy(group => Share(group, k))];
            for (int cut = 1; cut < ordered.Length; cut++) yield return [.. ordered.Take(cut).SelectMany(group => group)];
        }
    }
}
