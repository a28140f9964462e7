using System.Collections.Immutable;

namespace ClassicML;

/// <summary>A column whose values are one of some levels that are known, in an order that may mean something, such as S, M, L.</summary>
public sealed class CategoryColumn : CodedColumn
{
    private CategoryColumn(string name, ReadOnlyMemory<int> codes, ImmutableArray<string> levels) : base(name, codes, levels)
    {
    }

    /// <summary>Copies values; null means missing.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">One of the levels for each row.</param>
    /// <param name="levels">The levels, in their order; some may have no row.</param>
    /// <exception cref="ArgumentException">A value is not among the levels; the message names its row. A level comes twice.</exception>
    public CategoryColumn(string name, IEnumerable<string?> values, IEnumerable<string> levels) : this(name, values, Distinct(levels))
    {
    }

    private CategoryColumn(string name, IEnumerable<string?> values, ImmutableArray<string> levels)
        : this(name, Encode(name, Check.NotNull(values, nameof(values)), levels).AsMemory(), levels)
    {
    }

    /// <summary>Wraps codes of levels without a copy. The caller must not change them afterwards.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="codes">The code of each row among the levels; -1 for missing.</param>
    /// <param name="levels">The levels, in their order.</param>
    /// <exception cref="ArgumentException">A code is outside, or a level comes twice.</exception>
    public static CategoryColumn Wrap(string name, int[] codes, IEnumerable<string> levels)
    {
        ImmutableArray<string> all = Distinct(levels);
        return new CategoryColumn(name, Checked(codes, all), all);
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <inheritdoc/>
    public override CategoryColumn Rename(string name) => new(name, CodeMemory, Levels);

    internal override CategoryColumn Rows(int start, int count) => new(Name, CodeMemory.Slice(start, count), Levels);

    internal override CategoryColumn SelectRows(ReadOnlySpan<int> rows) => new(Name, Pick(Codes, rows).AsMemory(), Levels);

    private static int[] Encode(string name, IEnumerable<string?> values, ImmutableArray<string> levels)
    {
        var codes = levels.Select((level, code) => (level, code)).ToDictionary(pair => pair.level, pair => pair.code, StringComparer.Ordinal);
        int row = -1;
        return [.. values.Select(value =>
        {
            row++;
            if (value is null) return -1;
            if (codes.TryGetValue(value, out int code)) return code;
            string known = string.Join(", ", levels.Take(8)) + (levels.Length > 8 ? ", …" : "");
            throw new ArgumentException(
                FormattableString.Invariant($"column '{name}', row {row} is '{value}', which is not among the levels {known}"), nameof(values));
        })];
    }
}
