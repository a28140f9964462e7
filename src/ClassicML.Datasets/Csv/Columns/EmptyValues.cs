namespace ClassicML;

/// <summary>A column whose kind nobody has said and that has no value yet.</summary>
internal sealed class EmptyValues(string name) : ColumnValues(name)
{
    public int MissingCount { get; private set; }

    public override bool TryAdd(ReadOnlySpan<char> text) => false;

    public override void AddMissing() => MissingCount++;

    public override string Refusal(string text) => throw new NotSupportedException("its kind is not known");

    /// <summary>Of numbers, all missing.</summary>
    public override NumberColumn ToColumn() => NumberColumn.Wrap(Name, [.. Enumerable.Repeat(double.NaN, MissingCount)]);
}
