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
        ScoreLevels levels = ScoreLevels.Of(scores, positives, weights);
        List<double> falses = levels.Falses, trues = levels.Trues;
        double area = 0;
        for (int at = 1; at < trues.Count; at++)
        {
            double fpBefore = falses[at - 1], tpBefore = trues[at - 1], fp = falses[at], tp = trues[at];
            area += (fp - fpBefore) * (tp + tpBefore) * 0.5;
        }
        double negative = falses[^1], positive = trues[^1];
        if (negative == 0 || positive == 0)
            throw new ArgumentException(
                $"a ROC curve needs positive and negative rows; all {scores.Length} that count are {(negative == 0 ? "positive" : "negative")}",
                nameof(positives));

        int[] kept = dropIntermediate ? Corners(falses, trues) : [.. Enumerable.Range(0, trues.Count)];
        return new RocCurve(
            Array.ConvertAll(kept, at => falses[at] / negative), Array.ConvertAll(kept, at => trues[at] / positive),
            // Sums of weights are rounded, so a perfect order may give a bit more than one.
            Array.ConvertAll(kept, at => levels.Levels[at]), Math.Min(1, area / (negative * positive)));
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
        (double[] column, bool[] positives) = ScoreLevels.OneVersusRest(scores, codes, positive);
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
        return OneVersusRest(outcome.ScoresFor("a ROC curve"), outcome.Actual, outcome.CodeOf(positive, nameof(positive)), outcome.Weights);
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
        int[] present = ScoreLevels.Present(scores, codes, weights);
        double sum = 0;
        foreach (int k in present) sum += OneVersusRest(scores, codes, k, weights).Area;
        return sum / present.Length;
    }

    /// <summary>The mean area of one-versus-one curves, a plain mean over pairs of classes.</summary>
    /// <param name="scores">A score for each row and class, n×K; not NaN.</param>
    /// <param name="codes">The class code of each row, in [0, K); at least two classes must occur.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <remarks>
    /// Of classes a and b it is the mean of two areas over the rows of both: of a against b by the scores of a, and of b against a by those of b.
    /// Unlike <see cref="MacroArea"/> it does not depend on how frequent classes are. A class without rows is left out. Scikit-learn takes no
    /// weights here. Source: Hand and Till, "A simple generalisation of the area under the ROC curve for multiple class classification
    /// problems", 2001. Cost: K²/2 sorts of the rows of two classes.
    /// </remarks>
    /// <exception cref="ArgumentException">Rows of one class only, lengths that differ, or a value that is not allowed.</exception>
    public static double PairwiseArea(Matrix scores, ReadOnlySpan<int> codes, ReadOnlySpan<double> weights = default)
    {
        int[] present = ScoreLevels.Present(scores, codes, weights);
        if (present.Length < 2)
            throw new ArgumentException($"areas of pairs need rows of at least two classes; all {codes.Length} that count are of class code {present[0]}", nameof(codes));
        double sum = 0;
        for (int a = 1; a < present.Length; a++)
            for (int b = 0; b < a; b++)
            {
                int one = present[a], other = present[b];
                List<int> rows = [];
                for (int i = 0; i < codes.Length; i++)
                    if (codes[i] == one || codes[i] == other) rows.Add(i);
                double[] own = new double[weights.IsEmpty ? 0 : rows.Count], ones = new double[rows.Count], others = new double[rows.Count];
                bool[] areOne = new bool[rows.Count], areOther = new bool[rows.Count];
                for (int at = 0; at < ones.Length; at++)
                {
                    int row = rows[at];
                    if (own.Length > 0) own[at] = weights[row];
                    (ones[at], others[at]) = (scores[row, one], scores[row, other]);
                    (areOne[at], areOther[at]) = (codes[row] == one, codes[row] == other);
                }
                sum += (Of(ones, areOne, own).Area + Of(others, areOther, own).Area) / 2;
            }
        return sum / (present.Length * (present.Length - 1) / 2);
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
