using System.Globalization;

namespace ClassicML.Onnx;

/// <summary>One extent of a tensor: a number, or a name for one that each run sets, such as the batch.</summary>
public readonly record struct OnnxDimension
{
    private OnnxDimension(long? size, string? name) => (Size, Name) = (size, name);

    /// <summary>The number, or null.</summary>
    public long? Size { get; }

    /// <summary>The name, or null.</summary>
    public string? Name { get; }

    /// <summary>A fixed extent.</summary>
    public static implicit operator OnnxDimension(long size) => new(size, null);

    /// <summary>An extent that each run sets.</summary>
    public static implicit operator OnnxDimension(string name) => new(null, name);

    /// <summary>The number or the name.</summary>
    public override string ToString() => Size?.ToString(CultureInfo.InvariantCulture) ?? Name ?? "?";
}
