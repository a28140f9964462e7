namespace ClassicML.Trees;

/// <summary>The options that all learners of trees have.</summary>
public abstract record TreeOptions
{
    private protected TreeOptions(MaxFeatures maxFeatures) => MaxFeatures = maxFeatures;

    /// <summary>The most questions between root and leaf, at least 1. Default null: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxDepth { get; init => field = Check.AtLeast(value, 1, nameof(MaxDepth)); }

    /// <summary>The least distinct rows that a node must have to be split. Default 2, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int MinSamplesSplit { get; init => field = Check.AtLeast(value, 2, nameof(MinSamplesSplit)); } = 2;

    /// <summary>The least distinct rows that each side of a split must have. Default 1, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinSamplesLeaf { get; init => field = Check.Positive(value, nameof(MinSamplesLeaf)); } = 1;

    /// <summary>The least share of a tree's weight that each side of a split must have. Default 0, at most 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double MinWeightShareLeaf { get; init => field = Check.Within(value, new Interval(0, 0.5), nameof(MinWeightShareLeaf)); }

    /// <summary>
    /// A node is split only if that lowers the tree's impurity by at least this much: W_t/W times the gain of the split, where W_t is the
    /// node's weight and W that of all rows of the tree. Default 0, not negative.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double MinImpurityDecrease { get; init => field = Check.NonNegative(value, nameof(MinImpurityDecrease)); }

    /// <summary>The most leaves of a tree; the leaf of largest decrease is split first. At least 2. Default null: no limit, grown depth first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int? MaxLeafCount { get; init => field = Check.AtLeast(value, 2, nameof(MaxLeafCount)); }

    /// <summary>How many features are tried at each node, d, drawn without replacement. Default <see cref="MaxFeatures.SquareRoot"/> in forests
    /// of classification trees, else <see cref="MaxFeatures.All"/>.</summary>
    public MaxFeatures MaxFeatures { get; init; }

    /// <summary>
    /// The columns that hold categories, beside those of a table that hold text or categories. Default <see cref="CategoricalFeatures.None"/>.
    /// </summary>
    public CategoricalFeatures CategoricalFeatures { get; init; } = CategoricalFeatures.None;

    /// <summary>Features that predictions may only rise or only fall with. Default <see cref="MonotonicConstraints.None"/>.</summary>
    public MonotonicConstraints MonotonicConstraints { get; init; } = MonotonicConstraints.None;

    /// <summary>Chooses the random draws, where there are any. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <summary>Whether thresholds are drawn instead of searched.</summary>
    internal abstract bool IsRandom { get; }
}

/// <summary>The options of learners of one tree.</summary>
public abstract record SingleTreeOptions : TreeOptions
{
    private protected SingleTreeOptions() : base(MaxFeatures.All)
    {
    }

    /// <summary>Whether thresholds are searched or drawn. Default <see cref="Splitter.Best"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public Splitter Splitter { get; init => field = Check.Defined(value, nameof(Splitter)); } = Splitter.Best;

    /// <summary>
    /// The price of a leaf, α: the grown tree is cut back to the least subtree that minimises impurity + α·leaves, by minimal
    /// cost-complexity pruning. Default 0: not cut. Not negative.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double PruningAlpha { get; init => field = Check.NonNegative(value, nameof(PruningAlpha)); }

    internal override bool IsRandom => Splitter == Splitter.Random;
}
