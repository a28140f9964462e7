using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>What a file of data or a model is, by its content.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum InputFormat
{
    /// <summary>Text in records and fields, with any separator.</summary>
    Csv,

    /// <summary>Text of the form <c>label index:value …</c>.</summary>
    LibSvm,

    /// <summary>An array of IDX, such as the pictures of MNIST.</summary>
    Idx,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>The layout of safetensors, which model files have.</summary>
    ModelFile,
}
