using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>Variances and directions of centred rows, largest first: what all solvers of <see cref="Pca"/> give.</summary>
/// <param name="Mean">p values.</param>
/// <param name="Variances">The eigenvalues of the covariance, at least 0; all min(n, p), or the first few.</param>
/// <param name="Directions">As many orthonormal rows of p values.</param>
/// <param name="TotalVariance">The trace of the covariance.</param>
internal sealed record Spectrum(double[] Mean, double[] Variances, double[] Directions, double TotalVariance)
{
    /// <summary>From eigenvectors of the covariance, or of the products of centred rows, which are then mapped back to columns.</summary>
    public static Spectrum Of(double[] mean, SymmetricEigen eigen, double totalVariance, double[]? centred, FitContext context)
    {
        // Of a singular matrix rounding leaves eigenvalues a little above or below zero.
        double noise = eigen.Size * 2.2e-16 * eigen.Values[0];
        double[] variances = Array.ConvertAll(eigen.Values, value => value > noise ? value : 0);
        if (centred is null) return new Spectrum(mean, variances, eigen.Vectors, totalVariance);
        int count = variances.Length, n = eigen.Size, p = mean.Length;
        double[] directions = new double[count * p];
        Gemm.Multiply(new MatrixView<double>(eigen.Vectors, count, n), new MatrixView<double>(centred, n, p), directions, context.Threads);
        RowSpace.MakeOrthonormal(directions, count, p);
        return new Spectrum(mean, variances, directions, totalVariance);
    }

    public PcaModel Model(int count, bool whiten, int n, FitReport report)
    {
        int p = Mean.Length, most = Math.Min(n, p);
        double[] directions = Directions[..(count * p)];
        for (int k = 0; k < count; k++) Signs.Settle(directions.AsSpan(k * p, p));
        double kept = 0;
        for (int k = 0; k < count; k++) kept += Variances[k];
        double noise = 0;
        // The rest, added up where it is known: the difference of two large sums would lose it.
        if (count < most) noise = (Variances.Length == most ? Sum(Variances.AsSpan(count))
            : Math.Max(0, TotalVariance - kept)) / (most - count);
        return new PcaModel(Mean, Matrix.Wrap(directions, count, p), Variances[..count], TotalVariance, noise, whiten, n, report);
    }

    internal static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
