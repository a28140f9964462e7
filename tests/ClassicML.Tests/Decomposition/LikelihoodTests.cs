using ClassicML.Decomposition;
using MathNet.Numerics.LinearAlgebra;

namespace ClassicML.Tests.Decomposition;

/// <summary>Log likelihoods of probabilistic PCA, row by row, against the density of a normal distribution whose covariance is written out,
/// by MathNet.Numerics.</summary>
public class LikelihoodTests
{
    // More rows than a block of 256.
    private const int Rows = 600;

    // Variances differ by some 1e4, and inverses as much.
    private const double Rounding = 1e-9;

    public static TheoryData<int, bool> Cases =>
        [.. from count in new[] { 1, 3, 6, 7 } from whiten in new[] { false, true } select (count, whiten)];

    [Theory, MemberData(nameof(Cases))]
    public void Each_row_has_the_density_of_the_covariance_that_the_model_stands_for(int count, bool whiten)
    {
        Matrix x = Sample(Rows, 7), others = Sample(40, 7, 5);
        PcaModel[] models =
        [
            new Pca { ComponentCount = count, Whiten = whiten }.Fit(x),
            new Pca { ComponentCount = count, Whiten = whiten, Solver = PcaSolver.FullSvd }.Fit(x),
            new IncrementalPca { ComponentCount = count, Whiten = whiten, BatchSize = 150 }.Fit(x),
        ];
        foreach (PcaModel model in models)
        {
            Close(Densities(model, x), model.LogLikelihoods(x), Rounding);
            Close(Densities(model, others), model.LogLikelihoods(others), Rounding);
            Assert.Equal(model.LogLikelihoods(others).Average(), model.LogLikelihood(others), 1e-12);
        }
        // Of all directions the covariance is that of the rows.
        if (count == 7) Close(Densities(Covariance(x), models[0].Mean.ToArray(), x), models[0].LogLikelihoods(x), Rounding);
    }

    [Fact]
    public void Where_neither_noise_nor_all_directions_have_variance_there_is_no_density()
    {
        // Five rows span four dimensions of six, and all that varies is kept.
        PcaModel wide = new Pca { ComponentCount = 5 }.Fit(RandomMatrix(5, 6));
        Assert.Equal(0, wide.NoiseVariance);
        Assert.All(wide.LogLikelihoods(RandomMatrix(3, 6)), value => Assert.Equal(double.NaN, value));
        Assert.Equal(double.NaN, wide.LogLikelihood(RandomMatrix(3, 6)));
        // A column that never varies, in a full set.
        double[] x = RandomMatrix(50, 3).Span.ToArray();
        for (int i = 0; i < 50; i++) x[3 * i + 1] = 2;
        Assert.All(new Pca().Fit(Matrix.Wrap(x, 50, 3)).LogLikelihoods(Matrix.Wrap(x, 50, 3)), value => Assert.Equal(double.NaN, value));
        Assert.Contains(
            "fitted on 6 features", Assert.ThrowsAny<ArgumentException>(() => wide.LogLikelihoods(RandomMatrix(2, 5))).Message);
    }

    // N(μ, Σ) with Σ = WᵀΛW + σ²(I - WᵀW).
    private static double[] Densities(PcaModel model, Matrix x)
    {
        int p = model.FeatureCount;
        Matrix<double> covariance = Matrix<double>.Build.DenseDiagonal(p, model.NoiseVariance);
        for (int k = 0; k < model.OutputCount; k++)
            for (int a = 0; a < p; a++)
                for (int b = 0; b < p; b++)
                    covariance[a, b] +=
                        (model.ExplainedVariance[k] - model.NoiseVariance) * model.Components[k, a] * model.Components[k, b];
        return Densities(covariance, model.Mean.ToArray(), x);
    }

    private static double[] Densities(Matrix<double> covariance, double[] mean, Matrix x)
    {
        Matrix<double> inverse = covariance.Inverse();
        double constant = -0.5 * (Math.Log(covariance.Determinant()) + mean.Length * Math.Log(2 * Math.PI));
        return [.. Enumerable.Range(0, x.RowCount).Select(i =>
        {
            Vector<double> d = Vector<double>.Build.Dense(x.Row(i).ToArray()) - Vector<double>.Build.Dense(mean);
            return constant - 0.5 * (d * (inverse * d));
        })];
    }

    private static Matrix<double> Covariance(Matrix x)
    {
        Matrix<double> rows = x.ToMathNet();
        Vector<double> mean = rows.ColumnSums() / x.RowCount;
        return Matrix<double>.Build.Dense(x.ColumnCount, x.ColumnCount, (a, b) =>
            (rows.Column(a) - mean[a]) * (rows.Column(b) - mean[b]) / (x.RowCount - 1));
    }

    // Columns of falling size that are sums of their neighbours, away from zero.
    private static Matrix Sample(int n, int p, ulong seed = 3)
    {
        double[] x = RandomMatrix(n, p, seed).Span.ToArray();
        for (int at = 0; at < x.Length; at++) x[at] = x[at] * Math.Pow(2, -(at % p)) + (at % p == 0 ? 3 : 0.4 * x[at - 1]);
        return Matrix.Wrap(x, n, p);
    }
}
