using ClassicML.Internal;

namespace ClassicML.Neighbors;

/// <summary>√Σ(aⱼ-bⱼ)². Ranked by its square (<see cref="SquareRank"/>).</summary>
public sealed record EuclideanMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => FromRank(Rank(a, b));

    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = Kernels.SquaredDistance(a, b);
        return sum >= SquareRank.Least ? sum : SquareRank.OfSmall(Small(a, b));
    }

    // Without a second virtual call: leaves of trees ask for every row.
    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double limit) => Rank(a, b);

    internal override double FromRank(double rank) => SquareRank.Distance(rank);

    internal override double RankWithin(double distance) => SquareRank.Within(distance);

    internal override bool HasTriangleInequality => true;

    /// <inheritdoc/>
    public override string ToString() => "Euclidean";

    // In units of the largest difference, since squares would vanish.
    private static double Small(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double largest = DifferenceKernels.LargestMagnitude(a, b), sum = 0;
        if (largest == 0) return 0;
        for (int j = 0; j < a.Length; j++) sum += (a[j] - b[j]) / largest * ((a[j] - b[j]) / largest);
        return largest * Math.Sqrt(sum);
    }
}
