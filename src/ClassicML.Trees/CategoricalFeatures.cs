using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Trees;

/// <summary>Which columns hold categories: numbers that only name something, such as a colour, so that "at most" means nothing.</summary>
/// <remarks>
/// A node asks of such a feature whether its value is one of a set. Categories are put in order, and only cuts of that order are tried: by
/// the share of the second of two classes, or by the mean (median, for absolute error) of the targets, where no other set is better for Gini,
/// entropy and error, for squared error and for Poisson deviance (Fisher, "On grouping for maximum homogeneity", 1958; Breiman et al.,
/// theorem 4.5, 1984), limits on the rows of a side aside. With K > 2 classes K orders are tried, one by the share of each class: the sets
/// that best tell one class from the rest, so not always the best of all 2^(c-1) - 1. A missing value is one more category. The lighter set
/// goes left; so a category that a node has not seen goes right, with most rows. As text: "none", or numbers of columns by commas.
/// </remarks>
public readonly struct CategoricalFeatures : IEquatable<CategoricalFeatures>
{
    private readonly ImmutableArray<int> features;

    private CategoricalFeatures(ImmutableArray<int> features) => this.features = features;

    /// <summary>No column. The default value.</summary>
    public static CategoricalFeatures None => default;

    /// <summary>The numbers of the columns, ascending, from 0.</summary>
    public ImmutableArray<int> Features => features.IsDefault ? [] : features;

    /// <summary>These columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static CategoricalFeatures Of(params ReadOnlySpan<int> features)
    {
        foreach (int feature in features) Check.AtLeast(feature, 0, nameof(features));
        return features.IsEmpty ? None : new CategoricalFeatures([.. new SortedSet<int>(features.ToArray())]);
    }

    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static CategoricalFeatures Parse(string text)
    {
        if (Check.NotNull(text, nameof(text)) is "none" or "") return None;
        return Of([.. text.Split(',').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int feature)
            ? feature
            : throw new FormatException($"it must be none or numbers of columns by commas, was '{text}'"))]);
    }

    /// <summary>"none", or numbers by commas.</summary>
    public override string ToString() => features.IsDefault ? "none" : string.Join(',', features);

    /// <inheritdoc/>
    public bool Equals(CategoricalFeatures other) => Features.AsSpan().SequenceEqual(other.Features.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CategoricalFeatures other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether two name the same columns.</summary>
    public static bool operator ==(CategoricalFeatures left, CategoricalFeatures right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(CategoricalFeatures left, CategoricalFeatures right) => !left.Equals(right);

    /// <summary>Whether a column is among them, for each of p columns.</summary>
    /// <exception cref="ArgumentException">A number is p or more.</exception>
    internal bool[] Flags(int featureCount)
    {
        bool[] flags = new bool[featureCount];
        foreach (int feature in Features)
        {
            if (feature >= featureCount)
                throw new ArgumentException(
                    $"CategoricalFeatures names feature {feature}; the data has {featureCount}, numbered from 0", nameof(CategoricalFeatures));
            flags[feature] = true;
        }
        return flags;
    }
}
