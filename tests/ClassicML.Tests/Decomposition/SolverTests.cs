using ClassicML.Decomposition;
using ClassicML.Internal;

namespace ClassicML.Tests.Decomposition;

/// <summary>Every solver of PCA on tall, wide and square rows: directions and variances that meet their definition by plain sums, and the
/// same ones from each.</summary>
public class SolverTests
{
    // Few of more than 256 come from an iteration.
    [Theory]
    [InlineData(300, 9, 9), InlineData(300, 9, 4), InlineData(20, 60, 19), InlineData(20, 60, 5), InlineData(25, 25, 24)]
    [InlineData(1030, 6, 6), InlineData(400, 280, 12), InlineData(280, 400, 12)]
    public void Directions_and_variances_are_those_of_the_covariance_by_every_solver(int n, int p, int count)
    {
        double[] values = RandomMatrix(n, p, 11).Span.ToArray(), mean = new double[p];
        // Deviations that fall by a tenth from column to column, mixed, and columns away from zero.
        for (int at = 0; at < values.Length; at++)
            values[at] = values[at] * Math.Pow(0.9, Math.Min(at % p, 40)) + (at % p == 0 ? -2 : 0.3 * values[at - 1]);
        for (int at = 0; at < values.Length; at++) mean[at % p] += values[at] / n;
        Matrix x = Matrix.Wrap(values, n, p);
        double total = values.Select((value, at) => (value - mean[at % p]) * (value - mean[at % p])).Sum() / (n - 1);
        // The whole decomposition of large ones takes long by singular values.
        bool isLarge = Math.Min(n, p) > 256;
        PcaModel exact = new Pca { Solver = isLarge ? PcaSolver.CovarianceEigen : PcaSolver.FullSvd }.Fit(x);
        foreach (PcaSolver solver in isLarge ? [PcaSolver.CovarianceEigen, PcaSolver.Randomized] : Enum.GetValues<PcaSolver>())
        {
            PcaModel model = new Pca { ComponentCount = count, Solver = solver, Seed = 3 }.Fit(x);
            Close(mean, model.Mean, 1e-13);
            Assert.Equal(total, model.TotalVariance, 1e-12 * total);
            // A randomised start has found what falls fast; the last of many that fall slowly are near.
            double tolerance = solver == PcaSolver.Randomized && count < Math.Min(n, p) - 10 ? 1e-3 : 1e-11;
            for (int k = 0; k < count; k++)
            {
                ReadOnlySpan<double> direction = model.Components.Row(k);
                // Σa = (X - 1μᵀ)ᵀ(X - 1μᵀ)a/(n-1), row by row.
                double[] image = new double[p];
                for (int i = 0; i < n; i++)
                {
                    double score = 0;
                    for (int j = 0; j < p; j++) score += (values[i * p + j] - mean[j]) * direction[j];
                    for (int j = 0; j < p; j++) image[j] += (values[i * p + j] - mean[j]) * score / (n - 1);
                }
                for (int j = 0; j < p; j++) Assert.Equal(model.ExplainedVariance[k] * direction[j], image[j], tolerance * total);
                Assert.Equal(exact.ExplainedVariance[k], model.ExplainedVariance[k], tolerance * total);
                Assert.Equal(model.ExplainedVariance[k] / total, model.ExplainedVarianceRatio[k], 1e-12);
                double largest = 0;
                foreach (double entry in direction)
                    if (Math.Abs(entry) > Math.Abs(largest) * (1 + 1e-9)) largest = entry;
                Assert.True(largest > 0);
                for (int l = 0; l <= k; l++) Assert.Equal(k == l ? 1 : 0, Kernels.Dot(direction, model.Components.Row(l)), 1e-12);
            }
            double left = total;
            foreach (double variance in model.ExplainedVariance) left -= variance;
            int others = Math.Min(n, p) - count;
            Assert.Equal(others == 0 ? 0 : left / others, model.NoiseVariance, 1e-10 * total);
        }
    }

    [Theory]
    [InlineData(new[] { 1.0, -2, 0.5 }, -1), InlineData(new[] { 1.0, 2, -0.5 }, 1), InlineData(new[] { -3.0, 1, 2 }, -1)]
    // Of entries that are equal but for rounding the first one says it.
    [InlineData(new[] { 0.5, -2, 2 }, -1), InlineData(new[] { 2.0, -2 }, 1), InlineData(new[] { -1.0, 1 + 1e-12 }, -1)]
    [InlineData(new[] { -1.0, 1 + 1e-6 }, 1), InlineData(new[] { 0.0, 0 }, 1)]
    public void A_direction_has_its_largest_entry_positive(double[] direction, int sign)
    {
        double[] settled = [.. direction];
        Signs.Settle(settled);
        Assert.Equal(direction.Select(entry => sign * entry), settled);
    }

    [Fact]
    public void A_share_takes_the_fewest_components_that_explain_more()
    {
        Matrix x = RandomMatrix(100, 8, 2);
        double[] ratios = new Pca().Fit(x).ExplainedVarianceRatio;
        double sum = 0;
        for (int k = 0; k < 8; k++)
        {
            sum += ratios[k];
            foreach (PcaSolver solver in new[] { PcaSolver.Auto, PcaSolver.FullSvd, PcaSolver.CovarianceEigen })
            {
                var learner = new Pca { Solver = solver };
                Assert.Equal(k + 1, (learner with { ComponentCount = ComponentCount.Share(sum - 1e-9) }).Fit(x).OutputCount);
                if (k < 7) Assert.Equal(k + 2, (learner with { ComponentCount = ComponentCount.Share(sum + 1e-9) }).Fit(x).OutputCount);
            }
        }
        ComponentCount four = 4, half = ComponentCount.Share(0.5), likeliest = ComponentCount.Mle;
        Assert.Equal([4, null, null, null], new[] { four, half, likeliest, ComponentCount.All }.Select(count => count.Number));
        Assert.Equal([null, 0.5, null, null], new[] { four, half, likeliest, ComponentCount.All }.Select(count => count.VarianceShare));
        Assert.Equal([false, false, true, false], new[] { four, half, likeliest, ComponentCount.All }.Select(count => count.IsMle));
    }

    [Fact]
    public void A_seed_is_a_start_of_the_randomised_solver_alone()
    {
        Matrix x = RandomMatrix(200, 40, 6);
        double[] Components(PcaSolver solver, int seed) =>
            new Pca { ComponentCount = 3, Solver = solver, Seed = seed }.Fit(x).Components.Span.ToArray();
        Assert.Equal(Components(PcaSolver.Randomized, 1), Components(PcaSolver.Randomized, 1));
        Assert.NotEqual(Components(PcaSolver.Randomized, 1), Components(PcaSolver.Randomized, 2));
        Assert.Equal(Components(PcaSolver.FullSvd, 1), Components(PcaSolver.FullSvd, 2));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Scores_and_their_inverse_are_plain_projections_of_more_rows_than_a_block(bool whiten)
    {
        // Blocks are 256 rows.
        Matrix x = RandomMatrix(700, 6, 8);
        PcaModel[] models =
            [new Pca { ComponentCount = 4, Whiten = whiten }.Fit(x), new IncrementalPca { ComponentCount = 4, Whiten = whiten }.Fit(x)];
        foreach (PcaModel model in models)
        {
            var scores = (Matrix)model.Transform(x);
            var back = (Matrix)model.InverseTransform(scores);
            for (int i = 0; i < 700; i++)
            {
                double[] nearest = model.Mean.ToArray();
                for (int k = 0; k < 4; k++)
                {
                    double score = 0, deviation = whiten ? Math.Sqrt(model.ExplainedVariance[k]) : 1;
                    for (int j = 0; j < 6; j++) score += (x[i, j] - model.Mean[j]) * model.Components[k, j];
                    Assert.Equal(score / deviation, scores[i, k], 1e-12);
                    for (int j = 0; j < 6; j++) nearest[j] += score * model.Components[k, j];
                }
                for (int j = 0; j < 6; j++) Assert.Equal(nearest[j], back[i, j], 1e-12);
            }
        }
    }
}
