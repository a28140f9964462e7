using System.Collections.Immutable;

namespace ClassicML.Metrics;

/// <summary>How often each class was predicted as each class: K×K counts, or sums of weights; rows are actual, columns predicted.</summary>
/// <remarks>
/// For class k, TPₖ is the diagonal entry, its row's sum TPₖ + FNₖ the support, its column's sum TPₖ + FPₖ what was predicted as k.
/// A quotient 0/0 counts as 0, as in scikit-learn, which warns of it. Source: Sokolova and Lapalme, "A systematic analysis of
/// performance measures for classification tasks", 2009. Cost: one pass over n rows, K² memory.
/// </remarks>
public sealed class ConfusionMatrix
{
    // In the scale of the weights as metrics read them; what is public is in that of the weights themselves.
    private readonly double[] counts, actualTotals, predictedTotals, supports;
    private readonly double total, correct;
    private readonly bool[] occurs;

    /// <summary>Counts pairs of class codes.</summary>
    /// <param name="actual">The class code of each row, in [0, K).</param>
    /// <param name="predicted">The predicted class code of each row, in [0, K).</param>
    /// <param name="labels">The K classes.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; none means 1 for each.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a value is not allowed.</exception>
    public ConfusionMatrix(
        ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, ClassLabels labels, ReadOnlySpan<double> weights = default)
    {
        Labels = Check.NotNull(labels, nameof(labels));
        RowWeights own = MetricChecks.Rows(actual.Length, weights);
        Check.Length(predicted.Length, actual.Length, nameof(predicted), "row");
        int k = labels.Count;
        MetricChecks.Codes(actual, k, nameof(actual));
        MetricChecks.Codes(predicted, k, nameof(predicted));

        counts = new double[checked(k * k)];
        actualTotals = new double[k];
        predictedTotals = new double[k];
        // Occurring is a matter of rows, even those that weigh nothing: scikit-learn's rule for macro averages.
        occurs = new bool[k];
        for (int i = 0; i < actual.Length; i++)
        {
            counts[actual[i] * k + predicted[i]] += own[i];
            occurs[actual[i]] = occurs[predicted[i]] = true;
        }
        for (int a = 0; a < k; a++)
            for (int p = 0; p < k; p++)
            {
                actualTotals[a] += counts[a * k + p];
                predictedTotals[p] += counts[a * k + p];
                if (a == p) correct += counts[a * k + p];
            }
        foreach (double one in predictedTotals) total += one;
        double[] originals = new double[counts.Length];
        for (int at = 0; at < originals.Length; at++) originals[at] = own.Original(counts[at]);
        Counts = Matrix.Wrap(originals, k, k);
        supports = new double[k];
        for (int a = 0; a < k; a++) supports[a] = own.Original(actualTotals[a]);
        (Total, Correct) = (own.Original(total), own.Original(correct));
    }

    /// <summary>Counts a model's predictions on labelled rows, aligned by label, with the data's weights.</summary>
    /// <exception cref="ArgumentException">The model was fitted on another number of features.</exception>
    public static ConfusionMatrix Of(IClassifierModel model, ClassificationData data) => ClassificationOutcome.Of(model, data).Confusion;

    /// <summary>The K classes.</summary>
    public ClassLabels Labels { get; }

    /// <summary>The counts, K×K: row actual, column predicted.</summary>
    public Matrix Counts { get; }

    /// <summary>How often the class <paramref name="actual"/> was predicted as <paramref name="predicted"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">A code is not in [0, K).</exception>
    public double this[int actual, int predicted] => Counts[actual, predicted];

    /// <summary>The sum of all counts: the number of rows, or their weight.</summary>
    public double Total { get; }

    /// <summary>The sum of the diagonal: the number of rows predicted rightly, or their weight.</summary>
    public double Correct { get; }

    /// <summary>The share of rows predicted rightly, Σ TPₖ / n. In [0, 1].</summary>
    public double Accuracy => correct / total;

    /// <summary>The mean recall of the classes that have support: accuracy as if all classes were equally frequent. In [0, 1].</summary>
    public double BalancedAccuracy
    {
        get
        {
            double sum = 0;
            int count = 0;
            for (int k = 0; k < Labels.Count; k++)
            {
                if (actualTotals[k] == 0) continue;
                sum += Recall(k);
                count++;
            }
            return sum / count;
        }
    }

    /// <summary>
    /// The correlation of actual and predicted class, in [-1, 1]; 0 for guessing, and where only one class is actual or predicted.
    /// With c right of n, and tₖ actual and pₖ predicted: (c·n - Σ tₖpₖ) / √((n² - Σ pₖ²)(n² - Σ tₖ²)). Source: Gorodkin, 2004.
    /// </summary>
    public double MatthewsCorrelation
    {
        get
        {
            double both = 0, actual = 0, predicted = 0;
            for (int k = 0; k < Labels.Count; k++)
            {
                both += actualTotals[k] * predictedTotals[k];
                actual += actualTotals[k] * actualTotals[k];
                predicted += predictedTotals[k] * predictedTotals[k];
            }
            double varianceOfActual = total * total - actual, varianceOfPredicted = total * total - predicted;
            return varianceOfActual * varianceOfPredicted == 0
                ? 0
                : (correct * total - both) / Math.Sqrt(varianceOfActual * varianceOfPredicted);
        }
    }

    /// <summary>The weight of the rows of class <paramref name="k"/>, TPₖ + FNₖ.</summary>
    /// <exception cref="IndexOutOfRangeException">The code is not in [0, K).</exception>
    public double Support(int k) => supports[k];

    /// <summary>Of the rows predicted as <paramref name="k"/>, the share that is: TPₖ / (TPₖ + FPₖ), or 0 where there are none.</summary>
    /// <exception cref="IndexOutOfRangeException">The code is not in [0, K).</exception>
    public double Precision(int k) => Quotient(counts[k * Labels.Count + k], predictedTotals[k]);

    /// <summary>Of the rows of class <paramref name="k"/>, the share found: TPₖ / (TPₖ + FNₖ), or 0 where there are none.</summary>
    /// <exception cref="IndexOutOfRangeException">The code is not in [0, K).</exception>
    public double Recall(int k) => Quotient(counts[k * Labels.Count + k], actualTotals[k]);

    /// <summary>The harmonic mean of precision P and recall R of a class: 2PR / (P + R), or 0 where both are 0.</summary>
    /// <exception cref="IndexOutOfRangeException">The code is not in [0, K).</exception>
    public double F1(int k) => Quotient(2 * Precision(k) * Recall(k), Precision(k) + Recall(k));

    /// <summary>The precision over all classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="average"/> is not a member of the enumeration.</exception>
    public double Precision(Average average) => Averaged(Precision, average);

    /// <summary>The recall over all classes. Weighted, it equals <see cref="Accuracy"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="average"/> is not a member of the enumeration.</exception>
    public double Recall(Average average) => Averaged(Recall, average);

    /// <summary>The F1 over all classes: the average of the classes' F1, not the F1 of averages.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="average"/> is not a member of the enumeration.</exception>
    public double F1(Average average) => Averaged(F1, average);

    /// <summary>The scores of each class, by code.</summary>
    public ImmutableArray<ClassScores> Classes() =>
        [.. Enumerable.Range(0, Labels.Count).Select(k => new ClassScores(Labels[k], Precision(k), Recall(k), F1(k), Support(k)))];

    /// <summary>A table of precision, recall, F1 and support for each class, then accuracy and the macro and weighted averages.</summary>
    public string Report() => ConfusionMatrixText.Report(this);

    /// <summary>The counts as a table with class names; rows are actual, columns predicted.</summary>
    public override string ToString() => ConfusionMatrixText.Table(this);

    private double Averaged(Func<int, double> score, Average average)
    {
        // One class to a row: every false positive of one class is a false negative of another, so all three sums agree.
        if (Check.Defined(average, nameof(average)) == Average.Micro) return Accuracy;
        double sum = 0, weight = 0;
        for (int k = 0; k < Labels.Count; k++)
        {
            if (!occurs[k]) continue;
            double share = average == Average.Macro ? 1 : actualTotals[k];
            sum += share * score(k);
            weight += share;
        }
        return sum / weight;
    }

    private static double Quotient(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;
}
