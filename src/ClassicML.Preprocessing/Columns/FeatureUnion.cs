namespace ClassicML.Preprocessing;

/// <summary>Several transformers of the same columns side by side: a <see cref="ColumnTransformer"/> whose parts all read all columns.</summary>
public static class FeatureUnion
{
    /// <summary>A union of some transformers, each with a name.</summary>
    /// <example><c>FeatureUnion.Of(("directions", new Pca { ComponentCount = 3 }), ("best", new SelectKBest { Count = 5 }))</c></example>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public static ColumnTransformer Of(params IEnumerable<(string Name, ISupervisedTransformer<ITransformerModel> Transformer)> parts) =>
        new(Check.NotNull(parts, nameof(parts)).Select(part => new ColumnPart(part.Name, Columns.All, part.Transformer)));
}
