namespace ClassicML;

/// <summary>A column whose first values were of one kind and a later one was not: it is of text, and is read again as such. This takes nothing.</summary>
internal sealed class MixedValues(string name) : ColumnValues(name)
{
    public override bool TryAdd(ReadOnlySpan<char> text) => throw new NotSupportedException("it takes nothing");

    public override void AddMissing() => throw new NotSupportedException("it takes nothing");

    public override string Refusal(string text) => throw new NotSupportedException("it takes nothing");

    public override TableColumn ToColumn() => throw new NotSupportedException("it is read again");
}
