namespace ClassicML.Neighbors;

/// <summary>max|aⱼ-bⱼ|.</summary>
public sealed record ChebyshevMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => DifferenceKernels.LargestMagnitude(a, b);

    internal override bool HasTriangleInequality => true;

    /// <inheritdoc/>
    public override string ToString() => "Chebyshev";
}
