using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ClassicML.Trees;

/// <summary>Features whose growth may only raise, or only lower, what a tree predicts, other features being equal.</summary>
/// <remarks>
/// What is constrained is the number a regression tree predicts, or of two classes the probability of the second; more classes are refused.
/// A split of a constrained feature must have its sides in order, and the middle of their values bounds all that lies below it: splits there
/// keep within the bounds, and values are brought within them. So no path breaks the order. That is scikit-learn's method since 1.4. A
/// question whether a value is missing at all is not constrained. As text: "none", or pairs of a column, by number or by name, and a direction,
/// such as "0=1,3=-1" or "age=1"; a name that could be misread, such as "7" or "a,b", in double quotes.
/// </remarks>
public readonly struct MonotonicConstraints : IEquatable<MonotonicConstraints>
{
    private readonly ImmutableSortedDictionary<int, int>? directions;
    private readonly ImmutableSortedDictionary<string, int>? namedDirections;

    private MonotonicConstraints(IEnumerable<(int Feature, int Direction)> numbered, IEnumerable<(string Name, int Direction)> named)
    {
        directions = Distinct(numbered, Comparer<int>.Default, feature => FormattableString.Invariant($"feature {feature}"));
        namedDirections = Distinct(named, StringComparer.Ordinal, name => $"column '{name}'");
    }

    /// <summary>No constraint. The default value.</summary>
    public static MonotonicConstraints None => default;

    /// <summary>For each feature that is constrained by number 1 where predictions may only rise with it, -1 where they may only fall.</summary>
    public ImmutableSortedDictionary<int, int> Directions => directions ?? ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>For each feature that is constrained by name 1 where predictions may only rise with it, -1 where they may only fall.</summary>
    public ImmutableSortedDictionary<string, int> NamedDirections =>
        namedDirections ?? ImmutableSortedDictionary<string, int>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>These constraints, by number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number of a column is negative, or a direction neither 1 nor -1.</exception>
    /// <exception cref="ArgumentException">A feature is named twice.</exception>
    [OverloadResolutionPriority(1)]
    public static MonotonicConstraints Of(params ReadOnlySpan<(int Feature, int Direction)> constraints)
    {
        foreach ((int feature, _) in constraints) Check.AtLeast(feature, 0, nameof(feature));
        return new MonotonicConstraints(constraints.ToArray(), []);
    }

    /// <summary>These constraints, by name. A fit refuses data that lacks one of the columns.</summary>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A direction is neither 1 nor -1.</exception>
    /// <exception cref="ArgumentException">A column is named twice.</exception>
    public static MonotonicConstraints Of(params ReadOnlySpan<(string Name, int Direction)> constraints)
    {
        foreach ((string name, _) in constraints) Check.NotNull(name, nameof(name));
        return new MonotonicConstraints([], constraints.ToArray());
    }

    /// <summary>Reads what <see cref="ToString"/> gives; numbers and names may stand side by side.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static MonotonicConstraints Parse(string text)
    {
        const string Form = "none, or pairs such as 0=1,age=-1";
        if (Check.NotNull(text, nameof(text)) is "none" or "") return None;
        var pairs = NamedColumns.Read(text, Form).Select(column =>
            int.TryParse(column.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int direction) && direction is 1 or -1
                ? (column.Number, column.Name, Direction: direction)
                : throw new FormatException($"it must be {Form}, was '{text}'")).ToArray();
        return new MonotonicConstraints(
            pairs.Where(pair => pair.Number is not null).Select(pair => (pair.Number!.Value, pair.Direction)),
            pairs.Where(pair => pair.Name is not null).Select(pair => (pair.Name!, pair.Direction)));
    }

    /// <summary>"none", or pairs by commas.</summary>
    public override string ToString() => Directions.IsEmpty && NamedDirections.IsEmpty ? "none" : string.Join(',',
    [
        .. Directions.Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value}")),
        .. NamedDirections.Select(pair => FormattableString.Invariant($"{NamedColumns.TextOf(pair.Key)}={pair.Value}")),
    ]);

    /// <inheritdoc/>
    public bool Equals(MonotonicConstraints other) => Directions.SequenceEqual(other.Directions) && NamedDirections.SequenceEqual(other.NamedDirections);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MonotonicConstraints other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether two constrain the same.</summary>
    public static bool operator ==(MonotonicConstraints left, MonotonicConstraints right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(MonotonicConstraints left, MonotonicConstraints right) => !left.Equals(right);

    /// <summary>The direction of each column of the data, 0 for none; null where there is no constraint at all.</summary>
    /// <param name="x">The data.</param>
    /// <param name="isCategorical">The columns that can't be constrained.</param>
    /// <param name="classCount">K, or 0 for numbers.</param>
    /// <exception cref="ArgumentException">A column is not there, categorical or named twice, or there are more than two classes.</exception>
    internal int[]? OfColumns(Features x, bool[] isCategorical, int classCount)
    {
        if (Directions.IsEmpty && NamedDirections.IsEmpty) return null;
        if (classCount > 2)
            throw new ArgumentException($"MonotonicConstraints need at most two classes, the data has {classCount}", nameof(MonotonicConstraints));
        int[] all = new int[x.ColumnCount];
        foreach ((int feature, int direction) in Directions)
        {
            if (feature >= all.Length)
                throw new ArgumentException(
                    $"MonotonicConstraints name feature {feature}; the data has {all.Length}, numbered from 0", nameof(MonotonicConstraints));
            Set(feature, direction);
        }
        foreach ((string name, int direction) in NamedDirections) Set(NamedColumns.PlaceOf(name, x, nameof(MonotonicConstraints)), direction);
        return all;

        void Set(int feature, int direction)
        {
            string? fault = isCategorical[feature] ? "is categorical, so MonotonicConstraints can't order it"
                : all[feature] != 0 ? "is constrained twice, by number and by name" : null;
            if (fault is not null) throw new ArgumentException($"{NamedColumns.Said(x, feature)} {fault}", nameof(MonotonicConstraints));
            all[feature] = direction;
        }
    }

    private static ImmutableSortedDictionary<TKey, int> Distinct<TKey>(
        IEnumerable<(TKey Key, int Direction)> constraints, IComparer<TKey> comparer, Func<TKey, string> said) where TKey : notnull
    {
        var all = ImmutableSortedDictionary.CreateBuilder<TKey, int>(comparer);
        foreach ((TKey key, int direction) in constraints)
        {
            if (direction is not (1 or -1))
                throw new ArgumentOutOfRangeException(nameof(direction), $"direction must be 1 or -1, was {direction}");
            if (!all.TryAdd(key, direction)) throw new ArgumentException($"{said(key)} is constrained twice", nameof(constraints));
        }
        return all.ToImmutable();
    }
}
