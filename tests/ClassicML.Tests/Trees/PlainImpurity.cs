using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>The criteria of classes, written out as their pages say them.</summary>
internal static class PlainImpurity
{
    /// <summary>The impurity of rows of which each class has this weight.</summary>
    public static double Of(SplitCriterion criterion, params double[] weights)
    {
        double all = weights.Sum();
        // What is left of a difference of sums may be a rounding below zero.
        double[] p = Array.ConvertAll(weights, weight => Math.Clamp(weight / all, 0, 1));
        return criterion switch
        {
            SplitCriterion.Gini => 1 - p.Sum(share => share * share),
            SplitCriterion.Entropy => -p.Where(share => share > 0).Sum(share => share * Math.Log2(share)),
            SplitCriterion.Error => 1 - p.Max(),
        };
    }
}
