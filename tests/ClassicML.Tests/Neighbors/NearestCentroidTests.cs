using ClassicML.Neighbors;

namespace ClassicML.Tests.Neighbors;

/// <summary>Class centres by their formulas, with weights of rows and shrunken, and what is predicted by them.</summary>
public class NearestCentroidTests
{
    // Sums of 90 terms of about one.
    private const double Rounding = 1e-13;

    [Theory, InlineData(0.0), InlineData(0.7), InlineData(2.5)]
    public void Weighted_centres_shrink_by_the_formula(double threshold)
    {
        (Matrix x, int[] codes, double[] weights) = Rows(unit: false);
        var data = new ClassificationData(x, codes, new ClassLabels([0, 1, 2]), weights);
        NearestCentroidModel model = new NearestCentroid { ShrinkThreshold = threshold }.Fit(data);
        double[][] means = [.. Enumerable.Range(0, 3).Select(k => Means(x, weights, i => codes[i] == k))];
        Compare(model, Shrunk(x, codes, weights, means, threshold), x);
        if (threshold < 1) return;
        // Some columns have shrunk to the overall mean, and count for no class; others have not.
        double[] overall = Means(x, weights, _ => true);
        int[] gone = [.. Enumerable.Range(0, 4)
            .Where(j => Enumerable.Range(0, 3).All(k => Math.Abs(model.Centroids[k, j] - overall[j]) < Rounding))];
        Assert.InRange(gone.Length, 1, 3);
    }

    [Theory, InlineData(0.0), InlineData(0.7)]
    public void Medians_shrink_by_the_formula(double threshold)
    {
        (Matrix x, int[] codes, double[] weights) = Rows(unit: true);
        var data = new ClassificationData(x, codes, new ClassLabels([0, 1, 2]), weights);
        NearestCentroidModel model = new NearestCentroid { Metric = DistanceMetric.Manhattan, ShrinkThreshold = threshold }.Fit(data);
        double[][] medians = [.. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 4).Select(j =>
        {
            double[] own = [.. Enumerable.Range(0, codes.Length).Where(i => codes[i] == k && weights[i] > 0).Select(i => x[i, j]).Order()];
            return own.Length % 2 == 1 ? own[own.Length / 2] : (own[own.Length / 2 - 1] + own[own.Length / 2]) / 2;
        }).ToArray())];
        Compare(model, Shrunk(x, codes, weights, medians, threshold), x);
    }

    [Fact]
    public void A_threshold_beyond_all_leaves_one_centre_and_so_the_first_class()
    {
        (Matrix x, int[] codes, _) = Rows(unit: true);
        NearestCentroidModel model = new NearestCentroid { ShrinkThreshold = 1e6 }.Fit(ClassificationData.Create(x, codes));
        double[] overall = Means(x, [.. codes.Select(_ => 1.0)], _ => true);
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 4; j++) Assert.Equal(overall[j], model.Centroids[k, j], Rounding);
        Assert.All(model.Predict(x), code => Assert.Equal(0, code));
    }

    [Fact]
    public void A_class_without_weight_has_no_centre()
    {
        // The second of four classes has no row, the third none that weighs anything.
        Matrix x = new([0.0, 2, 10, 12, 5], 5, 1);
        foreach (double threshold in (double[])[0, 0.1])
        {
            NearestCentroidModel model = new NearestCentroid { ShrinkThreshold = threshold }
                .Fit(new ClassificationData(x, [0, 0, 3, 3, 2], new ClassLabels(["a", "b", "c", "d"]), [1, 1, 1, 1, 0]));
            Assert.Equal([0, 3], model.CentroidCodes.ToArray());
            Assert.Equal((2, 1, 4), (model.Centroids.RowCount, model.FeatureCount, model.Labels.Count));
            // s = √(4/2), and its own median beside it; m = √(1/2 - 1/4).
            double less = threshold * 0.5 * 2 * Math.Sqrt(2);
            Assert.Equal(1 + less, model.Centroids[0, 0], Rounding);
            Assert.Equal(11 - less, model.Centroids[1, 0], Rounding);
            Assert.Equal(["a", "a", "d", "d"], model.PredictLabels(new Matrix([-5.0, 5.9, 6.1, 100], 4, 1)));
        }
    }

    [Fact]
    public void The_metric_says_which_centre_is_near()
    {
        // Centres (4, 0) and (3, 3): from the origin 4 and √18, 4 and 6, 4 and 3; along (1, 1) the second has the smaller angle.
        ClassificationData data = ClassificationData.Create(new Matrix(new double[,] { { 4, 0 }, { 3, 3 } }), [0, 1]);
        Matrix origin = new(new double[1, 2]);
        Assert.Equal([0], new NearestCentroid().Fit(data).Predict(origin));
        Assert.Equal([0], new NearestCentroid { Metric = DistanceMetric.Manhattan }.Fit(data).Predict(origin));
        NearestCentroidModel chebyshev = new NearestCentroid { Metric = DistanceMetric.Chebyshev }.Fit(data);
        Assert.Equal([1], chebyshev.Predict(origin));
        Assert.Equal(DistanceMetric.Chebyshev, chebyshev.Metric);
        Assert.Equal([1], new NearestCentroid { Metric = DistanceMetric.Cosine }.Fit(data).Predict(new Matrix(new double[,] { { 1, 1 } })));
        Assert.Contains("InverseCovariance is 1×1", Assert.Throws<ArgumentException>(
            () => new NearestCentroid { Metric = DistanceMetric.Mahalanobis(new Matrix(new double[,] { { 1 } })) }.Fit(data)).Message);
    }

    [Fact]
    public void So_many_rows_that_threads_share_them_get_the_nearest_centre_each()
    {
        (Matrix x, int[] codes, double[] weights) = Rows(unit: false);
        NearestCentroidModel model = new NearestCentroid().Fit(new ClassificationData(x, codes, new ClassLabels([0, 1, 2]), weights));
        Matrix many = x.SelectRows([.. Enumerable.Range(0, 9_000).Select(i => 7 * i % 90)]);
        int[] few = model.Predict(x);
        Assert.Equal(Enumerable.Range(0, 9_000).Select(i => few[7 * i % 90]), model.Predict(many));
    }

    private static void Compare(NearestCentroidModel model, double[][] centres, Matrix x)
    {
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 4; j++) Assert.Equal(centres[k][j], model.Centroids[k, j], Rounding);
        int[] predicted = model.Predict(x);
        for (int i = 0; i < x.RowCount; i++)
            Assert.Equal(Enumerable.Range(0, 3).MinBy(k => model.Metric.Distance(x.Row(i), centres[k])), predicted[i]);
    }

    // x̄ + sign(d)·max(0, |d| - t·m·(s + median s)), s² = Σ w(x - centre)²/(n - K), m = √(1/nₖ - 1/n).
    private static double[][] Shrunk(Matrix x, int[] codes, double[] weights, double[][] centres, double threshold)
    {
        if (threshold == 0) return centres;
        double n = weights.Sum();
        double[] overall = Means(x, weights, _ => true);
        double[] s = [.. Enumerable.Range(0, 4).Select(j => Math.Sqrt(
            Enumerable.Range(0, codes.Length).Sum(i => weights[i] * Math.Pow(x[i, j] - centres[codes[i]][j], 2)) / (n - 3)))];
        double[] sorted = [.. s.Order()];
        double median = (sorted[1] + sorted[2]) / 2;
        return [.. centres.Select((centre, k) =>
        {
            double own = Enumerable.Range(0, codes.Length).Where(i => codes[i] == k).Sum(i => weights[i]), m = Math.Sqrt(1 / own - 1 / n);
            return centre.Select((value, j) =>
            {
                double d = value - overall[j];
                return overall[j] + Math.Sign(d) * Math.Max(0, Math.Abs(d) - threshold * m * (s[j] + median));
            }).ToArray();
        })];
    }

    private static double[] Means(Matrix x, double[] weights, Func<int, bool> isIn)
    {
        int[] rows = [.. Enumerable.Range(0, x.RowCount).Where(isIn)];
        return [.. Enumerable.Range(0, x.ColumnCount).Select(j => rows.Sum(i => weights[i] * x[i, j]) / rows.Sum(i => weights[i]))];
    }

    // Classes that differ much in the first column, less in the next two and not in the last; a sixth of the rows weighs nothing.
    private static (Matrix X, int[] Codes, double[] Weights) Rows(bool unit)
    {
        var rng = new Rng(5);
        int[] codes = [.. Enumerable.Range(0, 90).Select(_ => rng.NextInt(3))];
        double[][] x = [.. codes.Select(code => (double[])
            [rng.NextDouble() + 2 * code, rng.NextDouble() + 0.6 * code, 3 * rng.NextDouble() - 0.5 * code, rng.NextDouble()])];
        return (new Matrix(x), codes, [.. codes.Select((_, i) => i % 6 == 0 ? 0 : unit ? 1 : 0.5 + i % 4)]);
    }
}
