namespace ClassicML.Neighbors;

/// <summary>(Σ|aⱼ-bⱼ|^q)^(1/q) with q = <see cref="Power"/>: Manhattan at 1, Euclidean at 2, Chebyshev in the limit.</summary>
public sealed record MinkowskiMetric : DistanceMetric
{
    /// <summary>The power, q. Default 2, at least 1: below it the triangle inequality fails.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 or infinite.</exception>
    public double Power { get; init => field = Check.Within(value, Interval.AtLeast(1), nameof(Power)); } = 2;

    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Rank(a, b, double.PositiveInfinity);

    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double limit)
    {
        // In units of the largest difference powers neither vanish nor overflow, and a difference in one column alone is exact.
        double largest = DifferenceKernels.LargestMagnitude(a, b), sum = 0;
        // No distance is less, and zero is one.
        if (largest == 0 || largest > limit) return largest;
        for (int j = 0; j < a.Length; j++) sum += Math.Pow(Math.Abs(a[j] - b[j]) / largest, Power);
        return largest * Math.Pow(sum, 1 / Power);
    }

    internal override bool HasTriangleInequality => true;

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Minkowski({Power})");
}
