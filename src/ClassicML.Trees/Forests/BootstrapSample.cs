namespace ClassicML.Trees;

/// <summary>The rows that a tree is grown on: how often each was drawn, and what it weighs. One for each thread, used for tree after tree.</summary>
internal sealed class BootstrapSample(RowWeights rows, ForestSettings settings)
{
    private readonly int[] counts = new int[rows.Count];
    private readonly int[] inBag = new int[rows.Count];
    private readonly double[] weights = new double[rows.Count];
    private int inBagCount;

    /// <summary>The rows drawn at least once, ascending.</summary>
    public ReadOnlySpan<int> InBag => inBag.AsSpan(0, inBagCount);

    /// <summary>The weight of each row: its own times how often it was drawn.</summary>
    public double[]? Weights { get; private set; }

    /// <summary>Whether the weights are whole numbers below 2¹⁶.</summary>
    public bool AreWhole { get; private set; }

    /// <summary>Whether a row was drawn.</summary>
    public bool Has(int row) => counts[row] > 0;

    /// <summary>
    /// Draws the rows of a tree: round(share·n) of them with replacement, from the stream of the tree's seed. Without a share, every row once.
    /// </summary>
    public void Draw(ulong treeSeed)
    {
        if (settings.SampleShare is { } share)
        {
            Array.Clear(counts);
            var rng = new Rng(treeSeed);
            int drawn = Math.Max(1, (int)Math.Round(share * counts.Length));
            for (int i = 0; i < drawn; i++) counts[rng.NextInt(counts.Length)]++;
        }
        else
        {
            Array.Fill(counts, 1);
        }
        inBagCount = 0;
        AreWhole = rows.AreWhole;
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] == 0) continue;
            inBag[inBagCount++] = row;
            weights[row] = counts[row] * (rows.Values?[row] ?? 1);
            AreWhole &= weights[row] <= ushort.MaxValue;
        }
        Weights = settings.SampleShare is null && rows.Values is null ? null : weights;
        if (settings.BalanceClasses is { } classes) Balance(classes);
    }

    // Class k of the sample weighs n/(K·n_k), as drawn.
    private void Balance(int[] classes)
    {
        int[] drawn = new int[settings.ClassCount];
        int all = 0;
        foreach (int row in InBag)
        {
            drawn[classes[row]] += counts[row];
            all += counts[row];
        }
        int present = drawn.Count(count => count > 0);
        foreach (int row in InBag) weights[row] *= all / ((double)present * drawn[classes[row]]);
        (Weights, AreWhole) = (weights, false);
    }
}
