namespace ClassicML.Trees;

/// <summary>Work that is compiled anew for each criterion.</summary>
internal interface IGrowth<out TResult>
{
    TResult Grow<TCriterion>(TCriterion criterion) where TCriterion : struct, ICriterion<TCriterion>;
}

/// <summary>From the names of the criteria to their structs.</summary>
internal static class Criteria
{
    // Targets below this are scaled: squares of what is left of their differences would underflow.
    private const double LeastTarget = 6.2230152778611417e-61;

    // A table of logarithms beyond this is larger than caches.
    private const double LargestTable = 1 << 21;

    /// <summary>Grows by a criterion of classes.</summary>
    /// <param name="criterion">Its name.</param>
    /// <param name="classes">The class of each row.</param>
    /// <param name="classCount">K.</param>
    /// <param name="largestWeight">What the rows of a tree weigh at most together, where their weights are whole; infinite elsewhere.</param>
    /// <param name="growth">What to do.</param>
    public static TResult OfClasses<TResult>(
        SplitCriterion criterion, int[] classes, int classCount, double largestWeight, IGrowth<TResult> growth) => criterion switch
        {
            SplitCriterion.Gini => growth.Grow(new ClassCriterion<GiniImpurity>(default, classes, classCount)),
            SplitCriterion.Entropy => growth.Grow(new ClassCriterion<EntropyImpurity>(
                largestWeight <= LargestTable ? EntropyImpurity.OfWhole((int)largestWeight) : default, classes, classCount)),
            SplitCriterion.Error => growth.Grow(new ClassCriterion<ErrorImpurity>(default, classes, classCount)),
        };

    /// <summary>Grows by a criterion of numbers.</summary>
    public static TResult OfTargets<TResult>(RegressionCriterion criterion, double[] targets, IGrowth<TResult> growth)
    {
        double largest = 0;
        foreach (double target in targets) largest = Math.Max(largest, Math.Abs(target));
        int exponent = largest is > 0 and < LeastTarget ? Math.ILogB(largest) : 0;
        // A power of two scales without rounding.
        if (exponent != 0) targets = Array.ConvertAll(targets, target => Math.ScaleB(target, -exponent));
        return criterion switch
        {
            RegressionCriterion.SquaredError => growth.Grow(new MeanCriterion<SquaredLoss>(targets, exponent)),
            RegressionCriterion.AbsoluteError => growth.Grow(new AbsoluteErrorCriterion(targets, exponent)),
            RegressionCriterion.Friedman => growth.Grow(new MeanCriterion<FriedmanLoss>(targets, exponent)),
            RegressionCriterion.Poisson => growth.Grow(new MeanCriterion<PoissonLoss>(targets, exponent)),
        };
    }

    /// <summary>The class of each row that weighs something.</summary>
    public static int[] Classes(ClassificationData data, RowWeights rows)
    {
        int[] classes = new int[rows.Count];
        for (int i = 0; i < classes.Length; i++) classes[i] = data.Codes[rows.Numbers[i]];
        return classes;
    }

    /// <summary>The target of each row that weighs something; refuses those that the criterion can't have.</summary>
    /// <exception cref="ArgumentException">A target is negative, or none is positive, under Poisson deviance.</exception>
    public static double[] Targets(RegressionCriterion criterion, RegressionData data, RowWeights rows)
    {
        double[] targets = new double[rows.Count];
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = data.Targets[rows.Numbers[i]];
            sum += targets[i];
            if (criterion == RegressionCriterion.Poisson && targets[i] < 0)
                throw new ArgumentException(
                    FormattableString.Invariant($"row {rows.Numbers[i]} has target {targets[i]}; targets must be at least 0 under Poisson deviance"),
                    nameof(data));
        }
        if (criterion == RegressionCriterion.Poisson && !(sum > 0))
            throw new ArgumentException("every target is 0; one must be positive under Poisson deviance", nameof(data));
        return targets;
    }
}
