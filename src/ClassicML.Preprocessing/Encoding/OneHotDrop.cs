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
