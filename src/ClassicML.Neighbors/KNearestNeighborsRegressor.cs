using System.Diagnostics;

namespace ClassicML.Neighbors;

/// <summary>Predicts the mean target of the k training rows nearest to a row. A lazy learner: it memorises its data.</summary>
/// <remarks>
/// ŷ = Σ wᵢyᵢ / Σ wᵢ over the k nearest, nearest first. Neighbours, ties and cost are those of <see cref="KNearestNeighborsClassifier"/>;
/// training weights, which scikit-learn refuses, multiply the weights; a row of weight zero is as one that is not there. Source: Altman,
/// "An introduction to kernel and nearest-neighbor nonparametric regression", 1992.
/// </remarks>
public sealed record KNearestNeighborsRegressor : IRegressor<KNearestNeighborsRegressorModel>, ISharesWork<RegressionData, IRegressorModel>
{
    /// <summary>The number of neighbours, k. Default 5, at least 1, at most the number of training rows that count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int NeighborCount { get; init => field = Check.Positive(value, nameof(NeighborCount)); } = 5;

    /// <summary>How much a neighbour counts. Default uniform.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public NeighborWeighting Weighting { get; init => field = Check.NotNull(value, nameof(Weighting)); } = NeighborWeighting.Uniform;

    /// <summary>What near means. Default Euclidean.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public DistanceMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = DistanceMetric.Euclidean;

    /// <summary>How neighbours are found; it doesn't change the result. Default by shape and metric.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public NeighborSearch Search { get; init => field = Check.Defined(value, nameof(Search)); }

    /// <inheritdoc/>
    public KNearestNeighborsRegressorModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        data = CountedRows.Of(data.WithFeatures(Metric.Checked(Check.NotNull(data, nameof(data)).Features, nameof(KNearestNeighborsRegressor))));
        Matrix x = (Matrix)data.Features;
        RowSearches.CheckCount(NeighborCount, x.RowCount, nameof(NeighborCount));
        IRowSearch search = RowSearches.Create(x, Metric, Search, context.Threads);
        return new KNearestNeighborsRegressorModel(
            data.Targets.ToArray(), data.Weights.ToArray(), search, this, new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }
    /// <inheritdoc/>
    /// <remarks>Learners of one metric and search share: the neighbours of every k are the first of those of the largest.</remarks>
    public bool SharesWith(ILearner<RegressionData, IRegressorModel> other) =>
        other is KNearestNeighborsRegressor knn && knn.Metric.Equals(Metric) && knn.Search == Search;

    /// <inheritdoc/>
    public IReadOnlyList<IRegressorModel> FitShared(
        IReadOnlyList<ILearner<RegressionData, IRegressorModel>> learners, RegressionData train, Features queries, FitContext context = default)
    {
        var all = learners.Cast<KNearestNeighborsRegressor>().ToArray();
        KNearestNeighborsRegressorModel model = all.MaxBy(learner => learner.NeighborCount)!.Fit(train, context);
        PreparedNeighbors neighbors = model.Prepare(queries, context);
        return [.. all.Select(learner => model.For(learner, neighbors))];
    }
}
