namespace ClassicML.Metrics;

/// <summary>What a disagreement of two classes counts in <see cref="ConfusionMatrix.CohenKappa"/>, with a and p their codes.</summary>
public enum KappaWeights
{
    /// <summary>Every disagreement counts 1.</summary>
    None,

    /// <summary>|a - p|: for classes in order, such as marks.</summary>
    Linear,

    /// <summary>(a - p)²: for classes in order, where far off is much worse than near.</summary>
    Quadratic,
}
