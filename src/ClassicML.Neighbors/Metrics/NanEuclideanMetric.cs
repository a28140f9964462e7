namespace ClassicML.Neighbors;

/// <summary>√(p/m·Σ(aⱼ-bⱼ)²) over the m of p columns that neither row misses: the Euclidean distance of rows with missing values (NaN).</summary>
/// <remarks>Rows without a common column are infinitely far apart. Source: Dixon, "Pattern recognition with partly missing data", 1979.</remarks>
public sealed record NanEuclideanMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Math.Sqrt(Rank(a, b));

    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        int common = 0;
        for (int j = 0; j < a.Length; j++)
        {
            double difference = a[j] - b[j];
            if (double.IsNaN(difference)) continue;
            sum += difference * difference;
            common++;
        }
        return common == 0 ? double.PositiveInfinity : sum / common * a.Length;
    }

    internal override double FromRank(double rank) => Math.Sqrt(rank);

    internal override double RankWithin(double distance) => distance * distance * (1 + 1e-15) + double.Epsilon;

    internal override bool AcceptsMissing => true;

    /// <inheritdoc/>
    public override string ToString() => "NanEuclidean";
}
