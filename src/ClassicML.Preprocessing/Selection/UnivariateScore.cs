namespace ClassicML.Preprocessing;

/// <summary>How a column is scored by itself against what is to be predicted.</summary>
public enum UnivariateScore
{
    /// <summary>
    /// The F statistic with its p-value: against classes that of the analysis of variance, between the classes' means and within them; against
    /// numbers that of a regression on the column, r²/(1 - r²)·(n - 2).
    /// </summary>
    F,

    /// <summary>
    /// χ² of the classes' sums of the column against their shares of the whole sum, with its p-value, for counts and other values of at least 0.
    /// </summary>
    ChiSquared,

    /// <summary>The mutual information in nats, estimated by nearest neighbours; it sees any dependence, and has no p-value.</summary>
    MutualInformation,
}
