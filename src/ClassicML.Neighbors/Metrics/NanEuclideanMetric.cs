namespace ClassicML.Neighbors;

/// <summary>√(p/m·Σ(aⱼ-bⱼ)²) over the m of p columns that neither row misses: the Euclidean distance of rows with missing values (NaN).</summary>
/// <remarks>Rows without a common column are infinitely far apart. Source: Dixon, "Pattern recognition with partly missing data", 1979.</remarks>
public sealed record NanEuclideanMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => FromRank(Rank(a, b));

    internal override double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = MeanSquare(a, b, 1) * a.Length;
        if (double.IsNaN(sum)) return double.PositiveInfinity;
        if (sum >= SquareRank.Least) return sum;
        // In units of the largest difference, since squares would vanish.
        double largest = 0;
        for (int j = 0; j < a.Length; j++)
            if (Math.Abs(a[j] - b[j]) is var difference && difference > largest) largest = difference;
        return SquareRank.OfSmall(largest == 0 ? 0 : largest * Math.Sqrt(MeanSquare(a, b, largest) * a.Length));
    }

    internal override double FromRank(double rank) => SquareRank.Distance(rank);

    internal override double RankWithin(double distance) => SquareRank.Within(distance);

    internal override bool AcceptsMissing => true;

    /// <inheritdoc/>
    public override string ToString() => "NanEuclidean";

    // Over the columns that neither row misses; NaN where there is none.
    private static double MeanSquare(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double unit)
    {
        double sum = 0;
        int common = 0;
        for (int j = 0; j < a.Length; j++)
        {
            double difference = (a[j] - b[j]) / unit;
            if (double.IsNaN(difference)) continue;
            sum += difference * difference;
            common++;
        }
        return sum / common;
    }
}
