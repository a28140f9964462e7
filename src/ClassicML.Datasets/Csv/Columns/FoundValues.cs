namespace ClassicML;

/// <summary>A column whose kind the first value that is there decides: a number, a truth value, a date, else text.</summary>
/// <param name="name">The column's name.</param>
/// <param name="numbers">How numbers are written.</param>
/// <param name="isFast">Whether every finite number is a value, and none of them means missing.</param>
internal sealed class FoundValues(string name, NumberText numbers, bool isFast) : ColumnValues(name)
{
    private ColumnValues? values;
    private int missingCount;

    /// <summary>Whether a later value was none of the kind of the first: then the column is of text, and is read again as such.</summary>
    public bool AreMixed { get; private set; }

    public override bool TryFast(ReadOnlySpan<char> plain) => AreMixed || (values is not null && values.TryFast(plain));

    public override bool TryAdd(ReadOnlySpan<char> text)
    {
        values ??= Start(text);
        if (!values.TryAdd(text)) (AreMixed, values) = (true, null);
        return true;
    }

    public override void AddMissing()
    {
        if (values is null) missingCount++;
        else values.AddMissing();
    }

    public override string Refusal(string text) => throw new NotSupportedException("any text is one");

    public override TableColumn ToColumn() => (values ?? Behind(new NumberValues(Name, numbers, isFast))).ToColumn();

    private ColumnValues Start(ReadOnlySpan<char> first) => Behind(
        numbers.TryRead(first, out _) ? new NumberValues(Name, numbers, isFast)
        : BooleanValues.IsPlain(first) ? new BooleanValues(Name, isPlain: true)
        : IsoDate.TryRead(first, out _) ? new DateValues(Name)
        : new TextValues(Name));

    // The values that come behind the rows so far, none of which has one.
    private ColumnValues Behind(ColumnValues started)
    {
        for (int i = 0; i < missingCount; i++) started.AddMissing();
        return started;
    }
}
