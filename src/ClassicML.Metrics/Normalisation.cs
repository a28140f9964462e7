namespace ClassicML.Metrics;

/// <summary>What the counts of <see cref="ConfusionMatrix.Normalised"/> are divided by.</summary>
public enum Normalisation
{
    /// <summary>Rows sum to one: how the rows of a class were predicted. The diagonal is recall.</summary>
    Actual,

    /// <summary>Columns sum to one: what the rows predicted as a class were. The diagonal is precision.</summary>
    Predicted,

    /// <summary>All counts sum to one. The diagonal sums to accuracy.</summary>
    All,
}
