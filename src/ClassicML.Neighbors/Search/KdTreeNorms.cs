using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Neighbors;

/// <summary>How differences by coordinate make a rank: the part of a metric that a kd-tree needs.</summary>
internal interface IKdTreeNorm
{
    /// <summary>Whether <see cref="Add"/> over fewer than eight columns has the bits of the metric.</summary>
    static abstract bool IsExact { get; }

    /// <summary>Sums below this are measured by the metric even so.</summary>
    static virtual double LeastExact => 0;

    /// <summary>What a sum must not exceed for the row to have a rank of at most this.</summary>
    double Limit(double rank);

    /// <summary>What one difference contributes.</summary>
    double Term(double difference);

    /// <summary>A bound in which one term, no smaller than before, takes the place of another.</summary>
    double Replace(double bound, double old, double term);

    /// <summary>Adds one difference to eight ranks.</summary>
    Vector512<double> Add(Vector512<double> ranks, Vector512<double> difference);
}

/// <summary>Σd², fused as in <see cref="Internal.Kernels.SquaredDistance"/>.</summary>
internal readonly struct SquareSum : IKdTreeNorm
{
    public static bool IsExact => Internal.KernelVariant.IsVector;

    public static double LeastExact => SquareRank.Least;

    // Ranks below are no sums.
    public double Limit(double rank) => Math.Max(rank, SquareRank.Least);

    public double Term(double difference) => difference * difference;

    public double Replace(double bound, double old, double term) => bound - old + term;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Add(Vector512<double> ranks, Vector512<double> difference) => Vector512.FusedMultiplyAdd(difference, difference, ranks);
}

/// <summary>Σ|d|.</summary>
internal readonly struct MagnitudeSum : IKdTreeNorm
{
    public static bool IsExact => true;

    public double Limit(double rank) => rank;

    public double Term(double difference) => Math.Abs(difference);

    public double Replace(double bound, double old, double term) => bound - old + term;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Add(Vector512<double> ranks, Vector512<double> difference) => ranks + Vector512.Abs(difference);
}

/// <summary>max|d|; no Minkowski distance is less, so it bounds those too.</summary>
internal readonly struct LargestMagnitude : IKdTreeNorm
{
    public static bool IsExact => true;

    public double Limit(double rank) => rank;

    public double Term(double difference) => Math.Abs(difference);

    public double Replace(double bound, double old, double term) => Math.Max(bound, term);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Add(Vector512<double> ranks, Vector512<double> difference) => Vector512.Max(ranks, Vector512.Abs(difference));
}
