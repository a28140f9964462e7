using System.Diagnostics;

namespace ClassicML.Neighbors;

/// <summary>Classifies a row by a vote of the k training rows nearest to it. A lazy learner: it memorises its data.</summary>
/// <remarks>
/// The neighbours are those of double arithmetic on the differences, rows at equal distance in the order of their numbers, so results
/// do not depend on how the search is done. Source: Cover and Hart, "Nearest neighbor pattern classification", 1967. Differences from
/// scikit-learn: among rows tied at the k-th distance ours takes the lowest numbers, and training weights, which scikit-learn refuses,
/// multiply the votes; a row of weight zero is as one that is not there. Reads dense data.
/// Cost of a prediction by brute force: at most 2·n·p flops in float a row; memory: the data, in double and in float.
/// </remarks>
public sealed record KNearestNeighborsClassifier : IClassifier<KNearestNeighborsClassifierModel>, ISharesWork<ClassificationData, IClassifierModel>
{
    /// <summary>The number of neighbours, k. Default 5, at least 1, at most the number of training rows that count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int NeighborCount { get; init => field = Check.Positive(value, nameof(NeighborCount)); } = 5;

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
    public KNearestNeighborsClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        data = CountedRows.Of(data.WithFeatures(Metric.Checked(Check.NotNull(data, nameof(data)).Features, nameof(KNearestNeighborsClassifier))));
        Matrix x = (Matrix)data.Features;
        RowSearches.CheckCount(NeighborCount, x.RowCount, nameof(NeighborCount));
        IRowSearch search = RowSearches.Create(x, Metric, Search, context.Threads);
        return new KNearestNeighborsClassifierModel(
            NeighborVotes.Of(data, Metric, Weighting), search, Search, NeighborCount,
            new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }

    /// <inheritdoc/>
    /// <remarks>Learners of one metric and search share: the neighbours of every k are the first of those of the largest.</remarks>
    public bool SharesWith(ILearner<ClassificationData, IClassifierModel> other) =>
        other is KNearestNeighborsClassifier knn && knn.Metric.Equals(Metric) && knn.Search == Search;

    /// <inheritdoc/>
    public IReadOnlyList<IClassifierModel> FitShared(
        IReadOnlyList<ILearner<ClassificationData, IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default)
    {
        var all = learners.Cast<KNearestNeighborsClassifier>().ToArray();
        KNearestNeighborsClassifier widest = all.MaxBy(learner => learner.NeighborCount)!;
        KNearestNeighborsClassifierModel model = widest.Fit(train, context);
        PreparedNeighbors neighbors = model.Prepare(queries, context);
        return [.. all.Select(learner => model.For(learner, neighbors))];
    }
}
