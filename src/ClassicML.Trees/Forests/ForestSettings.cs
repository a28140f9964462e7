namespace ClassicML.Trees;

/// <summary>What forests of all kinds have in common, beside the limits of their trees.</summary>
internal sealed record ForestSettings
{
    public required int TreeCount { get; init; }

    public required int Seed { get; init; }

    /// <summary>The share of n that is drawn with replacement for each tree, or null for all rows once.</summary>
    public required double? SampleShare { get; init; }

    public required int? MaxBins { get; init; }

    public required bool OutOfBag { get; init; }

    public required GrowthLimits Limits { get; init; }

    /// <summary>The classes of the rows, where each tree's sample is to be balanced by itself.</summary>
    public int[]? BalanceClasses { get; init; }

    public int ClassCount { get; init; }

    /// <summary>How the trees decide together.</summary>
    public ForestVoting Voting { get; init; } = ForestVoting.MeanProbability;

    // What a tree of a single leaf takes: an object and ten arrays.
    private const long LeastTreeBytes = 512;

    /// <summary>The settings of a learner on data of K classes, 0 for numbers.</summary>
    /// <exception cref="ArgumentException">The options don't fit each other, the data or memory.</exception>
    public static ForestSettings Of(ForestOptions options, TreeInput input, int classCount)
    {
        if (options.OutOfBag && !options.Bootstrap)
            throw new ArgumentException("OutOfBag needs Bootstrap: without it every tree has seen every row", nameof(options.OutOfBag));
        long bytes = options.TreeCount * LeastTreeBytes, memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > memory)
            throw new ArgumentException(
                $"TreeCount is {options.TreeCount}: so many trees take at least {bytes >> 20} MiB, and this process may have {memory >> 20}; "
                + "grow fewer", nameof(options.TreeCount));
        return new ForestSettings
        {
            TreeCount = options.TreeCount, Seed = options.Seed, SampleShare = options.Bootstrap ? options.SampleShare : null,
            MaxBins = options.MaxBins, OutOfBag = options.OutOfBag,
            Limits = GrowthLimits.Of(options, input, classCount) with { DrawsTies = true },
        };
    }
}
