namespace ClassicML.MLNet;

/// <summary>What the labels of a classifier were: truth values, or something that predicted keys stand for.</summary>
/// <param name="IsBinary">Whether they were truth values.</param>
/// <param name="Values">The type of the values that predicted keys stand for; null where keys have no values.</param>
internal sealed record LabelKind(bool IsBinary, PrimitiveDataViewType? Values)
{
    private const string Binary = "binary";

    /// <summary>That of a column.</summary>
    public static LabelKind Of(DataViewSchema.Column column) => column.Type switch
    {
        BooleanDataViewType => new LabelKind(true, null),
        KeyDataViewType => new LabelKind(false, Annotation.KeyValueType(column)),
        var type => new LabelKind(false, (PrimitiveDataViewType)type),
    };

    /// <summary>Adds the values of keys to the annotations of the column that predicts them.</summary>
    public void AddValues(DataViewSchema.Annotations.Builder annotations, IReadOnlyList<string> values)
    {
        if (Values is null) return;
        if (NumberKind.Of(Values) is { } kind) kind.Add(annotations, Annotation.KeyValues, values);
        else Annotation.AddTexts(annotations, Annotation.KeyValues, values);
    }

    /// <summary>As a text, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => IsBinary ? Binary : $"{Values}";

    public static LabelKind Parse(string text) =>
        new(text == Binary, text == TextDataViewType.Instance.ToString() ? TextDataViewType.Instance : NumberKind.Named(text));
}
