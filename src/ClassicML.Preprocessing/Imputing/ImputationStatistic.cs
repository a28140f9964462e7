namespace ClassicML.Preprocessing;

/// <summary>What one column's missing values are replaced by.</summary>
public enum ImputationStatistic
{
    /// <summary>The mean of its values.</summary>
    Mean,

    /// <summary>Their median; of an even number the mean of the two in the middle.</summary>
    Median,

    /// <summary>The value that comes most often; of several the smallest, of texts the first in ordinal order, of categories the first level.</summary>
    MostFrequent,

    /// <summary>A given number, or a given text.</summary>
    Constant,
}
