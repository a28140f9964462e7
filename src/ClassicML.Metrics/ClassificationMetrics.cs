using System.Globalization;

namespace ClassicML.Metrics;

/// <summary>Measures of probabilities and scores of classes. Those of predicted classes are of <see cref="ConfusionMatrix"/>.</summary>
/// <remarks>
/// In every form codes holds the class code of each row, in [0, K), and weights a weight for each row, finite, not negative and not all
/// zero; none means 1 for each. Sums are compensated, so the order of rows does not matter beyond the last bits.
/// </remarks>
public static class ClassificationMetrics
{
    // What probabilities may be beyond [0, 1] by rounding.
    private const double Rounding = 1e-9;

    /// <summary>The Brier score: the mean squared distance of probabilities from what happened. 0 is perfect; smaller is better.</summary>
    /// <remarks>
    /// Two classes: Σ sᵢ(P(second | xᵢ) - [yᵢ is second])² / Σ sᵢ, in [0, 1], as scikit-learn's <c>brier_score_loss</c>; always ½ costs ¼.
    /// More: the squares of all classes are added, Σ sᵢ Σₖ(P(k | xᵢ) - [yᵢ = k])² / Σ sᵢ, in [0, 2]: Brier's own form, which of two classes
    /// is twice the other. Source: Brier, "Verification of forecasts expressed in terms of probability", 1950.
    /// </remarks>
    /// <param name="probabilities">The probability of each class for each row, n×K with K at least 2; in [0, 1].</param>
    /// <param name="codes">The class code of each row, in [0, K).</param>
    /// <param name="weights">A weight for each row; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static double BrierScore(Matrix probabilities, ReadOnlySpan<int> codes, ReadOnlySpan<double> weights = default)
    {
        Check.Complete(probabilities, nameof(BrierScore));
        int classes = probabilities.ColumnCount;
        if (classes < 2) throw new ArgumentException($"a Brier score needs at least two classes, there is {classes}", nameof(probabilities));
        RowWeights own = Validate(probabilities, codes, classes, weights);
        double[] costs = new double[codes.Length];
        for (int i = 0; i < costs.Length; i++)
        {
            ReadOnlySpan<double> row = probabilities.Row(i);
            for (int k = 0; k < classes; k++)
            {
                if (row[k] is < -Rounding or > 1 + Rounding)
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture, $"row {i}, column {k} is {row[k]}; probabilities must be in [0, 1]"), nameof(probabilities));
                double error = row[k] - (codes[i] == k ? 1 : 0);
                if (classes > 2 || k == 1) costs[i] += error * error;
            }
        }
        return Means.Of(costs, own);
    }

    /// <summary>The share of rows whose class is among the <paramref name="k"/> of the highest scores. In [0, 1]; of k = K always 1.</summary>
    /// <remarks>
    /// Of equal scores the class of the higher code comes first, and of two classes the first: scikit-learn's rules, where only a score above
    /// the threshold means the second class.
    /// </remarks>
    /// <param name="scores">A score for each row and class, n×K, higher for more likely; not NaN.</param>
    /// <param name="codes">The class code of each row, in [0, K).</param>
    /// <param name="k">How many classes of a row count; at least 1.</param>
    /// <param name="weights">A weight for each row; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static double TopKAccuracy(Matrix scores, ReadOnlySpan<int> codes, int k, ReadOnlySpan<double> weights = default)
    {
        int classes = Check.NotNull(scores, nameof(scores)).ColumnCount;
        RowWeights own = Validate(scores, codes, classes, weights);
        Check.Positive(k, nameof(k));
        MetricChecks.NotNaN(scores);
        double[] hits = new double[codes.Length];
        for (int i = 0; i < hits.Length; i++)
        {
            ReadOnlySpan<double> row = scores.Row(i);
            int ahead = 0;
            for (int j = 0; j < classes; j++)
                if (row[j] > row[codes[i]] || (row[j] == row[codes[i]] && (classes == 2 ? j < codes[i] : j > codes[i]))) ahead++;
            hits[i] = ahead < k ? 1 : 0;
        }
        return Means.Of(hits, own);
    }

    /// <summary>The hinge loss: how far rows are from a margin of one on the right side. At least 0; smaller is better.</summary>
    /// <remarks>
    /// The mean of max(0, 1 - m) by weight. Of two classes m is the score, with its sign for the second class and against it for the first;
    /// of more m is the score of the row's class less the highest other (Crammer and Singer, "On the algorithmic implementation of multiclass
    /// kernel-based vector machines", 2001). Infinite where a row that counts is of a class that the scores rule out.
    /// </remarks>
    /// <param name="decisionScores">A score for each row, n×1, of two classes, above zero for the second; or one for each class, n×K. Not NaN.</param>
    /// <param name="codes">The class code of each row, in [0, K).</param>
    /// <param name="weights">A weight for each row; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public static double HingeLoss(Matrix decisionScores, ReadOnlySpan<int> codes, ReadOnlySpan<double> weights = default)
    {
        int columns = Check.NotNull(decisionScores, nameof(decisionScores)).ColumnCount;
        RowWeights own = Validate(decisionScores, codes, Math.Max(2, columns), weights);
        MetricChecks.NotNaN(decisionScores);
        double[] costs = new double[codes.Length];
        for (int i = 0; i < costs.Length; i++)
        {
            ReadOnlySpan<double> row = decisionScores.Row(i);
            double margin;
            if (columns == 1) margin = codes[i] == 1 ? row[0] : -row[0];
            else
            {
                double right = row[codes[i]], other = double.NegativeInfinity;
                for (int k = 0; k < columns; k++)
                    if (k != codes[i]) other = Math.Max(other, row[k]);
                // Equal ones first: the difference of infinities is no number.
                margin = right == other ? 0 : right - other;
            }
            costs[i] = Math.Max(0, 1 - margin);
        }
        return Means.Of(costs, own);
    }

    private static RowWeights Validate(Matrix rows, ReadOnlySpan<int> codes, int classes, ReadOnlySpan<double> weights)
    {
        RowWeights own = MetricChecks.Rows(rows.RowCount, weights);
        Check.Length(codes.Length, rows.RowCount, nameof(codes), "row");
        MetricChecks.Codes(codes, classes, nameof(codes));
        return own;
    }
}
