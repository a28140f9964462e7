namespace ClassicML.Neighbors;

/// <summary>A search that is prepared when it is first asked: a model that is only kept, copied or saved pays nothing for it.</summary>
internal sealed class DeferredSearch(Matrix rows, Func<IRowSearch> prepare) : IRowSearch
{
    private readonly Lazy<IRowSearch> search = new(prepare);

    public int FeatureCount => rows.ColumnCount;

    public int RowCount => rows.RowCount;

    public Matrix Rows() => rows;

    public void ForEach(Matrix queries, NeighborQuery query, int threads, NeighborsFound found, CancellationToken cancellation = default) =>
        search.Value.ForEach(queries, query, threads, found, cancellation);

    public void Find(ReadOnlySpan<double> row, NeighborQuery query, NeighborCollector nearest) => search.Value.Find(row, query, nearest);
}
