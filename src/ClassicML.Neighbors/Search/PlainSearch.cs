namespace ClassicML.Neighbors;

/// <summary>Measures every row, for metrics of which nothing more is known. Tiles of rows and queries stay in the cache together.</summary>
/// <remarks>Cost: n measurements a query; no memory beyond the rows.</remarks>
internal sealed class PlainSearch(Matrix rows) : IRowSearch
{
    private const int QueryBlock = 16;

    public int FeatureCount => rows.ColumnCount;

    public int RowCount => rows.RowCount;

    public Matrix Rows() => rows;

    public void ForEach(Matrix queries, NeighborQuery query, int threads, NeighborsFound found, CancellationToken cancellation = default)
    {
        int tile = Math.Max(16, 16_384 / Math.Max(1, rows.ColumnCount));
        Workers.ForBlocks(queries.RowCount, QueryBlock, threads, (start, end) =>
        {
            var nearest = new NeighborCollector[end - start];
            for (int i = 0; i < nearest.Length; i++) nearest[i] = new NeighborCollector(query);
            for (int first = 0; first < rows.RowCount; first += tile)
                for (int i = 0; i < nearest.Length; i++)
                    Measure(queries.Row(start + i), query.Metric, first, Math.Min(rows.RowCount, first + tile), nearest[i]);
            for (int i = 0; i < nearest.Length; i++) found(start + i, nearest[i].Sorted());
        }, cancellation);
    }

    public void Find(ReadOnlySpan<double> row, NeighborQuery query, NeighborCollector nearest) =>
        Measure(row, query.Metric, 0, rows.RowCount, nearest);

    private void Measure(ReadOnlySpan<double> one, DistanceMetric metric, int first, int end, NeighborCollector nearest)
    {
        for (int row = first; row < end; row++)
        {
            double rank = metric.Rank(one, rows.Row(row), nearest.Worst);
            if (rank <= nearest.Worst) nearest.Add(rank, row);
        }
    }
}
