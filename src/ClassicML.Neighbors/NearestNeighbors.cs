using System.Diagnostics;

namespace ClassicML.Neighbors;

/// <summary>Prepares rows to be searched for neighbours: numbers and distances, without classes.</summary>
/// <remarks>Exact, with ties at equal distance to the lower row number, as for <see cref="KNearestNeighborsClassifier"/>.</remarks>
public sealed record NearestNeighbors
{
    /// <summary>What near means. Default Euclidean.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public DistanceMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = DistanceMetric.Euclidean;

    /// <summary>How neighbours are found; it doesn't change the result. Default by shape and metric.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public NeighborSearch Search { get; init => field = Check.Defined(value, nameof(Search)); }

    /// <summary>Prepares a search among rows.</summary>
    /// <param name="x">The rows, n×p.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no row or no column, a value is not finite, or the metric can't measure such rows.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    public NearestNeighborsModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix rows = Metric.Checked(Check.NotNull(x, nameof(x)), nameof(NearestNeighbors));
        if (rows.RowCount == 0 || rows.ColumnCount == 0)
            throw new ArgumentException($"x must have at least one row and one column, has {rows.RowCount}×{rows.ColumnCount}", nameof(x));
        IRowSearch search = RowSearches.Create(rows, Metric, Search, context.Threads);
        return new NearestNeighborsModel(search, this, new FitReport().Ended(this, clock.Elapsed));
    }
}
