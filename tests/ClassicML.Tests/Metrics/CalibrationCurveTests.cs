using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Metrics;

public class CalibrationCurveTests
{
    [Theory, InlineData("smooth"), InlineData("coarse"), InlineData("narrow")]
    public void Equals_scikit_learn(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(Repository.Golden("calibration-curve", name));
        double[] probabilities = golden.RootElement.GetProperty("probabilities").Deserialize<double[]>()!;
        bool[] positives = Array.ConvertAll(golden.RootElement.GetProperty("positives").Deserialize<int[]>()!, p => p == 1);
        foreach (JsonElement expected in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            CalibrationBins bins = expected.GetProperty("strategy").GetString() == "uniform" ? CalibrationBins.Uniform : CalibrationBins.Quantile;
            CalibrationCurve curve = CalibrationCurve.Of(probabilities, positives, binCount: expected.GetProperty("bins").GetInt32(), bins: bins);
            Close(expected.GetProperty("mean"), curve.MeanProbabilities);
            Close(expected.GetProperty("share"), curve.PositiveShares);
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

    private static string Fail(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    // Sums of a hundred probabilities, then one division.
    private static void Close(JsonElement expected, ReadOnlySpan<double> actual)
    {
        double[] values = expected.Deserialize<double[]>()!;
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], actual[i], 1e-14);
    }
}
