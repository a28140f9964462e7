namespace ClassicML.Trees;

/// <summary>The impurity of a node that a split of a regression tree lowers, and with it what a leaf predicts.</summary>
public enum RegressionCriterion
{
    /// <summary>The mean of (y - ȳ)². A leaf predicts the mean.</summary>
    SquaredError,

    /// <summary>The mean of |y - median|, which outliers move little. A leaf predicts the median. Slower by a factor of log n.</summary>
    AbsoluteError,

    /// <summary>Squared error, with splits scored by Friedman's w_L·w_R·(ȳ_L - ȳ_R)², which favours equal sides. A leaf predicts the mean.</summary>
    Friedman,

    /// <summary>
    /// Half the mean Poisson deviance, for counts and rates: targets at least 0, not all 0. A leaf predicts the mean. A split with targets of
    /// 0 only on one side is not taken, as in scikit-learn, since its mean, 0, is no rate: any other count there would be infinitely unlikely.
    /// </summary>
    Poisson,
}
