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
                {
                    ReadOnlySpan<double> one = queries.Row(start + i);
                    NeighborCollector own = nearest[i];
                    for (int row = first; row < Math.Min(rows.RowCount, first + tile); row++)
                    {
                        double rank = query.Metric.Rank(one, rows.Row(row), own.Worst);
                        if (rank <= own.Worst) own.Add(rank, row);
                    }
                }
            for (int i = 0; i < nearest.Length; i++) found(start + i, nearest[i].Sorted());
        }, cancellation);
    }
}
