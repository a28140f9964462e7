using System.Collections.Immutable;

namespace ClassicML;

/// <summary>A column of texts, each stored once: a row has the code of its text among the <see cref="Levels"/>.</summary>
public abstract class CodedColumn : TableColumn
{
    private protected CodedColumn(string name, ReadOnlyMemory<int> codes, ImmutableArray<string> levels) : base(name, codes.Length)
    {
        CodeMemory = codes;
        Levels = levels;
    }

    /// <summary>The texts that codes stand for; some may have no row.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>The code of each row, in [0, number of levels); -1 where the value is missing.</summary>
    public ReadOnlySpan<int> Codes => CodeMemory.Span;

    /// <summary>The text of a row, or null where it is missing.</summary>
    public string? this[int row] => Codes[row] is var code and >= 0 ? Levels[code] : null;

    /// <summary>The levels that have a row: texts in ordinal order, categories in the order of their levels.</summary>
    public ImmutableArray<string> PresentLevels()
    {
        bool[] occurs = new bool[Levels.Length];
        foreach (int code in Codes)
            if (code >= 0) occurs[code] = true;
        return Present(occurs);
    }

    /// <summary>The same of some rows.</summary>
    /// <param name="rows">Their numbers.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public ImmutableArray<string> PresentLevels(ReadOnlySpan<int> rows)
    {
        bool[] occurs = new bool[Levels.Length];
        ReadOnlySpan<int> codes = Codes;
        foreach (int row in rows)
            if (codes[row] >= 0) occurs[codes[row]] = true;
        return Present(occurs);
    }

    /// <inheritdoc/>
    public override int MissingCount => Codes.Count(-1);

    private protected ReadOnlyMemory<int> CodeMemory { get; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Codes[row] < 0;

    /// <inheritdoc/>
    public override string? Text(int row) => this[row];

    /// <summary>The levels that have a row as classes, and the class of each row; no value is missing.</summary>
    internal (ClassLabels Labels, int[] Codes) Labels()
    {
        ImmutableArray<string> levels = PresentLevels();
        return (new ClassLabels(levels), CodesAmong(levels));
    }

    /// <summary>The code of each row among other levels; -1 where the value is missing or is none of them.</summary>
    private protected int[] CodesAmong(ImmutableArray<string> levels)
    {
        var places = levels.Select((level, code) => KeyValuePair.Create(level, code)).ToDictionary(StringComparer.Ordinal);
        int[] map = [.. Levels.Select(level => places.GetValueOrDefault(level, -1))], codes = GC.AllocateUninitializedArray<int>(RowCount);
        ReadOnlySpan<int> own = Codes;
        for (int row = 0; row < codes.Length; row++) codes[row] = own[row] < 0 ? -1 : map[own[row]];
        return codes;
    }

    private ImmutableArray<string> Present(bool[] occurs)
    {
        IEnumerable<string> levels = Levels.Where((_, code) => occurs[code]);
        return [.. Kind == ColumnKind.Text ? levels.Order(StringComparer.Ordinal) : levels];
    }

    private protected static ReadOnlyMemory<int> Checked(int[] codes, ImmutableArray<string> levels)
    {
        for (int i = 0; i < Check.NotNull(codes, nameof(codes)).Length; i++)
            if (codes[i] < -1 || codes[i] >= levels.Length)
                throw new ArgumentException(
                    FormattableString.Invariant($"row {i} has code {codes[i]}; codes must be in [0, {levels.Length}), or -1 for missing"), nameof(codes));
        return codes;
    }

    private protected static ImmutableArray<string> Distinct(IEnumerable<string> levels)
    {
        ImmutableArray<string> all = [.. Check.NotNull(levels, nameof(levels))];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int code = 0; code < all.Length; code++)
            if (!seen.Add(all[code] ?? throw new ArgumentException(FormattableString.Invariant($"level {code} is null"), nameof(levels))))
                throw new ArgumentException($"level '{all[code]}' comes twice", nameof(levels));
        return all;
    }
}
