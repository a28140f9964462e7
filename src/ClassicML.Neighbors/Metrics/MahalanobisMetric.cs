using ClassicML.Internal;

namespace ClassicML.Neighbors;

/// <summary>√((a-b)ᵀ·V⁻¹·(a-b)): the Euclidean distance once correlations and units are taken out. Ranked by its square.</summary>
public sealed record MahalanobisMetric : DistanceMetric
{
    /// <summary>A metric of a given inverse covariance.</summary>
    /// <param name="inverseCovariance">V⁻¹, p×p, symmetric and positive semi-definite.</param>
    /// <exception cref="ArgumentException">It is not square, not finite, or not symmetric.</exception>
    public MahalanobisMetric(Matrix inverseCovariance)
    {
        Matrix v = Check.Complete(Check.NotNull(inverseCovariance, nameof(inverseCovariance)), nameof(MahalanobisMetric));
        if (v.RowCount != v.ColumnCount)
            throw new ArgumentException($"inverseCovariance must be square, was {v.RowCount}×{v.ColumnCount}", nameof(inverseCovariance));
        for (int i = 0; i < v.RowCount; i++)
            for (int j = 0; j < i; j++)
                if (v[i, j] != v[j, i])
                    throw new ArgumentException($"inverseCovariance must be symmetric; at ({i}, {j}) and ({j}, {i}) it differs", nameof(inverseCovariance));
        InverseCovariance = v;
    }

    /// <summary>V⁻¹, p×p.</summary>
    public Matrix InverseCovariance { get; }

    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => FromRank(Rank(a, b));

    /// <summary>Whether the other has the same matrix.</summary>
    public bool Equals(MahalanobisMetric? other) =>
        other is not null && InverseCovariance.ColumnCount == other.InverseCovariance.ColumnCount
        && InverseCovariance.Span.SequenceEqual(other.InverseCovariance.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InverseCovariance.ColumnCount, InverseCovariance.RowCount == 0 ? 0 : InverseCovariance[0, 0]);

    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int p = a.Length;
        Span<double> difference = p <= 256 ? stackalloc double[p] : new double[p];
        for (int j = 0; j < p; j++) difference[j] = a[j] - b[j];
        double sum = Form(difference);
        if (sum >= SquareRank.Least) return sum;
        if (double.IsNaN(sum)) return double.PositiveInfinity;
        // In units of the largest difference, since squares would vanish.
        double largest = DifferenceKernels.LargestMagnitude(a, b);
        if (largest == 0) return SquareRank.OfSmall(0);
        foreach (ref double value in difference) value /= largest;
        return SquareRank.OfSmall(largest * Math.Sqrt(Form(difference)));
    }

    internal override double FromRank(double rank) => SquareRank.Distance(rank);

    internal override double RankWithin(double distance) => SquareRank.Within(distance);

    internal override void CheckWidth(int featureCount)
    {
        if (featureCount != InverseCovariance.RowCount)
            throw new ArgumentException(
                $"InverseCovariance is {InverseCovariance.RowCount}×{InverseCovariance.RowCount}, so rows must have as many features; these have {featureCount}");
    }

    /// <inheritdoc/>
    public override string ToString() => "Mahalanobis";

    // dᵀV⁻¹d; rounding may leave a little below zero.
    private double Form(ReadOnlySpan<double> d)
    {
        double sum = 0;
        for (int j = 0; j < d.Length; j++) sum += d[j] * Kernels.Dot(InverseCovariance.Row(j), d);
        return Math.Max(0, sum);
    }
}
