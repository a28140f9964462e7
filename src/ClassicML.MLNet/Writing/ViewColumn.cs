namespace ClassicML.MLNet;

/// <summary>Gives the value of a row.</summary>
/// <param name="row">Its number.</param>
/// <param name="value">Receives the value; a vector's memory is used again.</param>
internal delegate void RowValue<T>(int row, ref T value);

/// <summary>A column that <see cref="RowsView"/> shows: a name, a type, and how a row's value is read.</summary>
internal abstract class ViewColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations)
{
    public DataViewSchema.DetachedColumn Column { get; } = new(name, type, annotations);

    /// <summary>Whether somebody has asked for its values.</summary>
    public bool WasRead { get; private set; }

    /// <summary>What gives the value of a row: a <see cref="RowValue{T}"/>.</summary>
    protected abstract Delegate Value { get; }

    /// <summary>What gives the value of the row that a cursor stands on.</summary>
    /// <exception cref="InvalidOperationException">Its values are of another type.</exception>
    public ValueGetter<T> Getter<T>(Func<int> row)
    {
        RowValue<T> read = Getters.Typed<T>(Value, Column.Name, Column.Type);
        WasRead = true;
        return (ref T value) => read(row(), ref value);
    }
}

internal sealed class ViewColumn<T>(string name, DataViewType type, RowValue<T> read, DataViewSchema.Annotations? annotations = null)
    : ViewColumn(name, type, annotations)
{
    public RowValue<T> Read => read;

    protected override Delegate Value => read;
}
