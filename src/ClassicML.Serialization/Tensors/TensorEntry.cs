using System.Collections.Immutable;

namespace ClassicML.Serialization;

/// <summary>One array of a model file.</summary>
public sealed record TensorEntry
{
    internal TensorEntry(string name, TensorType type, ImmutableArray<long> shape, long start) => (Name, Type, Shape, Start) = (name, type, shape, start);

    /// <summary>Its name: the place in the model's form, such as "Trees.3.Thresholds".</summary>
    public string Name { get; }

    /// <summary>How its elements are stored.</summary>
    public TensorType Type { get; }

    /// <summary>Its length, or the rows and columns of a matrix.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The number of bytes.</summary>
    public long Bytes => Count * Type.Size();

    internal long Count => Shape.Aggregate(1L, (product, length) => product * length);

    // The first byte, from where the arrays begin.
    internal long Start { get; init; }
}
