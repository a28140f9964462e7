namespace ClassicML.Trees;

/// <summary>A way to cut a node in two: rows whose code of the feature is at most <paramref name="Code"/> go left.</summary>
/// <param name="Score">The gain up to a constant of the node (<see cref="ICriterion{TSelf}.Score"/>).</param>
/// <param name="Feature">The feature, or -1 for no split.</param>
/// <param name="Code">The largest code that goes left.</param>
/// <param name="Threshold">The largest value that goes left.</param>
internal readonly record struct Split(double Score, int Feature, int Code, double Threshold)
{
    /// <summary>No split: any other beats it.</summary>
    public static Split None => new(double.NegativeInfinity, -1, -1, double.NaN);

    /// <summary>Of two splits the one of larger score; of equal ones that of the lower feature.</summary>
    public static Split Better(in Split a, in Split b) => b.Score > a.Score || b.Score == a.Score && b.Feature < a.Feature ? b : a;
}
