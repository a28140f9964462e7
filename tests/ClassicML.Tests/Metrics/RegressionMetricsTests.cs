using System.Text.Json;
using ClassicML.Metrics;
using CsCheck;

namespace ClassicML.Tests.Metrics;

public class RegressionMetricsTests
{
    // These take no negative numbers.
    private static readonly string[] OfCounts = ["mean-squared-logarithmic-error", "poisson-deviance"];

    public static TheoryData<string> Cases => [.. Golden.Cases("regression-metrics")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn(string name)
    {
        JsonElement expected = Golden.Read("regression-metrics", name).Root;
        var outcome = new RegressionOutcome(
            expected.GetProperty("actual").Deserialize<double[]>(), expected.GetProperty("predicted").Deserialize<double[]>(),
            expected.GetProperty("weights").Deserialize<double[]?>());
        foreach (Metric<RegressionOutcome> metric in RegressionMetric.All)
        {
            if (!expected.TryGetProperty(metric.Name.Replace('-', '_'), out JsonElement value))
            {
                // What scikit-learn refuses, too.
                Assert.Contains(metric.Name, OfCounts);
                Assert.Contains($"{metric} needs", Fail(() => metric.Compute(outcome)));
                continue;
            }
            // The deviance of large targets is a difference of large terms there, and keeps its digits here.
            double lost = metric == RegressionMetric.PoissonDeviance ? 4e-16 * outcome.Actual.ToArray().Max() : 0;
            Same(value.GetDouble(), metric.Compute(outcome), lost);
        }
        foreach (JsonProperty loss in expected.GetProperty("pinball_loss").EnumerateObject())
        {
            Metric<RegressionOutcome> metric = RegressionMetric.Find("pinball-loss-" + loss.Name.Replace('.', '-'));
            Same(loss.Value.GetDouble(), metric.Compute(outcome));
        }

        // Sums of a hundred terms by the same formulas.
        static void Same(double value, double computed, double lost = 0) => Assert.Equal(value, computed, 1e-12 * Math.Max(1, Math.Abs(value)) + lost);
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
                bool counts = OfCounts.Contains(metric.Name);
                double expected = metric.Compute(Of(rows, counts));
                Assert.Equal(expected, metric.Compute(Of(shuffled, counts)), 1e-14 * Math.Max(1, Math.Abs(expected)));
            }
        });

    [Fact]
    public void A_metric_is_found_by_its_name_and_bad_input_refused_in_words()
    {
        foreach (Metric<RegressionOutcome> metric in RegressionMetric.All) Assert.Same(metric, RegressionMetric.Find(metric.Name));
        Assert.Equal([
            RegressionMetric.R2, RegressionMetric.MeanSquaredError, RegressionMetric.RootMeanSquaredError, RegressionMetric.MeanAbsoluteError,
            RegressionMetric.MedianAbsoluteError, RegressionMetric.MaxError, RegressionMetric.MeanAbsolutePercentageError,
            RegressionMetric.MeanSquaredLogarithmicError, RegressionMetric.PoissonDeviance, RegressionMetric.ExplainedVariance,
        ], RegressionMetric.All);
        Assert.Equal(["r2", "explained-variance"], RegressionMetric.All.Where(metric => metric.HigherIsBetter).Select(metric => metric.Name));
        Assert.Contains(
            "must be one of r2, mean-squared-error, root-mean-squared-error, mean-absolute-error, median-absolute-error, max-error, "
            + "mean-absolute-percentage-error, mean-squared-logarithmic-error, poisson-deviance, explained-variance, "
            + "pinball-loss-A, with A a share such as 0-9, was 'mse'",
            Fail(() => RegressionMetric.Find("mse")));
        Assert.Contains("predicted must have 2 entries", Fail(() => RegressionMetrics.R2([1, 2], [1])));
        Assert.Contains("row 1 of predicted is NaN", Fail(() => RegressionMetrics.MeanSquaredError([1, 2], [1, double.NaN])));
        Assert.Contains("weights must have 2 entries", Fail(() => RegressionMetrics.MeanAbsoluteError([1, 2], [1, 2], [1])));
        Assert.Contains("at least one row", Fail(() => RegressionMetrics.RootMeanSquaredError([], [])));
    }

    [Fact]
    public void A_pinball_loss_has_a_name_that_is_read_back()
    {
        foreach ((double alpha, string name) in new[] { (0.5, "0-5"), (0.9, "0-9"), (1e-6, "0-000001"), (0.999999, "0-999999"), (0.05, "0-05") })
        {
            Metric<RegressionOutcome> metric = RegressionMetric.PinballLoss(alpha);
            Assert.Equal(("pinball-loss-" + name, false), (metric.Name, metric.HigherIsBetter));
            Assert.True(RegressionMetric.TryFind(metric.Name, out Metric<RegressionOutcome>? found));
            Assert.Equal(metric, found);
            var outcome = new RegressionOutcome([1, 2, 5], [2, 2, 1]);
            Assert.Equal(metric.Compute(outcome), found.Compute(outcome));
        }
        foreach (string alpha in new[] { "", "-0", "-1", "-0-50", "-00-5", "-2", "-0-5\n" })
            Assert.False(RegressionMetric.TryFind("pinball-loss" + alpha, out _));
        Assert.Contains("alpha must be in [1E-06, 0.999999], was 1", Fail(() => RegressionMetric.PinballLoss(1)));
        Assert.Contains("alpha must be in [0, 1], was -1", Fail(() => RegressionMetrics.PinballLoss([1], [2], -1)));
    }

    [Fact]
    public void A_pinball_loss_is_least_at_the_quantile()
    {
        double[] actual = [.. Enumerable.Range(1, 99).Select(i => (double)i)];
        double At(double level) => RegressionMetrics.PinballLoss(actual, [.. actual.Select(_ => level)], 0.9);
        Assert.Equal(90, Enumerable.Range(1, 99).MinBy(level => At(level)));
        // Of ½ it is half the mean absolute error, of 0 and 1 only one side counts.
        Assert.Equal(RegressionMetrics.MeanAbsoluteError([1, 5], [2, 3]) / 2, RegressionMetrics.PinballLoss([1, 5], [2, 3], 0.5));
        Assert.Equal(1, RegressionMetrics.PinballLoss([1, 5], [2, 3], 1));
        Assert.Equal(0.5, RegressionMetrics.PinballLoss([1, 5], [2, 3], 0));
    }

    [Fact]
    public void The_median_of_an_even_number_lies_in_the_middle_without_weights_and_at_the_smaller_with_them()
    {
        Assert.Equal(2.5, RegressionMetrics.MedianAbsoluteError([0, 0, 0, 0], [1, -2, 3, 9]));
        Assert.Equal(2, RegressionMetrics.MedianAbsoluteError([0, 0, 0, 0], [1, -2, 3, 9], [1, 1, 1, 1]));
        Assert.Equal(2, RegressionMetrics.MedianAbsoluteError([0, 0, 0], [9, -2, 1]));
        Assert.Equal(9, RegressionMetrics.MedianAbsoluteError([0, 0, 0], [9, -2, 1], [4, 1, 1]));
        Assert.Equal(1, RegressionMetrics.MedianAbsoluteError([0, 0, 0], [9, -2, 1], [0, 0, 1]));
        Assert.Equal(3, RegressionMetrics.MedianAbsoluteError([0], [3]));
    }

    [Fact]
    public void A_constant_offset_is_forgiven_by_the_explained_variance()
    {
        Assert.Equal(1, RegressionMetrics.ExplainedVariance([1, 2, 6], [1.5, 2.5, 6.5]));
        Assert.True(RegressionMetrics.R2([1, 2, 6], [1.5, 2.5, 6.5]) < 1);
        Assert.Equal(0, RegressionMetrics.ExplainedVariance([1, 2, 6], [3, 3, 3]), 1e-15);
        // Constant targets: right up to an offset, or not.
        Assert.Equal(1, RegressionMetrics.ExplainedVariance([0.1, 0.1, 0.1], [0.3, 0.3, 0.3]));
        Assert.Equal(0, RegressionMetrics.ExplainedVariance([0.1, 0.1, 0.1], [0.3, 0.2, 0.3]));
        Assert.Equal(1, RegressionMetrics.ExplainedVariance([1], [3]));
    }

    [Fact]
    public void A_target_of_zero_decides_a_percentage_error()
    {
        Assert.Equal(0.1, RegressionMetrics.MeanAbsolutePercentageError([10, -100], [11, -90]), 1e-15);
        Assert.Equal(Math.ScaleB(1, 52), RegressionMetrics.MeanAbsolutePercentageError([0], [1]));
        Assert.Equal(0, RegressionMetrics.MeanAbsolutePercentageError([0], [0]));
    }

    [Fact]
    public void A_deviance_keeps_its_digits_where_a_prediction_is_nearly_right()
    {
        // y = 3, m = 3(1+δ): 2·3(δ - log(1+δ)) = 3δ²(1 - 2δ/3 + …). The formula in doubles has no digit left at δ = 2⁻³⁰.
        foreach (int power in new[] { 10, 20, 30, 40 })
        {
            double delta = Math.ScaleB(1, -power), expected = 3 * delta * delta * (1 - 2 * delta / 3 + delta * delta / 2 - 2 * delta * delta * delta / 5);
            Assert.Equal(expected, RegressionMetrics.PoissonDeviance([3], [3 * (1 + delta)]), 1e-11 * expected);
        }
        // Either way of computing it agrees where they meet, at ratios of 9 to 11.
        foreach (double m in new[] { 8.18, 8.182, 12.22, 12.223 })
            Assert.Equal(2 * (10 * Math.Log(10 / m) - 10 + m), RegressionMetrics.PoissonDeviance([10], [m]), 1e-14);
        Assert.Equal(0, RegressionMetrics.PoissonDeviance([2, 5], [2, 5]));
        Assert.Equal(2 * 0.75, RegressionMetrics.PoissonDeviance([0], [0.75]));
        // Squared logarithms, too.
        Assert.Equal(1e-20, RegressionMetrics.MeanSquaredLogarithmicError([1e-10], [0]), 1e-29);
        Assert.Equal(Math.Log(3) * Math.Log(3), RegressionMetrics.MeanSquaredLogarithmicError([2], [0]), 1e-15);
    }

    [Fact]
    public void Numbers_that_a_metric_does_not_allow_are_refused_in_words()
    {
        Assert.Contains("poisson-deviance needs targets of at least 0; row 1 of actual is -1", Fail(() => RegressionMetrics.PoissonDeviance([0, -1], [1, 1])));
        Assert.Contains("poisson-deviance needs predictions above 0; row 0 of predicted is 0", Fail(() => RegressionMetrics.PoissonDeviance([0, 1], [0, 1])));
        Assert.Contains("mean-squared-logarithmic-error needs numbers of at least 0; row 0 of actual is -0.5",
            Fail(() => RegressionMetrics.MeanSquaredLogarithmicError([-0.5], [1])));
        Assert.Contains("row 0 of predicted is -2", Fail(() => RegressionMetrics.MeanSquaredLogarithmicError([1], [-2])));
        Assert.Equal(0, RegressionMetrics.MeanSquaredLogarithmicError([0], [0]));
    }

    private static RegressionOutcome Of((double Actual, double Error, double Weight)[] rows, bool counts) => counts
        ? new([.. rows.Select(r => Math.Abs(r.Actual))], [.. rows.Select(r => Math.Abs(r.Actual + r.Error) + 0.001)], [.. rows.Select(r => r.Weight)])
        : new([.. rows.Select(r => r.Actual)], [.. rows.Select(r => r.Actual + r.Error)], [.. rows.Select(r => r.Weight)]);
}
