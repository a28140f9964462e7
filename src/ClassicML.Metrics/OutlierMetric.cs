using System.Collections.Immutable;

namespace ClassicML.Metrics;

/// <summary>The built-in metrics of outlier detectors. One's own is a <see cref="Metric{TOutcome}"/> of an <see cref="OutlierOutcome"/>.</summary>
public static class OutlierMetric
{
    /// <summary>
    /// The area under the ROC curve for telling outliers by their low scores: "roc-auc". It is the share of pairs of an outlier and an
    /// inlier in which the outlier has the lower score, ties counting half, whatever the detector's threshold. Needs rows of both kinds.
    /// </summary>
    public static Metric<OutlierOutcome> RocAuc { get; } = new("roc-auc", higherIsBetter: true, AreaUnderRoc);

    /// <summary>
    /// The share of outliers among the n rows with the lowest scores, n the number of outliers: "precision-at-n". Rows of equal score at
    /// the border share the places that are left, so their order does not matter: of t rows with o outliers for m places m·o/t count.
    /// Needs an outlier.
    /// </summary>
    public static Metric<OutlierOutcome> PrecisionAtN { get; } = new("precision-at-n", higherIsBetter: true, AmongLowest);

    /// <summary>
    /// The mean share that is told rightly of outliers and of inliers, where a score of 0 or below says outlier: "balanced-accuracy". Of
    /// rows of one kind it is the share of that kind.
    /// </summary>
    public static Metric<OutlierOutcome> BalancedAccuracy { get; } = new("balanced-accuracy", higherIsBetter: true, MeanRecall);

    /// <summary>Every metric.</summary>
    public static IReadOnlyList<Metric<OutlierOutcome>> All { get; } = ImmutableArray.Create(RocAuc, PrecisionAtN, BalancedAccuracy);

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Metric<OutlierOutcome> Find(string name) => Metric.Find(All, name);

    private static double AreaUnderRoc(OutlierOutcome outcome)
    {
        if (Outliers(outcome, "roc-auc") == outcome.RowCount)
            throw new ArgumentException($"roc-auc needs outliers and inliers; all {outcome.RowCount} rows are outliers");
        return RocCurve.Of(Array.ConvertAll(outcome.Scores.ToArray(), score => -score), outcome.IsOutlier).Area;
    }

    private static double AmongLowest(OutlierOutcome outcome)
    {
        int n = Outliers(outcome, "precision-at-n");
        double border = outcome.Scores.ToArray().Order().ElementAt(n - 1);
        int below = 0, found = 0, tied = 0, tiedOutliers = 0;
        for (int i = 0; i < outcome.RowCount; i++)
        {
            int one = outcome.IsOutlier[i] ? 1 : 0;
            if (outcome.Scores[i] < border) (below, found) = (below + 1, found + one);
            else if (outcome.Scores[i] == border) (tied, tiedOutliers) = (tied + 1, tiedOutliers + one);
        }
        return (found + (double)(n - below) * tiedOutliers / tied) / n;
    }

    private static double MeanRecall(OutlierOutcome outcome)
    {
        int outliers = outcome.IsOutlier.Count(true), inliers = outcome.RowCount - outliers, foundOutliers = 0, foundInliers = 0;
        for (int i = 0; i < outcome.RowCount; i++)
            if (outcome.Scores[i] > 0 != outcome.IsOutlier[i])
            {
                if (outcome.IsOutlier[i]) foundOutliers++;
                else foundInliers++;
            }
        double ofOutliers = (double)foundOutliers / outliers, ofInliers = (double)foundInliers / inliers;
        return outliers == 0 ? ofInliers : inliers == 0 ? ofOutliers : (ofOutliers + ofInliers) / 2;
    }

    private static int Outliers(OutlierOutcome outcome, string name)
    {
        int outliers = outcome.IsOutlier.Count(true);
        return outliers > 0 ? outliers : throw new ArgumentException($"{name} needs outliers; none of {outcome.RowCount} rows is one");
    }
}
