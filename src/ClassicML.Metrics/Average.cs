namespace ClassicML.Metrics;

/// <summary>How a value for each class becomes one value.</summary>
public enum Average
{
    /// <summary>The plain mean over the classes that occur, actual or predicted: a rare class counts like any other.</summary>
    Macro,

    /// <summary>One value from the counts of all classes together: precision, recall and F1 all equal accuracy.</summary>
    Micro,

    /// <summary>The mean weighted by each class's support: a frequent class counts for more.</summary>
    Weighted,
}
