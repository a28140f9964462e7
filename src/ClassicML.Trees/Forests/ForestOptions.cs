namespace ClassicML.Trees;

/// <summary>The options that all learners of forests have.</summary>
public abstract record ForestOptions : TreeOptions
{
    private protected ForestOptions(MaxFeatures maxFeatures, bool bootstrap) : base(maxFeatures) => Bootstrap = bootstrap;

    /// <summary>The number of trees, k: more are never worse, only slower. Default 100, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int TreeCount { get; init => field = Check.Positive(value, nameof(TreeCount)); } = 100;

    /// <summary>Whether each tree sees rows drawn with replacement, or all rows once. Default true in random forests, false in extra trees.</summary>
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
}
