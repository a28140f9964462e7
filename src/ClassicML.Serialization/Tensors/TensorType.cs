namespace ClassicML.Serialization;

/// <summary>How the elements of an array are stored: little-endian, in as many bytes as the name says bits.</summary>
public enum TensorType
{
    /// <summary>Doubles.</summary>
    F64,

    /// <summary>Doubles that are floats to the last bit.</summary>
    F32,

    /// <summary>Integers of 32 bits.</summary>
    I32,

    /// <summary>Integers that fit in 16 bits.</summary>
    I16,

    /// <summary>Texts, as the bytes of a JSON array in UTF-8.</summary>
    U8,
}

internal static class TensorTypes
{
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.I16 => 2,
        TensorType.U8 => 1,
    };
}
