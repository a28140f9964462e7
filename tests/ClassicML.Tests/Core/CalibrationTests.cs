using System.Text.Json;
using ClassicML.Calibration;
using ClassicML.Linear;
using ClassicML.Svm;

namespace ClassicML.Tests.Core;

public class CalibrationTests
{
    // scikit-learn's BFGS stops at a slope of 1e-5. It counts rows by their weights, and in one case these sum to a little less than the
    // number of rows.
    [Theory, InlineData("plain", 1e-5), InlineData("weights", 1e-3), InlineData("few", 1e-5), InlineData("few-weights", 1e-5)]
    [InlineData("ties-weights", 1e-5)]
    public void Equals_scikit_learn(string name, double tolerance)
    {
        Golden golden = Golden.Read("calibration", name);
        T Get<T>(string key) => golden[key].Deserialize<T>()!;
        double[] scores = Get<double[]>("scores"), weights = Get<double[]?>("weights") ?? [], at = Get<double[]>("at");
        bool[] positive = Get<bool[]>("positive");
        double[] sigmoid = Get<double[]>("sigmoid"), isotonic = Get<double[]>("isotonic");
        (double a, double b) = PlattScaling.Fit(scores, positive, weights);
        (double[] points, double[] values) = IsotonicScaling.Fit(scores, positive, weights);
        for (int i = 0; i < at.Length; i++)
        {
            Assert.Equal(sigmoid[i], PlattScaling.Probability(at[i], a, b), tolerance);
            Assert.Equal(isotonic[i], IsotonicScaling.Probability(at[i], points, values), 1e-9);
        }
    }

    /// <summary>The likelihood's slopes along A and B by plain sums, with the targets of Platt's paper: (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2),
    /// N being rows where they weigh the same, and shares of the weight times the number of rows that weigh something where not.</summary>
    [Theory, InlineData(4, false), InlineData(10, true), InlineData(200, false), InlineData(200, true)]
    public void Platts_sigmoid_is_where_the_likelihood_is_flat(int n, bool weighted)
    {
        foreach (double unit in new[] { 1, 1e-100, 1e120 })
        {
            var rng = new Rng((ulong)n);
            double[] scores = [.. Enumerable.Range(0, n).Select(_ => unit * (4 * rng.NextDouble() - 1.5))];
            bool[] positive = [.. scores.Select(score => rng.NextDouble() < 1 / (1 + Math.Exp(1 - 2 * score / unit)))];
            (positive[0], positive[1]) = (true, false);
            double[] s = [.. Enumerable.Range(0, n).Select(i => !weighted ? 1 : i % 4 == 3 ? 0 : 0.1 + i % 3)];
            ScoreMap map = ScoreMap.Fit(CalibrationMethod.Platt, scores, positive, weighted ? s : []);
            double total = s.Sum(), share = Enumerable.Range(0, n).Sum(i => positive[i] ? s[i] : 0) / total;
            double plus = share * s.Count(weight => weight > 0), minus = (1 - share) * s.Count(weight => weight > 0), slope = 0, tilt = 0;
            for (int i = 0; i < n; i++)
            {
                double t = positive[i] ? (plus + 1) / (plus + 2) : 1 / (minus + 2), rest = s[i] / total * (map.Probability(scores[i]) - t);
                slope += rest;
                tilt += rest * scores[i] / unit;
                Assert.Equal(1 / (1 + Math.Exp(map.First[0] * scores[i] + map.Second[0])), map.Probability(scores[i]), 1e-14);
            }
            // Newton stops at slopes of 1e-7, as a rule well below.
            Assert.Equal(0, slope, 1e-7);
            Assert.Equal(0, tilt, 3e-7);
        }
    }

    /// <summary>The value at a point of an isotonic regression is the largest, over where a run of points up to it may begin, of the least
    /// mean of a run that ends there or later; equal scores are one point.</summary>
    [Theory, InlineData(1, false), InlineData(12, false), InlineData(12, true), InlineData(80, false), InlineData(80, true)]
    public void Steps_are_the_largest_of_least_means_and_lines_join_them(int n, bool weighted)
    {
        for (ulong seed = 0; seed < (n < 20 ? 20u : 5); seed++)
        {
            var rng = new Rng(seed, (ulong)n);
            // Eighths, so that many are tied.
            double[] scores = [.. Enumerable.Range(0, n).Select(_ => rng.NextInt(n < 20 ? 5 : 30) / 8.0 - 1)];
            bool[] positive = [.. scores.Select(score => rng.NextDouble() < 0.3 + 0.4 * score)];
            double[] s = [.. Enumerable.Range(0, n).Select(i => !weighted ? 1 : i % 5 == 4 ? 0 : 0.25 * (1 + i % 7))];
            (double[] at, double[] values) = IsotonicScaling.Fit(scores, positive, weighted ? s : []);
            double[] points = [.. scores.Where((_, i) => s[i] > 0).Distinct().Order()], own = new double[points.Length];
            (double Sum, double Weight)[] sums = [.. points.Select(point => (
                Enumerable.Range(0, n).Sum(i => scores[i] == point && positive[i] ? s[i] : 0),
                Enumerable.Range(0, n).Sum(i => scores[i] == point ? s[i] : 0)))];
            double Mean(int from, int to) => sums[from..(to + 1)].Sum(one => one.Sum) / sums[from..(to + 1)].Sum(one => one.Weight);
            for (int k = 0; k < points.Length; k++)
            {
                own[k] = Enumerable.Range(0, k + 1).Max(a => Enumerable.Range(k, points.Length - k).Min(b => Mean(a, b)));
                Assert.Equal(own[k], IsotonicScaling.Probability(points[k], at, values), 1e-12);
                if (k > 0)
                    foreach (double share in new[] { 0.25, 0.5, 0.9 })
                        Assert.Equal(own[k - 1] + share * (own[k] - own[k - 1]),
                            IsotonicScaling.Probability(points[k - 1] + share * (points[k] - points[k - 1]), at, values), 1e-12);
            }
            // Constant outside, also where a row without weight is.
            Assert.Equal(own[0], IsotonicScaling.Probability(points[0] - 3, at, values), 1e-12);
            Assert.Equal(own[^1], IsotonicScaling.Probability(points[^1] + 3, at, values), 1e-12);
            Assert.Equal(own[0], IsotonicScaling.Probability(double.NegativeInfinity, at, values), 1e-12);
            // Strictly rising points; each step by its ends alone.
            for (int k = 1; k < at.Length; k++) Assert.True(at[k] > at[k - 1] && values[k] >= values[k - 1]);
            Assert.True(at.Length <= 2 * values.Distinct().Count());
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
