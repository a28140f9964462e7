namespace ClassicML;

/// <summary>Numbers; NaN is a missing one.</summary>
/// <param name="name">The column's name.</param>
/// <param name="numbers">How they are written.</param>
/// <param name="isFast">Whether every finite number is a value, and none of them means missing.</param>
internal sealed class NumberValues(string name, NumberText numbers, bool isFast) : ColumnValues(name)
{
    private readonly ValueList<double> values = new();

    public override bool TryFast(ReadOnlySpan<char> plain) => isFast && numbers.TryFast(plain, out double value) && Add(value);

    public override bool TryAdd(ReadOnlySpan<char> text) => numbers.TryRead(text, out double value) && Add(value);

    public override void AddMissing() => values.Add(double.NaN);

    public override string Refusal(string text) => $"{text} is not a finite number";

    public override NumberColumn ToColumn() => NumberColumn.Wrap(Name, values.ToArray());

    private bool Add(double value)
    {
        values.Add(value);
        return true;
    }
}
