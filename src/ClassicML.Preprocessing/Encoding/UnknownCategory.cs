namespace ClassicML.Preprocessing;

/// <summary>What a <see cref="OneHotEncoder"/> makes of a category that was not there at the fit.</summary>
public enum UnknownCategory
{
    /// <summary>It is refused, by row and column.</summary>
    Refuse,

    /// <summary>All zeros.</summary>
    Ignore,

    /// <summary>It counts as a rare one; all zeros where the column has none of these.</summary>
    Rare,
}
