using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>The spectrum of rows by any solver; what several fits on the same rows need is made once, when it is first needed.</summary>
internal sealed class SpectrumSource(Matrix rows)
{
    private readonly object gate = new();
    private double[]? mean, centred, products;
    private SymmetricEigen? all;
    private Spectrum? bySvd;

    public Matrix Rows => rows;

    /// <summary>The eigenvectors of Σ = (X-1μᵀ)ᵀ(X-1μᵀ)/(n-1), or for p > n those of the n×n products, mapped back.</summary>
    public Spectrum ByCovariance(int? count, FitContext context)
    {
        int n = rows.RowCount, p = rows.ColumnCount, size = Math.Min(n, p);
        double[] mean = Mean(context), matrix = Products(context);
        SymmetricEigen eigen = count is not { } few ? All(context)
            : SymmetricEigen.Iterates(size, few) ? SymmetricEigen.Top(matrix, size, few, context) : All(context).First(few);
        return Spectrum.Of(mean, eigen, Trace(matrix, size), p > n ? centred : null, context);
    }

    /// <summary>The singular values σ of the centred rows: variances σ²/(n-1).</summary>
    public Spectrum BySvd(FitContext context)
    {
        lock (gate)
        {
            if (bySvd is not null) return bySvd;
            RightSingular svd = RightSingular.Of(rows, Mean(context), context);
            double[] variances = Array.ConvertAll(svd.Values, s => s * s / (rows.RowCount - 1));
            return bySvd = new Spectrum(Mean(context), variances, svd.Vectors, Spectrum.Sum(variances));
        }
    }

    public Spectrum Randomized(int count, ulong seed, FitContext context)
    {
        double[] mean = Mean(context);
        RightSingular svd = RightSingular.Top(rows, mean, count, seed, context);
        return new Spectrum(
            mean, Array.ConvertAll(svd.Values, s => s * s / (rows.RowCount - 1)), svd.Vectors, Spectrum.Sum(Moments.Variances(rows, mean, context)));
    }

    /// <summary>The most directions that can have variance: n-1, or the number of columns that are not constant but for
    /// rounding.</summary>
    public int MostDirections(FitContext context)
    {
        int n = rows.RowCount, p = rows.ColumnCount, varying = 0;
        if (p > n) return n - 1;
        double[] mean = Mean(context), covariance = Products(context);
        for (int j = 0; j < p; j++)
            if (covariance[j * p + j] > 1e-31 * mean[j] * mean[j]) varying++;
        return Math.Min(n - 1, varying);
    }

    private double[] Mean(FitContext context)
    {
        lock (gate) return mean ??= Moments.Mean(rows, context);
    }

    // The covariance, p×p, or for p > n the products of the centred rows, n×n, both divided by n-1.
    private double[] Products(FitContext context)
    {
        lock (gate)
        {
            if (products is not null) return products;
            int n = rows.RowCount, p = rows.ColumnCount;
            double[] made = new double[Math.Min(n, p) * Math.Min(n, p)];
            if (p > n) Syrk.RowProducts(new MatrixView<double>(centred = Moments.Centred(rows, Mean(context)), n, p), made, context.Threads);
            else Syrk.Gram(new MatrixView<double>(rows.Span, n, p), made, Mean(context), threads: context.Threads);
            context.ThrowIfCancelled();
            foreach (ref double value in made.AsSpan()) value *= 1.0 / (n - 1);
            return products = made;
        }
    }

    private SymmetricEigen All(FitContext context)
    {
        lock (gate) return all ??= SymmetricEigen.Decompose(Products(context), Math.Min(rows.RowCount, rows.ColumnCount), context);
    }

    private static double Trace(double[] matrix, int size)
    {
        double sum = 0;
        for (int i = 0; i < size; i++) sum += matrix[i * size + i];
        return sum;
    }
}
