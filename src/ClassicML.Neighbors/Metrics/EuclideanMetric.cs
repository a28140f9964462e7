using ClassicML.Numerics;

namespace ClassicML.Neighbors;

/// <summary>√Σ(aⱼ-bⱼ)². Ranked by its square.</summary>
public sealed record EuclideanMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Math.Sqrt(Kernels.SquaredDistance(a, b));

    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Kernels.SquaredDistance(a, b);

    internal override double FromRank(double rank) => Math.Sqrt(rank);

    // The root of the next double may round to the same distance, so a little is added to the square.
    internal override double RankWithin(double distance) => distance * distance * (1 + 1e-15) + double.Epsilon;

    internal override bool HasTriangleInequality => true;

    /// <inheritdoc/>
    public override string ToString() => "Euclidean";
}
