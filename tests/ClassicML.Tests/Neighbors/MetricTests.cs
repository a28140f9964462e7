using ClassicML.Neighbors;

namespace ClassicML.Tests.Neighbors;

/// <summary>Each metric against its formula, summed in decimal, at widths around those of vectors.</summary>
public class MetricTests
{
    // Sums of up to 65 terms of about one, and two roots.
    private const double Rounding = 1e-13;

    public static TheoryData<int> Widths => [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 64, 65];

    [Theory, MemberData(nameof(Widths))]
    public void Distances_are_those_of_the_formulas(int p)
    {
        var rng = new Rng((ulong)p);
        Matrix inverse = Symmetric(rng, p);
        for (int trial = 0; trial < Math.Max(6, p); trial++)
        {
            double[] a = [.. Enumerable.Range(0, p).Select(_ => rng.NextDouble() - 0.5)], b = [.. a.Select(_ => rng.NextDouble() - 0.5)];
            // Every column has the largest difference once, of either sign, and some columns are equal.
            b[trial % p] = a[trial % p] + (trial % 2 == 0 ? 3 : -3);
            if (p > 1) b[(trial + 1) % p] = a[(trial + 1) % p];
            decimal[] d = [.. a.Zip(b, (u, v) => Math.Abs((decimal)u - (decimal)v))];
            Holds(Root(d.Sum(v => v * v)), DistanceMetric.Euclidean);
            Holds((double)d.Sum(), DistanceMetric.Manhattan);
            Holds((double)d.Max(), DistanceMetric.Chebyshev);
            foreach (double power in (double[])[1, 1.5, 2, 3, 7.25])
                Holds(Math.Pow(d.Sum(v => Math.Pow((double)v, power)), 1 / power), DistanceMetric.Minkowski(power));
            Holds((double)d.Sum(), DistanceMetric.Minkowski(1));
            Holds(Root(d.Sum(v => v * v)), DistanceMetric.Minkowski(2));
            Holds((double)d.Count(v => v != 0) / p, DistanceMetric.Hamming);
            Holds(1 - (double)Dot(a, b) / (Root(Dot(a, a)) * Root(Dot(b, b))), DistanceMetric.Cosine);
            if (trial < 6) Holds(Root(Form(a, b, inverse)), DistanceMetric.Mahalanobis(inverse));

            // Without missing values the plain distance; with some the mean square of the rest, times all columns.
            Holds(Root(d.Sum(v => v * v)), DistanceMetric.NanEuclidean);
            int[] common = [.. Enumerable.Range(0, p).Where(j => (j + trial) % 3 > 0 && (j * 7 + trial) % 5 > 0)];
            (double[] some, double[] others) = ([.. a], [.. b]);
            for (int j = 0; j < p; j++)
            {
                if ((j + trial) % 3 == 0) some[j] = double.NaN;
                if ((j * 7 + trial) % 5 == 0) others[j] = double.NaN;
            }
            double rest = common.Length == 0 ? double.PositiveInfinity : Root(common.Sum(j => d[j] * d[j]) * p / common.Length);
            Assert.Equal(rest, DistanceMetric.NanEuclidean.Distance(some, others), Rounding * p);
            Assert.Equal(rest, DistanceMetric.NanEuclidean.Distance(others, some), Rounding * p);

            void Holds(double expected, DistanceMetric metric)
            {
                Assert.Equal(expected, metric.Distance(a, b), Rounding * p);
                Assert.Equal(metric.Distance(a, b), metric.Distance(b, a));
                Assert.Equal(0, metric.Distance(a, a), metric is CosineMetric ? 1e-15 : 0);
                // Ranks stand for distances: they come back, and those within a distance are not left out.
                double rank = metric.Rank(a, b);
                Assert.Equal(metric.Distance(a, b), metric.FromRank(rank));
                Assert.Equal(rank, metric.Rank(a, b, rank));
                Assert.True(metric.Rank(a, b, Math.BitDecrement(rank)) > Math.BitDecrement(rank));
                Assert.True(metric.RankWithin(metric.Distance(a, b)) >= rank);
            }
        }
    }

    [Fact]
    public void Angles_run_from_none_to_the_opposite()
    {
        double[] a = [3, 4, 0, 0, 0, 0, 0, 0, 0], b = [-4, 3, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(0, DistanceMetric.Cosine.Distance(a, [.. a.Select(v => 7 * v)]), 1e-15);
        Assert.Equal(1, DistanceMetric.Cosine.Distance(a, b), 1e-15);
        Assert.Equal(2, DistanceMetric.Cosine.Distance(a, [.. a.Select(v => -0.1 * v)]), 1e-15);
        Assert.Equal(1, DistanceMetric.Cosine.Distance(a, new double[9]));
        // By hand: 24/25.
        Assert.Equal(1 - 24.0 / 25, DistanceMetric.Cosine.Distance([3, 4], [4, 3]), 1e-15);
    }

    [Fact]
    public void Metrics_equal_themselves_and_no_others()
    {
        Matrix inverse = Symmetric(new Rng(1), 3), other = Symmetric(new Rng(2), 3);
        DistanceMetric[] metrics =
        [
            DistanceMetric.Euclidean, DistanceMetric.Manhattan, DistanceMetric.Chebyshev, DistanceMetric.Cosine, DistanceMetric.Hamming,
            DistanceMetric.NanEuclidean, DistanceMetric.Minkowski(1), DistanceMetric.Minkowski(2.5), DistanceMetric.Mahalanobis(inverse),
            DistanceMetric.Mahalanobis(other),
        ];
        DistanceMetric[] again =
        [
            new EuclideanMetric(), new ManhattanMetric(), new ChebyshevMetric(), new CosineMetric(), new HammingMetric(),
            new NanEuclideanMetric(), new MinkowskiMetric { Power = 1 }, new MinkowskiMetric { Power = 2.5 },
            new MahalanobisMetric(new Matrix(inverse.ToArray())),
            new MahalanobisMetric(other),
        ];
        for (int i = 0; i < metrics.Length; i++)
        {
            Assert.Equal([again[i]], metrics.Where(metric => metric.Equals(again[i])));
            Assert.Equal(again[i].GetHashCode(), metrics[i].GetHashCode());
        }
        string[] names =
        [
            "Euclidean", "Manhattan", "Chebyshev", "Cosine", "Hamming", "NanEuclidean", "Minkowski(1)", "Minkowski(2.5)", "Mahalanobis",
            "Mahalanobis",
        ];
        Assert.Equal(names, metrics.Select(metric => metric.ToString()));
        Assert.Equal(2, new MinkowskiMetric().Power);
        Assert.ThrowsAny<ArgumentException>(() => DistanceMetric.Minkowski(0.99));
        Assert.Contains("must be square, was 2×3", Assert.Throws<ArgumentException>(
            () => DistanceMetric.Mahalanobis(new Matrix(new double[2, 3]))).Message);
        Assert.Equal(("Uniform", "InverseDistance"), (NeighborWeighting.Uniform.ToString(), NeighborWeighting.InverseDistance.ToString()));
    }

    [Fact]
    public void A_mahalanobis_metric_has_the_matrix_that_it_was_given_which_must_be_one()
    {
        var inverse = new Matrix(new double[,] { { 2, -1 }, { -1, 3 } });
        var metric = new MahalanobisMetric(inverse);
        Assert.Same(inverse, metric.InverseCovariance);
        // (1, 2) by hand: 2 - 4 + 12.
        Assert.Equal(Math.Sqrt(10), metric.Distance([4, 4], [3, 2]), 1e-15);
        Assert.Contains("inverseCovariance must be symmetric; at (1, 0) and (0, 1) it differs", Assert.Throws<ArgumentException>(
            () => new MahalanobisMetric(new Matrix(new[,] { { 2, -1 }, { Math.BitIncrement(-1.0), 3 } }))).Message);
        Assert.Contains("row 1, column 1 is missing", Assert.Throws<DataValueException>(
            () => new MahalanobisMetric(new Matrix(new[,] { { 2, -1 }, { -1, double.NaN } }))).Message);
        Assert.Contains("InverseCovariance is 2×2, so rows must have as many features; these have 4", Fail(() =>
            new KNearestNeighborsClassifier { Metric = metric }.Fit(Contract.Rows.Of(2))));
    }

    private static decimal Dot(double[] a, double[] b) => a.Zip(b, (u, v) => (decimal)u * (decimal)v).Sum();

    private static decimal Form(double[] a, double[] b, Matrix inverse)
    {
        decimal[] d = [.. a.Zip(b, (u, v) => (decimal)u - (decimal)v)];
        decimal sum = 0;
        for (int i = 0; i < d.Length; i++)
            for (int j = 0; j < d.Length; j++) sum += d[i] * (decimal)inverse[i, j] * d[j];
        return sum;
    }

    private static double Root(decimal square) => Math.Sqrt((double)square);

    // AᵀA of random numbers, so positive definite.
    private static Matrix Symmetric(Rng rng, int p)
    {
        double[] a = [.. Enumerable.Range(0, p * p).Select(_ => rng.NextDouble() - 0.5)];
        double[,] square = new double[p, p];
        for (int i = 0; i < p; i++)
            for (int j = 0; j <= i; j++)
                square[i, j] = square[j, i] = Enumerable.Range(0, p).Sum(k => a[k * p + i] * a[k * p + j]);
        return new Matrix(square);
    }
}
