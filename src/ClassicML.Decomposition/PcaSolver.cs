namespace ClassicML.Decomposition;

/// <summary>How principal components are computed.</summary>
public enum PcaSolver
{
    /// <summary>
    /// <see cref="FullSvd"/> where min(n, p) ≤ 500 and n &lt; 10·p; otherwise <see cref="Randomized"/> where a number of components below
    /// a tenth of min(n, p) is asked for and min(n, p) is above 2000; otherwise <see cref="CovarianceEigen"/>, and <see cref="FullSvd"/>
    /// after all where the smallest variance kept turns out to be 10⁻¹² of the largest or less (10⁻⁹ for whitening), which a covariance
    /// does not tell well enough from its rounding errors. Columns that are constant do not count.
    /// </summary>
    Auto,

    /// <summary>
    /// Eigenvectors of the covariance matrix (of the n×n matrix of row products where p > n). Fastest for n ≫ p. It squares the condition:
    /// variances below min(n, p)·2·10⁻¹⁶ of the largest can't be told from rounding, and are given as 0.
    /// </summary>
    CovarianceEigen,

    /// <summary>Singular values of the centred rows, by QR and one-sided Jacobi. Right down to deviations of 10⁻¹⁵ of the
    /// largest.</summary>
    FullSvd,

    /// <summary>A randomised range finder with power iterations, for few components of large data. Needs a number of components.</summary>
    Randomized,
}
