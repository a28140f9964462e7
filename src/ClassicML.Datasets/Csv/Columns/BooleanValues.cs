namespace ClassicML;

/// <summary>Truth values: 1, 0, or NaN for a missing one.</summary>
/// <param name="name">The column's name.</param>
/// <param name="isPlain">Whether only true and false are some, and not the other words for them.</param>
internal sealed class BooleanValues(string name, bool isPlain) : ColumnValues(name)
{
    private static readonly (string True, string False)[] words = [("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("1", "0")];

    private readonly ValueList<double> values = new();

    /// <summary>Whether a text can only be a truth value.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => Is(text, words[0].True) || Is(text, words[0].False);

    public override bool TryAdd(ReadOnlySpan<char> text)
    {
        foreach (var (yes, no) in isPlain ? words.AsSpan(0, 1) : words)
        {
            bool isTrue = Is(text, yes);
            if (!isTrue && !Is(text, no)) continue;
            values.Add(isTrue ? 1 : 0);
            return true;
        }
        return false;
    }

    public override void AddMissing() => values.Add(double.NaN);

    public override string Refusal(string text) => $"{text} is neither true nor false";

    public override BooleanColumn ToColumn() => BooleanColumn.Wrap(Name, values.ToArray());

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
