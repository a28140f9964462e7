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
public sealed record DecisionTreeRegressor : IRegressor<DecisionTreeRegressorModel>, ISharesWork<RegressionData, IRegressorModel>, ITreeOptions
{
    /// <summary>The impurity that splits lower. Default <see cref="RegressionCriterion.SquaredError"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public RegressionCriterion Criterion { get; init => field = Check.Defined(value, nameof(Criterion)); } = RegressionCriterion.SquaredError;

    /// <summary>The most questions between root and leaf, at least 1. Default null: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxDepth { get; init => field = Check.AtLeast(value, 1, nameof(MaxDepth)); }

    /// <summary>The least rows that a node must have to be split. Default 2, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int MinSamplesSplit { get; init => field = Check.AtLeast(value, 2, nameof(MinSamplesSplit)); } = 2;

    /// <summary>The least rows that each side of a split must have. Default 1, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinSamplesLeaf { get; init => field = Check.Positive(value, nameof(MinSamplesLeaf)); } = 1;

    /// <summary>The least share of all rows' weight that each side of a split must have. Default 0, at most 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double MinWeightShareLeaf { get; init => field = Check.Within(value, new Interval(0, 0.5), nameof(MinWeightShareLeaf)); }

    /// <summary>The most leaves; the leaf of largest decrease is split first. At least 2. Default null: no limit, grown depth first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int? MaxLeafCount { get; init => field = Check.AtLeast(value, 2, nameof(MaxLeafCount)); }

    /// <summary>How many features are tried at each node, drawn without replacement. Default <see cref="MaxFeatures.All"/>.</summary>
    public MaxFeatures MaxFeatures { get; init; } = MaxFeatures.All;

    /// <summary>Whether thresholds are searched or drawn. Default <see cref="Splitter.Best"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public Splitter Splitter { get; init => field = Check.Defined(value, nameof(Splitter)); } = Splitter.Best;

    /// <summary>
    /// The price of a leaf, α: the grown tree is cut back to the least subtree that minimises impurity + α·leaves, by minimal
    /// cost-complexity pruning. Default 0: not cut. Not negative.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double PruningAlpha { get; init => field = Check.NonNegative(value, nameof(PruningAlpha)); }

    /// <summary>The columns that hold categories. Default <see cref="CategoricalFeatures.None"/>.</summary>
    public CategoricalFeatures CategoricalFeatures { get; init; } = CategoricalFeatures.None;

    /// <summary>Features that predictions may only rise or only fall with. Default <see cref="MonotonicConstraints.None"/>.</summary>
    public MonotonicConstraints MonotonicConstraints { get; init; } = MonotonicConstraints.None;

    /// <summary>Chooses the random draws of features and thresholds, where there are any. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <summary>
    /// A node is split only if that lowers the tree's impurity by at least this much: W_t/W times the gain of the split, where W_t is the
    /// node's weight and W that of all rows. Default 0, not negative.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double MinImpurityDecrease { get; init => field = Check.NonNegative(value, nameof(MinImpurityDecrease)); }

    bool ITreeOptions.IsRandom => Splitter == Splitter.Random;

    /// <inheritdoc/>
    /// <remarks>
    /// Rows of equal targets give a single leaf. Missing values go to the side where they gain more. Asked to stop, it leaves the nodes
    /// that it has not come to as leaves.
    /// </remarks>
    public DecisionTreeRegressorModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        (TreeNodes nodes, bool stopped) = Grow(data, context);
        return Wrap(nodes, stopped, data, clock);
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
        (IReadOnlyList<TreeNodes> nodes, bool stopped) = SharedTrees.Of(trees, deepest => deepest.Grow(train, context));
        return [.. trees.Select((tree, i) => tree.Wrap(nodes[i], stopped, train, clock))];
    }

    private (TreeNodes Nodes, bool Stopped) Grow(RegressionData data, FitContext context)
    {
        Matrix x = TreeInput.Of(Check.NotNull(data, nameof(data)).Features, nameof(DecisionTreeRegressor));
        context.ThrowIfCancelled();
        RowWeights rows = RowWeights.Of(data);
        return Criteria.OfTargets(
            Criterion, Criteria.Targets(Criterion, data, rows),
            new OneTree(x, rows, GrowthLimits.Of(this, x.ColumnCount, 0), Seed, context));
    }

    private DecisionTreeRegressorModel Wrap(TreeNodes nodes, bool stopped, RegressionData data, Stopwatch clock) => new(
        PruningAlpha > 0 ? Pruning.Cut(nodes, PruningAlpha) : nodes, data.FeatureCount, GrowthReport.Of(stopped, clock, data.FeatureNames));
}
