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

    /// <summary>Whether each tree's sample is to be balanced by itself.</summary>
    public bool BalanceSamples { get; init; }

    /// <summary>The classes of the rows, where each tree's sample is to be balanced by itself.</summary>
    public int[]? BalanceClasses { get; init; }

    public int ClassCount { get; init; }
}
