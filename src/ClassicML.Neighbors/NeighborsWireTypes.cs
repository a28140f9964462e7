using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>The wire forms of this project's learners, models, metrics and weightings.</summary>
public static class NeighborsWireTypes
{
    /// <summary>The metrics that need nothing, and those that have a default.</summary>
    internal static IReadOnlyList<WireType> Metrics { get; } =
    [
        new WireOptions<EuclideanMetric>("euclidean", WireKind.Part, "The root of the sum of squared differences", () => new()),
        new WireOptions<ManhattanMetric>("manhattan", WireKind.Part, "The sum of absolute differences", () => new()),
        new WireOptions<ChebyshevMetric>("chebyshev", WireKind.Part, "The greatest absolute difference", () => new()),
        new WireOptions<MinkowskiMetric>("minkowski", WireKind.Part, "The root of the sum of powers of differences", () => new())
            .Number(nameof(MinkowskiMetric.Power), Interval.AtLeast(1), m => m.Power, (m, power) => m with { Power = power }),
        new WireOptions<CosineMetric>("cosine", WireKind.Part, "One less the cosine of the angle", () => new()),
        new WireOptions<HammingMetric>("hamming", WireKind.Part, "The share of columns that differ", () => new()),
        new WireOptions<NanEuclideanMetric>("nan-euclidean", WireKind.Part, "Euclidean over the columns that neither row misses", () => new()),
    ];

    internal static IReadOnlyList<WireType> Weightings { get; } =
    [
        new WireOptions<UniformWeighting>("uniform", WireKind.Part, "Every neighbour counts 1", () => new()),
        new WireOptions<InverseDistanceWeighting>("inverse-distance", WireKind.Part, "A neighbour counts the inverse of its distance", () => new()),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        .. Metrics, .. Weightings,
        new WireType<MahalanobisMetric>("mahalanobis", WireKind.Part, "Euclidean once correlations are taken out",
            (m, w) => w.Matrix("InverseCovariance", m.InverseCovariance), r => new MahalanobisMetric(r.Matrix("InverseCovariance"))),
        new WireOptions<KNearestNeighborsClassifier>("k-nearest-neighbors", WireKind.Classifier, "A vote of the k nearest training rows", () => new())
            .Integer(nameof(KNearestNeighborsClassifier.NeighborCount), 1, l => l.NeighborCount, (l, k) => l with { NeighborCount = k })
            .Part(nameof(KNearestNeighborsClassifier.Weighting), Weightings, l => l.Weighting, (l, weighting) => l with { Weighting = weighting })
            .Part(nameof(KNearestNeighborsClassifier.Metric), Metrics, l => l.Metric, (l, metric) => l with { Metric = metric })
            .Choice(nameof(KNearestNeighborsClassifier.Search), l => l.Search, (l, search) => l with { Search = search }),
        new WireOptions<KNearestNeighborsRegressor>("k-nearest-neighbors-regressor", WireKind.Regressor, "The mean of the k nearest training rows", () => new())
            .Integer(nameof(KNearestNeighborsRegressor.NeighborCount), 1, l => l.NeighborCount, (l, k) => l with { NeighborCount = k })
            .Part(nameof(KNearestNeighborsRegressor.Weighting), Weightings, l => l.Weighting, (l, weighting) => l with { Weighting = weighting })
            .Part(nameof(KNearestNeighborsRegressor.Metric), Metrics, l => l.Metric, (l, metric) => l with { Metric = metric })
            .Choice(nameof(KNearestNeighborsRegressor.Search), l => l.Search, (l, search) => l with { Search = search }),
        new WireOptions<RadiusNeighborsClassifier>("radius-neighbors", WireKind.Classifier, "A vote of all training rows within a distance", () => new())
            .Number(nameof(RadiusNeighborsClassifier.Radius), Interval.NonNegative, l => l.Radius, (l, radius) => l with { Radius = radius })
            .Part(nameof(RadiusNeighborsClassifier.Weighting), Weightings, l => l.Weighting, (l, weighting) => l with { Weighting = weighting })
            .Part(nameof(RadiusNeighborsClassifier.Metric), Metrics, l => l.Metric, (l, metric) => l with { Metric = metric })
            .Choice(nameof(RadiusNeighborsClassifier.Search), l => l.Search, (l, search) => l with { Search = search }),
        new WireOptions<NearestCentroid>("nearest-centroid", WireKind.Classifier, "The nearest of the class centres", () => new())
            .Part(nameof(NearestCentroid.Metric), Metrics, l => l.Metric, (l, metric) => l with { Metric = metric })
            .Number(nameof(NearestCentroid.ShrinkThreshold), Interval.NonNegative, l => l.ShrinkThreshold, (l, t) => l with { ShrinkThreshold = t }),
        new WireOptions<NearestNeighbors>("nearest-neighbors", WireKind.Part, "Rows prepared to be searched for neighbours", () => new())
            .Part(nameof(NearestNeighbors.Metric), Metrics, l => l.Metric, (l, metric) => l with { Metric = metric })
            .Choice(nameof(NearestNeighbors.Search), l => l.Search, (l, search) => l with { Search = search }),
        new WireType<KNearestNeighborsClassifierModel>("k-nearest-neighbors-model", WireKind.Model, "Training rows, and how they vote",
            (m, w) => m.Write(w), KNearestNeighborsClassifierModel.Read),
        new WireType<KNearestNeighborsRegressorModel>("k-nearest-neighbors-regressor-model", WireKind.Model, "Training rows and their targets",
            (m, w) => m.Write(w), KNearestNeighborsRegressorModel.Read),
        new WireType<RadiusNeighborsClassifierModel>("radius-neighbors-model", WireKind.Model, "Training rows, and how they vote",
            (m, w) => m.Write(w), RadiusNeighborsClassifierModel.Read),
        new WireType<NearestCentroidModel>("nearest-centroid-model", WireKind.Model, "Class centres", (m, w) => m.Write(w), NearestCentroidModel.Read),
        new WireType<NearestNeighborsModel>("nearest-neighbors-model", WireKind.Model, "Rows to be searched", (m, w) => m.Write(w), NearestNeighborsModel.Read),
    ];
}
