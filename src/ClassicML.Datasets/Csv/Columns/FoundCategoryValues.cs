namespace ClassicML;

/// <summary>Categories whose levels are those that come, in ordinal order.</summary>
internal sealed class FoundCategoryValues(string name) : ColumnValues(name)
{
    private readonly TextValues texts = new(name);

    public override bool TryAdd(ReadOnlySpan<char> text) => texts.TryAdd(text);

    public override void AddMissing() => texts.AddMissing();

    public override string Refusal(string text) => texts.Refusal(text);

    public override CategoryColumn ToColumn() => texts.ToColumn().ToCategories();
}
