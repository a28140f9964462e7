namespace ClassicML.Preprocessing;

/// <summary>What a <see cref="OneHotEncoder"/> makes of a missing value.</summary>
public enum MissingCategory
{
    /// <summary>A category of its own, the last, where a value was missing at the fit; elsewhere it is unknown.</summary>
    Own,

    /// <summary>All zeros.</summary>
    Zeros,

    /// <summary>It is refused, by row and column.</summary>
    Refuse,
}
