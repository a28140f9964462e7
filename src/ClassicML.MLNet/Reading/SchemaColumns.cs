namespace ClassicML.MLNet;

/// <summary>Columns of data views by name.</summary>
internal static class SchemaColumns
{
    /// <exception cref="ArgumentException">There is none; the message names those that there are.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(Check.NotNull(name, nameof(name)))
        ?? throw Missing(name, schema.Where(column => !column.IsHidden).Select(column => column.Name));

    public static ArgumentException Missing(string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        return new ArgumentException(
            $"there is no column '{name}'; " + (all.Length == 0 ? "there is none" : $"there are {string.Join(", ", all.Take(12).Select(one => $"'{one}'"))}")
            + (all.Length > 12 ? FormattableString.Invariant($" and {all.Length - 12} more") : ""), nameof(name));
    }

    /// <summary>How many rows to make room for: as many as there are, where it is known.</summary>
    public static int Capacity(IDataView data) => (int)Math.Min(data.GetRowCount() ?? 0, Array.MaxLength);
}
