namespace ClassicML.Neighbors;

/// <summary>The share of columns in which two rows differ; for columns of codes.</summary>
public sealed record HammingMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => (double)DifferenceKernels.CountDifferent(a, b) / a.Length;

    internal override bool HasTriangleInequality => true;

    /// <inheritdoc/>
    public override string ToString() => "Hamming";
}
