namespace ClassicML.Metrics;

/// <summary>The receiver operating characteristic: for each threshold, the shares of negatives and of positives at or above it.</summary>
/// <remarks>
/// The false-positive rate is FP / negatives, the true-positive rate (recall) TP / positives. Rows of one score enter together, so ties
/// give a slanted line, and the area equals the share of pairs of a positive and a negative in which the positive has the higher
/// score, ties counting half. Rows of weight zero are left out. Source: Fawcett, "An introduction to ROC analysis", 2006.
/// Differences from scikit-learn 1.2: the first threshold is infinity (there, the highest score plus one), and scores may be infinite.
/// Cost: a sort, n log n.
/// </remarks>
public sealed class RocCurve
{
    private readonly double[] falsePositiveRates, truePositiveRates, thresholds;

    private RocCurve(double[] falsePositiveRates, double[] truePositiveRates, double[] thresholds, double area)
    {
        this.falsePositiveRates = falsePositiveRates;
        this.truePositiveRates = truePositiveRates;
        this.thresholds = thresholds;
        Area = area;
    }

    /// <summary>The share of negatives at or above each threshold; rises from 0 to 1.</summary>
    public ReadOnlySpan<double> FalsePositiveRates => falsePositiveRates;

    /// <summary>The share of positives at or above each threshold; rises from 0 to 1.</summary>
    public ReadOnlySpan<double> TruePositiveRates => truePositiveRates;

    /// <summary>The thresholds, descending; the first is infinity, above every row.</summary>
    public ReadOnlySpan<double> Thresholds => thresholds;

    /// <summary>The area under the curve by trapezoids, in [0, 1]: 1 for a perfect order, 0.5 for guessing.</summary>
    public double Area { get; }

    /// <summary>The curve of scores.</summary>
    /// <param name="scores">A score for each row, higher for more likely positive, on any scale; not NaN.</param>
    /// <param name="positives">Whether each row is positive.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <param name="dropIntermediate">Whether to leave out points on a straight line between others. Default true. The area stays.</param>
    /// <exception cref="ArgumentException">Rows of one class only, lengths that differ, or a value that is not allowed.</exception>
    public static RocCurve Of(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives, ReadOnlySpan<double> weights = default, bool dropIntermediate = true)
    {
        RowWeights own = MetricChecks.Rows(scores.Length, weights);
        Check.Length(positives.Length, scores.Length, nameof(positives), "row");
        MetricChecks.NotNaN(scores);
        int[] order = Order(scores);

        // Cumulative weights after each group of equal scores, highest first; entry 0 is the point before any row.
        List<double> falses = [0], trues = [0], levels = [double.PositiveInfinity];
        double fp = 0, tp = 0, area = 0;
        for (int i = 0; i < order.Length;)
        {
            double level = scores[order[i]], fpBefore = fp, tpBefore = tp;
            bool counts = false;
            for (; i < order.Length && scores[order[i]] == level; i++)
            {
                int row = order[i];
                if (positives[row]) tp += own[row];
                else fp += own[row];
                counts |= own[row] > 0;
            }
            if (!counts) continue;
            area += (fp - fpBefore) * (tp + tpBefore) * 0.5;
            falses.Add(fp);
            trues.Add(tp);
            levels.Add(level);
        }
        if (fp == 0 || tp == 0)
            throw new ArgumentException(
                $"a ROC curve needs positive and negative rows; all {scores.Length} that count are {(fp == 0 ? "positive" : "negative")}",
                nameof(positives));

        int[] kept = dropIntermediate ? Corners(falses, trues) : [.. Enumerable.Range(0, levels.Count)];
        return new RocCurve(
            Array.ConvertAll(kept, at => falses[at] / fp), Array.ConvertAll(kept, at => trues[at] / tp),
            // Sums of weights are rounded, so a perfect order may give a bit more than one.
            Array.ConvertAll(kept, at => levels[at]), Math.Min(1, area / (fp * tp)));
    }

    /// <summary>The curve of one class against all others.</summary>
    /// <param name="scores">A score for each row and class, n×K; not NaN.</param>
    /// <param name="codes">The class code of each row, in [0, K).</param>
    /// <param name="positive">The code of the class that counts as positive.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <param name="dropIntermediate">Whether to leave out points on a straight line between others. Default true.</param>
    /// <exception cref="ArgumentException">All rows are positive or none is, lengths differ, or a value is not allowed.</exception>
    public static RocCurve OneVersusRest(
        Matrix scores, ReadOnlySpan<int> codes, int positive, ReadOnlySpan<double> weights = default, bool dropIntermediate = true)
    {
        int classes = Check.NotNull(scores, nameof(scores)).ColumnCount;
        Check.Length(codes.Length, scores.RowCount, nameof(codes), "row");
        MetricChecks.Codes(codes, classes, nameof(codes));
        if ((uint)positive >= (uint)classes)
            throw new ArgumentOutOfRangeException(nameof(positive), $"positive must be in [0, {classes}), was {positive}");
        double[] column = new double[codes.Length];
        bool[] positives = new bool[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            column[i] = scores[i, positive];
            positives[i] = codes[i] == positive;
        }
        return Of(column, positives, weights, dropIntermediate);
    }

    /// <summary>The curve of one class of a model against all others, by its probabilities or else its decision scores.</summary>
    /// <param name="model">A fitted classifier.</param>
    /// <param name="data">Labelled rows, aligned by label.</param>
    /// <param name="positive">The name of the class that counts as positive.</param>
    /// <exception cref="ArgumentException">There is no such class, the model has no scores, or the rows are of one class only.</exception>
    public static RocCurve Of(IClassifierModel model, ClassificationData data, string positive)
    {
        ClassificationOutcome outcome = ClassificationOutcome.Of(model, data);
        int code = outcome.Labels.IndexOf(Check.NotNull(positive, nameof(positive)));
        if (code < 0) throw new ArgumentException($"positive must be one of {outcome.Labels}, was '{positive}'", nameof(positive));
        return OneVersusRest(outcome.ScoresFor("a ROC curve"), outcome.Actual, code, outcome.Weights);
    }

    /// <summary>The mean area of one-versus-rest curves, a plain mean over classes.</summary>
    /// <param name="scores">A score for each row and class, n×K; not NaN.</param>
    /// <param name="codes">The class code of each row, in [0, K); at least two classes must occur.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <remarks>
    /// A class without rows has no curve and is left out; scikit-learn refuses such data. Two classes whose scores sum to one give the
    /// same curve twice.
    /// </remarks>
    /// <exception cref="ArgumentException">Rows of one class only, lengths that differ, or a value that is not allowed.</exception>
    public static double MacroArea(Matrix scores, ReadOnlySpan<int> codes, ReadOnlySpan<double> weights = default)
    {
        int classes = Check.NotNull(scores, nameof(scores)).ColumnCount;
        Check.Length(codes.Length, scores.RowCount, nameof(codes), "row");
        MetricChecks.Codes(codes, classes, nameof(codes));
        MetricChecks.Rows(codes.Length, weights);
        bool[] present = new bool[classes];
        for (int i = 0; i < codes.Length; i++)
            if (weights.IsEmpty || weights[i] > 0) present[codes[i]] = true;
        double sum = 0;
        int count = 0;
        for (int k = 0; k < classes; k++)
        {
            if (!present[k]) continue;
            sum += OneVersusRest(scores, codes, k, weights).Area;
            count++;
        }
        return sum / count;
    }

    // Rows by descending score. Which of equal scores comes first changes only the rounding of their weights' sum.
    private static int[] Order(ReadOnlySpan<double> scores)
    {
        double[] keys = scores.ToArray();
        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, rows);
        Array.Reverse(rows);
        return rows;
    }

    // Point 0, the first and the last group, and each group where the step from the one before differs from the step after.
    private static int[] Corners(List<double> falses, List<double> trues)
    {
        int last = falses.Count - 1;
        var kept = new List<int> { 0, 1 };
        for (int at = 2; at < last; at++)
            if (Bends(falses, at) || Bends(trues, at)) kept.Add(at);
        if (last > 1) kept.Add(last);
        return [.. kept];
    }

    private static bool Bends(List<double> values, int at) => values[at + 1] - values[at] != values[at] - values[at - 1];
}
