namespace ClassicML.Preprocessing;

/// <summary>A part of a <see cref="ColumnTransformer"/>: some columns, and what transforms them.</summary>
/// <param name="Name">A name that no other part has; it begins the names of columns where two parts make some of the same name.</param>
/// <param name="Columns">The columns that the part reads. Where there are none, the part does nothing.</param>
/// <param name="Transformer">What is fitted on them.</param>
public sealed record ColumnPart(string Name, Columns Columns, ISupervisedTransformer<ITransformerModel> Transformer)
{
    /// <summary>The name.</summary>
    public string Name { get; } = !string.IsNullOrWhiteSpace(Check.NotNull(Name, nameof(Name))) ? Name
        : throw new ArgumentException("a part must have a name", nameof(Name));

    /// <summary>The columns.</summary>
    public Columns Columns { get; init => field = Check.NotNull(value, nameof(Columns)); } = Check.NotNull(Columns, nameof(Columns));

    /// <summary>The transformer.</summary>
    public ISupervisedTransformer<ITransformerModel> Transformer { get; init => field = Check.NotNull(value, nameof(Transformer)); } =
        Check.NotNull(Transformer, nameof(Transformer));
}
