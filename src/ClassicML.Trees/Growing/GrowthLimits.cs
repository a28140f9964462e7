namespace ClassicML.Trees;

/// <summary>What all learners of trees have in common: when to stop, which features to try, how to choose thresholds.</summary>
internal sealed record GrowthLimits
{
    public int MaxDepth { get; init; } = int.MaxValue;

    public int MinSamplesSplit { get; init; } = 2;

    public int MinSamplesLeaf { get; init; } = 1;

    public double MinWeightShareLeaf { get; init; }

    public double MinImpurityDecrease { get; init; }

    public int? MaxLeafCount { get; init; }

    /// <summary>The number of features to try at each node.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Whether a feature's threshold is drawn instead of searched.</summary>
    public bool IsRandom { get; init; }

    /// <summary>Whether features of equal gain are ordered at random, by the node's key, and not by number.</summary>
    public bool DrawsTies { get; init; }

    /// <summary>Whether each column holds categories.</summary>
    public required bool[] IsCategorical { get; init; }

    /// <summary>For each feature 1 where values may only rise with it, -1 where they may only fall, or 0; null where nothing is constrained.</summary>
    public int[]? Directions { get; init; }

    /// <summary>The limits of a learner on data of K classes, 0 for numbers.</summary>
    /// <exception cref="ArgumentException">The options don't fit the data.</exception>
    public static GrowthLimits Of(TreeOptions options, TreeInput input, int classCount)
    {
        int featureCount = input.X.ColumnCount;
        bool[] isCategorical = input.Categorical(options.CategoricalFeatures);
        return new()
        {
            MaxDepth = options.MaxDepth ?? int.MaxValue, MinSamplesSplit = options.MinSamplesSplit, MinSamplesLeaf = options.MinSamplesLeaf,
            MinWeightShareLeaf = options.MinWeightShareLeaf, MinImpurityDecrease = options.MinImpurityDecrease,
            MaxLeafCount = options.MaxLeafCount, FeatureCount = options.MaxFeatures.Of(featureCount), IsRandom = options.IsRandom,
            DrawsTies = options.IsRandom || options.MaxFeatures.Of(featureCount) < featureCount,
            IsCategorical = isCategorical,
            Directions = options.MonotonicConstraints.OfColumns(input.X, isCategorical, classCount),
        };
    }

    /// <summary>The direction that a split must keep: questions whether a value is missing keep none.</summary>
    public int DirectionOf(int feature, double threshold) => Directions is null || double.IsInfinity(threshold) ? 0 : Directions[feature];
}
