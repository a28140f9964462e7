namespace ClassicML;

/// <summary>Puts the columns of data in the order that a model was fitted on, by their names.</summary>
/// <remarks>Where either side has no names, columns are taken as they come, and only their number is checked.</remarks>
public static class FeatureAlignment
{
    /// <summary>The same rows with the columns that the model expects, in its order.</summary>
    /// <exception cref="ArgumentException">A column that the model expects is missing, or one is too many; the message names them.</exception>
    public static TData AlignedTo<TData>(this TData data, IModel model) where TData : class, IData<TData>
    {
        Features x = Check.NotNull(data, nameof(data)).Features, aligned = x.AlignedTo(model);
        return ReferenceEquals(x, aligned) ? data : data.WithFeatures(aligned);
    }

    /// <summary>The same rows with the columns that the model expects, in its order: what every model does with rows that it is given.</summary>
    /// <returns><paramref name="x"/> itself where its columns are in order already.</returns>
    /// <exception cref="ArgumentException">
    /// A column that the model expects is missing, or one is too many; the message names them, or has their number where there are no names.
    /// </exception>
    public static Features AlignedTo(this Features x, IModel model)
    {
        Check.NotNull(x, nameof(x));
        Check.NotNull(model, nameof(model));
        if (x.ColumnNames is not { } given || model.FeatureNames is not { } expected)
        {
            Check.Width(x, model.FeatureCount);
            return x;
        }
        if (given == expected || given.AsSpan().SequenceEqual(expected.AsSpan())) return x;
        Refuse(expected.Except(given, StringComparer.Ordinal), "lacks");
        Refuse(given.Except(expected, StringComparer.Ordinal), "has besides");
        // The same names in another order; one that stands for two columns can't tell them apart.
        string? twice = given.Concat(expected).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 2)?.Key;
        if (twice is not null) throw new ArgumentException($"several columns are named '{twice}', so their order can't be told by name", nameof(x));
        var places = given.Select((name, j) => (name, j)).ToDictionary(pair => pair.name, pair => pair.j, StringComparer.Ordinal);
        return x.SelectColumns([.. expected.Select(name => places[name])]);

        void Refuse(IEnumerable<string> columns, string does)
        {
            string[] all = [.. columns];
            if (all.Length == 0) return;
            string shown = string.Join(", ", all.Take(10).Select(name => $"'{name}'"));
            throw new ArgumentException(
                $"the model was fitted on {Check.Count(expected.Length, "named column")}; the data {does} {shown}"
                    + (all.Length > 10 ? $" and {all.Length - 10} more" : ""),
                nameof(x));
        }
    }
}
