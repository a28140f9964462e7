using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Fills a missing value (NaN) with the mean of the nearest training rows that have one in its column.</summary>
/// <remarks>
/// Distances are Euclidean over the columns that neither row misses, scaled up to all p: √(p/m·Σ(xⱼ-yⱼ)²) over the m common ones (Dixon,
/// 1979, scikit-learn's nan-Euclidean), so bring columns to one scale first (<see cref="StandardScaler"/> leaves missing values). A row
/// without a common column is no neighbour; a row that has no neighbour gets the column's mean. Neighbours at equal distance are taken by
/// their row numbers. Differences from scikit-learn: with fewer neighbours than asked for it counts rows of unknown distance as well
/// (uniform weights), and it forgets indicators where nothing is missing. Row weights are not looked at. Method and cost:
/// <see cref="NanNeighborSearch"/>; the model keeps the training rows.
/// </remarks>
public sealed record KnnImputer : Imputer, ITransformer<KnnImputerModel>
{
    /// <summary>The number of neighbours, k. Default 5, at least 1; where fewer rows have a value, all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int NeighborCount { get; init => field = Check.Positive(value, nameof(NeighborCount)); } = 5;

    /// <summary>How much a neighbour counts. Default <see cref="KnnImputerWeighting.Uniform"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public KnnImputerWeighting Weighting { get; init => field = Check.Defined(value, nameof(Weighting)); } = KnnImputerWeighting.Uniform;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or every column would be dropped.</exception>
    public KnnImputerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix rows = ColumnTiles.Readable(x, nameof(KnnImputer));
        var search = new NanNeighborSearch(rows, context);
        ImputedColumns columns = ImputedColumns.Of(search.Counts, rows.RowCount, KeepEmptyFeatures, AddIndicator, nameof(KnnImputer));
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("empty_columns", search.Counts.Count(count => count == 0));
        return new KnnImputerModel(NeighborCount, Weighting, search, columns, report);
    }
}
