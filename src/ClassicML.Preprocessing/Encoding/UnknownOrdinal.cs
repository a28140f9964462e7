namespace ClassicML.Preprocessing;

/// <summary>What an <see cref="OrdinalEncoder"/> makes of a category that was not there at the fit.</summary>
public enum UnknownOrdinal
{
    /// <summary>It is refused, by row and column.</summary>
    Refuse,

    /// <summary>-1, which no category has.</summary>
    MinusOne,

    /// <summary>A missing value, NaN.</summary>
    Missing,
}
