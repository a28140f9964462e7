namespace ClassicML.Neighbors;

/// <summary>What is asked of a search: the nearest so many rows, or all rows within a distance.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Count">How many, k; 0 for all within <paramref name="Radius"/>.</param>
/// <param name="Radius">The greatest distance; infinite when a count is asked for.</param>
internal readonly record struct NeighborQuery(DistanceMetric Metric, int Count, double Radius)
{
    public static NeighborQuery Nearest(DistanceMetric metric, int count) => new(metric, count, double.PositiveInfinity);

    public static NeighborQuery Within(DistanceMetric metric, double radius) => new(metric, 0, radius);
}
