namespace ClassicML.Trees;

/// <summary>What all splits of a node are held against.</summary>
/// <param name="Weight">The node's weight.</param>
/// <param name="LeastWeight">The least weight of a side.</param>
/// <param name="Bounds">What the sides may predict.</param>
/// <param name="Grid">The grid of the node's scores.</param>
/// <param name="OrderKey">The key of the random order of features of equal scores (<see cref="NodeStream.OrderKey"/>); null for ascending order.</param>
internal readonly record struct NodeTerms(double Weight, double LeastWeight, ValueBounds Bounds, ScoreGrid Grid, ulong? OrderKey)
{
    /// <summary>Of two splits the one of larger score; of equal ones that of the feature that comes first.</summary>
    public Split Better(in Split a, in Split b) =>
        b.Score > a.Score || b.Score == a.Score && IsBefore(b.Feature, a.Feature) ? b : a;

    private bool IsBefore(int feature, int other) => OrderKey is { } key
        ? NodeStream.Rank(key, feature) < NodeStream.Rank(key, other)
        : feature < other;
}
