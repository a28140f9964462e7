namespace ClassicML.Trees;

/// <summary>A random forest: classification trees on bootstrap samples that try a few random features at each node, and decide together.</summary>
/// <remarks>
/// Breiman, "Random forests" (Machine Learning 45, 2001). For each of k trees draw a bootstrap sample of n rows with replacement; grow a
/// tree that at each node draws d features without replacement and takes the best split by these; then let all trees decide. One tree
/// learns its sample by heart and errs by chance; trees that differ err differently, so their mean errs less. Cost O(n·d·log n) a tree,
/// one thread a tree. The same seed gives the same bits on any number of threads; each tree depends on the seed and its number alone.
/// As in scikit-learn, of features of equal gain one is drawn, and of thresholds the lowest is taken. Differences: its random streams,
/// hence its trees, are others; features are compared as doubles. Missing values go to the side where they gain more.
/// </remarks>
public sealed record RandomForestClassifier : ClassForestOptions, IClassifier<ForestModel>, ISharesWork<ClassificationData, IClassifierModel>
{
    /// <summary>Options at their defaults.</summary>
    public RandomForestClassifier() : base(bootstrap: true)
    {
    }

    internal override bool IsRandom => false;

    /// <inheritdoc/>
    /// <remarks>Asked to stop, it keeps the trees grown so far, at least one.</remarks>
    public ForestModel Fit(ClassificationData data, FitContext context = default) => new ClassForest(this, data, context).Grow();

    /// <summary>Grows an earlier forest of these options to more trees: the result is that of a plain fit, bit for bit, elapsed time aside.</summary>
    /// <param name="data">The data that the earlier forest was fitted on.</param>
    /// <param name="earlier">A forest fitted with the same options but fewer trees.</param>
    /// <param name="context">Cancellation, progress and a thread limit.</param>
    /// <exception cref="ArgumentException">The earlier forest has other features or classes, or the data can't be fitted.</exception>
    public ForestModel FitMore(ClassificationData data, ForestModel earlier, FitContext context = default) =>
        new ClassForest(this, data, context).Grow(Check.NotNull(earlier, nameof(earlier)));

    /// <inheritdoc/>
    /// <remarks>
    /// Forests share that differ in trees, depth and vote alone: the largest and deepest holds them all. With a limit on leaves depth counts too.
    /// </remarks>
    public bool SharesWith(ILearner<ClassificationData, IClassifierModel> other) =>
        other is RandomForestClassifier forest
        && forest with { TreeCount = TreeCount, Voting = Voting, MaxDepth = MaxLeafCount is null ? MaxDepth : forest.MaxDepth } == this;

    /// <inheritdoc/>
    public IReadOnlyList<IClassifierModel> FitShared(
        IReadOnlyList<ILearner<ClassificationData, IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default) =>
        new ClassForest(this, train, context).GrowShared(learners.Cast<ClassForestOptions>());

    /// <summary>
    /// Permutation importances from the rows that each tree has not seen: by how much the share of wrong classes
    /// rises. Needs <see cref="ForestOptions.Bootstrap"/>.
    /// </summary>
    /// <param name="data">The data that the forest was fitted on.</param>
    /// <param name="forest">A forest fitted on it with these options.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">The forest has other features, or there is no bootstrap.</exception>
    public PermutationImportance OutOfBagImportance(ClassificationData data, ForestModel forest, FitContext context = default) =>
        new ClassForest(this, data, context).Permute(forest);
}
