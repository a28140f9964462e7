namespace ClassicML.Trees;

/// <summary>Extremely randomised trees: as a random forest, but each tried feature's threshold is drawn, not searched.</summary>
/// <remarks>
/// Geurts, Ernst, Wehenkel, "Extremely randomized trees" (Machine Learning 63, 2006). At each node draw d features without replacement, for
/// each a threshold evenly between its least and largest value there, and take the best of these d splits. By default every tree sees all
/// rows. Nothing is sorted, so a tree costs O(n·d) a level; the trees differ more, so their mean varies less, at the cost of some bias. Of
/// features of equal gain one is drawn. The same seed gives the same bits on any number of threads. Missing values go to the side where
/// they gain more.
/// </remarks>
public sealed record ExtraTreesClassifier : IClassifier<ForestModel>, ISharesWork<ClassificationData, IClassifierModel>, IClassForestOptions
{
    /// <summary>The number of trees, k: more are never worse, only slower. Default 100, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int TreeCount { get; init => field = Check.Positive(value, nameof(TreeCount)); } = 100;

    /// <summary>The impurity that splits lower. Default <see cref="SplitCriterion.Gini"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public SplitCriterion Criterion { get; init => field = Check.Defined(value, nameof(Criterion)); } = SplitCriterion.Gini;

    /// <summary>The most questions between root and leaf, at least 1. Default null: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxDepth { get; init => field = Check.AtLeast(value, 1, nameof(MaxDepth)); }

    /// <summary>The least distinct rows that a node must have to be split. Default 2, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int MinSamplesSplit { get; init => field = Check.AtLeast(value, 2, nameof(MinSamplesSplit)); } = 2;

    /// <summary>The least distinct rows that each side of a split must have. Default 1, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinSamplesLeaf { get; init => field = Check.Positive(value, nameof(MinSamplesLeaf)); } = 1;

    /// <summary>The least share of the sample's weight that each side of a split must have. Default 0, at most 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double MinWeightShareLeaf { get; init => field = Check.Within(value, new Interval(0, 0.5), nameof(MinWeightShareLeaf)); }

    /// <summary>The least by which a split must lower the tree's impurity: W_t/W times its gain. Default 0, not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double MinImpurityDecrease { get; init => field = Check.NonNegative(value, nameof(MinImpurityDecrease)); }

    /// <summary>The most leaves of a tree; the leaf of largest decrease is split first. At least 2. Default null: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int? MaxLeafCount { get; init => field = Check.AtLeast(value, 2, nameof(MaxLeafCount)); }

    /// <summary>How many features are tried at each node, d. Default <see cref="MaxFeatures.SquareRoot"/>.</summary>
    public MaxFeatures MaxFeatures { get; init; } = MaxFeatures.SquareRoot;

    /// <summary>Whether each tree sees rows drawn with replacement, or all rows once. Default false.</summary>
    public bool Bootstrap { get; init; }

    /// <summary>How many rows are drawn for each tree, as a share of n, where <see cref="Bootstrap"/> is on. Default 1, in (0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double SampleShare { get; init => field = Check.Within(value, new Interval(0, 1, LowOpen: true), nameof(SampleShare)); } = 1;

    /// <summary>
    /// The most different values of a feature that splits tell apart, from 2 to 255: a feature with more is cut into so many bins of about
    /// equal numbers of rows. Faster where features have many values. Default null: exact.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public int? MaxBins { get; init => field = value is { } bins ? (int)Check.Within(bins, new Interval(2, 255), nameof(MaxBins)) : null; }

    /// <summary>Whether to predict each row by the trees that have not seen it; needs <see cref="Bootstrap"/>. Default false.</summary>
    public bool OutOfBag { get; init; }

    /// <summary>What a row of each class weighs. Default <see cref="ClassWeights.None"/>.</summary>
    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>Whether the classes are balanced anew in each tree's sample, on top of other weights. Default false.</summary>
    public bool BalanceSamples { get; init; }

    /// <summary>How the trees decide together. Default <see cref="ForestVoting.MeanProbability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public ForestVoting Voting { get; init => field = Check.Defined(value, nameof(Voting)); } = ForestVoting.MeanProbability;

    /// <summary>The columns that hold categories. Default <see cref="CategoricalFeatures.None"/>.</summary>
    public CategoricalFeatures CategoricalFeatures { get; init; } = CategoricalFeatures.None;

    /// <summary>Features that predictions may only rise or only fall with. Default <see cref="MonotonicConstraints.None"/>.</summary>
    public MonotonicConstraints MonotonicConstraints { get; init; } = MonotonicConstraints.None;

    /// <summary>Chooses the random draws. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    bool ITreeOptions.IsRandom => true;

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
        new ClassForest(this, train, context).GrowShared(learners.Cast<IClassForestOptions>());

    /// <summary>
    /// Permutation importances from the rows that each tree has not seen: by how much the share of wrong classes
    /// rises. Needs <see cref="Bootstrap"/>.
    /// </summary>
    /// <param name="data">The data that the forest was fitted on.</param>
    /// <param name="forest">A forest fitted on it with these options.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">The forest has other features, or there is no bootstrap.</exception>
    public PermutationImportance OutOfBagImportance(ClassificationData data, ForestModel forest, FitContext context = default) =>
        new ClassForest(this, data, context).Permute(forest);
}
