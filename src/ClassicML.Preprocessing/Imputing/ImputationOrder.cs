namespace ClassicML.Preprocessing;

/// <summary>In which order the columns of a round are filled.</summary>
public enum ImputationOrder
{
    /// <summary>From the column that misses fewest values to the one that misses most; of equal numbers the first column first.</summary>
    Ascending,

    /// <summary>The other way round.</summary>
    Descending,

    /// <summary>From the first column to the last.</summary>
    LeftToRight,

    /// <summary>From the last column to the first.</summary>
    RightToLeft,

    /// <summary>Another order in each round, drawn from the seed.</summary>
    Random,
}
