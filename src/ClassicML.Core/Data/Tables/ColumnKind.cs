namespace ClassicML;

/// <summary>What a column of a <see cref="Table"/> holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers, a <see cref="NumberColumn"/>.</summary>
    Number,

    /// <summary>Texts of any kind, a <see cref="TextColumn"/>.</summary>
    Text,

    /// <summary>One of some levels that are known, a <see cref="CategoryColumn"/>.</summary>
    Category,

    /// <summary>True or false, a <see cref="BooleanColumn"/>.</summary>
    Boolean,

    /// <summary>Dates with times, a <see cref="DateColumn"/>.</summary>
    Date,
}
