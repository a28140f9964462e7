namespace ClassicML.Onnx;

/// <summary>The type of a tensor's elements, by ONNX's number.</summary>
public enum OnnxElement
{
    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>Unsigned bytes.</summary>
    UInt8 = 2,

    /// <summary>32-bit integers.</summary>
    Int32 = 6,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,

    /// <summary>Texts.</summary>
    String = 8,

    /// <summary>Truth values.</summary>
    Bool = 9,

    /// <summary>64-bit floating point.</summary>
    Double = 11,
}
