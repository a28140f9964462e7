using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>Rows prepared by <see cref="NearestNeighbors"/>.</summary>
public sealed class NearestNeighborsModel : IModel
{
    private readonly IRowSearch search;
    private readonly NearestNeighbors options;

    internal NearestNeighborsModel(IRowSearch search, NearestNeighbors options, FitReport report)
    {
        this.search = search;
        this.options = options;
        Report = report;
    }

    /// <summary>What near means.</summary>
    public DistanceMetric Metric => options.Metric;

    /// <summary>The number of rows searched, n.</summary>
    public int RowCount => search.RowCount;

    /// <inheritdoc/>
    public int FeatureCount => search.FeatureCount;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>The nearest rows of each query, nearest first.</summary>
    /// <param name="queries">Rows, m×p.</param>
    /// <param name="count">How many, in [1, n].</param>
    /// <exception cref="ArgumentException">The width differs, a value is not finite, or there are fewer rows than asked for.</exception>
    public NeighborLists Nearest(Features queries, int count)
    {
        Check.Positive(count, nameof(count));
        RowSearches.CheckCount(count, RowCount, nameof(count));
        Matrix rows = Queries(queries);
        int[] found = new int[checked(rows.RowCount * count)], starts = new int[rows.RowCount + 1];
        double[] distances = new double[found.Length];
        for (int i = 0; i <= rows.RowCount; i++) starts[i] = i * count;
        search.ForEach(rows, NeighborQuery.Nearest(Metric, count), Workers.MaxThreads, (query, neighbors) =>
        {
            for (int i = 0; i < count; i++)
            {
                found[query * count + i] = neighbors[i].Row;
                distances[query * count + i] = Metric.FromRank(neighbors[i].Rank);
            }
        });
        return new NeighborLists(starts, found, distances);
    }

    /// <summary>All rows within a distance of each query, nearest first; a row at exactly that distance is among them.</summary>
    /// <param name="queries">Rows, m×p.</param>
    /// <param name="radius">The distance, not negative; infinite for all rows, nearest first.</param>
    /// <exception cref="ArgumentException">The width differs, a value is not finite, or the radius is negative or NaN.</exception>
    public NeighborLists Within(Features queries, double radius)
    {
        if (!double.IsPositiveInfinity(radius)) Check.NonNegative(radius, nameof(radius));
        Matrix rows = Queries(queries);
        var lists = new Neighbor[rows.RowCount][];
        search.ForEach(rows, NeighborQuery.Within(Metric, radius), Workers.MaxThreads, (query, neighbors) => lists[query] = neighbors.ToArray());
        int[] starts = new int[lists.Length + 1];
        for (int i = 0; i < lists.Length; i++) starts[i + 1] = checked(starts[i] + lists[i].Length);
        int[] found = new int[starts[^1]];
        double[] distances = new double[found.Length];
        for (int i = 0; i < lists.Length; i++)
            for (int j = 0; j < lists[i].Length; j++)
                (found[starts[i] + j], distances[starts[i] + j]) = (lists[i][j].Row, Metric.FromRank(lists[i][j].Rank));
        return new NeighborLists(starts, found, distances);
    }

    internal void Write(WireWriter w) => w
        .Object("Metric", Metric).Choice("Search", options.Search).Matrix("X", search.Rows()).Report(Report);

    internal static NearestNeighborsModel Read(WireReader r)
    {
        var options = new NearestNeighbors { Metric = r.Object<DistanceMetric>("Metric"), Search = r.Choice<NeighborSearch>("Search") };
        return new NearestNeighborsModel(options.Fit(r.Matrix("X", orNaN: true)).search, options, r.Report());
    }

    private Matrix Queries(Features queries) => Metric.Checked(queries.AlignedTo(this), nameof(NearestNeighborsModel));
}
