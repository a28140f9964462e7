namespace ClassicML.Tests.Trees;

/// <summary>The samples of a forest's trees, drawn as the documentation says.</summary>
internal static class ForestSamples
{
    /// <summary>How often each row was drawn for a tree: round(share·n) times one of the n that weigh something.</summary>
    public static double[] Drawn(ClassificationData data, int seed, int tree, double share = 1) =>
        Drawn(Order(data), data.RowCount, seed, tree, share);

    /// <inheritdoc cref="Drawn(ClassificationData, int, int, double)"/>
    public static double[] Drawn(RegressionData data, int seed, int tree, double share = 1) =>
        Drawn(Order(data), data.RowCount, seed, tree, share);

    /// <summary>The rows that weigh something, as they are numbered for draws: by weight.</summary>
    public static int[] Order(ClassificationData data) => ByWeight(data.RowCount, data.Weights.ToArray());

    /// <summary>The rows that weigh something, as they are numbered for draws: by target, of equal ones by weight.</summary>
    public static int[] Order(RegressionData data)
    {
        double[] targets = data.Targets.ToArray();
        return [.. ByWeight(data.RowCount, data.Weights.ToArray()).OrderBy(i => targets[i])];
    }

    private static int[] ByWeight(int rowCount, double[] weights) => weights.Length == 0
        ? [.. Enumerable.Range(0, rowCount)]
        : [.. Enumerable.Range(0, rowCount).Where(i => weights[i] > 0).OrderBy(i => weights[i])];

    private static double[] Drawn(int[] order, int rowCount, int seed, int tree, double share)
    {
        double[] counts = new double[rowCount];
        var rng = new Rng(Rng.DeriveSeed((ulong)seed, (ulong)tree));
        for (int i = 0; i < Math.Round(share * order.Length); i++) counts[order[rng.NextInt(order.Length)]]++;
        return counts;
    }
}
