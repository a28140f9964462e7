namespace ClassicML.Metrics;

/// <summary>For each threshold, the share of positives at or above it (recall) and the share of what lies there that is positive (precision).</summary>
/// <remarks>
/// It looks at positives only, so it shows what a ROC curve hides where they are few. Precision is TP / (TP + FP), recall TP / positives. Rows of
/// one score enter together; rows of weight zero are left out. The first point stands above every row: recall 0 and, by agreement, precision 1.
/// Where no row is positive, recall is 1 from the second point on and the average precision 0, as in scikit-learn.
/// Source: Davis and Goadrich, "The relationship between precision-recall and ROC curves", 2006. Points are those of scikit-learn 1.2 from the
/// highest threshold down, as in <see cref="RocCurve"/> (there from the lowest up); scores may be infinite. Cost: a sort, n log n.
/// </remarks>
public sealed class PrecisionRecallCurve
{
    private readonly double[] precisions, recalls, thresholds;

    private PrecisionRecallCurve(double[] precisions, double[] recalls, double[] thresholds, double averagePrecision)
    {
        this.precisions = precisions;
        this.recalls = recalls;
        this.thresholds = thresholds;
        AveragePrecision = averagePrecision;
    }

    /// <summary>Of the rows at or above each threshold, the share that is positive; the first is 1.</summary>
    public ReadOnlySpan<double> Precisions => precisions;

    /// <summary>The share of positives at or above each threshold; rises from 0 to 1.</summary>
    public ReadOnlySpan<double> Recalls => recalls;

    /// <summary>The thresholds, descending; the first is infinity, above every row.</summary>
    public ReadOnlySpan<double> Thresholds => thresholds;

    /// <summary>The area under the steps, Σ (Rₜ - Rₜ₋₁)Pₜ, in [0, 1]: 1 for a perfect order, about the share of positives for guessing.</summary>
    /// <remarks>Steps and not trapezoids, which would promise precisions between points that no threshold gives.</remarks>
    public double AveragePrecision { get; }

    /// <summary>The curve of scores.</summary>
    /// <param name="scores">A score for each row, higher for more likely positive, on any scale; not NaN.</param>
    /// <param name="positives">Whether each row is positive.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static PrecisionRecallCurve Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives, ReadOnlySpan<double> weights = default)
    {
        ScoreLevels levels = ScoreLevels.Of(scores, positives, weights);
        double[] precisions = new double[levels.Levels.Count], recalls = new double[levels.Levels.Count];
        double all = levels.Trues[^1];
        precisions[0] = 1;
        CompensatedSum area = default;
        for (int at = 1; at < precisions.Length; at++)
        {
            double tp = levels.Trues[at];
            precisions[at] = tp / (tp + levels.Falses[at]);
            recalls[at] = all == 0 ? 1 : tp / all;
            area.Add((tp - levels.Trues[at - 1]) * precisions[at]);
        }
        // Sums of weights are rounded, so a perfect order may give a bit more than one.
        return new PrecisionRecallCurve(precisions, recalls, [.. levels.Levels], all == 0 ? 0 : Math.Min(1, area.Value / all));
    }

    /// <summary>The curve of one class against all others.</summary>
    /// <param name="scores">A score for each row and class, n×K; not NaN.</param>
    /// <param name="codes">The class code of each row, in [0, K).</param>
    /// <param name="positive">The code of the class that counts as positive.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static PrecisionRecallCurve OneVersusRest(Matrix scores, ReadOnlySpan<int> codes, int positive, ReadOnlySpan<double> weights = default)
    {
        (double[] column, bool[] positives) = ScoreLevels.OneVersusRest(scores, codes, positive);
        return Of(column, positives, weights);
    }

    /// <summary>The curve of one class of a model against all others, by its probabilities or else its decision scores.</summary>
    /// <param name="model">A fitted classifier.</param>
    /// <param name="data">Labelled rows, aligned by label.</param>
    /// <param name="positive">The name of the class that counts as positive.</param>
    /// <exception cref="ArgumentException">There is no such class, or the model has no scores.</exception>
    public static PrecisionRecallCurve Of(IClassifierModel model, ClassificationData data, string positive)
    {
        ClassificationOutcome outcome = ClassificationOutcome.Of(model, data);
        return OneVersusRest(outcome.ScoresFor("a precision-recall curve"), outcome.Actual, outcome.CodeOf(positive, nameof(positive)), outcome.Weights);
    }

    /// <summary>The mean average precision of one-versus-rest curves, a plain mean over classes.</summary>
    /// <param name="scores">A score for each row and class, n×K; not NaN.</param>
    /// <param name="codes">The class code of each row, in [0, K).</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <remarks>A class without rows is left out, as in <see cref="RocCurve.MacroArea"/>; in scikit-learn it counts as 0.</remarks>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static double MacroAveragePrecision(Matrix scores, ReadOnlySpan<int> codes, ReadOnlySpan<double> weights = default)
    {
        int[] present = ScoreLevels.Present(scores, codes, weights);
        double sum = 0;
        foreach (int k in present) sum += OneVersusRest(scores, codes, k, weights).AveragePrecision;
        return sum / present.Length;
    }
}
