namespace ClassicML.Trees;

/// <summary>A way to cut a node in two: rows whose code of the feature is at most <paramref name="Code"/> go left.</summary>
/// <param name="Score">The gain up to a constant of the node (<see cref="IImpurity.Score"/>).</param>
/// <param name="Feature">The feature, or -1 for no split.</param>
/// <param name="Code">The largest code that goes left.</param>
/// <param name="NextCode">The smallest code that goes right.</param>
internal readonly record struct Split(double Score, int Feature, int Code, int NextCode)
{
    /// <summary>No split: any other beats it.</summary>
    public static Split None => new(double.NegativeInfinity, -1, -1, -1);
}
