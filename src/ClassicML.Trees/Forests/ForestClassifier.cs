namespace ClassicML.Trees;

/// <summary>What learners of classification forests have in common: options, and what they do.</summary>
public abstract record ForestClassifier : ForestOptions, IClassifier<ForestClassifierModel>, ISharesWork<ClassificationData, IClassifierModel>
{
    private protected ForestClassifier(bool bootstrap) : base(MaxFeatures.SquareRoot, bootstrap)
    {
    }

    /// <summary>The impurity that splits lower. Default <see cref="SplitCriterion.Gini"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public SplitCriterion Criterion { get; init => field = Check.Defined(value, nameof(Criterion)); } = SplitCriterion.Gini;

    /// <summary>What a row of each class weighs. Default <see cref="ClassWeights.None"/>.</summary>
    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>Whether the classes are balanced anew in each tree's sample, on top of other weights. Default false.</summary>
    public bool BalanceSamples { get; init; }

    /// <summary>How the trees decide together. Default <see cref="ForestVoting.MeanProbability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public ForestVoting Voting { get; init => field = Check.Defined(value, nameof(Voting)); } = ForestVoting.MeanProbability;

    /// <inheritdoc/>
    /// <remarks>Asked to stop, it keeps the trees grown so far, at least one.</remarks>
    public ForestClassifierModel Fit(ClassificationData data, FitContext context = default) => new ClassForest(this, data, context).Grow();

    /// <summary>Grows an earlier forest of these options to more trees: the result is that of a plain fit, bit for bit, elapsed time aside.</summary>
    /// <param name="data">The data that the earlier forest was fitted on.</param>
    /// <param name="earlier">A forest fitted with the same options but fewer trees.</param>
    /// <param name="context">Cancellation, progress and a thread limit.</param>
    /// <exception cref="ArgumentException">The earlier forest has other features, levels or classes, or the data can't be fitted.</exception>
    public ForestClassifierModel FitMore(ClassificationData data, ForestClassifierModel earlier, FitContext context = default) =>
        new ClassForest(this, data.AlignedTo(earlier), context).Grow(earlier);

    /// <inheritdoc/>
    /// <remarks>
    /// Forests share that differ in trees, depth and vote alone: the largest and deepest holds them all. With a limit on leaves depth counts too.
    /// </remarks>
    public bool SharesWith(ILearner<ClassificationData, IClassifierModel> other) =>
        other is ForestClassifier forest
        && forest with { TreeCount = TreeCount, Voting = Voting, MaxDepth = MaxLeafCount is null ? MaxDepth : forest.MaxDepth } == this;

    /// <inheritdoc/>
    public IReadOnlyList<IClassifierModel> FitShared(
        IReadOnlyList<ILearner<ClassificationData, IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default) =>
        new ClassForest(this, train, context).GrowShared(learners.Cast<ForestClassifier>());

    /// <summary>
    /// Permutation importances from the rows that each tree has not seen: by how much the share of wrong classes
    /// rises. Needs <see cref="ForestOptions.Bootstrap"/>.
    /// </summary>
    /// <param name="data">The data that the forest was fitted on.</param>
    /// <param name="forest">A forest fitted on it with these options.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">The forest has other features, or there is no bootstrap.</exception>
    public PermutationImportance OutOfBagImportance(ClassificationData data, ForestClassifierModel forest, FitContext context = default) =>
        new ClassForest(this, data.AlignedTo(forest), context).Permute(forest);
}
