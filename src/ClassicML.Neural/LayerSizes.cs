using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ClassicML.Neural;

/// <summary>The sizes of hidden layers, from the input on, as in <c>[256, 128]</c>. Immutable, equal by content; none means a linear model.</summary>
[CollectionBuilder(typeof(LayerSizes), nameof(Create))]
public readonly struct LayerSizes : IEquatable<LayerSizes>
{
    private readonly ImmutableArray<int> sizes;

    private LayerSizes(ImmutableArray<int> sizes) => this.sizes = sizes;

    /// <summary>The number of hidden layers.</summary>
    public int Count => sizes.IsDefault ? 0 : sizes.Length;

    /// <summary>The number of units in a hidden layer.</summary>
    public int this[int layer] => sizes[layer];

    /// <summary>What a collection expression calls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static LayerSizes Create(ReadOnlySpan<int> sizes)
    {
        for (int layer = 0; layer < sizes.Length; layer++)
            Check.Positive(sizes[layer], string.Create(CultureInfo.InvariantCulture, $"the size of hidden layer {layer + 1}"));
        return new LayerSizes([.. sizes]);
    }

    /// <summary>The sizes in order.</summary>
    public ImmutableArray<int>.Enumerator GetEnumerator() => (sizes.IsDefault ? [] : sizes).GetEnumerator();

    /// <summary>"256,128", or "none"; the form that <see cref="Parse"/> takes.</summary>
    public override string ToString() =>
        Count == 0 ? "none" : string.Join(',', sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static LayerSizes Parse(string text) => text is "none" or ""
        ? default
        : Create(Array.ConvertAll(text.Split(','), size => int.Parse(size, NumberStyles.Integer, CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public bool Equals(LayerSizes other) =>
        Count == other.Count && (Count == 0 || sizes.AsSpan().SequenceEqual(other.sizes.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LayerSizes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether two have the same content.</summary>
    public static bool operator ==(LayerSizes left, LayerSizes right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(LayerSizes left, LayerSizes right) => !left.Equals(right);
}
