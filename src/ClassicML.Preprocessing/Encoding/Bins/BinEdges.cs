namespace ClassicML.Preprocessing;

/// <summary>Where the edges of bins lie.</summary>
public enum BinEdges
{
    /// <summary>At quantiles of equal steps: bins hold equally many values, but for ties.</summary>
    Quantile,

    /// <summary>At equal steps from the smallest value to the largest.</summary>
    Uniform,

    /// <summary>Midway between the means of k-means: values are close to others of their bin.</summary>
    KMeans,
}
