using ClassicML.Neighbors;

namespace ClassicML.Tests.Neighbors;

/// <summary>Votes and means of neighbours recomputed plainly: weights by distance and of rows, ties, neighbours at distance zero.</summary>
public class NeighborVoteTests
{
    private const int RowCount = 400, ClassCount = 5;

    // Neighbours of one query are weighed in a buffer of 256, lists of up to 64 are kept sorted; 400 are all rows.
    public static TheoryData<int> Counts => [1, 2, 5, 64, 65, 256, 257, 400];

    [Theory, MemberData(nameof(Counts))]
    public void Shares_and_means_are_those_of_a_plain_computation(int k)
    {
        (Matrix x, int[] codes, double[] targets, double[] weights) = Grid();
        // Half of the queries are rows themselves, so at distance zero of one or of several.
        Matrix queries = Queries(x);
        var classes = new ClassificationData(x, codes, new ClassLabels(Enumerable.Range(0, ClassCount)), weights);
        var numbers = new RegressionData(x, targets, weights);
        foreach (NeighborWeighting weighting in (NeighborWeighting[])[NeighborWeighting.Uniform, NeighborWeighting.InverseDistance])
        {
            KNearestNeighborsClassifierModel voters = new KNearestNeighborsClassifier { NeighborCount = k, Weighting = weighting }.Fit(classes);
            KNearestNeighborsRegressorModel mean = new KNearestNeighborsRegressor { NeighborCount = k, Weighting = weighting }.Fit(numbers);
            Assert.Equal((k, weighting, DistanceMetric.Euclidean), (voters.NeighborCount, voters.Weighting, voters.Metric));
            Assert.Equal((k, weighting, DistanceMetric.Euclidean), (mean.NeighborCount, mean.Weighting, mean.Metric));
            Matrix shares = voters.PredictProbabilities(queries);
            int[] predicted = voters.Predict(queries);
            double[] means = mean.Predict(queries);
            for (int i = 0; i < queries.RowCount; i++)
            {
                // Squares of whole numbers are exact, so ties are ties: the lower rows first.
                double[] squares = Squares(x, queries, i);
                int[] nearest = [.. Enumerable.Range(0, RowCount).OrderBy(row => squares[row]).Take(k)];
                double[] votes = Votes(nearest, squares, weights, weighting);
                Assert.Equal(nearest.Zip(votes, (row, vote) => vote * targets[row]).Sum() / votes.Sum(), means[i], 1e-12);
                Holds(Shares(nearest, votes, codes), shares.Row(i), predicted[i]);
            }
        }
    }

    // Whole radii: rows at exactly that distance vote.
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(5), InlineData(40)]
    public void Shares_within_a_radius_are_those_of_a_plain_computation(double radius)
    {
        (Matrix x, int[] codes, _, double[] weights) = Grid();
        Matrix queries = Queries(x);
        var classes = new ClassificationData(x, codes, new ClassLabels(Enumerable.Range(0, ClassCount)), weights);
        double[] all = Shares([.. Enumerable.Range(0, RowCount)], weights, codes);
        int lonely = 0;
        foreach (NeighborWeighting weighting in (NeighborWeighting[])[NeighborWeighting.Uniform, NeighborWeighting.InverseDistance])
            foreach (NeighborSearch search in Enum.GetValues<NeighborSearch>())
            {
                var learner = new RadiusNeighborsClassifier { Radius = radius, Weighting = weighting, Search = search };
                RadiusNeighborsClassifierModel model = learner.Fit(classes);
                Assert.Equal((radius, weighting, DistanceMetric.Euclidean), (model.Radius, model.Weighting, model.Metric));
                Matrix shares = model.PredictProbabilities(queries);
                int[] predicted = model.Predict(queries);
                for (int i = 0; i < queries.RowCount; i++)
                {
                    double[] squares = Squares(x, queries, i);
                    int[] near =
                        [.. Enumerable.Range(0, RowCount).Where(row => squares[row] <= radius * radius).OrderBy(row => squares[row])];
                    lonely += near.Length == 0 ? 1 : 0;
                    // Without a neighbour the training rows' shares answer.
                    double[] expected = near.Length == 0 ? all : Shares(near, Votes(near, squares, weights, weighting), codes);
                    Holds(expected, shares.Row(i), predicted[i]);
                }
            }
        if (radius <= 1) Assert.True(lonely > 0);
    }

    [Fact]
    public void Weights_are_inverses_of_distances_unless_one_is_zero_or_too_small_to_have_one()
    {
        Assert.Equal([1.0, 1, 1], Weights(NeighborWeighting.Uniform, 0, 2, double.PositiveInfinity));
        Assert.Equal([2, 0.5, 0.125, 0], Weights(NeighborWeighting.InverseDistance, 0.5, 2, 8, double.PositiveInfinity));
        Assert.Equal([1.0, 1, 0, 0], Weights(NeighborWeighting.InverseDistance, 0, 0, double.Epsilon, 5));
        // Of which the inverse is infinite: by the quotient with the nearest.
        Assert.Equal([1, 0.25, 0], Weights(NeighborWeighting.InverseDistance, double.Epsilon, 4 * double.Epsilon, double.PositiveInfinity));
        Assert.Equal([1, 0.5], Weights(NeighborWeighting.InverseDistance, 1e-250, 2e-250));
        // All of them zero: the neighbours then count alike.
        Assert.Equal([0.0, 0], Weights(NeighborWeighting.InverseDistance, double.PositiveInfinity, double.PositiveInfinity));
        Assert.Equal([4.0], Weights(NeighborWeighting.InverseDistance, 0.25));

        static double[] Weights(NeighborWeighting weighting, params double[] distances)
        {
            double[] weights = [.. distances.Select(_ => double.NaN)];
            weighting.Weigh(distances, weights);
            return weights;
        }
    }

    [Fact]
    public void Only_neighbours_at_distance_zero_count_where_there_are_any()
    {
        Matrix x = Column(3, 3, 4, 3), query = Column(3, 3.5);
        double[] weights = [1, 2, 64, 1];
        var classes = ClassificationData.Create(x, [0, 1, 1, 2]).WithWeights(weights);
        var learner = new KNearestNeighborsClassifier { NeighborCount = 4, Weighting = NeighborWeighting.InverseDistance };
        KNearestNeighborsClassifierModel model = learner.Fit(classes);
        // Three rows at the first query, of weights 1, 2 and 1; all four at distance one half of the second.
        Assert.Equal([0.25, 0.5, 0.25, 1.0 / 68, 66.0 / 68, 1.0 / 68], model.PredictProbabilities(query).Span.ToArray());
        double[] means = new KNearestNeighborsRegressor { NeighborCount = 4, Weighting = NeighborWeighting.InverseDistance }
            .Fit(new RegressionData(x, [8, 4, 1000, 0], weights)).Predict(query);
        Assert.Equal([(8 + 2 * 4) / 4.0, (8 + 2 * 4 + 64 * 1000) / 68.0], means);
    }

    [Fact]
    public void Of_classes_with_equal_votes_the_first_wins_everywhere()
    {
        // Two rows of each of two classes, as far on either side; the later class is met first.
        ClassificationData data = ClassificationData.Create(Column(-1, 1, -2, 2, 90), [7, 5, 7, 5, 3]);
        foreach (NeighborWeighting weighting in (NeighborWeighting[])[NeighborWeighting.Uniform, NeighborWeighting.InverseDistance])
        {
            KNearestNeighborsClassifierModel four = new KNearestNeighborsClassifier { NeighborCount = 4, Weighting = weighting }.Fit(data);
            Assert.Equal("5", four.PredictLabels(Column(0))[0]);
            RadiusNeighborsClassifierModel radius = new RadiusNeighborsClassifier { Radius = 2, Weighting = weighting }.Fit(data);
            Assert.Equal("5", radius.PredictLabels(Column(0))[0]);
            // Nothing near: both have two rows.
            Assert.Equal("5", radius.PredictLabels(Column(50))[0]);
        }
        Assert.Equal("5", new NearestCentroid().Fit(ClassificationData.Create(Column(-1, 1), [7, 5])).PredictLabels(Column(0))[0]);
    }

    [Fact]
    public void More_classes_than_a_buffer_holds_are_counted()
    {
        // 300 classes of two rows; each query lies at its class's rows.
        double[] values = [.. Enumerable.Range(0, 600).Select(i => (double)(i / 2))];
        ClassificationData data = ClassificationData.Create(Column(values), [.. Enumerable.Range(0, 600).Select(i => i / 2)]);
        KNearestNeighborsClassifierModel model = new KNearestNeighborsClassifier { NeighborCount = 2 }.Fit(data);
        Assert.Equal(Enumerable.Range(0, 300), model.Predict(Column([.. Enumerable.Range(0, 300).Select(i => (double)i)])));
    }

    [Fact]
    public void Neighbour_lists_tell_their_size()
    {
        (Matrix x, _, _, _) = Grid();
        NearestNeighborsModel model = new NearestNeighbors { Metric = DistanceMetric.Manhattan }.Fit(x);
        Assert.Equal((RowCount, 2, DistanceMetric.Manhattan), (model.RowCount, model.FeatureCount, model.Metric));
        NeighborLists lists = model.Nearest(Queries(x), 3);
        Assert.Equal(Queries(x).RowCount, lists.QueryCount);
        Assert.Throws<IndexOutOfRangeException>(() => lists.Rows(lists.QueryCount).Length);
        Assert.Throws<IndexOutOfRangeException>(() => lists.Distances(lists.QueryCount).Length);
        Assert.Equal(0, model.Within(Column(1e9, 1e9).SelectColumns([0, 0]), 1).Rows(1).Length);
    }

    // A search by itself for the number of rows and columns: trees begin at 2,000 rows.
    [Theory, InlineData(1999), InlineData(2000), InlineData(2001)]
    public void The_search_that_is_chosen_finds_what_all_rows_give(int rows)
    {
        var rng = new Rng(6);
        foreach (int p in (int[])[1, 4, 5, 6, 12])
        {
            Matrix x = Matrix.Wrap([.. Enumerable.Range(0, rows * p).Select(_ => Math.Round(8 * rng.NextDouble()))], rows, p);
            Matrix queries = x.Rows(100, 6);
            foreach (DistanceMetric metric in new[] { DistanceMetric.Euclidean, DistanceMetric.Manhattan, DistanceMetric.Hamming })
            {
                NeighborLists chosen = new NearestNeighbors { Metric = metric }.Fit(x).Nearest(queries, 9);
                NeighborLists all = new NearestNeighbors { Metric = metric, Search = NeighborSearch.BruteForce }.Fit(x).Nearest(queries, 9);
                for (int i = 0; i < 6; i++)
                {
                    Assert.Equal(all.Rows(i).ToArray(), chosen.Rows(i).ToArray());
                    Assert.Equal(all.Distances(i).ToArray(), chosen.Distances(i).ToArray());
                }
            }
        }
    }

    // Weights by distance times those of rows; at distance zero only those rows, 1 each.
    private static double[] Votes(int[] nearest, double[] squares, double[] weights, NeighborWeighting weighting)
    {
        bool atZero = squares[nearest[0]] == 0;
        return [.. nearest.Select(row => weights[row] * (
            weighting == NeighborWeighting.Uniform ? 1 : atZero ? (squares[row] == 0 ? 1 : 0) : 1 / Math.Sqrt(squares[row])))];
    }

    private static double[] Shares(int[] rows, double[] votes, int[] codes)
    {
        double[] shares = new double[ClassCount];
        for (int i = 0; i < rows.Length; i++) shares[codes[rows[i]]] += votes[i];
        return [.. shares.Select(share => share / votes.Sum())];
    }

    private static void Holds(double[] expected, ReadOnlySpan<double> actual, int predicted)
    {
        for (int k = 0; k < ClassCount; k++) Assert.Equal(expected[k], actual[k], 1e-12);
        // Sums of whole weights are exact, so ties go to the first; of others only a clear winner is sure.
        int best = Array.IndexOf(expected, expected.Max());
        if (expected.Count(share => share > expected[best] - 1e-12) == 1 || expected.Count(share => share == expected[best]) > 1)
            Assert.Equal(best, predicted);
    }

    // Points of a grid, some of them more than once; weights and classes of all kinds.
    private static (Matrix X, int[] Codes, double[] Targets, double[] Weights) Grid()
    {
        var rng = new Rng(3);
        double[] x = [.. Enumerable.Range(0, 2 * RowCount).Select(_ => (double)rng.NextInt(24))];
        return (
            Matrix.Wrap(x, RowCount, 2), [.. Enumerable.Range(0, RowCount).Select(_ => rng.NextInt(ClassCount))],
            [.. Enumerable.Range(0, RowCount).Select(_ => rng.NextDouble() * 10)],
            [.. Enumerable.Range(0, RowCount).Select(_ => 1.0 + rng.NextInt(4))]);
    }

    private static Matrix Queries(Matrix x)
    {
        var rng = new Rng(4);
        return new Matrix([.. Enumerable.Range(0, 24).Select(i =>
            i % 2 == 0 ? x.Row(7 * i).ToArray() : (double[])[rng.NextInt(34) - 5, rng.NextInt(34) - 5])]);
    }

    private static double[] Squares(Matrix x, Matrix queries, int query) => [.. Enumerable.Range(0, RowCount).Select(row =>
        Math.Pow(x[row, 0] - queries[query, 0], 2) + Math.Pow(x[row, 1] - queries[query, 1], 2))];

    private static Matrix Column(params double[] values) => Matrix.Wrap(values, values.Length, 1);
}
