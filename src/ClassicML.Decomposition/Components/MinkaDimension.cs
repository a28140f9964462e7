using MathNet.Numerics;

namespace ClassicML.Decomposition;

/// <summary>Minka's estimate of how many principal components are signal: the dimension of largest Bayesian evidence.</summary>
/// <remarks>
/// T. P. Minka, "Automatic choice of dimensionality for PCA", 2000: equation 77, Laplace's approximation of the evidence that n rows with
/// eigenvalues λ₁ ≥ … ≥ λₚ come from a subspace of dimension k and equal noise around it. As scikit-learn 1.2, but in units of λ₁, so that
/// small units are not taken for rounding. Cost: p³/3 logarithms.
/// </remarks>
internal static class MinkaDimension
{
    private const double Least = 1e-15;

    /// <param name="variances">All p eigenvalues of the covariance, largest first.</param>
    /// <param name="n">The number of rows.</param>
    /// <returns>A dimension in [1, p-1], or p where p is 1.</returns>
    public static int Of(double[] variances, int n)
    {
        int best = 1;
        double most = double.NegativeInfinity;
        if (variances[0] == 0) return best;
        double[] shares = Array.ConvertAll(variances, variance => variance / variances[0]);
        for (int rank = 1; rank < shares.Length; rank++)
        {
            double evidence = Evidence(shares, rank, n);
            if (evidence > most) (best, most) = (rank, evidence);
        }
        return best;
    }

    private static double Evidence(double[] variances, int rank, int n)
    {
        int p = variances.Length;
        if (variances[rank - 1] < Least) return double.NegativeInfinity;
        double logPrior = -rank * Math.Log(2), logKept = 0, noise = 0, logCurvature = 0;
        for (int i = 1; i <= rank; i++)
            logPrior += SpecialFunctions.GammaLn((p - i + 1) / 2.0) - Math.Log(Math.PI) * (p - i + 1) / 2.0;
        for (int i = 0; i < rank; i++) logKept += Math.Log(variances[i]);
        for (int i = rank; i < p; i++) noise += variances[i];
        noise = Math.Max(Least, noise / (p - rank));
        for (int i = 0; i < rank; i++)
            for (int j = i + 1; j < p; j++)
                logCurvature += Math.Log((variances[i] - variances[j]) * (
                    1 / (j < rank ? variances[j] : noise) - 1 / variances[i])) + Math.Log(n);
        double m = p * rank - rank * (rank + 1.0) / 2;
        return logPrior - logKept * n / 2 - Math.Log(noise) * n * (p - rank) / 2 + Math.Log(2 * Math.PI) * (m + rank) / 2
            - logCurvature / 2 - rank * Math.Log(n) / 2;
    }
}
