namespace ClassicML.Neighbors;

/// <summary>A training row and its squared distance from a query; ordered by distance, then by row number.</summary>
internal readonly record struct Neighbor(double SquaredDistance, int Row) : IComparable<Neighbor>
{
    public int CompareTo(Neighbor other)
    {
        int byDistance = SquaredDistance.CompareTo(other.SquaredDistance);
        return byDistance != 0 ? byDistance : Row.CompareTo(other.Row);
    }
}
