using System.Text.Json;
using ClassicML.Neighbors;

namespace ClassicML.Tests.Neighbors;

/// <summary>What scikit-learn finds: neighbours by each metric, regressions, votes within a radius, centres.</summary>
public class GoldenNeighborsTests
{
    // Distances of the same differences, summed in another order: some units in the last place.
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData("euclidean"), InlineData("manhattan"), InlineData("chebyshev"), InlineData("minkowski-3"), InlineData("minkowski-1.5")]
    [InlineData("cosine"), InlineData("hamming"), InlineData("mahalanobis"), InlineData("nan-euclidean"), InlineData("one-row"), InlineData("offset")]
    public void Neighbours_equal_those_of_scikit_learn(string name)
    {
        Golden expected = Golden.Read("nearest-neighbors", name);
        DistanceMetric metric = Metric(expected);
        Matrix x = expected.Matrix("x"), queries = expected.Matrix("queries");
        int count = expected["count"].GetInt32();
        int[][] indices = expected["indices"].Deserialize<int[][]>()!, within = expected["within"].Deserialize<int[][]>()!;
        double[][] distances = expected["distances"].Deserialize<double[][]>()!;
        bool[] clear = expected["clear"].Deserialize<bool[]>()!;
        double radius = expected.Number("radius");
        Assert.True(clear.Count(one => one) > clear.Length / 2);
        Assert.Contains(within, rows => rows.Length > 0);
        // scikit-learn's NaN-aware distance comes from products: where it should be zero it is the root of a rounding.
        double tolerance = metric is NanEuclideanMetric ? 1e-7 : Rounding;
        foreach (NeighborSearch search in Enum.GetValues<NeighborSearch>())
        {
            if (search == NeighborSearch.KdTree && !KdTree.Supports(metric) || search == NeighborSearch.BallTree && !metric.HasTriangleInequality) continue;
            NearestNeighborsModel model = new NearestNeighbors { Metric = metric, Search = search }.Fit(x);
            NeighborLists nearest = model.Nearest(queries, count), near = model.Within(queries, radius);
            for (int i = 0; i < queries.RowCount; i++)
            {
                for (int j = 0; j < count; j++) Assert.Equal(distances[i][j], nearest.Distances(i)[j], tolerance * Math.Max(1, distances[i][j]));
                if (clear[i]) Assert.Equal(indices[i], nearest.Rows(i).ToArray());
                Assert.Equal(within[i], near.Rows(i).ToArray().Order());
                Assert.True(near.Distances(i).ToArray().SequenceEqual(near.Distances(i).ToArray().Order()));
            }
        }
    }

    [Theory, InlineData("wine-1-uniform"), InlineData("wine-5-uniform"), InlineData("wine-5-distance"), InlineData("wine-89-distance")]
    public void Regressions_equal_those_of_scikit_learn(string name)
    {
        Golden expected = Golden.Read("k-nearest-neighbors-regressor", name);
        JsonElement options = expected["options"];
        KNearestNeighborsRegressorModel model = new KNearestNeighborsRegressor
        {
            NeighborCount = options.GetProperty("NeighborCount").GetInt32(),
            Weighting = options.GetProperty("Weighting").GetString() == "uniform" ? NeighborWeighting.Uniform : NeighborWeighting.InverseDistance,
        }.Fit(new RegressionData(expected.Matrix("x"), expected.Numbers("y")));
        double[] predictions = expected.Numbers("predictions"), ours = model.Predict(expected.Matrix("queries"));
        for (int i = 0; i < ours.Length; i++) Assert.Equal(predictions[i], ours[i], Rounding);
    }

    [Theory, InlineData("iris-0.7"), InlineData("iris-distance")]
    public void Votes_within_a_radius_equal_those_of_scikit_learn(string name)
    {
        Golden expected = Golden.Read("radius-neighbors", name);
        RadiusNeighborsClassifierModel model = new RadiusNeighborsClassifier
        {
            Radius = expected.Number("radius"),
            Metric = Metric(expected),
            Weighting = expected["weights"].GetString() == "uniform" ? NeighborWeighting.Uniform : NeighborWeighting.InverseDistance,
        }.Fit(ClassificationData.Create(expected.Matrix("x"), expected.Codes("y")));
        Matrix queries = expected.Matrix("queries"), shares = model.PredictProbabilities(queries);
        Assert.Equal(expected.Codes("predictions"), model.Predict(queries));
        double[][] probabilities = expected["probabilities"].Deserialize<double[][]>()!;
        bool[] lonely = expected["lonely"].Deserialize<bool[]>()!;
        Assert.Contains(true, lonely);
        for (int i = 0; i < lonely.Length; i++)
            for (int k = 0; k < 3; k++)
                Assert.Equal(lonely[i] ? 1.0 / 3 : probabilities[i][k], shares[i, k], Rounding);
    }

    [Theory, InlineData("iris"), InlineData("iris-manhattan"), InlineData("wine-shrunken"), InlineData("wine-half")]
    public void Centres_equal_those_of_scikit_learn(string name)
    {
        Golden expected = Golden.Read("nearest-centroid", name);
        Matrix x = expected.Matrix("x"), centroids = expected.Matrix("centroids");
        NearestCentroidModel model = new NearestCentroid { Metric = Metric(expected), ShrinkThreshold = expected.Number("shrink") }
            .Fit(ClassificationData.Create(x, expected.Codes("y")));
        for (int i = 0; i < centroids.RowCount; i++)
            for (int j = 0; j < centroids.ColumnCount; j++) Assert.Equal(centroids[i, j], model.Centroids[i, j], Rounding);
        Assert.Equal(expected.Codes("predictions"), model.Predict(x));
    }

    private static DistanceMetric Metric(Golden expected) => expected["metric"].GetString() switch
    {
        "manhattan" => DistanceMetric.Manhattan,
        "chebyshev" => DistanceMetric.Chebyshev,
        "minkowski" => DistanceMetric.Minkowski(expected.Number("power")),
        "cosine" => DistanceMetric.Cosine,
        "hamming" => DistanceMetric.Hamming,
        "mahalanobis" => DistanceMetric.Mahalanobis(expected.Matrix("inverse")),
        "nan_euclidean" => DistanceMetric.NanEuclidean,
        _ => DistanceMetric.Euclidean,
    };
}
