using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ClassicML.Cnn;

/// <summary>The layers of a network from the image to the classes. Equal when all layers are; a text and back again.</summary>
[CollectionBuilder(typeof(CnnLayers), nameof(Create))]
public sealed class CnnLayers : IReadOnlyList<CnnLayer>, IEquatable<CnnLayers>
{
    internal const string Allowed = "layers parted by semicolons, such as conv 32 3x3 relu; max-pool 2x2; dropout 0.25; flatten; dense softmax";

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
        if (layers.IsEmpty || layers[^1] is not Dense { Activation: LayerActivation.Softmax })
            throw new ArgumentException("the last layer must be dense with softmax, so that it gives probabilities", nameof(layers));
        foreach (CnnLayer layer in layers[..^1])
            if (layer is Dense { Activation: LayerActivation.Softmax })
                throw new ArgumentException("only the last layer may have softmax", nameof(layers));
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

    private static CnnLayer ParseLayer(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        LayerActivation activation = words[^1] switch
        {
            "relu" => LayerActivation.Relu,
            "softmax" => LayerActivation.Softmax,
            _ => LayerActivation.Identity,
        };
        string[] rest = activation == LayerActivation.Identity ? words : words[..^1];
        bool plain = activation == LayerActivation.Identity;
        return rest switch
        {
            ["conv", var filters] => new Convolution2D(Number(filters, text)) { Activation = activation },
            ["conv", var filters, var size] => new Convolution2D(Number(filters, text))
            {
                KernelHeight = Size(size, text).Height, KernelWidth = Size(size, text).Width, Activation = activation,
            },
            ["max-pool"] when plain => new MaxPooling2D(),
            ["max-pool", var size] when plain => new MaxPooling2D { Height = Size(size, text).Height, Width = Size(size, text).Width },
            ["dropout", var rate] when plain && double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) =>
                new Dropout(share),
            ["flatten"] when plain => new Flatten(),
            ["dense"] => new Dense { Activation = activation },
            ["dense", var units] => new Dense(Number(units, text)) { Activation = activation },
            _ => throw Unknown(text),
        };
    }

    private static ImageShape Size(string size, string layer) =>
        size.Split('x') is [var height, var width] ? new ImageShape(Number(height, layer), Number(width, layer)) : throw Unknown(layer);

    private static int Number(string text, string layer) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Unknown(layer);

    private static FormatException Unknown(string layer) => new($"'{layer}' is no layer; there are conv 32 3x3 relu, max-pool 2x2, dropout 0.25, " +
        "flatten, dense 128 relu, dense softmax");
}
