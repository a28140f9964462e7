namespace ClassicML.Preprocessing;

/// <summary>How much a neighbour counts in what a <see cref="KnnImputer"/> fills in.</summary>
public enum KnnImputerWeighting
{
    /// <summary>Every neighbour counts 1.</summary>
    Uniform,

    /// <summary>A neighbour counts the inverse of its distance; where any lies at distance zero, only those count, 1 each.</summary>
    InverseDistance,
}
