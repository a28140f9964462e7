using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ClassicML.Cnn;

/// <summary>The layers of a network from the image to the classes. Equal when all layers are; a text and back again.</summary>
[CollectionBuilder(typeof(CnnLayers), nameof(Create))]
public sealed class CnnLayers : IReadOnlyList<CnnLayer>, IEquatable<CnnLayers>
{
    internal const string Allowed = "layers parted by semicolons, such as conv 32 3x3 relu; max-pool 2x2; dropout 0.25; flatten; dense softmax";

    // The kinds that a text, and so a model file, may name.
    private static readonly LayerKind[] Kinds =
        [Convolution2D.Kind, MaxPooling2D.Kind, AveragePooling2D.Kind, Dropout.Kind, Flatten.Kind, Dense.Kind];

    private readonly ImmutableArray<CnnLayer> layers;

    private CnnLayers(ImmutableArray<CnnLayer> layers) => this.layers = layers;

    /// <summary>The number of layers.</summary>
    public int Count => layers.Length;

    /// <summary>A layer by its place.</summary>
    public CnnLayer this[int index] => layers[index];

    /// <summary>Layers in order.</summary>
    /// <exception cref="ArgumentException">There is none, or the last is not a dense layer with softmax, or another is.</exception>
    public static CnnLayers Create(params ReadOnlySpan<CnnLayer> layers)
    {
        foreach (CnnLayer layer in layers) Check.NotNull(layer, nameof(layers));
        if (layers.IsEmpty || !layers[^1].HasSoftmax)
            throw new ArgumentException("the last layer must be dense with softmax, so that it gives probabilities", nameof(layers));
        foreach (CnnLayer layer in layers[..^1])
            if (layer.HasSoftmax) throw new ArgumentException("only the last layer may have softmax", nameof(layers));
        return new CnnLayers([.. layers]);
    }

    /// <summary>Reads a text such as "conv 32 3x3 relu; max-pool 2x2; dropout 0.25; flatten; dense 128 relu; dense softmax".</summary>
    /// <exception cref="FormatException">A layer is not understood; the message quotes it.</exception>
    public static CnnLayers Parse(string text)
    {
        try
        {
            return Create([.. Check.NotNull(text, nameof(text)).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(ParseLayer)]);
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<CnnLayer> GetEnumerator() => ((IEnumerable<CnnLayer>)layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CnnLayers? other) => other is not null && layers.AsSpan().SequenceEqual(other.layers.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CnnLayers);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (CnnLayer layer in layers) hash.Add(layer);
        return hash.ToHashCode();
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join("; ", layers);

    internal static FormatException Unknown(string layer) =>
        new($"'{layer}' is no layer; there are {string.Join(", ", Kinds.Select(kind => kind.Example))}");

    private static CnnLayer ParseLayer(string text)
    {
        var words = new LayerText(text);
        return Array.Find(Kinds, kind => kind.Name == words.Name)?.Read(words) ?? throw Unknown(text);
    }
}
