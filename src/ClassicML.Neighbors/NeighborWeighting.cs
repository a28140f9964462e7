namespace ClassicML.Neighbors;

/// <summary>How much the vote of a neighbour counts.</summary>
public enum NeighborWeighting
{
    /// <summary>Every neighbour counts 1.</summary>
    Uniform,

    /// <summary>A neighbour counts the inverse of its distance; where any lies at distance zero, only those count, 1 each.</summary>
    InverseDistance,
}
