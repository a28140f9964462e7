using ClassicML.Metrics;

namespace ClassicML.Tests.Metrics;

/// <summary>No metric depends on the unit of weights, nor is an error of any size lost.</summary>
public class MetricScaleTests
{
    private static readonly double[] Actual = [1, 2, 3, 5, -4, 2], Predicted = [1.25, 1.5, 3.5, 4, -4, 2.5], Weights = [1, 2, 0, 0.5, 3, 1];

    [Theory, InlineData(-1060), InlineData(-700), InlineData(-40), InlineData(300), InlineData(700), InlineData(1015)]
    public void Weights_times_a_power_of_two_change_no_bit(int exponent)
    {
        // Eight bits at most, so that they survive below the normal numbers.
        double[] scaled = Array.ConvertAll(Weights, weight => Math.ScaleB(weight, exponent));
        int[] actual = [0, 1, 2, 1, 0, 2], predicted = [0, 1, 1, 1, 2, 2];
        var p = new Matrix([0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.3, 0.4, 0.3, 0.2, 0.6, 0.2, 0.3, 0.3, 0.4, 0, 0.1, 0.9], 6, 3);
        var labels = new ClassLabels(["a", "b", "c"]);
        var scores = new Matrix([2, 0.5, -1, 0, 0.25, 3, 1, 1, 1, -2, 4, 0.5, 0.75, 0, 0.125, 1, -1, 0], 6, 3);
        ClassificationOutcome one = new(actual, predicted, labels, p, Weights, scores), other = new(actual, predicted, labels, p, scaled, scores);
        Metric<ClassificationOutcome>[] metrics =
        [
            .. ClassificationMetric.All, ClassificationMetric.Recall(1), ClassificationMetric.FBeta(2, 0), ClassificationMetric.FBeta(0.5, Average.Weighted),
            ClassificationMetric.TopKAccuracy(2),
        ];
        foreach (Metric<ClassificationOutcome> metric in metrics)
        {
            Assert.True(double.IsFinite(metric.Compute(one)));
            Assert.Equal(metric.Compute(one), metric.Compute(other));
        }
        foreach (Metric<RegressionOutcome> metric in (Metric<RegressionOutcome>[])[.. RegressionMetric.All, RegressionMetric.PinballLoss(0.9)])
        {
            // Some take no negative numbers.
            double[] y = Array.ConvertAll(Actual, Math.Abs), said = Array.ConvertAll(Predicted, Math.Abs);
            Assert.Equal(metric.Compute(new RegressionOutcome(y, said, Weights)), metric.Compute(new RegressionOutcome(y, said, scaled)));
            Assert.NotEqual(0, metric.Compute(new RegressionOutcome(y, said, Weights)));
        }
        foreach (Average average in Enum.GetValues<Average>())
            Assert.Equal(one.Confusion.FBeta(2, average, [0, 2]), other.Confusion.FBeta(2, average, [0, 2]));
        foreach (Normalisation by in Enum.GetValues<Normalisation>())
            Assert.Equal(one.Confusion.Normalised(by).Span.ToArray(), other.Confusion.Normalised(by).Span.ToArray());
        Assert.Equal(
            one.Confusion.Classes().Select(c => c with { Support = 0 }), other.Confusion.Classes().Select(c => c with { Support = 0 }));
        // What is told of weights is in their unit.
        Assert.Equal(Math.ScaleB(one.Confusion.Total, exponent), other.Confusion.Total);
        Assert.Equal(Math.ScaleB(one.Confusion.Support(1), exponent), other.Confusion.Support(1));
        Assert.Equal(Math.ScaleB(one.Confusion[1, 1], exponent), other.Confusion[1, 1]);
        double[] likely = [0.1, 0.9, 0.4, 0.6, 0.2, 0.7];
        bool[] positives = [false, true, true, false, false, true];
        CalibrationCurve curve = CalibrationCurve.Of(likely, positives, Weights), same = CalibrationCurve.Of(likely, positives, scaled);
        Assert.Equal(curve.ExpectedError, same.ExpectedError);
        Assert.Equal(curve.PositiveShares, same.PositiveShares);
        for (int b = 0; b < curve.Weights.Length; b++) Assert.Equal(Math.ScaleB(curve.Weights[b], exponent), same.Weights[b]);
        Assert.Equal(RocCurve.Of(likely, positives, Weights).TruePositiveRates, RocCurve.Of(likely, positives, scaled).TruePositiveRates);
        Assert.Equal(PrecisionRecallCurve.Of(likely, positives, Weights).Precisions, PrecisionRecallCurve.Of(likely, positives, scaled).Precisions);
    }

    [Theory, InlineData(-1000), InlineData(-665), InlineData(-100), InlineData(249), InlineData(665), InlineData(1020)]
    public void Numbers_times_a_power_of_two_scale_their_errors_and_leave_r2(int exponent)
    {
        double[] actual = Array.ConvertAll(Actual, value => Math.ScaleB(value, exponent)),
            predicted = Array.ConvertAll(Predicted, value => Math.ScaleB(value, exponent));
        Assert.Equal(RegressionMetrics.R2(Actual, Predicted, Weights), RegressionMetrics.R2(actual, predicted, Weights));
        Assert.Equal(
            Math.ScaleB(RegressionMetrics.RootMeanSquaredError(Actual, Predicted), exponent),
            RegressionMetrics.RootMeanSquaredError(actual, predicted));
        Assert.Equal(
            Math.ScaleB(RegressionMetrics.MeanAbsoluteError(Actual, Predicted), exponent),
            RegressionMetrics.MeanAbsoluteError(actual, predicted));
        Assert.Equal(RegressionMetrics.ExplainedVariance(Actual, Predicted, Weights), RegressionMetrics.ExplainedVariance(actual, predicted, Weights));
        foreach (double[] weights in new double[][] { [], Weights })
        {
            Assert.Equal(
                Math.ScaleB(RegressionMetrics.MedianAbsoluteError(Actual, Predicted, weights), exponent),
                RegressionMetrics.MedianAbsoluteError(actual, predicted, weights));
            Assert.Equal(
                Math.ScaleB(RegressionMetrics.MaxError(Actual, Predicted, weights), exponent), RegressionMetrics.MaxError(actual, predicted, weights));
            Assert.Equal(
                Math.ScaleB(RegressionMetrics.PinballLoss(Actual, Predicted, 0.75, weights), exponent),
                RegressionMetrics.PinballLoss(actual, predicted, 0.75, weights));
        }
        // Infinite or zero where a square is no double.
        Assert.Equal(
            Math.ScaleB(RegressionMetrics.MeanSquaredError(Actual, Predicted), 2 * exponent),
            RegressionMetrics.MeanSquaredError(actual, predicted));
    }

    [Fact]
    public void A_tiny_error_beside_large_numbers_is_not_lost()
    {
        // By hand: one error of 1e-170 in two rows.
        Assert.Equal(1e-170 / Math.Sqrt(2), RegressionMetrics.RootMeanSquaredError([1e75, 0], [1e75, 1e-170]), 1e-185);
        Assert.Equal(0.5e-170, RegressionMetrics.MeanAbsoluteError([1e75, 0], [1e75, 1e-170]), 1e-185);
        Assert.Equal(double.MaxValue, RegressionMetrics.MeanAbsoluteError([double.MaxValue / 2], [-double.MaxValue / 2]));
        Assert.Equal(1e-170, RegressionMetrics.MedianAbsoluteError([1e300, 0, 0], [-1e300, 1e-170, 0]), 1e-185);
    }

    [Fact]
    public void Errors_beyond_a_double_are_infinite_and_their_means_not()
    {
        double[] high = [1.5e308, 1], low = [-1.5e308, 1];
        Assert.Equal(double.PositiveInfinity, RegressionMetrics.MaxError(high, low));
        Assert.Equal(0, RegressionMetrics.MaxError(high, low, [0, 1]));
        Assert.Equal(double.PositiveInfinity, RegressionMetrics.MedianAbsoluteError(high, low));
        Assert.Equal(double.PositiveInfinity, RegressionMetrics.MedianAbsoluteError([1.5e308, 1.5e308], [-1.5e308, -1.5e308]));
        Assert.Equal(0, RegressionMetrics.MedianAbsoluteError(high, low, [1, 1]));
        Assert.Equal(0.75e308, RegressionMetrics.PinballLoss(high, low, 0.5), 1e293);
        Assert.Equal(1, RegressionMetrics.MeanAbsolutePercentageError(high, low), 1e-15);
        Assert.Equal(0, RegressionMetrics.MeanAbsolutePercentageError(high, low, [0, 1]));
        Assert.Equal(double.PositiveInfinity, RegressionMetrics.MeanAbsolutePercentageError([0], [1e300]));
        Assert.Equal(2 * 1e300, RegressionMetrics.PoissonDeviance([0], [1e300]));
        // One of a logarithm of 10³⁰⁸ in four rows.
        double logarithm = Math.Log(1e308);
        Assert.Equal(logarithm * logarithm / 4, RegressionMetrics.MeanSquaredLogarithmicError([0, 1, 1, 1], [1e308, 1, 1, 1]), 1e-9);
        Assert.Equal(2 * (1e200 * (Math.Log(1e200) - Math.Log(1e-200)) - 1e200), RegressionMetrics.PoissonDeviance([1e200], [1e-200]), 1e190);
    }
}
