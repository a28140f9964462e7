using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.Metrics;

public class CalibrationCurveTests
{
    [Theory, InlineData("smooth"), InlineData("coarse"), InlineData("narrow")]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("calibration-curve", name);
        double[] probabilities = golden.Numbers("probabilities");
        bool[] positives = Array.ConvertAll(golden.Codes("positives"), p => p == 1);
        foreach (JsonElement expected in golden["cases"].EnumerateArray())
        {
            CalibrationBins bins = expected.GetProperty("strategy").GetString() == "uniform" ? CalibrationBins.Uniform : CalibrationBins.Quantile;
            CalibrationCurve curve = CalibrationCurve.Of(probabilities, positives, binCount: expected.GetProperty("bins").GetInt32(), bins: bins);
            // Sums of a hundred probabilities, then one division.
            Close(expected.GetProperty("mean").Deserialize<double[]>()!, curve.MeanProbabilities, 1e-14);
            Close(expected.GetProperty("share").Deserialize<double[]>()!, curve.PositiveShares, 1e-14);
            Assert.Equal(probabilities.Length, curve.Weights.ToArray().Sum());
        }
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice()
    {
        double[] p = [0.1, 0.3, 0.35, 0.9, 0.8], w = [1, 2, 1, 3, 1];
        bool[] positives = [false, true, false, true, true];
        int[] repeated = [.. Enumerable.Range(0, p.Length).SelectMany(i => Enumerable.Repeat(i, (int)w[i]))];
        CalibrationCurve weighted = CalibrationCurve.Of(p, positives, w);
        CalibrationCurve twice = CalibrationCurve.Of([.. repeated.Select(i => p[i])], [.. repeated.Select(i => positives[i])]);
        Assert.Equal(twice.PositiveShares, weighted.PositiveShares);
        for (int b = 0; b < 3; b++) Assert.Equal(twice.MeanProbabilities[b], weighted.MeanProbabilities[b], 1e-15);
        Assert.Equal(twice.ExpectedError, weighted.ExpectedError, 1e-15);
    }

    [Fact]
    public void The_expected_error_is_the_mean_distance_from_the_diagonal()
    {
        // Half of the rows say 0.9 and are right half of the time, half say 0.1 and are never positive.
        CalibrationCurve curve = CalibrationCurve.Of([0.9, 0.9, 0.1, 0.1], [true, false, false, false]);
        Assert.Equal(0.5 * 0.4 + 0.5 * 0.1, curve.ExpectedError, 1e-15);
    }

    /// <summary>A bin holds the probabilities above its lower border up to its upper one, the first its lower one too.</summary>
    [Fact]
    public void A_probability_on_a_border_belongs_to_the_bin_below()
    {
        double[] p = [0, 0.2, 0.4, 0.6, 0.8, 1, Math.BitIncrement(0.2), Math.BitDecrement(0.2)];
        bool[] positives = [true, false, true, false, true, false, true, true];
        CalibrationCurve curve = CalibrationCurve.Of(p, positives, [1, 2, 4, 8, 16, 32, 64, 128]);
        // 0, 0.2 and what is just below; 0.4 and what is just above 0.2; 0.6; 0.8; 1.
        Assert.Equal([131.0, 68, 8, 16, 32], curve.Weights);
        Assert.Equal([(1 + 128.0) / 131, 1, 0, 1, 0], curve.PositiveShares);
        Assert.Equal((2 + 128) * 0.2 / 131, curve.MeanProbabilities[0], 1e-15);
        Assert.Equal([0.6, 0.8, 1], curve.MeanProbabilities[2..]);
        // One bin has them all.
        curve = CalibrationCurve.Of([0, 1, 0.25], [false, true, false], binCount: 1);
        Assert.Equal((3.0, 1 / 3.0, 1.25 / 3), (curve.Weights[0], curve.PositiveShares[0], curve.MeanProbabilities[0]));
    }

    [Fact]
    public void Bins_are_those_of_their_borders() =>
        Gen.Select(Gen.Select(Gen.Int[0, 20], Gen.Bool, Gen.Int[0, 4]).Array[1, 60], Gen.Int[1, 10], Gen.Bool,
            Gen.Bool).Where(t => t.Item1.Any(row => row.Item3 > 0))
            .Sample((rows, bins, quantiles, weighted) =>
            {
                double[] p = Array.ConvertAll(rows, row => row.Item1 / 20.0),
                    w = Array.ConvertAll(rows, row => weighted ? row.Item3 / 4.0 : 1);
                bool[] positives = Array.ConvertAll(rows, row => row.Item2);
                // Borders in twentieths of 1/bins and of 1/bins of the way between two of the sorted probabilities: whole numbers, times
                // 20·bins.
                int[] sorted = [.. rows.Select(row => row.Item1).Order()];
                (long Value, bool IsExact)[] borders = [.. Enumerable.Range(1, bins - 1).Select(b =>
                {
                    if (!quantiles) return (20L * b, true);
                    (int place, int rest) = Math.DivRem(b * (rows.Length - 1), bins);
                    int below = sorted[place], above = sorted[Math.Min(place + 1, rows.Length - 1)];
                    // Where the place in the order is no double, a border between different numbers is rounded, and so is every one between
                    // two.
                    bool exact = rest == 0 ? bins is 1 or 2 or 4 or 8 : below == above;
                    return (((long)below * bins) + rest * (above - below), exact);
                })];
                if (rows.Any(row => borders.Any(border => !border.IsExact && border.Value == (long)row.Item1 * bins))) return;
                int[] bin = Array.ConvertAll(rows, row => borders.Count(border => border.Value < (long)row.Item1 * bins));
                CalibrationCurve curve = CalibrationCurve.Of(p, positives, weighted ? w : [], bins,
                    quantiles ? CalibrationBins.Quantile : CalibrationBins.Uniform);
                int[] filled = [.. Enumerable.Range(0, bins).Where(b => Sum(i => bin[i] == b, _ => 1) > 0)];
                Assert.Equal(filled.Length, curve.Weights.Length);
                double error = 0, all = Sum(_ => true, _ => 1);
                for (int at = 0; at < filled.Length; at++)
                {
                    double weight = Sum(i => bin[i] == filled[at], _ => 1), mean = Sum(i => bin[i] == filled[at], i => p[i]) / weight;
                    double share = Sum(i => bin[i] == filled[at] && positives[i], _ => 1) / weight;
                    Assert.Equal(weight, curve.Weights[at], 1e-12);
                    Assert.Equal(mean, curve.MeanProbabilities[at], 1e-13);
                    Assert.Equal(share, curve.PositiveShares[at], 1e-13);
                    error += weight / all * Math.Abs(mean - share);
                }
                Assert.Equal(error, curve.ExpectedError, 1e-13);

                double Sum(Func<int, bool> which, Func<int, double> of) =>
                    Enumerable.Range(0, rows.Length).Where(which).Sum(i => w[i] * of(i));
            });

    [Fact]
    public void The_curve_of_a_model_is_that_of_its_probabilities_with_the_datas_weights()
    {
        ClassificationData iris = Datasets.Iris(), data = iris.WithWeights([.. Enumerable.Range(0, 150).Select(i => i % 4 / 2.0)]);
        LogisticRegressionModel model = new LogisticRegression().Fit(iris);
        foreach (string name in iris.Labels.Names)
        {
            int code = iris.Labels.IndexOf(name);
            Matrix all = model.PredictProbabilities(data.Features);
            double[] column = [.. Enumerable.Range(0, 150).Select(i => all[i, code])];
            bool[] positives = [.. data.Codes.ToArray().Select(actual => actual == code)];
            CalibrationCurve expected = CalibrationCurve.Of(column, positives, data.Weights, 7, CalibrationBins.Quantile);
            CalibrationCurve curve = CalibrationCurve.Of(model, data, name, 7, CalibrationBins.Quantile);
            Assert.Equal(expected.MeanProbabilities, curve.MeanProbabilities);
            Assert.Equal(expected.PositiveShares, curve.PositiveShares);
            Assert.Equal(expected.Weights, curve.Weights);
            Assert.Equal(5, CalibrationCurve.Of(column, positives, bins: CalibrationBins.Quantile).Weights.Length);
        }
        Assert.Contains("gives none", Fail(() => CalibrationCurve.Of(new RidgeClassifier().Fit(iris), iris, "setosa")));
    }

    [Fact]
    public void Logistic_regression_is_nearly_calibrated()
    {
        var model = new StandardScaler().Then(new LogisticRegression()).Fit(Datasets.BreastCancer());
        Assert.InRange(CalibrationCurve.Of(model, Datasets.BreastCancer(), "malignant", 10).ExpectedError, 0, 0.03);
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        Assert.Contains("probability must be in [0, 1], was 1.5", Fail(() => CalibrationCurve.Of([1.5], [true])));
        Assert.Contains("binCount must be at least 1, was 0", Fail(() => CalibrationCurve.Of([0.5], [true], binCount: 0)));
        Assert.Contains("at least one row", Fail(() => CalibrationCurve.Of([], [])));
        Assert.Contains("positives", Fail(() => CalibrationCurve.Of([0.5, 0.5], [true])));
        Assert.Contains("positive must be one of", Fail(() => CalibrationCurve.Of(new LogisticRegression().Fit(Datasets.Iris()), Datasets.Iris(), "rose")));
    }
}
