namespace ClassicML;

/// <summary>One row to predict, filled by the names of its columns or by their numbers; what is not set is missing. For one thread at a time.</summary>
public sealed class RowInput
{
    private readonly IModel model;
    private readonly Dictionary<string, int>? places;
    private readonly double[] values;
    // Columns of text, truth values and dates that were set; numbers are in the values.
    private readonly TableColumn?[] others;

    internal RowInput(IModel model)
    {
        this.model = model;
        values = new double[model.FeatureCount];
        others = new TableColumn?[values.Length];
        if (model.FeatureNames is { } names)
        {
            places = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
            for (int j = 0; j < names.Length; j++)
                if (!places.TryAdd(names[j], j)) throw new ArgumentException($"several columns are named '{names[j]}'", nameof(model));
        }
        Clear();
    }

    /// <summary>The numbers, p of them; NaN for what is missing or no number.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Sets a number; NaN means missing.</summary>
    /// <param name="column">The name of a column that the model was fitted on.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">There is no such column; the message names those that there are.</exception>
    public RowInput Set(string column, double value) => Set(PlaceOf(column), value);

    /// <summary>Sets a number by the place of its column.</summary>
    /// <param name="column">The number of the column, from 0.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public RowInput Set(int column, double value)
    {
        values[column] = value;
        others[column] = null;
        return this;
    }

    /// <summary>Sets a text or a category; null means missing.</summary>
    /// <inheritdoc cref="Set(string, double)"/>
    public RowInput Set(string column, string? value) => SetOther(column, new TextColumn(column, [value]));

    /// <summary>Sets a truth value; null means missing.</summary>
    /// <inheritdoc cref="Set(string, double)"/>
    public RowInput Set(string column, bool? value) => SetOther(column, new BooleanColumn(column, [value]));

    /// <summary>Sets a date; null means missing.</summary>
    /// <inheritdoc cref="Set(string, double)"/>
    public RowInput Set(string column, DateTime? value) => SetOther(column, new DateColumn(column, [value]));

    /// <summary>Makes all values missing again.</summary>
    public void Clear()
    {
        Array.Fill(values, double.NaN);
        Array.Clear(others);
    }

    internal void CheckMadeFor(IModel other)
    {
        if (!ReferenceEquals(model, other)) throw new ArgumentException("the row was made by a predictor of another model", "row");
    }

    /// <summary>Whether the numbers are all that was set, so that a model of numbers may read them alone.</summary>
    internal bool HoldsNumbers => !Array.Exists(others, static column => column is { Numbers: null });

    /// <summary>The row as data: a table where columns have names, else a matrix.</summary>
    internal Features ToFeatures() => model.FeatureNames is { } names
        ? new Table(names.Select((name, j) => others[j] ?? NumberColumn.Wrap(name, [values[j]])))
        : Matrix.Wrap((double[])values.Clone(), 1, values.Length);

    private RowInput SetOther(string column, TableColumn value)
    {
        int place = PlaceOf(column);
        others[place] = value;
        values[place] = value.Numbers is { } number ? number.Span[0] : double.NaN;
        return this;
    }

    private int PlaceOf(string column)
    {
        if (places is null)
            throw new ArgumentException("the model was fitted on columns without names; set them by their numbers", nameof(column));
        return places.TryGetValue(Check.NotNull(column, nameof(column)), out int place) ? place : throw new ArgumentException(
            $"the model has no column '{column}'; it has {string.Join(", ", places.Keys.Take(12).Select(name => $"'{name}'"))}"
            + (places.Count > 12 ? FormattableString.Invariant($" and {places.Count - 12} more") : ""), nameof(column));
    }
}
