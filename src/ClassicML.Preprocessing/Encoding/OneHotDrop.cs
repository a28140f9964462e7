namespace ClassicML.Preprocessing;

/// <summary>Which category of a column a <see cref="OneHotEncoder"/> leaves without a column of its own, so that it is all zeros.</summary>
public enum OneHotDrop
{
    /// <summary>None.</summary>
    None,

    /// <summary>The first: a linear model without a penalty then has unique weights.</summary>
    First,

    /// <summary>The first of those columns that have two.</summary>
    Binary,
}

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
