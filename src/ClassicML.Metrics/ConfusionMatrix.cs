using System.Collections.Immutable;

namespace ClassicML.Metrics;

/// <summary>How often each class was predicted as each class: K×K counts, or sums of weights; rows are actual, columns predicted.</summary>
/// <remarks>
/// For class k, TPₖ is the diagonal entry, its row's sum TPₖ + FNₖ the support, its column's sum TPₖ + FPₖ what was predicted as k.
/// A quotient 0/0 counts as 0: the precision of a class that is never predicted, the recall of one that has no rows, F of one with neither hits
/// nor errors, an average over such classes, and a row or column of zeros where counts are normalised. That is scikit-learn's default, which
/// warns of it, and holds for every metric of counts; a class that neither occurs nor is named is no part of an average at all.
/// Source: Sokolova and Lapalme, "A systematic analysis of performance measures for classification tasks", 2009. Cost: one pass over n rows,
/// K² memory.
/// </remarks>
public sealed class ConfusionMatrix
{
    // In the scale of the weights as metrics read them; what is public is in that of the weights themselves.
    private readonly double[] counts, actualTotals, predictedTotals, supports;
    private readonly double total, correct;
    private readonly bool[] occurs;

    private static Interval Betas => new(0, double.PositiveInfinity);

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

    /// <summary>
    /// The agreement of actual and predicted class beyond that of chance: 1 - Σ wₐₚcₐₚ / Σ wₐₚtₐpₚ/n, at most 1; 0 for guessing, and, like
    /// <see cref="MatthewsCorrelation"/>, where all rows are actual and predicted as one class (NaN in scikit-learn).
    /// </summary>
    /// <remarks>
    /// With cₐₚ rows of class a predicted as p, tₐ actual, pₚ predicted, of n; and wₐₚ what such a disagreement counts, by codes. Sources: Cohen,
    /// "A coefficient of agreement for nominal scales", 1960, and "Weighted kappa", 1968.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weights"/> is not a member of the enumeration.</exception>
    public double CohenKappa(KappaWeights weights = KappaWeights.None)
    {
        Check.Defined(weights, nameof(weights));
        CompensatedSum observed = default, expected = default;
        for (int a = 0; a < Labels.Count; a++)
            for (int p = 0; p < Labels.Count; p++)
            {
                double apart = Math.Abs(a - p), cost = weights switch
                {
                    KappaWeights.None => Math.Min(1, apart),
                    KappaWeights.Linear => apart,
                    KappaWeights.Quadratic => apart * apart,
                };
                observed.Add(cost * counts[a * Labels.Count + p]);
                expected.Add(cost * (actualTotals[a] * predictedTotals[p] / total));
            }
        return expected.Value == 0 ? 0 : 1 - observed.Value / expected.Value;
    }

    /// <summary>The counts as shares, K×K: of the rows of a class, of the rows predicted as one, or of all. What sums to zero stays zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is not a member of the enumeration.</exception>
    public Matrix Normalised(Normalisation by)
    {
        Check.Defined(by, nameof(by));
        int k = Labels.Count;
        double[] shares = new double[counts.Length];
        for (int a = 0; a < k; a++)
            for (int p = 0; p < k; p++)
                shares[a * k + p] = Quotient(
                    counts[a * k + p], by == Normalisation.Actual ? actualTotals[a] : by == Normalisation.Predicted ? predictedTotals[p] : total);
        return Matrix.Wrap(shares, k, k);
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

    /// <summary>The harmonic mean of precision P and recall R of a class, R weighing β² times P: (1 + β²)PR / (β²P + R), or 0 where both are 0.</summary>
    /// <remarks>0 is precision, 1 is F1, infinity is recall. Source: van Rijsbergen, "Information retrieval", 1979.</remarks>
    /// <param name="beta">β, at least 0; infinity is allowed.</param>
    /// <param name="k">The code of the class.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is below 0.</exception>
    /// <exception cref="IndexOutOfRangeException">The code is not in [0, K).</exception>
    public double FBeta(double beta, int k) => Mean(Check.Within(beta, Betas, nameof(beta)), Precision(k), Recall(k));

    /// <summary>The precision over all classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="average"/> is not a member of the enumeration.</exception>
    public double Precision(Average average) => Averaged(Precision, average);

    /// <summary>The recall over all classes. Weighted, it equals <see cref="Accuracy"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="average"/> is not a member of the enumeration.</exception>
    public double Recall(Average average) => Averaged(Recall, average);

    /// <summary>The F1 over all classes: the average of the classes' F1, not the F1 of averages.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="average"/> is not a member of the enumeration.</exception>
    public double F1(Average average) => Averaged(F1, average);

    /// <summary>The F-beta over all classes: the average of the classes' F-beta.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="beta"/> is below 0, or <paramref name="average"/> is not a member of the enumeration.
    /// </exception>
    public double FBeta(double beta, Average average)
    {
        Check.Within(beta, Betas, nameof(beta));
        return Averaged(k => FBeta(beta, k), average);
    }

    /// <summary>The precision over some classes.</summary>
    /// <inheritdoc cref="FBeta(double, Average, ReadOnlySpan{int})"/>
    public double Precision(Average average, ReadOnlySpan<int> classes) => FBeta(0, average, classes);

    /// <summary>The recall over some classes.</summary>
    /// <inheritdoc cref="FBeta(double, Average, ReadOnlySpan{int})"/>
    public double Recall(Average average, ReadOnlySpan<int> classes) => FBeta(double.PositiveInfinity, average, classes);

    /// <summary>The F1 over some classes.</summary>
    /// <inheritdoc cref="FBeta(double, Average, ReadOnlySpan{int})"/>
    public double F1(Average average, ReadOnlySpan<int> classes) => FBeta(1, average, classes);

    /// <summary>The F-beta over some classes.</summary>
    /// <remarks>
    /// As scikit-learn's <c>labels</c>: the macro average is over all that are named, though one does not occur; the micro average takes Σ TP, Σ FP
    /// and Σ FN of the named ones, which no longer is accuracy.
    /// </remarks>
    /// <param name="beta">β, at least 0; infinity is allowed.</param>
    /// <param name="average">How the values become one.</param>
    /// <param name="classes">The codes of the classes, at least one and none twice.</param>
    /// <exception cref="ArgumentException">There is no class, one comes twice, or a value is not allowed.</exception>
    public double FBeta(double beta, Average average, ReadOnlySpan<int> classes)
    {
        Check.Within(beta, Betas, nameof(beta));
        Check.Defined(average, nameof(average));
        if (classes.IsEmpty) throw new ArgumentException("an average over classes needs at least one", nameof(classes));
        bool[] seen = new bool[Labels.Count];
        double sum = 0, weight = 0, hits = 0, actual = 0, predicted = 0;
        foreach (int k in classes)
        {
            if ((uint)k >= (uint)seen.Length) throw new ArgumentOutOfRangeException(nameof(classes), $"class codes must be in [0, {seen.Length}), one was {k}");
            if (seen[k]) throw new ArgumentException($"class code {k} comes twice", nameof(classes));
            seen[k] = true;
            double share = average == Average.Macro ? 1 : actualTotals[k];
            sum += share * FBeta(beta, k);
            weight += share;
            hits += counts[k * seen.Length + k];
            actual += actualTotals[k];
            predicted += predictedTotals[k];
        }
        return average == Average.Micro ? Mean(beta, Quotient(hits, predicted), Quotient(hits, actual)) : Quotient(sum, weight);
    }

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

    // Divided by β² where that is more than one, so that it may be as large as it likes.
    private static double Mean(double beta, double precision, double recall)
    {
        if (beta == 0) return precision;
        if (double.IsInfinity(beta)) return recall;
        if (beta > 1)
        {
            double share = 1 / beta / beta;
            return Quotient((1 + share) * precision * recall, precision + share * recall);
        }
        return Quotient((1 + beta * beta) * precision * recall, beta * beta * precision + recall);
    }

    private static double Quotient(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;
}
