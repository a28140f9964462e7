namespace ClassicML;

/// <summary>Texts, each stored once: a string is made only of one that has not been seen.</summary>
internal sealed class TextValues : ColumnValues
{
    private readonly ValueList<int> codes = new();
    private readonly List<string> levels = [];
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> seen;

    public TextValues(string name) : base(name) => seen = known.GetAlternateLookup<ReadOnlySpan<char>>();

    public override bool TryAdd(ReadOnlySpan<char> text)
    {
        if (!seen.TryGetValue(text, out int code))
        {
            code = levels.Count;
            levels.Add(text.ToString());
            known.Add(levels[code], code);
        }
        codes.Add(code);
        return true;
    }

    public override void AddMissing() => codes.Add(-1);

    public override string Refusal(string text) => throw new NotSupportedException("any text is one");

    public override TextColumn ToColumn() => TextColumn.Wrap(Name, codes.ToArray(), levels);
}
