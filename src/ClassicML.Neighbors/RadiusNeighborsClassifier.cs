using System.Diagnostics;

namespace ClassicML.Neighbors;

/// <summary>Classifies a row by a vote of all training rows within a fixed distance. A lazy learner: it memorises its data.</summary>
/// <remarks>
/// A training row at exactly the radius votes. A row without any neighbour gets the shares of the classes in the training data, so the most
/// frequent class (of equal ones the first): scikit-learn refuses such a row unless told otherwise by <c>outlier_label="most_frequent"</c>,
/// which predicts the same. Serves data whose rows are unevenly dense. Source: Fix and Hodges, "Discriminatory analysis", 1951.
/// </remarks>
public sealed record RadiusNeighborsClassifier : IClassifier<RadiusNeighborsClassifierModel>
{
    /// <summary>The distance within which rows vote, in the unit of the metric. Default 1, not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Radius { get; init => field = Check.NonNegative(value, nameof(Radius)); } = 1;

    /// <summary>How much a vote counts. Default uniform.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public NeighborWeighting Weighting { get; init => field = Check.NotNull(value, nameof(Weighting)); } = NeighborWeighting.Uniform;

    /// <summary>What near means. Default Euclidean.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public DistanceMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = DistanceMetric.Euclidean;

    /// <summary>How neighbours are found; it doesn't change the result. Default by shape and metric.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public NeighborSearch Search { get; init => field = Check.Defined(value, nameof(Search)); }

    /// <inheritdoc/>
    public RadiusNeighborsClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        data = CountedRows.Of(data.WithFeatures(Metric.Checked(Check.NotNull(data, nameof(data)).Features, nameof(RadiusNeighborsClassifier))));
        Matrix x = (Matrix)data.Features;
        IRowSearch search = RowSearches.Create(x, Metric, Search, context.Threads);
        return new RadiusNeighborsClassifierModel(
            NeighborVotes.Of(data, Metric, Weighting), search, Search, Radius,
            new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
