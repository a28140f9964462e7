namespace ClassicML.Trees;

/// <summary>Extremely randomised trees: as a random forest, but each tried feature's threshold is drawn, not searched.</summary>
/// <remarks>
/// Geurts, Ernst, Wehenkel, "Extremely randomized trees" (Machine Learning 63, 2006). At each node draw d features without replacement, for
/// each a threshold evenly between its least and largest value there, and take the best of these d splits. By default every tree sees all
/// rows. Nothing is sorted, so a tree costs O(n·d) a level; the trees differ more, so their mean varies less, at the cost of some bias. Of
/// features of equal gain one is drawn. The same seed gives the same bits on any number of threads. Missing values go to the side where
/// they gain more.
/// </remarks>
public sealed record ExtraTreesClassifier : ClassForestOptions, IClassifier<ForestModel>, ISharesWork<ClassificationData, IClassifierModel>
{
    /// <summary>Options at their defaults.</summary>
    public ExtraTreesClassifier() : base(bootstrap: false)
    {
    }

    internal override bool IsRandom => true;

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
        other is ExtraTreesClassifier forest
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
