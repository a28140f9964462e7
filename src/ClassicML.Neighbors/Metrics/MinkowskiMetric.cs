namespace ClassicML.Neighbors;

/// <summary>(Σ|aⱼ-bⱼ|^q)^(1/q) with q = <see cref="Power"/>: Manhattan at 1, Euclidean at 2, Chebyshev in the limit. Ranked by the sum.</summary>
public sealed record MinkowskiMetric : DistanceMetric
{
    /// <summary>The power, q. Default 2, at least 1: below it the triangle inequality fails.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 or infinite.</exception>
    public double Power { get; init => field = Check.Within(value, Interval.AtLeast(1), nameof(Power)); } = 2;

    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => FromRank(Rank(a, b));

    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++) sum += Math.Pow(Math.Abs(a[j] - b[j]), Power);
        return sum;
    }

    internal override double FromRank(double rank) => Math.Pow(rank, 1 / Power);

    // The error of the two powers, some units in the last place each, grows with the power.
    internal override double RankWithin(double distance) => Math.Pow(distance, Power) * (1 + 1e-14 * Power) + double.Epsilon;

    internal override bool HasTriangleInequality => true;

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Minkowski({Power})");
}
