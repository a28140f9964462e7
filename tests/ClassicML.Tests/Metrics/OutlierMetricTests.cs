using ClassicML.Metrics;
using CsCheck;

namespace ClassicML.Tests.Metrics;

/// <summary>How well scores tell outliers: by scikit-learn's values, by counting, and by hand.</summary>
public class OutlierMetricTests
{
    // Rows 0, 2, 5 and 9 are outliers; some scores are tied, and two are zero.
    private static readonly bool[] Known = [true, false, true, false, false, true, false, false, false, true];

    private static readonly double[] Scores = [-1.5, 0.25, 0.5, 0.5, 2, -0.25, -0.25, 1, 0, 0.75];

    [Fact]
    public void Values_for_outliers_equal_scikit_learns()
    {
        // roc_auc_score(y, -scores) and balanced_accuracy_score(y, scores <= 0) of scikit-learn 1.2.1.
        var outcome = new OutlierOutcome(Known, Scores);
        Assert.Equal(0.6666666666666667, OutlierMetric.RocAuc.Compute(outcome), 1e-15);
        Assert.Equal(0.5833333333333333, OutlierMetric.BalancedAccuracy.Compute(outcome), 1e-15);
        // The four lowest are rows 0, 5, 6 and 8.
        Assert.Equal(0.5, OutlierMetric.PrecisionAtN.Compute(outcome));
    }

    [Fact]
    public void The_area_for_outliers_is_the_share_of_pairs_in_the_right_order_ties_half() =>
        Gen.Select(Gen.Int[-3, 3].Array[2, 20], Gen.ULong).Sample((scores, seed) =>
        {
            bool[] known = [.. scores.Select((_, i) => i == 0 || (i > 1 && (seed >> i & 1) == 1))];
            double right = 0, pairs = 0;
            for (int i = 0; i < known.Length; i++)
                for (int j = 0; j < known.Length; j++)
                    if (known[i] && !known[j]) (right, pairs) = (right + (scores[i] < scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0), pairs + 1);
            var outcome = new OutlierOutcome(known, [.. scores.Select(score => (double)score)]);
            Assert.Equal(right / pairs, OutlierMetric.RocAuc.Compute(outcome), 1e-12);
        }, iter: 200, threads: 1);

    // The mean over all orders of the rows is what a cut after n rows would find if ties were broken by chance.
    [Theory]
    [InlineData("1 0 0", "-1 0 1", 1.0)]
    [InlineData("0 1 0", "-1 0 1", 0.0)]
    [InlineData("1 0 0 0", "0 0 0 0", 0.25)]
    [InlineData("1 1 0 0 0", "-2 0 0 0 5", (1 + 1 / 3.0) / 2)]
    [InlineData("1 1 1 0 0", "-2 0 0 0 0", (1 + 2 * 2 / 4.0) / 3)]
    [InlineData("1 1", "3 4", 1.0)]
    public void Rows_of_equal_score_share_the_places_that_are_left(string flags, string scores, double precision)
    {
        bool[] known = [.. flags.Split(' ').Select(flag => flag == "1")];
        double[] values = [.. scores.Split(' ').Select(double.Parse)];
        Assert.Equal(precision, OutlierMetric.PrecisionAtN.Compute(new OutlierOutcome(known, values)), 1e-15);
        Array.Reverse(known);
        Array.Reverse(values);
        Assert.Equal(precision, OutlierMetric.PrecisionAtN.Compute(new OutlierOutcome(known, values)), 1e-15);
    }

    [Fact]
    public void A_score_of_zero_is_an_outlier_and_one_kind_alone_has_a_share_of_its_own()
    {
        double Balanced(bool[] known, params double[] scores) => OutlierMetric.BalancedAccuracy.Compute(new OutlierOutcome(known, scores));
        Assert.Equal(1, Balanced([true, true, false], 0, -1, double.Epsilon));
        Assert.Equal(0.25, Balanced([true, true, false], 1, -1, 0));
        Assert.Equal(0.5, Balanced([true, true], 0, 1));
        Assert.Equal(0.75, Balanced([false, false, false, false], 0, 1, 2, 3));
    }

    [Fact]
    public void What_a_metric_needs_is_refused_by_its_name()
    {
        OutlierOutcome inliers = new([false, false, false], [1, 2, 3]), outliers = new([true, true], [1, 2]);
        Assert.Contains("roc-auc needs outliers; none of 3 rows is one", Fail(() => OutlierMetric.RocAuc.Compute(inliers)));
        Assert.Contains("roc-auc needs outliers and inliers; all 2 rows are outliers", Fail(() => OutlierMetric.RocAuc.Compute(outliers)));
        Assert.Contains("precision-at-n needs outliers; none of 3 rows is one", Fail(() => OutlierMetric.PrecisionAtN.Compute(inliers)));
        Assert.Contains("scores must have 2 entries", Fail(() => new OutlierOutcome([true, false], [1])));
        Assert.Contains("row 1 has score NaN", Fail(() => new OutlierOutcome([true, false], [1, double.NaN])));
        Assert.Contains("at least one row", Fail(() => new OutlierOutcome([], [])));
        // Infinite scores have their place.
        Assert.Equal(1, OutlierMetric.RocAuc.Compute(new OutlierOutcome([true, false], [double.NegativeInfinity, 0])));
    }

    [Fact]
    public void Metrics_of_outliers_are_found_by_their_names()
    {
        Assert.Equal(["roc-auc", "precision-at-n", "balanced-accuracy"], OutlierMetric.All.Select(metric => metric.Name));
        Assert.All(OutlierMetric.All, metric => Assert.Same(metric, OutlierMetric.Find(metric.Name)));
        Assert.All(OutlierMetric.All, metric => Assert.True(metric.HigherIsBetter));
        Assert.Contains("a metric must be one of roc-auc, precision-at-n, balanced-accuracy, was 'r2'", Fail(() => OutlierMetric.Find("r2")));
    }

    [Fact]
    public void A_detector_is_scored_by_the_names_of_its_columns_and_by_the_area_where_nothing_is_said()
    {
        var x = new Matrix(new double[,] { { -3, 9 }, { 2, 9 }, { 1, 9 }, { -1, 9 } });
        var data = new OutlierData(x, [true, false, true, false], featureNames: ["a", "b"]);
        var model = new First();
        OutlierOutcome outcome = OutlierOutcome.Of(model, data.WithFeatures(x.SelectColumns([1, 0]), ["b", "a"]));
        Assert.Equal([-3.0, 2, 1, -1], outcome.Scores);
        Assert.Equal(data.IsOutlier, outcome.IsOutlier);
        Assert.Equal(4, outcome.RowCount);
        // Of four pairs the one of rows 2 and 3 is in the wrong order.
        Assert.Equal(0.75, model.Score(data));
        Assert.Equal(0.5, model.Score(data, OutlierMetric.PrecisionAtN));
        Assert.Equal(0.5, model.Score(data, new Metric<OutlierOutcome>("first", higherIsBetter: true, o => o.IsOutlier[0] && o.Scores[1] == 2 ? 0.5 : 0)));
        Assert.Contains("the data lacks 'b'", Fail(() => model.Score(data.WithFeatures(x, ["a", "c"]))));
        Assert.Throws<ArgumentNullException>(() => model.Score(data, null!));
        Assert.Throws<ArgumentNullException>(() => OutlierOutcome.Of(null!, data));
        Assert.Throws<ArgumentNullException>(() => OutlierOutcome.Of(model, null!));
    }

    /// <summary>A detector that scores by the first of two columns.</summary>
    private sealed class First : IOutlierModel
    {
        public int FeatureCount => 2;

        public FitReport Report { get; } = new() { FeatureNames = ["a", "b"] };

        public void Score(Features x, Memory<double> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = ((Matrix)x)[i, 0];
        }
    }
}
