namespace ClassicML.Neighbors;

/// <summary>A row and the rank of its distance from a query; ordered by rank, then by row number, so no two are equal.</summary>
internal readonly record struct Neighbor(double Rank, int Row) : IComparable<Neighbor>
{
    public int CompareTo(Neighbor other)
    {
        int byRank = Rank.CompareTo(other.Rank);
        return byRank != 0 ? byRank : Row.CompareTo(other.Row);
    }

    public bool IsBefore(Neighbor other) => Rank < other.Rank || (Rank == other.Rank && Row < other.Row);
}

/// <summary>Receives the neighbours of one query, nearest first; called from several threads.</summary>
internal delegate void NeighborsFound(int query, ReadOnlySpan<Neighbor> neighbors);
