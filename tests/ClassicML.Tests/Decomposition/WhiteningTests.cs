using ClassicML.Decomposition;
using ClassicML.Internal;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Decomposition;

public class WhiteningTests
{
    [Fact]
    public void Deviations_down_to_5e_minus_11_are_whitened()
    {
        // By definition whitened scores have variance 1 and no covariance. Turned by a reflector, so that no column shows a deviation;
        // the turn rounds to ε of the largest, which is 5e-6 of the smallest deviation.
        Matrix x = Turned(1000, 10, -10.3);
        PcaModel model = new Pca { Whiten = true }.Fit(x);
        Assert.Equal((double)PcaSolver.FullSvd, model.Report.Details["solver"]);
        var scores = (Matrix)model.Transform(x);
        for (int a = 0; a < 10; a++)
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int i = 0; i < 1000; i++) sum += scores[i, a] * scores[i, b];
                Assert.Equal(a == b ? 1 : 0, sum / 999, 1e-4);
            }
    }

    [Fact]
    public void The_covariance_serves_where_it_loses_nothing()
    {
        // 178 rows of 13 columns are tall enough for the covariance.
        Matrix wine = (Matrix)new StandardScaler().Fit(Datasets.Wine().Features).Transform(Datasets.Wine().Features);
        foreach (bool whiten in new[] { false, true })
            Assert.Equal((double)PcaSolver.CovarianceEigen, new Pca { Whiten = whiten }.Fit(wine).Report.Details["solver"]);
        // Columns that are constant are no reason for another solver, a variance of 1e-14 of the first is.
        Assert.Equal((double)PcaSolver.CovarianceEigen, new Pca().Fit(Wider(wine)).Report.Details["solver"]);
        Assert.Equal((double)PcaSolver.CovarianceEigen, new Pca().Fit(Turned(1000, 10, -5)).Report.Details["solver"]);
        Assert.Equal((double)PcaSolver.FullSvd, new Pca().Fit(Turned(1000, 10, -7)).Report.Details["solver"]);
        Assert.Equal((double)PcaSolver.CovarianceEigen, new Pca { ComponentCount = 3 }.Fit(Turned(1000, 10, -7)).Report.Details["solver"]);
        Assert.Equal((double)PcaSolver.FullSvd, new Pca { Whiten = true }.Fit(Turned(1000, 10, -5)).Report.Details["solver"]);
    }

    [Fact]
    public void A_covariance_gives_no_variance_that_is_rounding()
    {
        PcaModel model = new Pca { Whiten = true, Solver = PcaSolver.CovarianceEigen }.Fit(Turned(1000, 10, -10.3));
        // 10·ε of the largest: deviations below 5e-8 can't be told from none.
        foreach (double variance in model.ExplainedVariance) Assert.True(variance == 0 || variance > 2.2e-15 * model.ExplainedVariance[0]);
        Assert.Equal(0, model.ExplainedVariance[9]);
        Assert.All(((Matrix)model.Transform(Turned(1000, 10, -10.3))).Span.ToArray(), score => Assert.InRange(Math.Abs(score), 0, 10));
    }

    // Columns of deviation 10⁰ … 10^last, turned by a reflector.
    private static Matrix Turned(int n, int p, double last)
    {
        Matrix random = RandomMatrix(n, p, 21);
        double[] v = RandomMatrix(1, p, 22).Span.ToArray(), x = new double[n * p];
        double square = Kernels.Dot(v, v);
        for (int i = 0; i < n; i++)
        {
            Span<double> row = x.AsSpan(i * p, p);
            for (int j = 0; j < p; j++) row[j] = random[i, j] * Math.Sqrt(12) * Math.Pow(10, last * j / (p - 1));
            Kernels.AddScaled(-2 * Kernels.Dot(row, v) / square, v, row);
        }
        return Matrix.Wrap(x, n, p);
    }

    private static Matrix Wider(Matrix x)
    {
        double[] wide = new double[x.RowCount * (x.ColumnCount + 1)];
        for (int i = 0; i < x.RowCount; i++)
        {
            wide[i * (x.ColumnCount + 1)] = 0.1;
            x.Row(i).CopyTo(wide.AsSpan(i * (x.ColumnCount + 1) + 1));
        }
        return Matrix.Wrap(wide, x.RowCount, x.ColumnCount + 1);
    }
}
