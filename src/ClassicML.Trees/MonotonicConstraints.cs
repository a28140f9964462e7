using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Trees;

/// <summary>Features whose growth may only raise, or only lower, what a tree predicts, other features being equal.</summary>
/// <remarks>
/// What is constrained is the number a regression tree predicts, or of two classes the probability of the second; more classes are refused.
/// A split of a constrained feature must have its sides in order, and the middle of their values bounds all that lies below it: splits there
/// keep within the bounds, and values are brought within them. So no path breaks the order. That is scikit-learn's method since 1.4. A
/// question whether a value is missing at all is not constrained. As text: "none", or pairs of column and direction, such as "0=1,3=-1".
/// </remarks>
public readonly struct MonotonicConstraints : IEquatable<MonotonicConstraints>
{
    private readonly ImmutableSortedDictionary<int, int>? directions;

    private MonotonicConstraints(ImmutableSortedDictionary<int, int> directions) => this.directions = directions;

    /// <summary>No constraint. The default value.</summary>
    public static MonotonicConstraints None => default;

    /// <summary>For each constrained feature 1 where predictions may only rise with it, -1 where they may only fall.</summary>
    public ImmutableSortedDictionary<int, int> Directions => directions ?? ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>These constraints.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number of a column is negative, or a direction neither 1 nor -1.</exception>
    /// <exception cref="ArgumentException">A feature is named twice.</exception>
    public static MonotonicConstraints Of(params ReadOnlySpan<(int Feature, int Direction)> constraints)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<int, int>();
        foreach ((int feature, int direction) in constraints)
        {
            Check.AtLeast(feature, 0, nameof(feature));
            if (direction is not (1 or -1))
                throw new ArgumentOutOfRangeException(nameof(direction), $"direction must be 1 or -1, was {direction}");
            if (!all.TryAdd(feature, direction)) throw new ArgumentException($"feature {feature} is constrained twice", nameof(constraints));
        }
        return all.Count == 0 ? None : new MonotonicConstraints(all.ToImmutable());
    }

    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static MonotonicConstraints Parse(string text)
    {
        if (Check.NotNull(text, nameof(text)) is "none" or "") return None;
        return Of([.. text.Split(',').Select(pair =>
        {
            string[] parts = pair.Split('=');
            return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int feature)
                && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int direction) && direction is 1 or -1
                ? (feature, direction)
                : throw new FormatException($"it must be none or pairs such as 0=1,3=-1, was '{text}'");
        })]);
    }

    /// <summary>"none", or pairs by commas.</summary>
    public override string ToString() =>
        directions is null ? "none" : string.Join(',', directions.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")));

    /// <inheritdoc/>
    public bool Equals(MonotonicConstraints other) => Directions.SequenceEqual(other.Directions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MonotonicConstraints other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether two constrain the same.</summary>
    public static bool operator ==(MonotonicConstraints left, MonotonicConstraints right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(MonotonicConstraints left, MonotonicConstraints right) => !left.Equals(right);

    /// <summary>The direction of each of p columns, 0 for none; null where there is no constraint at all.</summary>
    /// <param name="featureCount">p.</param>
    /// <param name="categories">Columns that can't be constrained.</param>
    /// <param name="classCount">K, or 0 for numbers.</param>
    /// <exception cref="ArgumentException">A column is p or more or categorical, or there are more than two classes.</exception>
    internal int[]? Of(int featureCount, CategoricalFeatures categories, int classCount)
    {
        if (directions is null) return null;
        if (classCount > 2)
            throw new ArgumentException($"MonotonicConstraints need at most two classes, the data has {classCount}", nameof(MonotonicConstraints));
        int[] all = new int[featureCount];
        foreach ((int feature, int direction) in directions)
        {
            if (feature >= featureCount)
                throw new ArgumentException(
                    $"MonotonicConstraints name feature {feature}; the data has {featureCount}, numbered from 0", nameof(MonotonicConstraints));
            if (categories.Features.Contains(feature))
                throw new ArgumentException($"feature {feature} is categorical, so MonotonicConstraints can't order it", nameof(MonotonicConstraints));
            all[feature] = direction;
        }
        return all;
    }
}
