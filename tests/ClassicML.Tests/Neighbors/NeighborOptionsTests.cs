using ClassicML.Neighbors;
using ClassicML.Wire;

namespace ClassicML.Tests.Neighbors;

/// <summary>Metrics and weightings of a user's own, what is refused, and the edges of each learner.</summary>
public class NeighborOptionsTests
{
    private static readonly ClassificationData Data = ClassificationData.Create(
        new Matrix(new double[,] { { 0, 0 }, { 1, 0 }, { 0, 4 }, { 5, 5 }, { 6, 5 } }), ["a", "a", "b", "b", "b"]);

    [Fact]
    public void A_users_own_metric_and_weighting_are_used_and_written_once_registered()
    {
        var learner = new KNearestNeighborsClassifier { NeighborCount = 2, Metric = new FirstColumn(), Weighting = new Squared { Softening = 0.5 } };
        KNearestNeighborsClassifierModel model = learner.Fit(Data);
        var query = new Matrix(new double[,] { { 0.4, 100 } });
        // Row 0 and row 2 are equally near by the first column: a and b at 0.4.
        Assert.Equal([0.5, 0.5], model.PredictProbabilities(query).Span.ToArray());
        Assert.Throws<ArgumentException>(() => BuiltIn.Registry.Write(learner));

        WireRegistry registry = BuiltIn.Registry.With(
            new WireOptions<FirstColumn>("first-column", WireKind.Part, "The first column only", () => new()),
            new WireOptions<Squared>("squared", WireKind.Part, "Inverse squares", () => new())
                .Number(nameof(Squared.Softening), Interval.Positive, s => s.Softening, (s, value) => s with { Softening = value }));
        Assert.Equal(learner, registry.Read<KNearestNeighborsClassifier>(WireForm.Parse(registry.Write(learner).ToString())));
        var read = registry.Read<KNearestNeighborsClassifierModel>(WireForm.Parse(registry.Write(model).ToString()));
        Assert.Equal(model.PredictProbabilities(query).Span, read.PredictProbabilities(query).Span);
    }

    [Fact]
    public void A_metric_is_given_as_text_by_its_name_or_as_a_form()
    {
        WireOption option = BuiltIn.Registry.Find("k-nearest-neighbors")!.Option("Metric");
        object Set(string text) => option.Set(new KNearestNeighborsClassifier(), option.Parse(text), BuiltIn.Registry);
        Assert.Equal(new KNearestNeighborsClassifier { Metric = DistanceMetric.Manhattan }, Set("manhattan"));
        Assert.Equal(new KNearestNeighborsClassifier { Metric = DistanceMetric.Minkowski(3) }, Set("""{"type":"minkowski","Power":3}"""));
        Assert.Contains("Power must be at least 1", Assert.Throws<WireException>(() => Set("""{"type":"minkowski","Power":0.5}""")).Message);
        Matrix inverse = new(new double[,] { { 2, 1 }, { 1, 2 } });
        var learner = new NearestNeighbors { Metric = DistanceMetric.Mahalanobis(inverse) };
        Assert.Equal(learner, BuiltIn.Registry.Read<NearestNeighbors>(WireForm.Parse(BuiltIn.Registry.Write(learner).ToString())));
    }

    [Fact]
    public void Searches_that_a_metric_does_not_serve_are_refused()
    {
        foreach (NeighborSearch search in new[] { NeighborSearch.KdTree, NeighborSearch.BallTree })
            Assert.Contains($"Search {search} does not work with CosineMetric", Assert.Throws<ArgumentException>(
                () => new KNearestNeighborsClassifier { NeighborCount = 1, Metric = DistanceMetric.Cosine, Search = search }.Fit(Data)).Message);
        Assert.Contains("InverseCovariance is 1×1", Assert.Throws<ArgumentException>(
            () => new NearestNeighbors { Metric = DistanceMetric.Mahalanobis(new Matrix(new double[,] { { 1 } })) }.Fit(Data.Features)).Message);
        Assert.Contains("must be symmetric", Assert.Throws<ArgumentException>(
            () => DistanceMetric.Mahalanobis(new Matrix(new double[,] { { 1, 2 }, { 3, 1 } }))).Message);
    }

    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        var classifier = new KNearestNeighborsClassifier();
        var regressor = new KNearestNeighborsRegressor();
        Assert.Equal((5, 5), (classifier.NeighborCount, regressor.NeighborCount));
        Assert.Equal((NeighborWeighting.Uniform, DistanceMetric.Euclidean), (classifier.Weighting, classifier.Metric));
        Assert.Equal((NeighborWeighting.Uniform, DistanceMetric.Euclidean), (regressor.Weighting, regressor.Metric));
        var radius = new RadiusNeighborsClassifier();
        Assert.Equal((1.0, NeighborWeighting.Uniform, DistanceMetric.Euclidean), (radius.Radius, radius.Weighting, radius.Metric));
        Assert.Equal((0.0, DistanceMetric.Euclidean), (new NearestCentroid().ShrinkThreshold, new NearestCentroid().Metric));
        Assert.Equal(DistanceMetric.Euclidean, new NearestNeighbors().Metric);
        NeighborSearch[] searches = [classifier.Search, regressor.Search, radius.Search, new NearestNeighbors().Search];
        Assert.All(searches, search => Assert.Equal(NeighborSearch.Auto, search));
    }

    [Fact]
    public void Learners_of_one_metric_and_search_share_their_neighbours()
    {
        var classifier = new KNearestNeighborsClassifier();
        Assert.True(classifier.SharesWith(classifier with { NeighborCount = 9, Weighting = NeighborWeighting.InverseDistance }));
        Assert.False(classifier.SharesWith(classifier with { Metric = DistanceMetric.Manhattan }));
        Assert.False(classifier.SharesWith(classifier with { Search = NeighborSearch.BallTree }));
        Assert.False(classifier.SharesWith(new RadiusNeighborsClassifier()));
        var regressor = new KNearestNeighborsRegressor { Metric = DistanceMetric.Minkowski(3) };
        Assert.True(regressor.SharesWith(regressor with { NeighborCount = 9, Metric = DistanceMetric.Minkowski(3) }));
        Assert.False(regressor.SharesWith(regressor with { Metric = DistanceMetric.Minkowski(4) }));
        Assert.False(regressor.SharesWith(regressor with { Search = NeighborSearch.BruteForce }));
    }

    [Fact]
    public void Learners_that_share_find_what_each_finds_by_itself()
    {
        ClassificationData train = Contract.Rows.Of(3, 60), test = Contract.Rows.Of(3, 40, seed: 2);
        KNearestNeighborsClassifier[] learners = [.. new[] { 1, 7, 3 }.Select(k => new KNearestNeighborsClassifier { NeighborCount = k })];
        IReadOnlyList<IClassifierModel> shared = learners[0].FitShared(learners, train, test.Features);
        for (int i = 0; i < learners.Length; i++)
            Assert.Equal(learners[i].Fit(train).PredictProbabilities(test.Features).Span,
                shared[i].As<IProbabilisticModel>()!.PredictProbabilities(test.Features).Span);
    }

    [Fact]
    public void More_neighbours_than_rows_are_refused_everywhere()
    {
        Assert.Contains("NeighborCount must be at most the number of training rows, 5, was 6", Assert.Throws<ArgumentException>(
            () => new KNearestNeighborsRegressor { NeighborCount = 6 }.Fit(new RegressionData(Data.Features, [1, 2, 3, 4, 5]))).Message);
        NearestNeighborsModel model = new NearestNeighbors().Fit(Data.Features);
        Assert.Contains("count must be at most", Assert.Throws<ArgumentException>(() => model.Nearest(Data.Features, 6)).Message);
        Assert.Equal(5, model.Nearest(Data.Features, 5).Rows(0).Length);
        Assert.Contains("radius must be at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => model.Within(Data.Features, -1)).Message);
    }

    [Fact]
    public void Rows_of_zeros_are_at_cosine_distance_one_from_all()
    {
        NearestNeighborsModel model = new NearestNeighbors { Metric = DistanceMetric.Cosine }.Fit(Data.Features);
        NeighborLists found = model.Nearest(new Matrix(new double[,] { { 0, 0 }, { 3, 0 }, { 1e75, 1e75 } }), 5);
        Assert.Equal([0, 1, 2, 3, 4], found.Rows(0).ToArray());
        Assert.All(found.Distances(0).ToArray(), distance => Assert.Equal(1, distance));
        Assert.Equal([1, 4, 3, 0, 2], found.Rows(1).ToArray());
        Assert.Equal(0, found.Distances(2)[0], 1e-15);
    }

    [Fact]
    public void Missing_values_count_for_nothing_by_the_nan_aware_metric()
    {
        var x = new Matrix(new double[,] { { 1, double.NaN, 3 }, { double.NaN, 2, double.NaN }, { 4, 5, 6 } });
        NeighborLists found = new NearestNeighbors { Metric = DistanceMetric.NanEuclidean }.Fit(x)
            .Nearest(new Matrix(new double[,] { { 1, double.NaN, 5 } }), 3);
        // Two of three columns are shared: 3/2·(0 + 4) and 3/2·(9 + 1); with none shared a row is infinitely far.
        Assert.Equal([0, 2, 1], found.Rows(0).ToArray());
        Assert.Equal([Math.Sqrt(6), Math.Sqrt(15), double.PositiveInfinity], found.Distances(0).ToArray());
        Assert.Contains("is missing", Assert.Throws<DataValueException>(() => new NearestNeighbors().Fit(x)).Message);
    }

    [Fact]
    public void Without_a_row_in_the_radius_the_training_shares_answer()
    {
        RadiusNeighborsClassifierModel model = new RadiusNeighborsClassifier { Radius = 1 }.Fit(Data.WithWeights([5, 5, 1, 1, 1]));
        Assert.Equal([10.0 / 13, 3.0 / 13], model.PredictProbabilities(new Matrix(new double[,] { { 50, 50 } })).Span.ToArray());
        Assert.Equal(0, model.Predict(new Matrix(new double[,] { { 50, 50 } }))[0]);
        // A row at exactly the radius votes.
        Assert.Equal([0, 1], model.PredictProbabilities(new Matrix(new double[,] { { 0, 5 } })).Span.ToArray());
    }

    [Fact]
    public void Weights_of_rows_are_repetitions_for_means_and_centres()
    {
        var x = new Matrix(new double[,] { { 0 }, { 1 }, { 5 }, { 7 } });
        var twice = new Matrix(new double[,] { { 0 }, { 1 }, { 1 }, { 5 }, { 7 } });
        int[] y = [0, 0, 1, 1], yTwice = [0, 0, 0, 1, 1];
        Matrix weighted = new NearestCentroid { ShrinkThreshold = 0.3 }.Fit(ClassificationData.Create(x, y).WithWeights([1, 2, 1, 1])).Centroids;
        Matrix repeated = new NearestCentroid { ShrinkThreshold = 0.3 }.Fit(ClassificationData.Create(twice, yTwice)).Centroids;
        for (int i = 0; i < 2; i++) Assert.Equal(repeated[i, 0], weighted[i, 0], 1e-14);
        Assert.Contains("equal weight", Assert.Throws<ArgumentException>(
            () => new NearestCentroid { Metric = DistanceMetric.Manhattan }.Fit(ClassificationData.Create(x, y).WithWeights([1, 2, 1, 1]))).Message);
        double mean = new KNearestNeighborsRegressor { NeighborCount = 2 }
            .Fit(new RegressionData(x, [1, 4, 9, 9], [1, 2, 1, 1])).Predict(new Matrix(new double[,] { { 0 } }))[0];
        Assert.Equal(3, mean, 1e-15);
    }

    [Fact]
    public void Weights_that_are_no_weights_are_refused() =>
        Assert.Contains("a weight of Squared must be at least 0", Assert.ThrowsAny<ArgumentException>(() =>
            new KNearestNeighborsClassifier { NeighborCount = 2, Weighting = new Squared { Softening = -100 } }.Fit(Data).Predict(Data.Features)).Message);

    private sealed record FirstColumn : DistanceMetric
    {
        public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Math.Abs(a[0] - b[0]);
    }

    private sealed record Squared : NeighborWeighting
    {
        public double Softening { get; init; } = 1;

        public override void Weigh(ReadOnlySpan<double> distances, Span<double> weights)
        {
            for (int i = 0; i < weights.Length; i++) weights[i] = 1 / (distances[i] * distances[i] + Softening);
        }
    }
}
