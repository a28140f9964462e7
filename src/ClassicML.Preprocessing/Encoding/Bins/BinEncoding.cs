namespace ClassicML.Preprocessing;

/// <summary>What a bin becomes.</summary>
public enum BinEncoding
{
    /// <summary>A column of its own that is 1 for values of the bin, else 0.</summary>
    OneHot,

    /// <summary>Its number, from 0.</summary>
    Ordinal,
}
