namespace ClassicML;

/// <summary>Dates of ISO 8601, as ticks; <see cref="long.MinValue"/> is a missing one.</summary>
internal sealed class DateValues(string name) : ColumnValues(name)
{
    private readonly ValueList<long> ticks = new();

    public override bool TryAdd(ReadOnlySpan<char> text)
    {
        if (!IsoDate.TryRead(text, out long value)) return false;
        ticks.Add(value);
        return true;
    }

    public override void AddMissing() => ticks.Add(long.MinValue);

    public override string Refusal(string text) => $"{text} is not a date of ISO 8601, such as 2024-02-29 or 2024-02-29T17:30:00";

    public override DateColumn ToColumn() => DateColumn.Wrap(Name, ticks.ToArray());
}
