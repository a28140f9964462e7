namespace ClassicML.Preprocessing;

/// <summary>What becomes of the columns that no part of a <see cref="ColumnTransformer"/> reads.</summary>
public enum Remainder
{
    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>They come out as they are, after those of all parts.</summary>
    Pass,
}
