using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ClassicML.Trees;

/// <summary>Which columns hold categories: numbers that only name something, such as a colour, so that "at most" means nothing.</summary>
/// <remarks>
/// A node asks of such a feature whether its value is one of a set. Categories are put in order, and only cuts of that order are tried: by
/// the share of the second of two classes, or by the mean (median, for absolute error) of the targets, where no other set is better for Gini,
/// entropy and error, for squared error and for Poisson deviance (Fisher, "On grouping for maximum homogeneity", 1958; Breiman et al.,
/// theorem 4.5, 1984), limits on the rows of a side aside. With K > 2 classes K orders are tried, one by the share of each class: the sets
/// that best tell one class from the rest, so not always the best of all 2^(c-1) - 1. A missing value is one more category. The lighter set
/// goes left; so a category that a node has not seen goes right, with most rows. Columns of a <see cref="Table"/> that hold text or categories
/// are categorical without being named. As text: "none", or numbers and names of columns by commas; a name that could be misread, such as "7"
/// or "a,b", in double quotes.
/// </remarks>
public readonly struct CategoricalFeatures : IEquatable<CategoricalFeatures>
{
    private readonly ImmutableArray<int> features;
    private readonly ImmutableArray<string> names;

    private CategoricalFeatures(IEnumerable<int> features, IEnumerable<string> names)
    {
        this.features = [.. features.Distinct().Order()];
        this.names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>No column. The default value.</summary>
    public static CategoricalFeatures None => default;

    /// <summary>The numbers of the columns that are named by number, ascending, from 0.</summary>
    public ImmutableArray<int> Features => features.IsDefault ? [] : features;

    /// <summary>The names of the columns that are named by name, in ordinal order.</summary>
    public ImmutableArray<string> Names => names.IsDefault ? [] : names;

    /// <summary>These columns, by number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    [OverloadResolutionPriority(1)]
    public static CategoricalFeatures Of(params ReadOnlySpan<int> features)
    {
        foreach (int feature in features) Check.AtLeast(feature, 0, nameof(features));
        return new CategoricalFeatures(features.ToArray(), []);
    }

    /// <summary>These columns, by name. A fit refuses data that lacks one of them.</summary>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    public static CategoricalFeatures Of(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) Check.NotNull(name, nameof(names));
        return new CategoricalFeatures([], names.ToArray());
    }

    /// <summary>Reads what <see cref="ToString"/> gives; numbers and names may stand side by side.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static CategoricalFeatures Parse(string text)
    {
        const string Form = "none, or numbers and names of columns by commas";
        if (Check.NotNull(text, nameof(text)) is "none" or "") return None;
        var columns = NamedColumns.Read(text, Form).ToArray();
        if (Array.Exists(columns, column => column.Value is not null)) throw new FormatException($"it must be {Form}, was '{text}'");
        return new CategoricalFeatures(columns.Select(column => column.Number).OfType<int>(), columns.Select(column => column.Name).OfType<string>());
    }

    /// <summary>"none", or numbers and names by commas.</summary>
    public override string ToString() => Features.IsEmpty && Names.IsEmpty ? "none"
        : string.Join(',', [.. Features.Select(feature => feature.ToString(CultureInfo.InvariantCulture)), .. Names.Select(NamedColumns.TextOf)]);

    /// <inheritdoc/>
    public bool Equals(CategoricalFeatures other) =>
        Features.AsSpan().SequenceEqual(other.Features.AsSpan()) && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CategoricalFeatures other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether two name the same columns.</summary>
    public static bool operator ==(CategoricalFeatures left, CategoricalFeatures right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(CategoricalFeatures left, CategoricalFeatures right) => !left.Equals(right);

    /// <summary>Whether a column is among them, for each column of the data.</summary>
    /// <exception cref="ArgumentException">The data has no column of a number or of a name.</exception>
    internal bool[] Flags(Features x)
    {
        bool[] flags = new bool[x.ColumnCount];
        foreach (int feature in Features)
        {
            if (feature >= flags.Length)
                throw new ArgumentException(
                    $"CategoricalFeatures names feature {feature}; the data has {flags.Length}, numbered from 0", nameof(CategoricalFeatures));
            flags[feature] = true;
        }
        foreach (string name in Names) flags[NamedColumns.PlaceOf(name, x, nameof(CategoricalFeatures))] = true;
        return flags;
    }
}
