using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>A regression tree: questions "is this feature at most this threshold?", each chosen to make the targets more alike.</summary>
/// <remarks>
/// CART with exact splits (Breiman, Friedman, Olshen, Stone, 1984), grown greedily: each split is the one of largest gain, I(parent) -
/// W_L/W·I(left) - W_R/W·I(right), where I is <see cref="Criterion"/>. Thresholds lie midway between neighbouring values. Of equal gains
/// the lowest feature wins, or one that is drawn where features or thresholds are; then the lowest threshold. scikit-learn, which otherwise
/// grows the same tree, always draws among features by its random state, and its decrease under Friedman's criterion is Friedman's, where
/// ours is that of the squared error. Sums are taken less the node's mean. Minimum samples count rows; rows of weight zero take no part.
/// Cost O(n·p) a level, times log n for absolute error. The result has the same bits on any number of threads and for any order of the
/// rows.
/// </remarks>
public sealed record DecisionTreeRegressor : SingleTreeOptions, IRegressor<DecisionTreeRegressorModel>, ISharesWork<RegressionData, IRegressorModel>
{
    /// <summary>The impurity that splits lower. Default <see cref="RegressionCriterion.SquaredError"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public RegressionCriterion Criterion { get; init => field = Check.Defined(value, nameof(Criterion)); } = RegressionCriterion.SquaredError;

    /// <inheritdoc/>
    /// <remarks>
    /// Rows of equal targets give a single leaf. Missing values go to the side where they gain more. Asked to stop, it leaves the nodes
    /// that it has not come to as leaves.
    /// </remarks>
    public DecisionTreeRegressorModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        TreeInput input = Input(data);
        (TreeNodes nodes, bool stopped) = Grow(input, data, context);
        return Wrap(nodes, stopped, input, data, clock);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Trees share that differ in depth and price alone: the deepest holds them all. With a limit on leaves depth counts too.
    /// </remarks>
    public bool SharesWith(ILearner<RegressionData, IRegressorModel> other) =>
        other is DecisionTreeRegressor tree
        && tree with { PruningAlpha = PruningAlpha, MaxDepth = MaxLeafCount is null ? MaxDepth : tree.MaxDepth } == this;

    /// <inheritdoc/>
    public IReadOnlyList<IRegressorModel> FitShared(
        IReadOnlyList<ILearner<RegressionData, IRegressorModel>> learners, RegressionData train, Features queries, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        DecisionTreeRegressor[] trees = [.. learners.Cast<DecisionTreeRegressor>()];
        TreeInput input = Input(train);
        (IReadOnlyList<TreeNodes> nodes, bool stopped) = SharedTrees.Of(trees, deepest => deepest.Grow(input, train, context));
        return [.. trees.Select((tree, i) => tree.Wrap(nodes[i], stopped, input, train, clock))];
    }

    private TreeInput Input(RegressionData data) =>
        TreeInput.Of(Check.NotNull(data, nameof(data)).Features, RowWeights.Of(data), nameof(DecisionTreeRegressor));

    private (TreeNodes Nodes, bool Stopped) Grow(TreeInput input, RegressionData data, FitContext context)
    {
        context.ThrowIfCancelled();
        return Criteria.OfTargets(
            Criterion, Criteria.Targets(Criterion, data, input.Rows),
            new OneTree(input, GrowthLimits.Of(this, input, 0), Seed, context));
    }

    private DecisionTreeRegressorModel Wrap(TreeNodes nodes, bool stopped, TreeInput input, RegressionData data, Stopwatch clock) => new(
        PruningAlpha > 0 ? Pruning.Cut(nodes, PruningAlpha) : nodes, data.FeatureCount, input.Levels,
        GrowthReport.Of(this, stopped, clock, data.FeatureNames));
}
