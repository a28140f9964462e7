using ClassicML.Neighbors;
using ClassicML.Onnx;

namespace ClassicML.Tests.Onnx;

/// <summary>Nearest neighbours in the runtime.</summary>
public class OnnxNeighborsTests
{
    private static readonly Samples three = Samples.OfClasses(3), hard = OnnxData.Hard();
    private static readonly Matrix inverse = new([2, 0.5, 0, 0, 0.5, 1, 0.2, 0, 0, 0.2, 3, 0, 0, 0, 0, 0.5], 4, 4);

    private static DistanceMetric[] Metrics =>
    [
        DistanceMetric.Euclidean, DistanceMetric.Manhattan, DistanceMetric.Chebyshev, DistanceMetric.Minkowski(3), DistanceMetric.Cosine,
        DistanceMetric.NanEuclidean, DistanceMetric.Mahalanobis(inverse),
    ];

    [Fact]
    public void Neighbours_by_every_metric_and_weighting()
    {
        Matrix x = (Matrix)Samples.OfClasses(3, 60, seed: 4).X;
        double[] weights = [.. Enumerable.Range(0, 90).Select(i => i % 4 * 0.5)];
        foreach (DistanceMetric metric in Metrics)
            foreach (NeighborWeighting weighting in (NeighborWeighting[])[NeighborWeighting.Uniform, NeighborWeighting.InverseDistance])
                foreach (Samples samples in (Samples[])[three, three with { Weights = weights }])
                {
                    OnnxParity.Holds(
                        new KNearestNeighborsClassifier { Metric = metric, Weighting = weighting, NeighborCount = 4 }.Fit(samples.Classes), x);
                    OnnxParity.Holds(new KNearestNeighborsRegressor { Metric = metric, Weighting = weighting }.Fit(samples.Numbers), x);
                    // Near rows, some and none: those without any get the shares of all.
                    foreach (double radius in (double[])[0.3, 3, 30])
                        OnnxParity.Holds(
                            new RadiusNeighborsClassifier { Metric = metric, Weighting = weighting, Radius = radius }.Fit(samples.Classes), x);
                }
    }

    /// <summary>Training rows are at distance zero of themselves, and of their doubles.</summary>
    [Fact]
    public void Rows_at_distance_zero_are_the_only_ones_that_count()
    {
        Samples samples = three with { X = OnnxParity.Rounded(three.X) };
        samples = samples with { X = Matrix.Wrap([.. ((Matrix)samples.X).Span[..(45 * 4)], .. ((Matrix)samples.X).Span[..(45 * 4)]], 90, 4) };
        foreach (IClassifier<IClassifierModel> learner in (IClassifier<IClassifierModel>[])
            [new KNearestNeighborsClassifier { Weighting = NeighborWeighting.InverseDistance }, new KNearestNeighborsClassifier { NeighborCount = 2 },
                new RadiusNeighborsClassifier { Weighting = NeighborWeighting.InverseDistance }])
            OnnxParity.Holds(learner.Fit(samples.Classes), samples.X);
        OnnxParity.Holds(new KNearestNeighborsRegressor { Weighting = NeighborWeighting.InverseDistance }.Fit(samples.Numbers), samples.X);
    }

    [Fact]
    public void Codes_by_their_share_that_differs()
    {
        Matrix codes = Matrix.Wrap([.. ((Matrix)three.X).Span.ToArray().Select(value => Math.Round(value))], 90, 4);
        Samples samples = three with { X = codes };
        var all = new KNearestNeighborsClassifier { Metric = DistanceMetric.Hamming, NeighborCount = 90 };
        OnnxParity.Holds(all.Fit(samples.Classes), codes);
        OnnxParity.Holds(new KNearestNeighborsClassifier { Metric = DistanceMetric.Hamming, NeighborCount = 90, Weighting = NeighborWeighting.InverseDistance }
            .Fit(samples.Classes), codes);
    }

    [Fact]
    public void Distances_far_from_zero_are_those_of_the_differences()
    {
        Matrix x = (Matrix)OnnxData.Hard(50, seed: 8).X;
        OnnxParity.Holds(new KNearestNeighborsClassifier { NeighborCount = 3 }.Fit(hard.Classes), x);
        OnnxParity.Holds(new KNearestNeighborsRegressor { NeighborCount = 3, Weighting = NeighborWeighting.InverseDistance }.Fit(hard.Numbers), x);
        Samples missing = three with { X = OnnxData.WithMissing(three.X) };
        OnnxParity.Holds(
            new KNearestNeighborsClassifier { Metric = DistanceMetric.NanEuclidean }.Fit(missing.Classes), OnnxData.WithMissing(three.X, seed: 2));
    }

    [Fact]
    public void Centres_by_every_metric()
    {
        foreach (DistanceMetric metric in Metrics)
            OnnxParity.Holds(new NearestCentroid { Metric = metric }.Fit(three.Classes), three.X);
        OnnxParity.Holds(new NearestCentroid { ShrinkThreshold = 0.3 }.Fit(three.Classes), three.X);
        OnnxParity.Holds(new NearestCentroid().Fit(hard.Classes), hard.X);
    }

    [Fact]
    public void Metrics_weightings_and_searches_that_are_code_are_refused()
    {
        string metric = Assert.Throws<NotSupportedException>(
            () => new KNearestNeighborsClassifier { Metric = new OwnMetric() }.Fit(three.Classes).ToOnnx()).Message;
        Assert.Contains("a metric OwnMetric can't be exported", metric);
        string weighting = Assert.Throws<NotSupportedException>(
            () => new KNearestNeighborsClassifier { Weighting = new OwnWeighting() }.Fit(three.Classes).ToOnnx()).Message;
        Assert.Contains("a weighting OwnWeighting can't be exported", weighting);
        string search = Assert.Throws<NotSupportedException>(() => new NearestNeighbors().Fit(three.X).ToOnnx()).Message;
        Assert.Contains("NearestNeighborsModel can't be exported: it has no prediction", search);
    }

    [Fact]
    public void Models_tell_the_rows_that_they_were_fitted_on()
    {
        double[] weights = [.. Enumerable.Range(0, 90).Select(i => 1.0 + i)];
        Samples samples = three with { Weights = weights };
        var nearest = new KNearestNeighborsClassifier().Fit(samples.Classes);
        var within = new RadiusNeighborsClassifier().Fit(samples.Classes);
        var numbers = new KNearestNeighborsRegressor().Fit(samples.Numbers);
        double[] rows = ((Matrix)samples.X).Span.ToArray();
        Assert.Equal(rows, nearest.TrainingRows.Span.ToArray());
        Assert.Equal(rows, within.TrainingRows.Span.ToArray());
        Assert.Equal(rows, numbers.TrainingRows.Span.ToArray());
        Assert.Equal(samples.Codes, nearest.TrainingCodes.ToArray());
        Assert.Equal(samples.Codes, within.TrainingCodes.ToArray());
        Assert.Equal(samples.Targets, numbers.TrainingTargets.ToArray());
        Assert.Equal(weights, nearest.TrainingWeights.ToArray());
        Assert.Equal(weights, within.TrainingWeights.ToArray());
        Assert.Equal(weights, numbers.TrainingWeights.ToArray());
        // Classes in turn: 30 rows each, whose weights are 1, 4, …, 88 and so on, of 4095.
        Close([1335 / 4095.0, 1365 / 4095.0, 1395 / 4095.0], within.Priors, 1e-15);
    }

    private sealed record OwnMetric : DistanceMetric
    {
        public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Math.Abs(a[0] - b[0]);
    }

    private sealed record OwnWeighting : NeighborWeighting
    {
        public override void Weigh(ReadOnlySpan<double> distances, Span<double> weights) => weights.Fill(2);
    }
}
