namespace ClassicML.Trees;

/// <summary>The rows that weigh something, in an order that makes sums independent of the order given, and what they weigh.</summary>
/// <remarks>
/// Rows of weight 0 (or below 2⁻¹⁰⁷⁴ of the largest) take no part, nor do they count as rows, as in scikit-learn. The others are ordered
/// by weight, for regression by target and then weight, and every later step keeps that order within a node: so the numbers of a node are
/// always added in the same order, and permuted rows give the same bits. Whole weights stay as they are, and their sums are exact. Others
/// are scaled by a power of two to at most 1, which changes no bits of a ratio and keeps squares finite.
/// </remarks>
internal sealed class RowWeights
{
    private const double LargestWhole = ushort.MaxValue;

    private RowWeights(int rowCount, double[]? weights, double[]? targets)
    {
        AreWhole = weights is null || Array.TrueForAll(weights, weight => weight <= LargestWhole && weight == Math.Floor(weight));
        if (!AreWhole)
        {
            double largest = 0;
            foreach (double weight in weights!) largest = Math.Max(largest, weight);
            Exponent = Math.ILogB(largest) + 1;
            foreach (ref double weight in weights.AsSpan()) weight = Math.ScaleB(weight, -Exponent);
        }
        int[] kept = [.. Enumerable.Range(0, rowCount)];
        if (weights is not null) kept = [.. kept.Where(i => weights[i] > 0).OrderBy(i => weights[i])];
        // Stable: rows of equal targets stay ordered by weight.
        if (targets is not null) kept = [.. kept.OrderBy(i => targets[i])];
        Numbers = kept;
        if (weights is not null) Values = Array.ConvertAll(kept, i => weights[i]);
        TotalWeight = Values is null ? kept.Length : Values.Sum();
    }

    /// <summary>The number of rows that weigh something.</summary>
    public int Count => Numbers.Length;

    /// <summary>The number of each row in the data.</summary>
    public int[] Numbers { get; }

    /// <summary>The scaled weight of each row, or null when every row weighs 1.</summary>
    public double[]? Values { get; }

    /// <summary>The sum of the scaled weights.</summary>
    public double TotalWeight { get; }

    /// <summary>Whether all weights are whole numbers below 2¹⁶.</summary>
    public bool AreWhole { get; }

    /// <summary>A weight in the caller's units is 2^this times a scaled one.</summary>
    public int Exponent { get; }

    /// <summary>The rows of labelled data, weighing their own weight times that of their class.</summary>
    /// <exception cref="ArgumentException">A class is named that the data doesn't have, or no row keeps a weight.</exception>
    public static RowWeights Of(ClassificationData data, ClassWeights classWeights)
    {
        double[]? weights = classWeights.OfRows(data);
        if (weights is not null && Array.TrueForAll(weights, weight => weight == 0))
            throw new ArgumentException("the class weights leave no row with a weight", nameof(data));
        return new RowWeights(data.RowCount, weights, null);
    }

    /// <summary>The rows of data with targets.</summary>
    public static RowWeights Of(RegressionData data) =>
        new(data.RowCount, data.Weights.IsEmpty ? null : data.Weights.ToArray(), data.Targets.ToArray());
}
