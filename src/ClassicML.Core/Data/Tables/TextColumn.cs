using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ClassicML;

/// <summary>A column of texts of any kind: names, cities, sentences. Its levels are its texts in order of first occurrence.</summary>
public sealed class TextColumn : CodedColumn
{
    private TextColumn(string name, ReadOnlyMemory<int> codes, ImmutableArray<string> levels) : base(name, codes, levels)
    {
    }

    private TextColumn(string name, (int[] Codes, ImmutableArray<string> Levels) found) : this(name, found.Codes, found.Levels)
    {
    }

    /// <summary>Copies texts; null means missing.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">A text for each row.</param>
    public TextColumn(string name, IEnumerable<string?> values) : this(name, Find(Check.NotNull(values, nameof(values))))
    {
    }

    /// <summary>Wraps codes of known texts without a copy. The caller must not change them afterwards.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="codes">The code of each row among the texts; -1 for missing.</param>
    /// <param name="levels">The texts.</param>
    /// <exception cref="ArgumentException">A code is outside, or a text comes twice.</exception>
    public static TextColumn Wrap(string name, int[] codes, IEnumerable<string> levels)
    {
        ImmutableArray<string> all = Distinct(levels);
        return new TextColumn(name, Checked(codes, all), all);
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Text;

    /// <summary>The same column as categories, whose levels are the texts that occur, in ordinal order.</summary>
    public CategoryColumn ToCategories()
    {
        ImmutableArray<string> levels = PresentLevels();
        return CategoryColumn.Wrap(Name, CodesAmong(levels), levels);
    }

    /// <inheritdoc/>
    public override TextColumn Rename(string name) => new(name, CodeMemory, Levels);

    internal override TextColumn Rows(int start, int count) => new(Name, CodeMemory.Slice(start, count), Levels);

    internal override TextColumn SelectRows(ReadOnlySpan<int> rows) => new(Name, Pick(Codes, rows).AsMemory(), Levels);

    private static (int[], ImmutableArray<string>) Find(IEnumerable<string?> values)
    {
        var codes = new List<int>();
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string? value in values)
        {
            if (value is null)
            {
                codes.Add(-1);
                continue;
            }
            ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(levels, value, out bool isKnown);
            if (!isKnown) code = levels.Count - 1;
            codes.Add(code);
        }
        return ([.. codes], [.. levels.Keys]);
    }
}
