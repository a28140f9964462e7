namespace ClassicML.Trees;

/// <summary>What learners of regression forests have in common: options, and what they do.</summary>
public abstract record ForestRegressor : ForestOptions, IRegressor<ForestRegressorModel>, ISharesWork<RegressionData, IRegressorModel>
{
    private protected ForestRegressor(bool bootstrap) : base(MaxFeatures.All, bootstrap)
    {
    }

    /// <summary>The impurity that splits lower. Default <see cref="RegressionCriterion.SquaredError"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public RegressionCriterion Criterion { get; init => field = Check.Defined(value, nameof(Criterion)); } = RegressionCriterion.SquaredError;

    /// <inheritdoc/>
    /// <remarks>Asked to stop, it keeps the trees grown so far, at least one.</remarks>
    public ForestRegressorModel Fit(RegressionData data, FitContext context = default) => new NumberForest(this, data, context).Grow();

    /// <summary>Grows an earlier forest of these options to more trees: the result is that of a plain fit, bit for bit, elapsed time aside.</summary>
    /// <param name="data">The data that the earlier forest was fitted on.</param>
    /// <param name="earlier">A forest fitted with the same options but fewer trees.</param>
    /// <param name="context">Cancellation, progress and a thread limit.</param>
    /// <exception cref="ArgumentException">The earlier forest has other features, levels, or the data can't be fitted.</exception>
    public ForestRegressorModel FitMore(RegressionData data, ForestRegressorModel earlier, FitContext context = default) =>
        new NumberForest(this, data.AlignedTo(earlier), context).Grow(earlier);

    /// <inheritdoc/>
    /// <remarks>
    /// Forests share that differ in trees and depth alone: the largest and deepest holds them all. With a limit on leaves depth counts too.
    /// </remarks>
    public bool SharesWith(ILearner<RegressionData, IRegressorModel> other) =>
        other is ForestRegressor forest
        && forest with { TreeCount = TreeCount, MaxDepth = MaxLeafCount is null ? MaxDepth : forest.MaxDepth } == this;

    /// <inheritdoc/>
    public IReadOnlyList<IRegressorModel> FitShared(
        IReadOnlyList<ILearner<RegressionData, IRegressorModel>> learners, RegressionData train, Features queries, FitContext context = default) =>
        new NumberForest(this, train, context).GrowShared(learners.Cast<ForestRegressor>());

    /// <summary>
    /// Permutation importances from the rows that each tree has not seen: by how much the squared error rises.
    /// Needs <see cref="ForestOptions.Bootstrap"/>.
    /// </summary>
    /// <param name="data">The data that the forest was fitted on.</param>
    /// <param name="forest">A forest fitted on it with these options.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">The forest has other features, or there is no bootstrap.</exception>
    public PermutationImportance OutOfBagImportance(RegressionData data, ForestRegressorModel forest, FitContext context = default) =>
        new NumberForest(this, data.AlignedTo(forest), context).Permute(forest);
}
