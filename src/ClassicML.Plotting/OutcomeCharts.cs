using ClassicML.Metrics;

namespace ClassicML.Plotting;

/// <summary>What a classifier said about labelled rows, one call a picture.</summary>
/// <example><c>OutcomeCharts.Roc(ClassificationOutcome.Of(model, test)).SaveSvg("roc.svg")</c></example>
public static class OutcomeCharts
{
    // A curve that runs along an edge is seen in full.
    private static readonly AxisRange Shares = new(-0.01, 1.01);

    /// <summary>ROC curves with their areas, and the diagonal of guessing.</summary>
    /// <param name="outcome">Rows with probabilities or decision scores.</param>
    /// <param name="positive">The class that counts as positive. Default: of two classes the second; of more, each has a curve against all others.</param>
    /// <exception cref="ArgumentException">There are no scores, no such class, or rows of one class only.</exception>
    public static LineChart Roc(ClassificationOutcome outcome, string? positive = null)
    {
        Matrix scores = Check.NotNull(outcome, nameof(outcome)).Scores
            ?? throw new ArgumentException("a ROC curve needs probabilities or decision scores, and the model gives neither", nameof(outcome));
        IEnumerable<LineSeries> curves = Curves(outcome, positive, code =>
        {
            RocCurve curve = RocCurve.OneVersusRest(scores, outcome.Actual, code, outcome.Weights);
            return new LineSeries(Chart.Invariant($"{outcome.Labels[code]} (area {curve.Area:F3})"), curve.FalsePositiveRates, curve.TruePositiveRates);
        });
        return new LineChart([.. curves, new LineSeries("guessing", [0, 1], [0, 1]) { IsReference = true }])
        {
            Title = "ROC curve", XLabel = "share of the other rows at or above the threshold", YLabel = "share of the class found",
            XRange = Shares, YRange = Shares, Width = 560, Height = 520,
        };
    }

    /// <summary>Precision against recall with the average precision, and for guessing the share of the class.</summary>
    /// <param name="outcome">Rows with probabilities or decision scores.</param>
    /// <param name="positive">The class that counts as positive. Default: of two classes the second; of more, each has a curve against all others.</param>
    /// <exception cref="ArgumentException">There are no scores, no such class, or rows of one class only.</exception>
    public static LineChart PrecisionRecall(ClassificationOutcome outcome, string? positive = null)
    {
        Matrix scores = Check.NotNull(outcome, nameof(outcome)).Scores
            ?? throw new ArgumentException("precision and recall at thresholds need probabilities or decision scores, and the model gives neither", nameof(outcome));
        List<LineSeries> curves = [.. Curves(outcome, positive, code =>
        {
            PrecisionRecallCurve curve = PrecisionRecallCurve.OneVersusRest(scores, outcome.Actual, code, outcome.Weights);
            (double[] recalls, double[] precisions) = Steps(curve);
            return new LineSeries(Chart.Invariant($"{outcome.Labels[code]} (average {curve.AveragePrecision:F3})"), recalls, precisions);
        })];
        if (curves.Count == 1)
        {
            int code = CodeOf(outcome, positive) ?? 1;
            double share = outcome.Confusion.Support(code) / outcome.Confusion.Total;
            curves.Add(new LineSeries("guessing", [0, 1], [share, share]) { IsReference = true });
        }
        return new LineChart(curves)
        {
            Title = "Precision and recall", XLabel = "recall: share of the class found", YLabel = "precision: share of the found that is right",
            XRange = Shares, YRange = Shares, Width = 560, Height = 520,
        };
    }

    /// <summary>How often what was called so likely came true, with the mean distance from the diagonal of perfect calibration.</summary>
    /// <param name="outcome">Rows with probabilities.</param>
    /// <param name="positive">The class whose probabilities are looked at. Default: of two classes the second; of more, each has a curve.</param>
    /// <param name="binCount">Into how many bins of equal width the probabilities are divided. Default 10, at least 1.</param>
    /// <exception cref="ArgumentException">There are no probabilities, no such class, or rows of one class only.</exception>
    public static LineChart Calibration(ClassificationOutcome outcome, string? positive = null, int binCount = 10)
    {
        Matrix probabilities = Check.NotNull(outcome, nameof(outcome)).Probabilities
            ?? throw new ArgumentException("a calibration curve needs probabilities, and the model gives none", nameof(outcome));
        Check.Positive(binCount, nameof(binCount));
        IEnumerable<LineSeries> curves = Curves(outcome, positive, code =>
        {
            // Sums of probabilities may be a bit more than one.
            double[] column = [.. Enumerable.Range(0, outcome.RowCount).Select(i => Math.Min(1, probabilities[i, code]))];
            CalibrationCurve curve = CalibrationCurve.Of(
                column, Array.ConvertAll(outcome.Actual.ToArray(), actual => actual == code), outcome.Weights, binCount);
            return new LineSeries(Chart.Invariant($"{outcome.Labels[code]} (error {curve.ExpectedError:F3})"), curve.MeanProbabilities, curve.PositiveShares)
            {
                ShowPoints = true,
            };
        });
        return new LineChart([.. curves, new LineSeries("calibrated", [0, 1], [0, 1]) { IsReference = true }])
        {
            Title = "Calibration", XLabel = "mean probability of a bin", YLabel = "share that is of the class", XRange = Shares, YRange = Shares,
            Width = 560, Height = 520,
        };
    }

    /// <summary>The confusion matrix as <see cref="HeatMap.Confusion"/> draws it, larger where there are many classes.</summary>
    /// <exception cref="ArgumentNullException">The outcome is null.</exception>
    public static HeatMap Confusion(ClassificationOutcome outcome)
    {
        ConfusionMatrix matrix = Check.NotNull(outcome, nameof(outcome)).Confusion;
        int classes = matrix.Labels.Count;
        return HeatMap.Confusion(matrix.Counts, matrix.Labels) with
        {
            Title = Chart.Invariant($"Confusion, accuracy {matrix.Accuracy:F3}"),
            Width = Math.Clamp(180 + 48 * classes, 560, 1600),
            Height = Math.Clamp(160 + 36 * classes, 420, 1400),
        };
    }

    // Of each class that has rows, as have the others.
    private static IEnumerable<LineSeries> Curves(ClassificationOutcome outcome, string? positive, Func<int, LineSeries> curve)
    {
        if (CodeOf(outcome, positive) is { } code) return [curve(code)];
        int[] present = [.. outcome.Actual.ToArray().Distinct().Order()];
        if (present.Length < 2)
            throw new ArgumentException($"a curve needs rows of two classes; all {outcome.RowCount} are of '{outcome.Labels[present[0]]}'", nameof(outcome));
        return outcome.Labels.Count == 2 ? [curve(1)] : [.. present.Select(curve)];
    }

    private static int? CodeOf(ClassificationOutcome outcome, string? positive)
    {
        if (positive is null) return null;
        int code = outcome.Labels.IndexOf(positive);
        return code >= 0 ? code : throw new ArgumentException($"{nameof(positive)} must be one of {outcome.Labels}, was '{positive}'", nameof(positive));
    }

    // Between two thresholds nothing is known but the steps, and their area is the average precision.
    private static (double[] Recalls, double[] Precisions) Steps(PrecisionRecallCurve curve)
    {
        var recalls = new List<double> { curve.Recalls[0] };
        var precisions = new List<double> { curve.Precisions.Length > 1 ? curve.Precisions[1] : curve.Precisions[0] };
        for (int at = 1; at < curve.Recalls.Length; at++)
        {
            recalls.AddRange([curve.Recalls[at - 1], curve.Recalls[at]]);
            precisions.AddRange([curve.Precisions[at], curve.Precisions[at]]);
        }
        return ([.. recalls], [.. precisions]);
    }
}
