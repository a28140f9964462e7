namespace ClassicML.Trees;

/// <summary>Where the rows go whose value a node's question is about is missing.</summary>
internal enum MissingSide
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>To the right.</summary>
    Right,
}

/// <summary>A way to cut a node in two: rows whose code of the feature is at most <paramref name="Code"/> go left.</summary>
/// <param name="Score">The gain up to a constant of the node (<see cref="ICriterion{TSelf}.Score"/>), on the node's grid.</param>
/// <param name="Feature">The feature, or -1 for no split.</param>
/// <param name="Code">The largest code that goes left.</param>
/// <param name="Threshold">The largest value that goes left; infinite where only missing ones go right, NaN for categories.</param>
/// <param name="Missing">Where missing values go.</param>
/// <param name="LeftCodes">For a categorical feature the codes that go left, ascending, that of missing values among them.</param>
internal readonly record struct Split(
    double Score, int Feature, int Code, double Threshold, MissingSide Missing = MissingSide.None, int[]? LeftCodes = null)
{
    /// <summary>No split: any other beats it.</summary>
    public static Split None => new(double.NegativeInfinity, -1, -1, double.NaN);
}
