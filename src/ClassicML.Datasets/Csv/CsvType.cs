using System.Collections.Immutable;

namespace ClassicML;

/// <summary>What a column of a CSV file is read as: a kind, and for categories their levels.</summary>
/// <example><c>["age"] = ColumnKind.Number, ["size"] = CsvType.Category("S", "M", "L")</c></example>
public sealed record CsvType
{
    private CsvType(ColumnKind kind, ImmutableArray<string>? levels = null) => (Kind, Levels) = (kind, levels);

    /// <summary>What the column holds.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The levels of categories, in their order; null for those that the file has, in ordinal order.</summary>
    public ImmutableArray<string>? Levels { get; }

    /// <summary>Categories of known levels; another value in the file is an error.</summary>
    /// <param name="levels">The levels, in their order, at least one; some may have no row.</param>
    /// <exception cref="ArgumentException">There is none, or one comes twice.</exception>
    public static CsvType Category(params IEnumerable<string> levels)
    {
        ImmutableArray<string> all = [.. Check.NotNull(levels, nameof(levels))];
        if (all.IsEmpty) throw new ArgumentException("levels must have at least one", nameof(levels));
        if (all.GroupBy(level => Check.NotNull(level, nameof(levels)), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"level '{twice.Key}' comes twice", nameof(levels));
        return new CsvType(ColumnKind.Category, all);
    }

    /// <summary>Any column of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no kind.</exception>
    public static implicit operator CsvType(ColumnKind kind) => new(Check.Defined(kind, nameof(kind)));
}
