namespace ClassicML.MLNet;

/// <summary>What rows and cursors ask of the columns that a getter is wanted for.</summary>
internal static class Getters
{
    public static void CheckActive(bool[] active, DataViewSchema.Column column)
    {
        if (!active[column.Index]) throw new InvalidOperationException($"column '{column.Name}' was not asked for when the rows were");
    }

    public static RowValue<T> Typed<T>(Delegate value, string column, DataViewType type) => value as RowValue<T>
        ?? throw new InvalidOperationException($"column '{column}' holds {type}, whose values are no {typeof(T).Name}");
}
