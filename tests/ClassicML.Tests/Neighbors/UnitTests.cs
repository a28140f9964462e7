using ClassicML.Neighbors;

namespace ClassicML.Tests.Neighbors;

/// <summary>Neighbours do not depend on the unit of the columns, rows at exactly a radius lie within it, and rows of weight zero are not
/// there.</summary>
public class UnitTests
{
    private static readonly DistanceMetric[] Metrics =
    [
        DistanceMetric.Euclidean, DistanceMetric.Manhattan, DistanceMetric.Chebyshev, DistanceMetric.Minkowski(3), DistanceMetric.Minkowski(100),
        DistanceMetric.NanEuclidean, DistanceMetric.Cosine, DistanceMetric.Mahalanobis(new Matrix(new double[,] { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 0, 1 } })),
    ];

    public static TheoryData<int> Exponents => [-1040, -700, -565, -530, -465, -100, -10, 10, 100, 245];

    [Theory, MemberData(nameof(Exponents))]
    public void A_power_of_two_changes_no_neighbour(int exponent)
    {
        // Values are multiples of 2⁻²⁰, so that even as subnormal numbers of 2⁻¹⁰⁷⁴ they are exact.
        Matrix x = Rows(150, 3, 1), q = Rows(12, 3, 2), small = Scaled(x, exponent), smallQ = Scaled(q, exponent);
        foreach (DistanceMetric metric in Metrics)
            foreach (NeighborSearch search in Searches(metric))
            {
                var learner = new NearestNeighbors { Metric = metric, Search = search };
                NeighborLists expected = learner.Fit(x).Nearest(q, 9), actual = learner.Fit(small).Nearest(smallQ, 9);
                for (int i = 0; i < 12; i++)
                {
                    Assert.Equal(expected.Rows(i), actual.Rows(i));
                    if (metric is CosineMetric) continue;
                    for (int j = 0; j < 9; j++)
                        // A distance that is subnormal has few digits.
                        Assert.Equal(1, Math.ScaleB(actual.Distances(i)[j], -exponent) / expected.Distances(i)[j], exponent < -1000 ? 1e-5 : 4e-15);
                }
            }
    }

    [Fact]
    public void A_high_power_ranks_small_differences()
    {
        // (Σ|d|^100)^(1/100) in units of the largest difference, so that nothing vanishes.
        Matrix x = Scaled(Rows(200, 3, 3), -10), q = Scaled(Rows(50, 3, 4), -10);
        foreach (NeighborSearch search in Searches(DistanceMetric.Minkowski(100)))
        {
            NeighborLists lists = new NearestNeighbors { Metric = DistanceMetric.Minkowski(100), Search = search }.Fit(x).Nearest(q, 1);
            for (int i = 0; i < 50; i++) Assert.Equal(Enumerable.Range(0, 200).MinBy(row => Distance(q.Row(i), x.Row(row))), lists.Rows(i)[0]);
        }

        static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        {
            double largest = 0, sum = 0;
            for (int j = 0; j < 3; j++) largest = Math.Max(largest, Math.Abs(a[j] - b[j]));
            for (int j = 0; j < 3; j++) sum += Math.Pow(Math.Abs(a[j] - b[j]) / largest, 100);
            return largest * Math.Pow(sum, 0.01);
        }
    }

    [Theory, MemberData(nameof(Exponents))]
    public void A_row_at_exactly_the_radius_lies_within(int exponent)
    {
        // (3, 4) is 5 from the origin, by the other metrics 7, 4; (6, 8) is twice as far.
        Matrix x = Scaled(new Matrix(new double[,] { { 6, 8 }, { 3, 4 }, { -4, 3 }, { 0, 0 } }), exponent), q = new(new double[1, 2]);
        foreach ((DistanceMetric metric, double radius) in
                 new[] { (DistanceMetric.Euclidean, 5.0), (DistanceMetric.Manhattan, 7), (DistanceMetric.Chebyshev, 4), (DistanceMetric.NanEuclidean, 5) })
            foreach (NeighborSearch search in Searches(metric))
            {
                NearestNeighborsModel model = new NearestNeighbors { Metric = metric, Search = search }.Fit(x);
                NeighborLists lists = model.Within(q, Math.ScaleB(radius, exponent));
                Assert.Equal([3, 1, 2], lists.Rows(0).ToArray());
                Assert.Equal([0, Math.ScaleB(radius, exponent), Math.ScaleB(radius, exponent)], lists.Distances(0).ToArray());
                Assert.Equal([3], model.Within(q, Math.BitDecrement(Math.ScaleB(radius, exponent))).Rows(0).ToArray());
                var classifier = new RadiusNeighborsClassifier { Metric = metric, Search = search, Radius = Math.ScaleB(radius, exponent) };
                Assert.Equal([1.0 / 3, 2.0 / 3], classifier.Fit(ClassificationData.Create(x, [1, 0, 1, 1])).PredictProbabilities(q).Span.ToArray());
            }
    }

    [Theory, InlineData(1e75), InlineData(-1e75)]
    public void A_row_at_the_edge_of_what_is_accepted_is_found(double value)
    {
        var x = new Matrix(new[,] { { 0, 0 }, { value, 0 }, { 1, 1 } });
        foreach (DistanceMetric metric in new[] { DistanceMetric.Euclidean, DistanceMetric.Manhattan, DistanceMetric.Minkowski(3) })
            foreach (NeighborSearch search in Searches(metric))
            {
                NeighborLists lists = new NearestNeighbors { Metric = metric, Search = search }.Fit(x).Within(new Matrix(new double[1, 2]), 1e75);
                Assert.Equal([0, 2, 1], lists.Rows(0).ToArray());
                Assert.Equal(1e75, lists.Distances(0)[2]);
            }
    }

    [Fact]
    public void An_infinite_radius_gives_all_rows_nearest_first()
    {
        Matrix x = Rows(60, 3, 5), q = Rows(4, 3, 6);
        foreach (DistanceMetric metric in Metrics)
            foreach (NeighborSearch search in Searches(metric))
            {
                NearestNeighborsModel model = new NearestNeighbors { Metric = metric, Search = search }.Fit(x);
                NeighborLists all = model.Within(q, double.PositiveInfinity), nearest = model.Nearest(q, 60);
                for (int i = 0; i < 4; i++) Assert.Equal(nearest.Rows(i), all.Rows(i));
            }
        Assert.Throws<ArgumentOutOfRangeException>(() => new NearestNeighbors().Fit(x).Within(q, double.NaN));
    }

    [Fact]
    public void Rows_of_weight_zero_are_as_rows_that_are_not_there()
    {
        Matrix x = Rows(120, 3, 7), q = Rows(30, 3, 8);
        double[] weights = [.. Enumerable.Range(0, 120).Select(i => i % 3 == 0 ? 0 : 1.0 + i % 2)],
            y = [.. Enumerable.Range(0, 120).Select(i => (double)(i * i % 17))];
        int[] kept = [.. Enumerable.Range(0, 120).Where(i => weights[i] > 0)];
        ClassLabels labels = ClassificationData.Create(x, [.. y.Select(value => (int)value % 3)]).Labels;
        var all = new ClassificationData(x, [.. y.Select(value => (int)value % 3)], labels, weights);
        ClassificationData some = all.SelectRows(kept);
        var numbers = new RegressionData(x, y, weights);
        foreach (NeighborWeighting weighting in new[] { NeighborWeighting.Uniform, NeighborWeighting.InverseDistance })
        {
            var classifier = new KNearestNeighborsClassifier { Weighting = weighting };
            Assert.Equal(classifier.Fit(some).PredictProbabilities(q).Span, classifier.Fit(all).PredictProbabilities(q).Span);
            var regressor = new KNearestNeighborsRegressor { Weighting = weighting };
            Assert.Equal(regressor.Fit(numbers.SelectRows(kept)).Predict(q), regressor.Fit(numbers).Predict(q));
            var radius = new RadiusNeighborsClassifier { Weighting = weighting, Radius = 0.3 };
            Assert.Equal(radius.Fit(some).PredictProbabilities(q).Span, radius.Fit(all).PredictProbabilities(q).Span);
        }
        Assert.Equal(new NearestCentroid().Fit(some).Predict(q), new NearestCentroid().Fit(all).Predict(q));
        Assert.Throws<ArgumentException>(() => new KNearestNeighborsClassifier { NeighborCount = kept.Length + 1 }.Fit(all));
    }

    [Theory, InlineData(-700), InlineData(-565), InlineData(245)]
    public void Learners_do_not_depend_on_the_unit(int exponent)
    {
        Matrix x = Rows(90, 3, 9), q = Rows(20, 3, 10);
        int[] y = [.. Enumerable.Range(0, 90).Select(i => x[i, 0] + x[i, 1] > 1 ? 1 : 0)];
        ClassificationData plain = ClassificationData.Create(x, y), scaled = ClassificationData.Create(Scaled(x, exponent), y);
        var inverse = new KNearestNeighborsClassifier { Weighting = NeighborWeighting.InverseDistance };
        double[] expected = inverse.Fit(plain).PredictProbabilities(q).Span.ToArray(),
            actual = inverse.Fit(scaled).PredictProbabilities(Scaled(q, exponent)).Span.ToArray();
        Close(expected, actual, 1e-12);
        foreach (double threshold in new[] { 0, 0.5 })
        {
            var centroid = new NearestCentroid { ShrinkThreshold = threshold };
            Assert.Equal(centroid.Fit(plain).Predict(q), centroid.Fit(scaled).Predict(Scaled(q, exponent)));
        }
    }

    private static IEnumerable<NeighborSearch> Searches(DistanceMetric metric)
    {
        yield return NeighborSearch.BruteForce;
        if (metric is not (EuclideanMetric or ManhattanMetric or ChebyshevMetric or MinkowskiMetric)) yield break;
        yield return NeighborSearch.KdTree;
        yield return NeighborSearch.BallTree;
    }

    private static Matrix Rows(int n, int p, ulong seed)
    {
        var rng = new Rng(seed);
        return Matrix.Wrap([.. Enumerable.Range(0, n * p).Select(_ => Math.Round(rng.NextDouble() * (1 << 20)) / (1 << 20))], n, p);
    }

    private static Matrix Scaled(Matrix x, int exponent) =>
        Matrix.Wrap(Array.ConvertAll(x.Span.ToArray(), value => Math.ScaleB(value, exponent)), x.RowCount, x.ColumnCount);
}
