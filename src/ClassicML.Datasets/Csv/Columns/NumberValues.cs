namespace ClassicML;

/// <summary>Numbers; NaN is a missing one.</summary>
internal sealed class NumberValues(string name, NumberText numbers) : ColumnValues(name)
{
    private readonly ValueList<double> values = new();

    public void Add(double value) => values.Add(value);

    public override bool TryAdd(ReadOnlySpan<char> text)
    {
        if (!numbers.TryRead(text, out double value)) return false;
        values.Add(value);
        return true;
    }

    public override void AddMissing() => values.Add(double.NaN);

    public override string Refusal(string text) => $"{text} is not a finite number";

    public override NumberColumn ToColumn() => NumberColumn.Wrap(Name, values.ToArray());
}
