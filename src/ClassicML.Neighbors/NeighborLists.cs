namespace ClassicML.Neighbors;

/// <summary>For each of m queries the numbers and distances of its neighbours, nearest first; at equal distance the lower number first.</summary>
public sealed class NeighborLists
{
    private readonly int[] starts, rows;
    private readonly double[] distances;

    internal NeighborLists(int[] starts, int[] rows, double[] distances)
    {
        this.starts = starts;
        this.rows = rows;
        this.distances = distances;
    }

    /// <summary>The number of queries, m.</summary>
    public int QueryCount => starts.Length - 1;

    /// <summary>The numbers of a query's neighbours.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such query.</exception>
    public ReadOnlySpan<int> Rows(int query) => rows.AsSpan(starts[query], starts[query + 1] - starts[query]);

    /// <summary>The distances of a query's neighbours.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such query.</exception>
    public ReadOnlySpan<double> Distances(int query) => distances.AsSpan(starts[query], starts[query + 1] - starts[query]);
}
