namespace ClassicML.Neighbors;

/// <summary>Σ|aⱼ-bⱼ|, also called city block.</summary>
public sealed record ManhattanMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => DifferenceKernels.SumOfMagnitudes(a, b);

    internal override bool HasTriangleInequality => true;

    /// <inheritdoc/>
    public override string ToString() => "Manhattan";
}
