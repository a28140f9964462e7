using System.Text.Json;
using ClassicML.Metrics;
using CsCheck;

namespace ClassicML.Tests.Metrics;

public class RegressionMetricsTests
{
    [Theory]
    [InlineData("random"), InlineData("weights"), InlineData("worse-than-the-mean"), InlineData("perfect")]
    [InlineData("constant-perfect"), InlineData("constant-wrong"), InlineData("offset")]
    public void Equals_scikit_learn(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(Repository.Golden("regression-metrics", name));
        JsonElement expected = golden.RootElement;
        var outcome = new RegressionOutcome(
            expected.GetProperty("actual").Deserialize<double[]>(), expected.GetProperty("predicted").Deserialize<double[]>(),
            expected.GetProperty("weights").Deserialize<double[]?>());
        foreach (Metric<RegressionOutcome> metric in RegressionMetric.All)
        {
            double value = expected.GetProperty(metric.Name.Replace('-', '_')).GetDouble();
            // Sums of a hundred terms by the same formulas.
            Assert.Equal(value, metric.Compute(outcome), 1e-12 * Math.Max(1, Math.Abs(value)));
        }
    }

    [Fact]
    public void Constant_targets_give_one_if_met_and_else_zero_even_where_their_mean_is_rounded()
    {
        // The mean of equal numbers can be off by a rounding; R² must not depend on it.
        foreach (double target in new[] { 0.1, 1e9 / 3, -7e-20 })
            for (int n = 2; n < 60; n++)
            {
                double[] actual = new double[n], predicted = new double[n];
                Array.Fill(actual, target);
                Assert.Equal(1, RegressionMetrics.R2(actual, actual));
                Assert.Equal(0, RegressionMetrics.R2(actual, predicted));
            }
    }

    [Fact]
    public void Predicting_the_mean_scores_zero_and_one_row_has_no_variance()
    {
        Assert.Equal(0, RegressionMetrics.R2([1, 2, 6], [3, 3, 3]));
        Assert.Equal(-3, RegressionMetrics.R2([1, 2, 3], [3, 2, 1]));
        Assert.True(double.IsNaN(RegressionMetrics.R2([1], [1])));
        // A target that differs but weighs nothing leaves the rest constant.
        Assert.Equal(0, RegressionMetrics.R2([1, 1, 5], [1, 2, 3], [1, 1, 0]));
    }

    [Fact]
    public void The_order_of_rows_changes_only_the_last_bits() =>
        Gen.Select(Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[-1, 1], Gen.Double[0.1, 3]).Array[2, 60], Gen.ULong).Sample((rows, seed) =>
        {
            (double, double, double)[] shuffled = [.. rows];
            new Rng(seed).Shuffle(shuffled.AsSpan());
            foreach (Metric<RegressionOutcome> metric in RegressionMetric.All)
            {
                double expected = metric.Compute(Of(rows));
                Assert.Equal(expected, metric.Compute(Of(shuffled)), 1e-14 * Math.Max(1, Math.Abs(expected)));
            }
        });

    [Fact]
    public void A_metric_is_found_by_its_name_and_bad_input_refused_in_words()
    {
        foreach (Metric<RegressionOutcome> metric in RegressionMetric.All) Assert.Same(metric, RegressionMetric.Find(metric.Name));
        Assert.Equal(["r2"], RegressionMetric.All.Where(metric => metric.HigherIsBetter).Select(metric => metric.Name));
        Assert.Contains(
            "must be one of r2, mean-squared-error, root-mean-squared-error, mean-absolute-error, was 'mse'",
            Fail(() => RegressionMetric.Find("mse")));
        Assert.Contains("predicted must have 2 entries", Fail(() => RegressionMetrics.R2([1, 2], [1])));
        Assert.Contains("row 1 of predicted is NaN", Fail(() => RegressionMetrics.MeanSquaredError([1, 2], [1, double.NaN])));
        Assert.Contains("weights must have 2 entries", Fail(() => RegressionMetrics.MeanAbsoluteError([1, 2], [1, 2], [1])));
        Assert.Contains("at least one row", Fail(() => RegressionMetrics.RootMeanSquaredError([], [])));
    }

    private static RegressionOutcome Of((double Actual, double Error, double Weight)[] rows) =>
        new([.. rows.Select(r => r.Actual)], [.. rows.Select(r => r.Actual + r.Error)], [.. rows.Select(r => r.Weight)]);
}
