using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="KnnImputer"/>.</summary>
public sealed class KnnImputerModel : ITransformerModel
{
    private readonly NanNeighborSearch search;
    private readonly ImputedColumns columns;

    internal KnnImputerModel(int neighborCount, KnnImputerWeighting weighting, NanNeighborSearch search, ImputedColumns columns, FitReport report)
    {
        NeighborCount = neighborCount;
        Weighting = weighting;
        this.search = search;
        this.columns = columns;
        Report = report;
        OutputNames = columns.Names(report.FeatureNames);
    }

    /// <summary>The number of neighbours, k.</summary>
    public int NeighborCount { get; }

    /// <summary>How much a neighbour counts.</summary>
    public KnnImputerWeighting Weighting { get; }

    /// <summary>The training rows, n×p, with their missing values.</summary>
    public Matrix Rows => search.Rows;

    /// <summary>The columns that come out filled, ascending.</summary>
    public ReadOnlySpan<int> KeptColumns => columns.Kept;

    /// <summary>The columns whose indicators follow, ascending; empty without indicators.</summary>
    public ReadOnlySpan<int> IndicatorColumns => columns.Indicated;

    /// <inheritdoc/>
    public int FeatureCount => columns.FeatureCount;

    /// <inheritdoc/>
    public int OutputCount => columns.OutputCount;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => columns.Sources;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Fills missing values, and adds the indicators.</summary>
    /// <returns>A <see cref="Matrix"/>: the columns that are kept, then the indicators.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x)
    {
        Matrix rows = ColumnTiles.Readable(x, this);
        double[] filled = columns.Lay(rows);
        int width = OutputCount;
        int[] places = new int[FeatureCount];
        Array.Fill(places, -1);
        for (int k = 0; k < columns.Kept.Length; k++) places[columns.Kept[k]] = k;
        search.ForEachMissing(rows, NeighborCount, Workers.MaxThreads, (row, column, nearest, distances) =>
        {
            if (places[column] < 0) return;
            filled[row * width + places[column]] = nearest.IsEmpty ? search.Means[column] : Mean(column, nearest, distances);
        });
        return Matrix.Wrap(filled, rows.RowCount, width).WithNames(OutputNames);
    }

    // By differences from the nearest, so that of equal values the mean is exactly that.
    private double Mean(int column, ReadOnlySpan<int> nearest, ReadOnlySpan<double> distances)
    {
        double first = Rows[nearest[0], column], sum = 0, total = 0;
        for (int k = 0; k < nearest.Length; k++)
        {
            double weight = Weighting == KnnImputerWeighting.Uniform ? 1
                : distances[0] > 0 ? distances[0] / distances[k] : distances[k] == 0 ? 1 : 0;
            sum += weight * (Rows[nearest[k], column] - first);
            total += weight;
        }
        return first + sum / total;
    }
}
