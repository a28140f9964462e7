using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>A classification tree: questions "is this feature at most this threshold?", each chosen to make the classes purer.</summary>
/// <remarks>
/// CART with exact splits (Breiman, Friedman, Olshen, Stone, 1984), grown greedily: each split is the one of largest gain, I(parent) -
/// W_L/W·I(left) - W_R/W·I(right), where I is <see cref="Criterion"/>. Thresholds lie midway between neighbouring values. Of equal gains
/// the lowest feature wins, or one that is drawn where features or thresholds are; then the lowest threshold. scikit-learn, which otherwise
/// grows the same tree, always draws among features by its random state. With row weights, class shares are shares of weight; minimum
/// samples count rows; rows of weight zero take no part. Cost O(n·p·K) a level of the tree. The result has the same bits on any number of
/// threads and for any order of the rows.
/// </remarks>
public sealed record DecisionTreeClassifier : SingleTreeOptions, IClassifier<DecisionTreeClassifierModel>, ISharesWork<ClassificationData, IClassifierModel>
{
    /// <summary>The impurity that splits lower. Default <see cref="SplitCriterion.Gini"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public SplitCriterion Criterion { get; init => field = Check.Defined(value, nameof(Criterion)); } = SplitCriterion.Gini;

    /// <summary>What a row of each class weighs. Default <see cref="ClassWeights.None"/>.</summary>
    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <inheritdoc/>
    /// <remarks>
    /// Rows of one class give a single leaf. A class without rows gets probability zero. Missing values go to the side where they gain more.
    /// Asked to stop, it leaves the nodes that it has not come to as leaves.
    /// </remarks>
    public DecisionTreeClassifierModel Fit(ClassificationData data, FitContext context = default)
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
    public bool SharesWith(ILearner<ClassificationData, IClassifierModel> other) =>
        other is DecisionTreeClassifier tree
        && tree with { PruningAlpha = PruningAlpha, MaxDepth = MaxLeafCount is null ? MaxDepth : tree.MaxDepth } == this;

    /// <inheritdoc/>
    public IReadOnlyList<IClassifierModel> FitShared(
        IReadOnlyList<ILearner<ClassificationData, IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        DecisionTreeClassifier[] trees = [.. learners.Cast<DecisionTreeClassifier>()];
        TreeInput input = Input(train);
        (IReadOnlyList<TreeNodes> nodes, bool stopped) = SharedTrees.Of(trees, deepest => deepest.Grow(input, train, context));
        return [.. trees.Select((tree, i) => tree.Wrap(nodes[i], stopped, input, train, clock))];
    }

    private TreeInput Input(ClassificationData data) =>
        TreeInput.Of(Check.NotNull(data, nameof(data)).Features, RowWeights.Of(data, ClassWeights), nameof(DecisionTreeClassifier));

    private (TreeNodes Nodes, bool Stopped) Grow(TreeInput input, ClassificationData data, FitContext context)
    {
        context.ThrowIfCancelled();
        RowWeights rows = input.Rows;
        return Criteria.OfClasses(
            Criterion, Criteria.Classes(data, rows), data.ClassCount, rows.AreWhole ? rows.TotalWeight : double.PositiveInfinity,
            new OneTree(input, GrowthLimits.Of(this, input, data.ClassCount), Seed, context));
    }

    private DecisionTreeClassifierModel Wrap(TreeNodes nodes, bool stopped, TreeInput input, ClassificationData data, Stopwatch clock) => new(
        PruningAlpha > 0 ? Pruning.Cut(nodes, PruningAlpha) : nodes, data.FeatureCount, input.Levels, data.Labels,
        GrowthReport.Of(this, stopped, clock, data.FeatureNames));
}
