using System.Text.Json;
using ClassicML.Metrics;
using CsCheck;

namespace ClassicML.Tests.Metrics;

public class PrecisionRecallCurveTests
{
    // Coarse scores, so that many are tied; weights in quarters, so that sums are exact in any order.
    private static readonly Gen<(int Score, bool Positive, double Weight)[]> Rows =
        Gen.Select(Gen.Int[0, 20], Gen.Bool, Gen.Int[0, 8].Select(quarters => quarters / 4.0)).Array[2, 80]
            .Where(rows => rows.Any(r => r.Item2 && r.Item3 > 0));

    public static TheoryData<string> Cases => [.. Golden.Cases("precision-recall-curve")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn(string name)
    {
        Golden root = Golden.Read("precision-recall-curve", name);
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of(
            root.Numbers("scores"), Array.ConvertAll(root.Codes("positives"), p => p == 1),
            root["weights"].Deserialize<double[]?>());
        // There the lowest threshold comes first, and the point above every row has none.
        // Cumulative sums of a hundred weights, then one division.
        Close([.. root.Numbers("precisions").Reverse()], curve.Precisions, 1e-12);
        Close([.. root.Numbers("recalls").Reverse()], curve.Recalls, 1e-12);
        Assert.Equal(root.Numbers("thresholds").Reverse(), curve.Thresholds[1..].ToArray());
        Assert.Equal(double.PositiveInfinity, curve.Thresholds[0]);
        Assert.Equal(root.Number("average_precision"), curve.AveragePrecision, 1e-12);
    }

    [Fact]
    public void Points_are_shares_at_or_above_the_threshold_and_the_area_is_that_of_their_steps() => Rows.Sample(rows =>
    {
        PrecisionRecallCurve curve = Of(rows);
        double positive = rows.Sum(r => r.Positive ? r.Weight : 0), area = 0;
        Assert.Equal([double.PositiveInfinity, .. rows.Where(r => r.Weight > 0).Select(r => (double)r.Score).Distinct().OrderDescending()],
            curve.Thresholds.ToArray());
        Assert.Equal((1.0, 0.0), (curve.Precisions[0], curve.Recalls[0]));
        for (int at = 1; at < curve.Thresholds.Length; at++)
        {
            double all = 0, right = 0;
            foreach ((int score, bool isPositive, double weight) in rows)
            {
                if (score < curve.Thresholds[at]) continue;
                all += weight;
                if (isPositive) right += weight;
            }
            Assert.Equal(right / all, curve.Precisions[at]);
            Assert.Equal(right / positive, curve.Recalls[at]);
            area += (curve.Recalls[at] - curve.Recalls[at - 1]) * curve.Precisions[at];
        }
        Assert.Equal(area, curve.AveragePrecision, 1e-13);
        Assert.InRange(curve.AveragePrecision, 0, 1);
    });

    [Fact]
    public void The_order_of_rows_and_a_rising_map_of_scores_change_nothing() => Gen.Select(Rows, Gen.ULong).Sample((rows, seed) =>
    {
        (int, bool, double)[] shuffled = [.. rows.Select(r => (r.Score * r.Score * r.Score - 7, r.Positive, r.Weight))];
        new Rng(seed).Shuffle(shuffled.AsSpan());
        PrecisionRecallCurve curve = Of(rows), other = Of(shuffled);
        Assert.Equal(curve.Precisions.ToArray(), other.Precisions.ToArray());
        Assert.Equal(curve.Recalls.ToArray(), other.Recalls.ToArray());
        Assert.Equal(curve.AveragePrecision, other.AveragePrecision);
    });

    [Fact]
    public void A_few_positives_under_many_negatives_spoil_precision_and_not_the_area_under_roc()
    {
        // Ten positives, of a thousand rows, below ten negatives.
        double[] scores = [.. Enumerable.Repeat(2.0, 10), .. Enumerable.Repeat(1.0, 10), .. new double[980]];
        bool[] positives = [.. scores.Select(score => score == 1)];
        Assert.InRange(RocCurve.Of(scores, positives).Area, 0.98, 1);
        Assert.Equal(0.5, PrecisionRecallCurve.Of(scores, positives).AveragePrecision);
    }

    [Fact]
    public void The_macro_average_is_over_classes_that_have_rows()
    {
        var scores = new Matrix(new[,] { { 0.7, 0.2, 0.1 }, { 0.6, 0.3, 0.1 }, { 0.3, 0.6, 0.1 }, { 0.2, 0.5, 0.3 } });
        Assert.Equal(1, PrecisionRecallCurve.MacroAveragePrecision(scores, [0, 0, 1, 1]));
        Assert.Equal(1, PrecisionRecallCurve.MacroAveragePrecision(scores, [0, 0, 1, 2], [1, 1, 1, 0]));
        Assert.Equal(1, PrecisionRecallCurve.MacroAveragePrecision(scores, [1, 1, 1, 1]));
        double[] each = [.. Enumerable.Range(0, 3).Select(k => PrecisionRecallCurve.OneVersusRest(scores, [2, 0, 1, 0], k).AveragePrecision)];
        Assert.Equal(each.Average(), PrecisionRecallCurve.MacroAveragePrecision(scores, [2, 0, 1, 0]), 1e-15);
    }

    [Fact]
    public void A_perfect_order_gives_one_and_infinite_scores_have_their_place()
    {
        Assert.Equal(1, PrecisionRecallCurve.Of([3, 2, 1], [true, true, false], [0.1, 0.7, 0.3]).AveragePrecision);
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of([double.NegativeInfinity, double.PositiveInfinity, 1], [true, true, false]);
        Assert.Equal((1 + 2 / 3.0) / 2, curve.AveragePrecision, 1e-15);
        // No positive row: every recall is 1, and nothing is gained.
        PrecisionRecallCurve none = PrecisionRecallCurve.Of([1, 2], [false, false]);
        Assert.Equal([0.0, 1, 1], none.Recalls.ToArray());
        Assert.Equal(0, none.AveragePrecision);
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        Assert.Contains("at least one row", Fail(() => PrecisionRecallCurve.Of([], [])));
        Assert.Contains("row 1 has score NaN", Fail(() => PrecisionRecallCurve.Of([1, double.NaN], [false, true])));
        Assert.Contains("positives must have 2 entries", Fail(() => PrecisionRecallCurve.Of([1, 2], [true])));
        Assert.Contains("positive must be in [0, 2), was -1", Fail(() => PrecisionRecallCurve.OneVersusRest(new Matrix(new double[1, 2]), [0], -1)));
        Assert.Contains("every weight is zero", Fail(() => PrecisionRecallCurve.MacroAveragePrecision(new Matrix(new double[1, 2]), [0], [0])));
    }

    private static PrecisionRecallCurve Of((int Score, bool Positive, double Weight)[] rows) => PrecisionRecallCurve.Of(
        [.. rows.Select(r => (double)r.Score)], [.. rows.Select(r => r.Positive)], [.. rows.Select(r => r.Weight)]);

    private static string Fail(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
