namespace ClassicML.Trees;

/// <summary>What the trees of a forest said of rows that were not in their samples: an honest estimate without held-out rows.</summary>
/// <remarks>
/// About (1 - 1/n)ⁿ ≈ 37 % of the trees have not seen a given row. A row that every tree has seen (or that weighs nothing) has NaN, and
/// does not count.
/// </remarks>
public sealed class OutOfBagEstimate
{
    internal OutOfBagEstimate(Matrix predictions, double score) => (Predictions, Score) = (predictions, score);

    /// <summary>For each training row the mean prediction of the trees that had not seen it: class probabilities, n×K, or numbers, n×1.</summary>
    public Matrix Predictions { get; }

    /// <summary>The accuracy of these predictions, for regression their R²; rows count by their weight, those with NaN don't.</summary>
    public double Score { get; }
}
