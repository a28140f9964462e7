using ClassicML.Numerics;

namespace ClassicML.Decomposition;

/// <summary>Variances and directions of centred rows, largest first: what all solvers of <see cref="Pca"/> give.</summary>
/// <param name="Mean">p values.</param>
/// <param name="Variances">The eigenvalues of the covariance, at least 0; all min(n, p), or the first few.</param>
/// <param name="Directions">As many orthonormal rows of p values.</param>
/// <param name="TotalVariance">The trace of the covariance.</param>
internal sealed record Spectrum(double[] Mean, double[] Variances, double[] Directions, double TotalVariance)
{
    /// <summary>The eigenvectors of Σ = (X-1μᵀ)ᵀ(X-1μᵀ)/(n-1), or for p > n those of the n×n products, mapped back.</summary>
    public static Spectrum ByCovariance(Matrix x, int? count, FitContext context)
    {
        int n = x.RowCount, p = x.ColumnCount;
        double[] mean = Moments.Mean(x, context);
        if (p > n) return ByRowProducts(x, mean, count ?? n, context);
        double[] covariance = new double[p * p];
        Syrk.Gram(new MatrixView<double>(x.Span, n, p), covariance, mean, threads: context.Threads);
        context.ThrowIfCancelled();
        Scale(covariance, 1.0 / (n - 1));
        SymmetricEigen eigen = count is { } few ? SymmetricEigen.Top(covariance, p, few, context)
            : SymmetricEigen.Decompose(covariance, p, context);
        return new Spectrum(mean, NonNegative(eigen.Values), eigen.Vectors, Trace(covariance, p));
    }

    /// <summary>The singular values σ of the centred rows: variances σ²/(n-1).</summary>
    public static Spectrum BySvd(Matrix x, FitContext context)
    {
        double[] mean = Moments.Mean(x, context);
        RightSingular svd = RightSingular.Of(x, mean, context);
        double[] variances = Array.ConvertAll(svd.Values, s => s * s / (x.RowCount - 1));
        return new Spectrum(mean, variances, svd.Vectors, Sum(variances));
    }

    public static Spectrum Randomized(Matrix x, int count, ulong seed, FitContext context)
    {
        double[] mean = Moments.Mean(x, context);
        RightSingular svd = RightSingular.Top(x, mean, count, seed, context);
        return new Spectrum(mean, Array.ConvertAll(svd.Values, s => s * s / (x.RowCount - 1)), svd.Vectors,
            Sum(Moments.Variances(x, mean, context)));
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

    private static Spectrum ByRowProducts(Matrix x, double[] mean, int count, FitContext context)
    {
        int n = x.RowCount, p = x.ColumnCount;
        double[] centred = Moments.Centred(x, mean), products = new double[n * n];
        Syrk.RowProducts(new MatrixView<double>(centred, n, p), products, context.Threads);
        Scale(products, 1.0 / (n - 1));
        SymmetricEigen eigen = SymmetricEigen.Top(products, n, count, context);
        double[] directions = new double[count * p];
        Gemm.Multiply(new MatrixView<double>(eigen.Vectors, count, n), new MatrixView<double>(centred, n, p), directions, context.Threads);
        RowSpace.MakeOrthonormal(directions, count, p);
        return new Spectrum(mean, NonNegative(eigen.Values), directions, Trace(products, n));
    }

    // Rounding leaves eigenvalues of a singular matrix a little below zero.
    private static double[] NonNegative(double[] values) => Array.ConvertAll(values, value => Math.Max(0, value));

    private static void Scale(double[] values, double factor)
    {
        foreach (ref double value in values.AsSpan()) value *= factor;
    }

    private static double Trace(double[] matrix, int size)
    {
        double sum = 0;
        for (int i = 0; i < size; i++) sum += matrix[i * size + i];
        return sum;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
