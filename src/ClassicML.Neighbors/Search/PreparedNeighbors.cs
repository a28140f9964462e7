namespace ClassicML.Neighbors;

/// <summary>The k nearest rows of known queries; fewer than k are the first of them, since no two neighbours are equal in order.</summary>
internal sealed class PreparedNeighbors(Features queries, int count, Neighbor[] neighbors)
{
    public bool AreOf(Features x) => ReferenceEquals(x, queries);

    public static PreparedNeighbors Find(IRowSearch search, Features queries, Matrix rows, NeighborQuery query, FitContext context)
    {
        var all = new Neighbor[checked(rows.RowCount * query.Count)];
        search.ForEach(rows, query, context.Threads, (row, found) => found.CopyTo(all.AsSpan(row * query.Count)), context.Cancellation);
        return new PreparedNeighbors(queries, query.Count, all);
    }

    public void ForEach(int nearest, NeighborsFound found)
    {
        for (int row = 0; row < queries.RowCount; row++) found(row, neighbors.AsSpan(row * count, nearest));
    }
}
