using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>What a node may be split by, found the obvious way, counting anew for every threshold.</summary>
internal sealed class ReferenceTree(SplitCriterion criterion, double[][] x, int[] y, double[] weights, int classCount)
{
    public int? MaxDepth { get; init; }

    public int MinSamplesSplit { get; init; } = 2;

    public int MinSamplesLeaf { get; init; } = 1;

    public double MinImpurityDecrease { get; init; }

    /// <summary>Every split (feature, lower value, upper value) with its gain, that leaves enough rows on both sides.</summary>
    public IEnumerable<(int Feature, double Lower, double Upper, double Gain)> Splits(int[] rows)
    {
        for (int feature = 0; feature < x[0].Length; feature++)
        {
            double[] values = [.. rows.Select(i => x[i][feature]).Distinct().Order()];
            for (int v = 0; v + 1 < values.Length; v++)
            {
                int[] left = [.. rows.Where(i => x[i][feature] <= values[v])];
                if (left.Length < MinSamplesLeaf || rows.Length - left.Length < MinSamplesLeaf) continue;
                yield return (feature, values[v], values[v + 1], Gain(rows, left, [.. rows.Except(left)]));
            }
        }
    }

    /// <summary>Whether a node of these rows may be split at all.</summary>
    public bool MaySplit(int[] rows, int depth) =>
        !(depth >= MaxDepth) && rows.Length >= MinSamplesSplit && rows.Length >= 2 * MinSamplesLeaf && Impurity(rows) > 2.3e-16;

    /// <summary>I - W_L/W·I_L - W_R/W·I_R.</summary>
    public double Gain(int[] rows, int[] left, int[] right) =>
        Impurity(rows) - Weight(left) / Weight(rows) * Impurity(left) - Weight(right) / Weight(rows) * Impurity(right);

    public double Weight(IEnumerable<int> rows) => rows.Sum(i => weights[i]);

    public double Impurity(int[] rows)
    {
        double[] p = [.. Enumerable.Range(0, classCount).Select(k => Weight(rows.Where(i => y[i] == k)) / Weight(rows))];
        return criterion switch
        {
            SplitCriterion.Gini => 1 - p.Sum(share => share * share),
            SplitCriterion.Entropy => -p.Where(share => share > 0).Sum(share => share * Math.Log2(share)),
            SplitCriterion.Error => 1 - p.Max(),
        };
    }
}
