using System.Numerics;
using ClassicML.Metrics;
using CsCheck;

namespace ClassicML.Tests.Metrics;

/// <summary>Every metric against its definition, written out over the rows: with weights and without, ties, classes that never
/// occur.</summary>
public class PlainFormulaTests
{
    private const int Classes = 5;

    // Sums of at most sixty terms of two orders of magnitude, and a few quotients.
    private const double Tolerance = 1e-12;

    // Code 4 never occurs; of the others some do by chance.
    private static readonly Gen<(Row[] Rows, bool Weighted)> Cases = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 9], Gen.Double[0.01, 1].Array[Classes],
        (a, p, w, scores) => new Row(a, p, w / 10.0, scores)).Array[1, 60],
        Gen.Bool).Where(c => c.Item1.Any(row => row.Weight > 0));

    private readonly record struct Row(int Actual, int Predicted, double Weight, double[] Scores);

    [Fact]
    public void Counts_shares_and_averages() => Cases.Sample((rows, weighted) =>
    {
        double Sum(Func<Row, bool> which) => rows.Where(which).Sum(row => weighted ? row.Weight : 1);
        static double Quotient(double a, double b) => b == 0 ? 0 : a / b;
        ConfusionMatrix matrix = Outcome(rows, weighted).Confusion;
        double total = Sum(_ => true);
        double[] precision = new double[Classes], recall = new double[Classes], f1 = new double[Classes], support = new double[Classes];
        for (int k = 0; k < Classes; k++)
        {
            double hits = Sum(row => row.Actual == k && row.Predicted == k);
            support[k] = Sum(row => row.Actual == k);
            precision[k] = Quotient(hits, Sum(row => row.Predicted == k));
            recall[k] = Quotient(hits, support[k]);
            // F1 by counts: 2·TP / (2·TP + FP + FN).
            f1[k] = Quotient(2 * hits, support[k] + Sum(row => row.Predicted == k));
            for (int p = 0; p < Classes; p++) Assert.Equal(Sum(row => row.Actual == k && row.Predicted == p), matrix[k, p], Tolerance);
            ClassScores scores = matrix.Classes()[k];
            Assert.Equal(($"{k}", matrix.Precision(k), matrix.Recall(k), matrix.F1(k), matrix.Support(k)),
                (scores.Label, scores.Precision, scores.Recall, scores.F1, scores.Support));
            Assert.Equal(precision[k], scores.Precision, Tolerance);
            Assert.Equal(recall[k], scores.Recall, Tolerance);
            Assert.Equal(f1[k], scores.F1, Tolerance);
            Assert.Equal(support[k], scores.Support, Tolerance);
        }
        double accuracy = Sum(row => row.Actual == row.Predicted) / total;
        Assert.Equal(accuracy, matrix.Accuracy, Tolerance);
        Assert.Equal(total, matrix.Total, Tolerance);
        Assert.Equal(accuracy * total, matrix.Correct, Tolerance);
        Assert.Equal(Enumerable.Range(0, Classes).Where(k => support[k] > 0).Average(k => recall[k]), matrix.BalancedAccuracy, Tolerance);
        // A class occurs where a row has it, whatever the row weighs.
        int[] occurring = [.. rows.SelectMany(row => new[] { row.Actual, row.Predicted }).Distinct()];
        foreach ((double[] of, Func<Average, double> averaged) in new (double[], Func<Average, double>)[]
            { (precision, matrix.Precision), (recall, matrix.Recall), (f1, matrix.F1) })
        {
            Assert.Equal(occurring.Average(k => of[k]), averaged(Average.Macro), Tolerance);
            Assert.Equal(Enumerable.Range(0, Classes).Sum(k => of[k] * support[k]) / total, averaged(Average.Weighted), Tolerance);
            Assert.Equal(accuracy, averaged(Average.Micro), Tolerance);
        }
    });

    /// <summary>Gorodkin's coefficient as what it is: the correlation of actual and predicted indicators, class by class.</summary>
    [Fact]
    public void Correlation_of_classes_is_a_quotient_of_covariances() => Cases.Sample((rows, weighted) =>
    {
        double[] weights = Array.ConvertAll(rows, row => weighted ? row.Weight : 1);
        double total = weights.Sum();
        double Covariance(Func<Row, int> one, Func<Row, int> other)
        {
            double sum = 0;
            for (int k = 0; k < Classes; k++)
            {
                double Mean(Func<Row, int> of) => rows.Select((row, i) => of(row) == k ? weights[i] : 0).Sum() / total;
                double a = Mean(one), b = Mean(other);
                sum += rows.Select((row, i) => weights[i] * ((one(row) == k ? 1 : 0) - a) * ((other(row) == k ? 1 : 0) - b)).Sum() / total;
            }
            return sum;
        }
        double spread = Covariance(row => row.Actual, row => row.Actual) * Covariance(row => row.Predicted, row => row.Predicted);
        double expected = spread < 1e-20 ? 0 : Covariance(row => row.Actual, row => row.Predicted) / Math.Sqrt(spread);
        Assert.Equal(expected, Outcome(rows, weighted).Confusion.MatthewsCorrelation, 1e-10);
    });

    [Fact]
    public void The_log_loss_is_the_mean_of_the_logarithms() => Cases.Sample((rows, weighted) =>
    {
        double loss = 0, total = 0;
        foreach (Row row in rows)
        {
            double weight = weighted ? row.Weight : 1;
            loss -= weight * Math.Log(row.Scores[row.Actual] / row.Scores.Sum());
            total += weight;
        }
        Assert.Equal(loss / total, ClassificationMetric.LogLoss.Compute(Outcome(rows, weighted)), Tolerance);
    });

    [Fact]
    public void Probabilities_are_clipped_then_a_row_divided_by_its_sum()
    {
        double least = Math.ScaleB(1, -52);
        double Loss(int code, params double[] row) => LogLoss.Of(Matrix.Wrap(row, 1, row.Length), [code]);
        Assert.Equal(-Math.Log(1 - least), Loss(0, 1, 0), 1e-30);
        Assert.Equal(52 * Math.Log(2), Loss(1, 1, 0), 1e-13);
        // Beyond either end is at the end.
        Assert.Equal(52 * Math.Log(2), Loss(1, 7, -3), 1e-13);
        Assert.Equal(Math.Log(2), Loss(0, 7, 2), 1e-15);
        Assert.Equal(Math.Log(3), Loss(2, 0, 0, 0), 1e-15);
        // Twice the least is not clipped: it stands against 1 - 2⁻⁵² and itself.
        Assert.Equal(51 * Math.Log(2), Loss(1, 1, 2 * least), 1e-13);
        Assert.Equal(Math.Log(4), Loss(0, 0.1, 0.3), 1e-15);
        // Two of ten rows weigh: 0.75 and 0.5.
        Matrix two = new(new double[,] { { 0.25, 0.75 }, { 0.5, 0.5 }, { 0, 1 } });
        Assert.Equal((3 * -Math.Log(0.75) + 5 * -Math.Log(0.5)) / 8, LogLoss.Of(two, [1, 0, 0], [3, 5, 0]), 1e-15);
    }

    [Fact]
    public void The_area_of_each_class_is_the_weight_of_its_pairs_in_the_right_order() => Cases.Sample((rows, weighted) =>
    {
        // Scores in quarters, so that many are tied.
        rows = Array.ConvertAll(rows, row => row with { Scores = Array.ConvertAll(row.Scores, s => Math.Round(4 * s) / 4) });
        double[] weights = Array.ConvertAll(rows, row => weighted ? row.Weight : 1);
        int[] codes = Array.ConvertAll(rows, row => row.Actual);
        int[] present = [.. rows.Where((_, i) => weights[i] > 0).Select(row => row.Actual).Distinct()];
        Matrix scores = Scores(rows);
        if (present.Length < 2)
        {
            Assert.Contains("needs positive and negative rows",
                Assert.Throws<ArgumentException>(() => RocCurve.MacroArea(scores, codes, weights)).Message);
            return;
        }
        double sum = 0;
        foreach (int k in present)
        {
            double area = Pairs(Array.ConvertAll(rows, row => row.Scores[k]), Array.ConvertAll(codes, code => code == k), weights);
            Assert.Equal(area, RocCurve.OneVersusRest(scores, codes, k, weights).Area, Tolerance);
            Assert.Equal(area, RocCurve.OneVersusRest(scores, codes, k, weights, dropIntermediate: false).Area, Tolerance);
            sum += area;
        }
        Assert.Equal(sum / present.Length, RocCurve.MacroArea(scores, codes, weights), Tolerance);
        Assert.Equal(sum / present.Length, ClassificationMetric.RocAuc.Compute(Outcome(rows, weighted)), Tolerance);
    });

    [Fact]
    public void The_area_of_pairs_is_the_mean_over_two_classes_by_either_score() => Cases.Sample((rows, weighted) =>
    {
        rows = Array.ConvertAll(rows, row => row with { Scores = Array.ConvertAll(row.Scores, s => Math.Round(4 * s) / 4) });
        int[] present = [.. rows.Where(row => !weighted || row.Weight > 0).Select(row => row.Actual).Distinct()];
        if (present.Length < 2) return;
        List<double> areas = [];
        foreach (int a in present)
            foreach (int b in present)
            {
                if (a == b) continue;
                Row[] pair = [.. rows.Where(row => row.Actual == a || row.Actual == b)];
                areas.Add(Pairs(
                    Array.ConvertAll(pair, row => row.Scores[a]), Array.ConvertAll(pair, row => row.Actual == a),
                    Array.ConvertAll(pair, row => weighted ? row.Weight : 1)));
            }
        Assert.Equal(areas.Average(), ClassificationMetric.RocAucPairwise.Compute(Outcome(rows, weighted)), Tolerance);
    });

    [Fact]
    public void Scores_of_rows_are_what_they_say() => Cases.Sample((rows, weighted) =>
    {
        rows = Array.ConvertAll(rows, row => row with { Scores = Array.ConvertAll(row.Scores, s => Math.Round(4 * s) / 4) });
        double total = rows.Sum(row => weighted ? row.Weight : 1);
        double Mean(Func<Row, double> of) => rows.Sum(row => (weighted ? row.Weight : 1) * of(row)) / total;
        ClassificationOutcome outcome = Outcome(rows, weighted);
        Assert.Equal(Mean(row => row.Scores.Select((p, k) => Math.Pow(p - (row.Actual == k ? 1 : 0), 2)).Sum()),
            ClassificationMetric.BrierScore.Compute(outcome), Tolerance);
        Assert.Equal(Mean(row => Math.Max(0, 1 - row.Scores[row.Actual] + row.Scores.Where((_, k) => k != row.Actual).Max())),
            ClassificationMetric.HingeLoss.Compute(outcome), Tolerance);
        for (int k = 1; k <= Classes; k++)
            Assert.Equal(
                Mean(row => Enumerable.Range(0, Classes).OrderByDescending(c => row.Scores[c]).ThenByDescending(c => c).Take(k).Contains(row.Actual) ? 1 : 0),
                ClassificationMetric.TopKAccuracy(k).Compute(outcome), Tolerance);
        double[] weights = Array.ConvertAll(rows, row => weighted ? row.Weight : 1);
        int[] present = [.. rows.Where((_, i) => weights[i] > 0).Select(row => row.Actual).Distinct()];
        // Each positive gets the precision at its own score.
        double Precision(int k) => rows.Select((row, i) =>
        {
            if (row.Actual != k) return 0;
            double above = 0, right = 0;
            for (int j = 0; j < rows.Length; j++)
            {
                if (rows[j].Scores[k] < row.Scores[k]) continue;
                above += weights[j];
                if (rows[j].Actual == k) right += weights[j];
            }
            return weights[i] == 0 ? 0 : weights[i] * right / above;
        }).Sum() / rows.Select((row, i) => row.Actual == k ? weights[i] : 0).Sum();
        Assert.Equal(present.Average(Precision), ClassificationMetric.AveragePrecision.Compute(outcome), Tolerance);
    });

    /// <summary>Kappa as the disagreement of rows against that of every row's class with every row's prediction.</summary>
    [Fact]
    public void Kappa_compares_rows_with_all_pairs_of_rows() => Cases.Sample((rows, weighted) =>
    {
        ConfusionMatrix matrix = Outcome(rows, weighted).Confusion;
        foreach ((KappaWeights weights, Func<int, int, double> cost) in new (KappaWeights, Func<int, int, double>)[]
        {
            (KappaWeights.None, (a, p) => a == p ? 0 : 1), (KappaWeights.Linear, (a, p) => Math.Abs(a - p)),
            (KappaWeights.Quadratic, (a, p) => (a - p) * (a - p)),
        })
        {
            double total = 0, observed = 0, chance = 0;
            foreach (Row row in rows)
            {
                double weight = weighted ? row.Weight : 1;
                total += weight;
                observed += weight * cost(row.Actual, row.Predicted);
                foreach (Row other in rows) chance += weight * (weighted ? other.Weight : 1) * cost(row.Actual, other.Predicted);
            }
            double expected = chance == 0 ? 0 : 1 - observed / (chance / total);
            Assert.Equal(expected, matrix.CohenKappa(weights), 1e-11 * Math.Max(1, Math.Abs(expected)));
        }
    });

    [Fact]
    public void Of_two_classes_the_area_is_that_of_the_second()
    {
        double[] scores = [0.1, 0.4, 0.4, 0.8, 0.4, 0.3], weights = [1, 0.5, 2, 1, 0, 3];
        int[] codes = [0, 1, 0, 1, 1, 0];
        Matrix both = Matrix.Wrap([.. scores.SelectMany(s => new[] { 0.9 - s * s, s })], 6, 2);
        double expected = Pairs(scores, Array.ConvertAll(codes, code => code == 1), weights);
        // Positives weigh 0.5 and 1; the first has 1 + 3 below and a tie with 2, the second all 6.
        Assert.Equal((0.5 * (4 + 1) + 6) / (1.5 * 6), expected, 1e-15);
        Assert.Equal(expected, ClassificationMetric.RocAuc.Compute(
            new ClassificationOutcome(codes, codes, new ClassLabels(["a", "b"]), both, weights)), 1e-15);
    }

    /// <summary>Each point is the share of positives and of negatives at or above its threshold, and no threshold is missing.</summary>
    [Fact]
    public void Points_of_a_curve_are_shares_at_or_above_the_threshold() => Cases.Sample((rows, weighted) =>
    {
        double[] scores = Array.ConvertAll(rows, row => Math.Round(6 * row.Scores[0]) / 6),
            weights = Array.ConvertAll(rows, row => weighted ? row.Weight : 1);
        bool[] positives = Array.ConvertAll(rows, row => row.Actual < 2);
        double Sum(Func<int, bool> which) => Enumerable.Range(0, rows.Length).Where(which).Sum(i => weights[i]);
        double all = Sum(i => positives[i]), none = Sum(i => !positives[i]);
        if (all == 0 || none == 0) return;
        RocCurve full = RocCurve.Of(scores, positives, weights, dropIntermediate: false), corners = RocCurve.Of(scores, positives, weights);
        Assert.Equal([double.PositiveInfinity, .. scores.Where((_, i) => weights[i] > 0).Distinct().OrderDescending()],
            full.Thresholds.ToArray());
        for (int at = 0; at < full.Thresholds.Length; at++)
        {
            double level = full.Thresholds[at];
            Assert.Equal(Sum(i => positives[i] && scores[i] >= level) / all, full.TruePositiveRates[at], Tolerance);
            Assert.Equal(Sum(i => !positives[i] && scores[i] >= level) / none, full.FalsePositiveRates[at], Tolerance);
        }
        Assert.Equal((1.0, 1.0), (full.TruePositiveRates[^1], full.FalsePositiveRates[^1]));
        Assert.Subset(full.Thresholds.ToArray().ToHashSet(), corners.Thresholds.ToArray().ToHashSet());
        Assert.InRange(full.Area, 0, 1);
        Assert.Equal(full.Area, corners.Area);
    });

    /// <summary>Sums of weights are rounded, the area is none the less what it can be.</summary>
    [Fact]
    public void An_area_never_leaves_the_unit_interval() =>
        Gen.Select(Gen.Double[0.001, 1].Array[2, 40], Gen.Int[1, 39]).Sample((weights, count) =>
        {
            // The first rows have the lowest scores.
            bool[] first = [.. weights.Select((_, i) => i < Math.Min(count, weights.Length - 1))];
            double[] scores = [.. weights.Select((_, i) => (double)i)];
            Assert.Equal(0, RocCurve.Of(scores, first, weights).Area);
            // Forty sums and products, each rounded.
            Assert.InRange(RocCurve.Of(scores, Array.ConvertAll(first, p => !p), weights).Area, 1 - 1e-14, 1);
        });

    [Fact]
    public void Errors_of_numbers_are_their_formulas_in_decimals() =>
        Gen.Select(Gen.Select(Gen.Int[-9999, 9999], Gen.Int[-9999, 9999], Gen.Int[0, 9]).Array[2, 40],
            Gen.Bool).Where(t => t.Item1.Any(row => row.Item3 > 0))
            .Sample((rows, weighted) =>
            {
                decimal[] y = Array.ConvertAll(rows, row => row.Item1 / 100m), predicted = Array.ConvertAll(rows, row => row.Item2 / 100m);
                decimal[] w = Array.ConvertAll(rows, row => weighted ? row.Item3 / 8m : 1);
                decimal total = w.Sum(), mean = y.Select((v, i) => w[i] * v).Sum() / total;
                decimal squares = y.Select((v, i) => w[i] * (v - predicted[i]) * (v - predicted[i])).Sum(),
                    spread = y.Select((v, i) => w[i] * (v - mean) * (v - mean)).Sum();
                double[] actual = Array.ConvertAll(y, v => (double)v), said = Array.ConvertAll(predicted, v => (double)v),
                    weights = weighted ? Array.ConvertAll(w, v => (double)v) : [];
                Close((double)(squares / total), RegressionMetrics.MeanSquaredError(actual, said, weights));
                Close(Math.Sqrt((double)(squares / total)), RegressionMetrics.RootMeanSquaredError(actual, said, weights));
                Close((double)(y.Select((v, i) => w[i] * Math.Abs(v - predicted[i])).Sum() / total),
                    RegressionMetrics.MeanAbsoluteError(actual, said, weights));
                Close((double)y.Select((v, i) => w[i] > 0 ? Math.Abs(v - predicted[i]) : 0).Max(), RegressionMetrics.MaxError(actual, said, weights));
                Close((double)(y.Select((v, i) => w[i] * (v > predicted[i] ? 0.25m * (v - predicted[i]) : 0.75m * (predicted[i] - v))).Sum() / total),
                    RegressionMetrics.PinballLoss(actual, said, 0.25, weights));
                // Percentages of targets that are zero count the unit itself here, so those are left to another test.
                if (!y.Contains(0))
                    Close((double)(y.Select((v, i) => w[i] * Math.Abs((v - predicted[i]) / v)).Sum() / total),
                        RegressionMetrics.MeanAbsolutePercentageError(actual, said, weights));
                decimal[] errors = [.. y.Select((v, i) => Math.Abs(v - predicted[i]))];
                if (weighted)
                {
                    decimal median = errors.Where((e, i) => 2 * w.Where((_, j) => errors[j] <= e).Sum() >= total).Min();
                    Close((double)median, RegressionMetrics.MedianAbsoluteError(actual, said, weights));
                }
                else
                {
                    Array.Sort(errors);
                    Close((double)(errors[errors.Length / 2] + errors[(errors.Length - 1) / 2]) / 2, RegressionMetrics.MedianAbsoluteError(actual, said));
                }
                decimal bias = y.Select((v, i) => w[i] * (v - predicted[i])).Sum() / total,
                    unexplained = y.Select((v, i) => w[i] * (v - predicted[i] - bias) * (v - predicted[i] - bias)).Sum();
                double explained = y.Where((_, i) => w[i] > 0).Distinct().Count() == 1
                    ? y.Zip(predicted, (v, p) => v - p).Where((_, i) => w[i] > 0).Distinct().Count() == 1 ? 1 : 0
                    : 1 - (double)(unexplained / spread);
                Assert.Equal(explained, RegressionMetrics.ExplainedVariance(actual, said, weights), 1e-10 * Math.Max(1, Math.Abs(explained)));
                // Equal targets have no spread. Others differ by 0.01 and more from a mean of up to 100, which is off by 1e-14: relative
                // 1e-11, squared.
                decimal[] counted = [.. y.Where((_, i) => w[i] > 0)];
                double r2 = squares == 0 ? 1 : counted.Distinct().Count() == 1 ? 0 : 1 - (double)(squares / spread);
                Assert.Equal(r2, RegressionMetrics.R2(actual, said, weights), 1e-10 * Math.Max(1, Math.Abs(r2)));
            });

    /// <summary>A large error and a thousand small ones: a plain sum loses each of them.</summary>
    [Fact]
    public void Sums_lose_nothing()
    {
        // Every sum here, and so every expected number, is a double or is rounded once.
        double large = Math.ScaleB(1, 53);
        double[] actual = new double[1001], predicted = [large, .. Enumerable.Repeat(1.0, 1000)];
        Assert.Equal((large + 1000) / 1001, RegressionMetrics.MeanAbsoluteError(actual, predicted));
        Assert.NotEqual((large + 1000) / 1001, large / 1001);
        predicted = [Math.ScaleB(1, 27), .. Enumerable.Repeat(0.5, 1000)];
        Assert.Equal((Math.ScaleB(1, 54) + 250) / 1001, RegressionMetrics.MeanSquaredError(actual, predicted));
        // Weights, too: one of 2⁵³ on an error of zero, a thousand of one on errors of one.
        double[] weights = [large, .. Enumerable.Repeat(1.0, 1000)];
        predicted = [0, .. Enumerable.Repeat(1.0, 1000)];
        double share = 1000 / (large + 1000);
        Assert.Equal(share, RegressionMetrics.MeanAbsoluteError(actual, predicted, weights));
        Assert.Equal(share, RegressionMetrics.MeanSquaredError(actual, predicted, weights));
        Assert.Equal(Math.Sqrt(share), RegressionMetrics.RootMeanSquaredError(actual, predicted, weights));
        // A certain row of weight 2⁵³, which costs 2⁻⁵² clipped, and a thousand of weight one at ½. A plain sum of the weights is off by
        // 1e-13.
        var probabilities = Matrix.Wrap([1, 0, .. Enumerable.Repeat(0.5, 2000)], 1001, 2);
        double loss = (2 + 1000 * Math.Log(2)) / (large + 1000);
        Assert.Equal(loss, LogLoss.Of(probabilities, new int[1001], weights), 1e-15 * loss);
        // R²: squares of errors of 2⁵⁴ and a thousand times ¼ against a spread of 2⁵³; then a spread of 2⁵⁵ and a thousand times ¼.
        actual = [Math.ScaleB(1, 26), -Math.ScaleB(1, 26), .. new double[1000]];
        predicted = [-Math.ScaleB(1, 26), -Math.ScaleB(1, 26), .. Enumerable.Repeat(0.5, 1000)];
        Assert.Equal(1 - (Math.ScaleB(1, 54) + 250) / large, RegressionMetrics.R2(actual, predicted));
        actual = [Math.ScaleB(1, 27), -Math.ScaleB(1, 27), .. Enumerable.Range(0, 1000).Select(i => i % 2 - 0.5)];
        predicted = [Math.ScaleB(3, 27), .. actual[1..]];
        Assert.Equal(1 - Math.ScaleB(1, 56) / (Math.ScaleB(1, 55) + 250), RegressionMetrics.R2(actual, predicted));
    }

    [Fact]
    public void A_compensated_sum_carries_what_rounding_loses()
    {
        Assert.Equal(2, Sum(1, 1e100, 1, -1e100));
        Assert.Equal(1, Sum(1e16, 1, -1e16));
        Assert.Equal(0, Sum());
        var rng = new Rng(1);
        int plainFails = 0;
        for (int repeat = 0; repeat < 50; repeat++)
        {
            double[] terms = [.. Enumerable.Range(0,
                500).Select(_ => (rng.NextInt(2_000_001) - 1_000_000) * Math.ScaleB(1, rng.NextInt(60)))];
            BigInteger exact = 0;
            foreach (double term in terms) exact += new BigInteger(term);
            // The bound of Neumaier's sum: a rounding or two of the result, and n²·2⁻¹⁰⁶ of the terms.
            double allowed = 4.5e-16 * Math.Abs((double)exact) + 500 * 500 * Math.ScaleB(1, -106) * terms.Sum(Math.Abs);
            Assert.Equal((double)exact, Sum(terms), allowed);
            if (Math.Abs(terms.Sum() - (double)exact) > allowed) plainFails++;
        }
        Assert.InRange(plainFails, 25, 50);

        static double Sum(params double[] terms)
        {
            CompensatedSum sum = default;
            foreach (double term in terms) sum.Add(term);
            return sum.Value;
        }
    }

    private static double Pairs(double[] scores, bool[] positives, double[] weights)
    {
        double right = 0, all = 0;
        for (int i = 0; i < scores.Length; i++)
            for (int j = 0; j < scores.Length; j++)
            {
                if (!positives[i] || positives[j]) continue;
                all += weights[i] * weights[j];
                right += weights[i] * weights[j] * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
            }
        return right / all;
    }

    private static ClassificationOutcome Outcome(Row[] rows, bool weighted) => new(
        Array.ConvertAll(rows, row => row.Actual), Array.ConvertAll(rows, row => row.Predicted),
        new ClassLabels(Enumerable.Range(0, Classes)), Scores(rows),
        weighted ? Array.ConvertAll(rows, row => row.Weight) : [], Scores(rows));

    private static Matrix Scores(Row[] rows) => Matrix.Wrap([.. rows.SelectMany(row => row.Scores)], rows.Length, Classes);

    private static void Close(double expected, double actual) => Common.Close([expected], [actual], 1e-13);
}
