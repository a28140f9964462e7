using ClassicML.Metrics;
using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>Charts of outcomes: the curves of Metrics, on axes from 0 to 1.</summary>
public class OutcomeChartsTests
{
    private static readonly ClassLabels Two = new(["no", "yes"]), Three = new(["a", "b", "c"]);

    // Scores 0.9 and 0.7 of the three positives lie above all negatives, 0.4 between them.
    private static ClassificationOutcome Pairs() => new(
        [1, 1, 0, 1, 0, 0], [1, 1, 1, 0, 0, 0], Two, Matrix.Wrap([0.1, 0.9, 0.3, 0.7, 0.4, 0.6, 0.6, 0.4, 0.8, 0.2, 0.9, 0.1], 6, 2));

    private static ClassificationOutcome Triples() => new(
        [0, 1, 2, 0, 1, 2], [0, 1, 2, 1, 1, 0], Three, Matrix.Wrap([.8, .1, .1, .2, .6, .2, .1, .1, .8, .3, .4, .3, .2, .7, .1, .5, .2, .3], 6, 3));

    [Fact]
    public void A_ROC_curve_of_two_classes_is_that_of_the_second_beside_the_diagonal()
    {
        LineChart chart = OutcomeCharts.Roc(Pairs());
        RocCurve curve = RocCurve.OneVersusRest(Pairs().Scores!, Pairs().Actual, 1);
        Assert.Equal(2, chart.Series.Length);
        Assert.Equal(curve.FalsePositiveRates.ToArray(), chart.Series[0].X);
        Assert.Equal(curve.TruePositiveRates.ToArray(), chart.Series[0].Y);
        // Of nine pairs one is in the wrong order.
        Assert.Equal("yes (area 0.889)", chart.Series[0].Name);
        Assert.True(chart.Series[1].IsReference);
        Assert.Equal([0, 1], chart.Series[1].X);
        Assert.Equal([0, 1], chart.Series[1].Y);
        Assert.True(chart.XRange is { Low: <= 0 and > -0.05, High: >= 1 and < 1.05 } && chart.YRange == chart.XRange);
        Assert.StartsWith("no (", OutcomeCharts.Roc(Pairs(), "no").Series[0].Name);
        Assert.Contains("yes (area 0.889)", chart.ToSvg());
    }

    [Fact]
    public void Several_classes_have_a_curve_each()
    {
        Assert.Equal(["a", "b", "c", "guessing"], OutcomeCharts.Roc(Triples()).Series.Select(series => series.Name.Split(' ')[0]));
        Assert.Equal(["a", "b", "c"], OutcomeCharts.PrecisionRecall(Triples()).Series.Select(series => series.Name.Split(' ')[0]));
        Assert.Equal(["a", "b", "c", "calibrated"], OutcomeCharts.Calibration(Triples()).Series.Select(series => series.Name.Split(' ')[0]));
        Assert.Equal(["b", "guessing"], OutcomeCharts.Roc(Triples(), "b").Series.Select(series => series.Name.Split(' ')[0]));
    }

    [Fact]
    public void Precision_goes_by_steps_whose_area_is_the_average_precision()
    {
        LineChart chart = OutcomeCharts.PrecisionRecall(Pairs());
        PrecisionRecallCurve curve = PrecisionRecallCurve.OneVersusRest(Pairs().Scores!, Pairs().Actual, 1);
        double area = 0;
        for (int i = 1; i < chart.Series[0].X.Length; i++) area += (chart.Series[0].X[i] - chart.Series[0].X[i - 1]) * chart.Series[0].Y[i];
        // Sums in another order.
        Assert.Equal(curve.AveragePrecision, area, 1e-12);
        Assert.Equal([0.5, 0.5], chart.Series[1].Y);
    }

    [Fact]
    public void Calibration_has_as_many_bins_as_are_asked_for()
    {
        LineSeries series = OutcomeCharts.Calibration(Pairs(), binCount: 2).Series[0];
        CalibrationCurve curve = CalibrationCurve.Of([0.9, 0.7, 0.6, 0.4, 0.2, 0.1], [true, true, false, true, false, false], binCount: 2);
        Assert.Equal(curve.MeanProbabilities.ToArray(), series.X);
        Assert.Equal(curve.PositiveShares.ToArray(), series.Y);
    }

    [Fact]
    public void A_confusion_matrix_has_the_counts_and_grows_with_its_classes()
    {
        HeatMap map = OutcomeCharts.Confusion(Triples());
        Assert.Equal(Triples().Confusion.Counts.Span, map.Cells.Span);
        Assert.Equal("Confusion, accuracy 0.667", map.Title);
        int[] codes = [.. Enumerable.Range(0, 20)];
        Assert.True(OutcomeCharts.Confusion(new ClassificationOutcome(codes, codes, new ClassLabels(codes))).Width > map.Width);
    }

    [Fact]
    public void What_has_no_curve_is_refused_in_words()
    {
        var bare = new ClassificationOutcome([0, 1], [0, 1], Two);
        Assert.Contains("gives neither", Assert.Throws<ArgumentException>(() => OutcomeCharts.Roc(bare)).Message);
        Assert.Contains("gives neither", Assert.Throws<ArgumentException>(() => OutcomeCharts.PrecisionRecall(bare)).Message);
        Assert.Contains("gives none", Assert.Throws<ArgumentException>(() => OutcomeCharts.Calibration(bare)).Message);
        Assert.Contains("was 'maybe'", Assert.Throws<ArgumentException>(() => OutcomeCharts.Roc(Pairs(), "maybe")).Message);
        var one = new ClassificationOutcome([1, 1], [1, 1], Two, Matrix.Wrap([0.1, 0.9, 0.2, 0.8], 2, 2));
        Assert.Contains("all 2 are of 'yes'", Assert.Throws<ArgumentException>(() => OutcomeCharts.Roc(one)).Message);
    }
}
