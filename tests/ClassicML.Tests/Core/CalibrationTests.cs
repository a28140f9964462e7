using System.Text.Json;
using ClassicML.Calibration;
using ClassicML.Linear;
using ClassicML.Svm;

namespace ClassicML.Tests.Core;

public class CalibrationTests
{
    [Theory, InlineData("plain"), InlineData("weights")]
    public void Equals_scikit_learn(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(Repository.Golden("calibration", name));
        T Get<T>(string key) => golden.RootElement.GetProperty(key).Deserialize<T>()!;
        double[] scores = Get<double[]>("scores"), weights = Get<double[]?>("weights") ?? [], at = Get<double[]>("at");
        bool[] positive = Get<bool[]>("positive");
        double[] sigmoid = Get<double[]>("sigmoid"), isotonic = Get<double[]>("isotonic");
        (double a, double b) = PlattScaling.Fit(scores, positive, weights);
        (double[] points, double[] values) = IsotonicScaling.Fit(scores, positive, weights);
        for (int i = 0; i < at.Length; i++)
        {
            // BFGS stops at a slope of 1e-5, which leaves A and B some 1e-4 from the optimum.
            Assert.Equal(sigmoid[i], PlattScaling.Probability(at[i], a, b), 1e-3);
            Assert.Equal(isotonic[i], IsotonicScaling.Probability(at[i], points, values), 1e-9);
        }
    }

    [Theory, InlineData(CalibrationMethod.Platt), InlineData(CalibrationMethod.Isotonic)]
    public void Probabilities_are_right_on_the_average(CalibrationMethod method)
    {
        ClassificationData train = ClassicML.Tests.Svm.SvmData.Blobs(2, 600, 2, 1), test = ClassicML.Tests.Svm.SvmData.Blobs(2, 600, 2, 2);
        CalibratedClassifierModel model = new CalibratedClassifier(new SvmClassifier()) { Method = method }.Fit(train);
        Matrix p = model.PredictProbabilities(test.Features);
        double likely = 0, right = 0;
        int[] predicted = model.Predict(test.Features);
        for (int i = 0; i < test.RowCount; i++)
        {
            likely += p[i, predicted[i]] / test.RowCount;
            right += predicted[i] == test.Codes[i] ? 1.0 / test.RowCount : 0;
        }
        // Three standard errors of a share of 600 rows.
        Assert.Equal(right, likely, 0.06);
    }

    [Theory, InlineData(CalibrationMethod.Platt), InlineData(CalibrationMethod.Isotonic)]
    public void Probabilities_do_not_depend_on_the_unit_of_weights(CalibrationMethod method)
    {
        var rng = new Rng(4);
        double[] scores = [.. Enumerable.Range(0, 60).Select(_ => 4 * rng.NextDouble() - 2)], ones = new double[60], mixed = new double[60];
        bool[] positive = Array.ConvertAll(scores, score => rng.NextDouble() < 1 / (1 + Math.Exp(-2 * score)));
        ones.AsSpan().Fill(1);
        for (int i = 0; i < 60; i++) mixed[i] = i % 4;
        foreach (double[] weights in new[] { ones, mixed })
        {
            ScoreMap plain = ScoreMap.Fit(method, scores, positive, weights);
            foreach (double unit in new[] { 1.0 / 60, 1e-300, 1e-310, 1e200, 1e307 })
            {
                ScoreMap other = ScoreMap.Fit(method, scores, positive, Array.ConvertAll(weights, weight => weight * unit));
                // A weight of 1e-310 has 13 digits.
                for (double at = -3; at <= 3; at += 0.25) Assert.Equal(plain.Probability(at), other.Probability(at), 1e-9);
            }
        }
        // Weights of one each are no weights at all.
        ScoreMap none = ScoreMap.Fit(method, scores, positive, []), each = ScoreMap.Fit(method, scores, positive, ones);
        Assert.Equal(none.First, each.First);
        Assert.Equal(none.Second, each.Second);
        Assert.True(none.Probability(-2) < 0.3 && none.Probability(2) > 0.7);
    }

    [Theory, InlineData(CalibrationMethod.Platt), InlineData(CalibrationMethod.Isotonic)]
    public void A_class_whose_rows_weigh_nothing_has_probability_zero_and_spoils_no_other(CalibrationMethod method)
    {
        ClassificationData data = ClassicML.Tests.Svm.SvmData.Blobs(3, 300, 3);
        double[] weights = [.. data.Codes.ToArray().Select(code => code == 1 ? 0.0 : 1)];
        int[] counted = [.. Enumerable.Range(0, 300).Where(i => data.Codes[i] != 1)];
        IClassifier<IClassifierModel>[] learners = [new SvmClassifier(), new LinearSvmClassifier()];
        foreach (IClassifier<IClassifierModel> learner in learners)
        {
            CalibratedClassifierModel model = new CalibratedClassifier(learner) { Method = method }.Fit(data.WithWeights(weights));
            Matrix p = model.PredictProbabilities(data.Features);
            for (int i = 0; i < 300; i++)
            {
                Assert.Equal(0, p[i, 1]);
                Assert.Equal(1, p[i, 0] + p[i, 2], 1e-12);
            }
            int[] codes = model.Predict(data.Features);
            // As well as the machine by itself does.
            Assert.InRange(counted.Count(i => codes[i] == data.Codes[i]), 0.9 * counted.Length, counted.Length);
        }
        double[] one = [.. data.Codes.ToArray().Select((code, i) => code == 1 && i > 1 ? 0.0 : 1)];
        Assert.Contains("class '1' has one row that weighs more than nothing", Assert.ThrowsAny<ArgumentException>(() =>
            new CalibratedClassifier(new SvmClassifier()).Fit(data.WithWeights(one))).Message);
    }

    [Theory, InlineData(CalibrationMethod.Platt), InlineData(CalibrationMethod.Isotonic)]
    public void Infinite_and_huge_scores_have_their_place(CalibrationMethod method)
    {
        double[] scores = [double.NegativeInfinity, -1e300, -1, -0.5, 0.5, 1, 1e300, double.PositiveInfinity];
        bool[] positive = [false, false, false, true, false, true, true, true];
        ScoreMap map = ScoreMap.Fit(method, scores, positive, []);
        double last = 0;
        foreach (double score in scores)
        {
            Assert.InRange(map.Probability(score), last, 1);
            last = map.Probability(score);
        }
        Assert.True(map.Probability(double.NegativeInfinity) < 0.5 && last > 0.5);
    }

    [Fact]
    public void Rows_that_can_not_be_split_and_models_without_scores_are_refused()
    {
        ClassificationData data = ClassicML.Tests.Svm.SvmData.Blobs(2, 40, 2).SelectRows([0, 2, 4, 6, 1]);
        Assert.Contains("class '1' has one row", Assert.ThrowsAny<ArgumentException>(() =>
            new CalibratedClassifier(new LogisticRegression()).Fit(data)).Message);
        Assert.Contains(
            "has none",
            Assert.ThrowsAny<ArgumentException>(
                () => new CalibratedClassifier(new ClassicML.Trees.DecisionTreeClassifier()).Fit(ClassicML.Tests.Svm.SvmData.Blobs(2, 40,
                    2))).Message);
    }
}
