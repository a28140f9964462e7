using System.Diagnostics;

namespace ClassicML.Neighbors;

/// <summary>Classifies a row by a vote of the k training rows nearest to it. A lazy learner: it memorises its data.</summary>
/// <remarks>
/// Distance: Euclidean, √Σ(aⱼ-bⱼ)². The neighbours are those of double arithmetic on the differences, rows at equal distance in the order
/// of their numbers, so results do not depend on how the search is done. Source: Cover and Hart, "Nearest neighbor pattern
/// classification", 1967. Differences from scikit-learn: among rows tied at the k-th distance ours takes the lowest numbers, and
/// training weights, which scikit-learn refuses, multiply the votes.
/// Cost of a prediction: 2·n·p flops a row; memory: the data.
/// </remarks>
public sealed record KNearestNeighborsClassifier : IClassifier<KNearestNeighborsModel>
{
    /// <summary>The number of neighbours, k. Default 5, at least 1, at most the number of training rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int NeighborCount { get; init => field = Check.Positive(value, nameof(NeighborCount)); } = 5;

    /// <summary>How much a vote counts. Default uniform.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public NeighborWeighting Weighting { get; init => field = Check.Defined(value, nameof(Weighting)); } = NeighborWeighting.Uniform;

    /// <inheritdoc/>
    public KNearestNeighborsModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(KNearestNeighborsClassifier));
        if (NeighborCount > x.RowCount)
            throw new ArgumentException($"NeighborCount must be at most the number of training rows, {x.RowCount}, was {NeighborCount}", nameof(data));
        return new KNearestNeighborsModel(data, new BruteForceSearch(x), NeighborCount, Weighting, new FitReport { Elapsed = clock.Elapsed });
    }
}
