using System.Text.Json;
using ClassicML.Neighbors;

namespace ClassicML.Tests.Neighbors;

public class KNearestNeighborsTests
{
    [Theory]
    [InlineData("iris-1-uniform"), InlineData("iris-5-uniform"), InlineData("iris-5-distance"), InlineData("iris-150-uniform")]
    [InlineData("iris-150-distance"), InlineData("wine-7-distance"), InlineData("digits-3-uniform"), InlineData("offset-5-distance")]
    public void Equals_scikit_learn(string name)
    {
        Golden expected = Golden.Read("k-nearest-neighbors", name);
        JsonElement options = expected["options"];
        Matrix x = expected.Matrix("x");
        Matrix queries = expected.Matrix("queries");
        var model = new KNearestNeighborsClassifier
        {
            NeighborCount = options.GetProperty("NeighborCount").GetInt32(),
            Weighting = options.GetProperty("Weighting").GetString() == "uniform" ? NeighborWeighting.Uniform : NeighborWeighting.InverseDistance,
        }.Fit(ClassificationData.Create(x, expected.Codes("y")));

        int[] predictions = expected.Codes("predictions"), ours = model.Predict(queries);
        double[][] probabilities = expected["probabilities"].Deserialize<double[][]>()!;
        bool[] clear = expected["clear"].Deserialize<bool[]>()!;
        Matrix shares = model.PredictProbabilities(queries);
        Assert.True(clear.Count(c => c) > clear.Length / 2);
        for (int i = 0; i < clear.Length; i++)
        {
            if (!clear[i]) continue;
            Assert.Equal(predictions[i], ours[i]);
            // scikit-learn takes distances from products; beside an offset of 10⁴ that costs it half of the digits, not us.
            for (int k = 0; k < probabilities[i].Length; k++) Assert.Equal(probabilities[i][k], shares[i, k], name.StartsWith("offset") ? 1e-6 : 1e-9);
        }
    }

    [Fact]
    public void Of_equally_near_rows_the_first_is_taken()
    {
        ClassificationData data = ClassificationData.Create(Column(1, -1, 1, -1), [3, 2, 1, 0]);
        Assert.Equal("3", new KNearestNeighborsClassifier { NeighborCount = 1 }.Fit(data).PredictLabels(Column(0))[0]);
    }

    [Fact]
    public void Of_classes_with_equal_votes_the_first_wins()
    {
        ClassificationData data = ClassificationData.Create(Column(1, -1), [7, 5]);
        Assert.Equal("5", new KNearestNeighborsClassifier { NeighborCount = 2 }.Fit(data).PredictLabels(Column(0))[0]);
    }

    [Fact]
    public void A_neighbour_at_distance_zero_outvotes_the_rest()
    {
        ClassificationData data = ClassificationData.Create(Column(0, 1e-9, -1e-9), [1, 0, 0]);
        var learner = new KNearestNeighborsClassifier { NeighborCount = 3, Weighting = NeighborWeighting.InverseDistance };
        Assert.Equal([0, 1], learner.Fit(data).PredictProbabilities(Column(0)).Span.ToArray());
    }

    [Fact]
    public void A_tiny_distance_whose_inverse_overflows_still_gives_probabilities()
    {
        ClassificationData data = ClassificationData.Create(Column(1e-162, 1), [1, 0]);
        var learner = new KNearestNeighborsClassifier { NeighborCount = 2, Weighting = NeighborWeighting.InverseDistance };
        Matrix p = learner.Fit(data).PredictProbabilities(Column(0));
        Assert.Equal(1, p[0, 0] + p[0, 1], 1e-12);
    }

    [Fact]
    public void Row_weights_multiply_votes_and_none_left_count_alike()
    {
        ClassificationData data = ClassificationData.Create(Column(0, 1, 2, 50), [0, 0, 1, 1]).WithWeights([1, 1, 4, 0]);
        KNearestNeighborsClassifierModel model = new KNearestNeighborsClassifier { NeighborCount = 3 }.Fit(data);
        Assert.Equal([2.0 / 6, 4.0 / 6], model.PredictProbabilities(Column(0)).Span.ToArray());
        KNearestNeighborsClassifierModel one = new KNearestNeighborsClassifier { NeighborCount = 1 }.Fit(data);
        Assert.Equal([0, 1], one.PredictProbabilities(Column(50)).Span.ToArray());
    }

    [Fact]
    public void More_neighbours_than_rows_are_refused()
    {
        ClassificationData data = ClassificationData.Create(Column(0, 1), [0, 1]);
        string message = Assert.Throws<ArgumentException>(() => new KNearestNeighborsClassifier { NeighborCount = 3 }.Fit(data)).Message;
        Assert.Contains("NeighborCount must be at most the number of training rows, 2, was 3", message);
    }

    private static Matrix Column(params double[] values) => Matrix.Wrap(values, values.Length, 1);
}
