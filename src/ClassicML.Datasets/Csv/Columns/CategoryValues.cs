using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Categories of known levels.</summary>
internal sealed class CategoryValues : ColumnValues
{
    private const int ShownLevels = 8;

    private readonly ImmutableArray<string> levels;
    private readonly ValueList<int> codes = new();
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> codeOf;

    public CategoryValues(string name, ImmutableArray<string> levels) : base(name)
    {
        this.levels = levels;
        codeOf = levels.Select((level, code) => (level, code)).ToDictionary(pair => pair.level, pair => pair.code, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override bool TryAdd(ReadOnlySpan<char> text)
    {
        if (!codeOf.TryGetValue(text, out int code)) return false;
        codes.Add(code);
        return true;
    }

    public override void AddMissing() => codes.Add(-1);

    public override string Refusal(string text) =>
        $"{text} is not among the levels {string.Join(", ", levels.Take(ShownLevels))}{(levels.Length > ShownLevels ? ", …" : "")}";

    public override CategoryColumn ToColumn() => CategoryColumn.Wrap(Name, codes.ToArray(), levels);
}
