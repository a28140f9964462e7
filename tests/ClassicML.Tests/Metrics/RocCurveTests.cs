using System.Text.Json;
using ClassicML.Metrics;
using CsCheck;

namespace ClassicML.Tests.Metrics;

public class RocCurveTests
{
    // Coarse scores, so that many are tied.
    private static readonly Gen<(int Score, bool Positive)[]> Rows =
        Gen.Select(Gen.Int[0, 20], Gen.Bool).Array[2, 80].Where(rows => rows.Any(r => r.Item2) && rows.Any(r => !r.Item2));

    [Theory]
    [InlineData("distinct"), InlineData("weights"), InlineData("ties"), InlineData("ties-weights"), InlineData("all-equal")]
    [InlineData("perfect"), InlineData("reversed"), InlineData("two-rows")]
    public void Equals_scikit_learn(string name)
    {
        JsonElement root = Golden.Read("roc-curve", name).Root;
        double[] scores = root.GetProperty("scores").Deserialize<double[]>()!;
        bool[] positives = Array.ConvertAll(root.GetProperty("positives").Deserialize<int[]>()!, p => p == 1);
        double[]? weights = root.GetProperty("weights").Deserialize<double[]?>();
        foreach (bool drop in new[] { true, false })
        {
            RocCurve curve = RocCurve.Of(scores, positives, weights, drop);
            JsonElement expected = root.GetProperty(drop ? "dropped" : "all");
            // Cumulative sums of a hundred weights, then one division.
            Close(expected.GetProperty("false_positive_rates").Deserialize<double[]>()!, curve.FalsePositiveRates, 1e-12);
            Close(expected.GetProperty("true_positive_rates").Deserialize<double[]>()!, curve.TruePositiveRates, 1e-12);
            Assert.Equal(expected.GetProperty("thresholds_after_first").Deserialize<double[]>(), curve.Thresholds[1..].ToArray());
            Assert.Equal(double.PositiveInfinity, curve.Thresholds[0]);
            Assert.Equal(root.GetProperty("area").GetDouble(), curve.Area, 1e-12);
        }
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order_ties_half() => Rows.Sample(rows =>
    {
        double right = 0, pairs = 0;
        foreach (var positive in rows.Where(r => r.Positive))
            foreach (var negative in rows.Where(r => !r.Positive))
            {
                pairs++;
                right += positive.Score > negative.Score ? 1 : positive.Score == negative.Score ? 0.5 : 0;
            }
        // Both are a count of halves over a count: exactly equal.
        Assert.Equal(right / pairs, Of(rows).Area);
    });

    [Fact]
    public void The_area_is_that_of_the_trapezoids_under_the_points() => Rows.Sample(rows =>
    {
        RocCurve curve = Of(rows);
        double area = 0;
        for (int i = 1; i < curve.Thresholds.Length; i++)
            area += (curve.FalsePositiveRates[i] - curve.FalsePositiveRates[i - 1])
                * (curve.TruePositiveRates[i] + curve.TruePositiveRates[i - 1]) / 2;
        // At most 80 terms with a rounding each.
        Assert.Equal(area, curve.Area, 1e-13);
    });

    [Fact]
    public void The_order_of_rows_and_a_rising_map_of_scores_change_nothing() => Gen.Select(Rows, Gen.ULong).Sample((rows, seed) =>
    {
        (int Score, bool Positive)[] shuffled = [.. rows.Select(r => (r.Score * r.Score * r.Score - 7, r.Positive))];
        new Rng(seed).Shuffle(shuffled.AsSpan());
        RocCurve curve = Of(rows), other = Of(shuffled);
        Assert.Equal(curve.Area, other.Area);
        Assert.Equal(curve.TruePositiveRates.ToArray(), other.TruePositiveRates.ToArray());
        Assert.Equal(curve.FalsePositiveRates.ToArray(), other.FalsePositiveRates.ToArray());
    });

    [Fact]
    public void Two_classes_give_the_same_curve_twice() => Rows.Sample(rows =>
    {
        Matrix scores = Matrix.Wrap([.. rows.SelectMany(r => new double[] { -r.Score, r.Score })], rows.Length, 2);
        Assert.Equal(Of(rows).Area, RocCurve.MacroArea(scores, [.. rows.Select(r => r.Positive ? 1 : 0)]), 1e-15);
    });

    [Fact]
    public void A_class_without_rows_is_left_out_of_the_macro_area()
    {
        var scores = new Matrix(new[,] { { 0.7, 0.2, 0.1 }, { 0.6, 0.3, 0.1 }, { 0.3, 0.6, 0.1 }, { 0.2, 0.5, 0.3 } });
        Assert.Equal(1, RocCurve.MacroArea(scores, [0, 0, 1, 1]));
        Assert.Equal(RocCurve.MacroArea(scores, [0, 1, 0, 1]), RocCurve.MacroArea(scores, [0, 1, 0, 1], [1, 1, 1, 1]));
        Assert.Equal(1, RocCurve.MacroArea(scores, [0, 0, 1, 2], [1, 1, 1, 0]));
    }

    // Two rows of one class in a row of the ranking are a point on a straight line.
    [Fact]
    public void One_against_the_rest_keeps_points_on_a_line_where_it_is_asked_to()
    {
        var scores = new Matrix(new[,] { { 0.9, 0.1 }, { 0.8, 0.2 }, { 0.3, 0.7 }, { 0.2, 0.8 } });
        Assert.Equal([double.PositiveInfinity, 0.8, 0.7, 0.1], RocCurve.OneVersusRest(scores, [0, 0, 1, 1], 1).Thresholds);
        Assert.Equal([double.PositiveInfinity, 0.8, 0.7, 0.2, 0.1], RocCurve.OneVersusRest(scores, [0, 0, 1, 1], 1, dropIntermediate: false).Thresholds);
    }

    [Fact]
    public void Areas_of_pairs_look_at_two_classes_at_a_time()
    {
        // Of two classes both ways round, by either column.
        var two = new Matrix(new[,] { { 0.9, 0.1 }, { 0.2, 0.8 }, { 0.6, 0.4 }, { 0.5, 0.5 } });
        double first = RocCurve.OneVersusRest(two, [0, 1, 1, 0], 0).Area, second = RocCurve.OneVersusRest(two, [0, 1, 1, 0], 1).Area;
        Assert.Equal((first + second) / 2, RocCurve.PairwiseArea(two, [0, 1, 1, 0]));
        // Many rows of class 2 that rank high for class 0 spoil its area against the rest, and only one of its two pairs.
        var three = Matrix.Wrap([.. new double[] { 3, 1, 0, 2, 4, 0 }, .. Enumerable.Repeat(new double[] { 5, 0, 6 }, 20).SelectMany(row => row)], 22, 3);
        int[] codes = [0, 1, .. Enumerable.Repeat(2, 20)];
        Assert.Equal(1 / 21.0, RocCurve.OneVersusRest(three, codes, 0).Area, 1e-15);
        Assert.Equal((1 + 0.5 + 1) / 3, RocCurve.PairwiseArea(three, codes), 1e-15);
        // A class without rows, or whose rows weigh nothing, has no pair.
        Assert.Equal(1, RocCurve.PairwiseArea(three, [0, 1, .. new int[20]], [1, 1, .. new double[20]]));
        Assert.Contains("areas of pairs need rows of at least two classes; all 3 that count are of class code 1",
            Fail(() => RocCurve.PairwiseArea(new Matrix(new double[3, 2]), [1, 1, 1])));
        Assert.Contains("codes must have 4 entries", Fail(() => RocCurve.PairwiseArea(two, [0])));
    }

    [Fact]
    public void Infinite_scores_have_their_place()
    {
        RocCurve curve = RocCurve.Of(
            [double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity, 1], [false, true, true, false]);
        Assert.Equal(0.625, curve.Area);
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        Assert.Contains("all 2 that count are positive", Fail(() => RocCurve.Of([1, 2], [true, true])));
        Assert.Contains("all 2 that count are negative", Fail(() => RocCurve.Of([1, 2], [false, false])));
        Assert.Contains("are negative", Fail(() => RocCurve.Of([1, 2], [false, true], [1, 0])));
        Assert.Contains("row 1 has score NaN", Fail(() => RocCurve.Of([1, double.NaN], [false, true])));
        Assert.Contains("positives must have 2 entries", Fail(() => RocCurve.Of([1, 2], [true])));
        Assert.Contains("positive must be in [0, 2), was 2", Fail(() => RocCurve.OneVersusRest(new Matrix(new double[1, 2]), [0], 2)));
        Assert.Contains("are positive", Fail(() => RocCurve.MacroArea(new Matrix(new double[2, 2]), [1, 1])));
    }

    private static RocCurve Of((int Score, bool Positive)[] rows) =>
        RocCurve.Of([.. rows.Select(r => (double)r.Score)], [.. rows.Select(r => r.Positive)]);
}
