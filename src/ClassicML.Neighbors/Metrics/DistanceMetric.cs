namespace ClassicML.Neighbors;

/// <summary>How far two rows are apart. Immutable.</summary>
/// <remarks>
/// A metric of your own is a record derived from this one that overrides <see cref="Distance"/>; register its <see cref="Wire.WireType"/>
/// to write learners and models that hold it. It is searched by looking at all rows, since nothing is known of it.
/// </remarks>
public abstract record DistanceMetric
{
    /// <summary>√Σ(aⱼ-bⱼ)².</summary>
    public static DistanceMetric Euclidean { get; } = new EuclideanMetric();

    /// <summary>Σ|aⱼ-bⱼ|.</summary>
    public static DistanceMetric Manhattan { get; } = new ManhattanMetric();

    /// <summary>max|aⱼ-bⱼ|.</summary>
    public static DistanceMetric Chebyshev { get; } = new ChebyshevMetric();

    /// <summary>1 - aᵀb/(‖a‖‖b‖).</summary>
    public static DistanceMetric Cosine { get; } = new CosineMetric();

    /// <summary>The share of columns that differ.</summary>
    public static DistanceMetric Hamming { get; } = new HammingMetric();

    /// <summary>The Euclidean distance over the columns that neither row misses, scaled up to all.</summary>
    public static DistanceMetric NanEuclidean { get; } = new NanEuclideanMetric();

    /// <summary>(Σ|aⱼ-bⱼ|^power)^(1/power).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The power is below 1.</exception>
    public static DistanceMetric Minkowski(double power) => new MinkowskiMetric { Power = power };

    /// <summary>√((a-b)ᵀ·V⁻¹·(a-b)).</summary>
    /// <param name="inverseCovariance">V⁻¹, p×p, symmetric and positive semi-definite.</param>
    /// <exception cref="ArgumentException">It is not square, not finite, or not symmetric.</exception>
    public static DistanceMetric Mahalanobis(Matrix inverseCovariance) => new MahalanobisMetric(inverseCovariance);

    /// <summary>The distance of two rows of equal length: not negative, the same either way; NaN counts as infinitely far.</summary>
    /// <param name="a">A row, p values.</param>
    /// <param name="b">Another, p values.</param>
    public abstract double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b);

    /// <summary>What neighbours are ordered by: grows with the distance, but is cheaper (its square) or finer.</summary>
    internal virtual double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double distance = Distance(a, b);
        return double.IsNaN(distance) ? double.PositiveInfinity : distance;
    }

    /// <summary>The rank, or where it exceeds a limit any number that does.</summary>
    internal virtual double Rank(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double limit) => Rank(a, b);

    /// <summary>The distance of a rank.</summary>
    internal virtual double FromRank(double rank) => rank;

    /// <summary>A rank that no row within a distance exceeds; rows are then held against the distance itself.</summary>
    internal virtual double RankWithin(double distance) => distance;

    /// <summary>Whether rows may miss values.</summary>
    internal virtual bool AcceptsMissing => false;

    /// <summary>Whether d(a, c) ≤ d(a, b) + d(b, c) up to rounding, which a ball tree needs.</summary>
    internal virtual bool HasTriangleInequality => false;

    /// <summary>Refuses rows of a width that the metric can't measure.</summary>
    internal virtual void CheckWidth(int featureCount)
    {
    }

    internal Matrix Checked(Features x, string reader)
    {
        Matrix rows = AcceptsMissing ? Check.Dense(x, reader) : Check.Complete(x, reader);
        Check.Magnitudes(rows);
        CheckWidth(rows.ColumnCount);
        return rows;
    }
}
