namespace ClassicML.MLNet;

/// <summary>A column of a row that moves on, as the readers are given it.</summary>
/// <param name="Row">The row, or a cursor over rows.</param>
/// <param name="Column">The column.</param>
/// <param name="Capacity">How many rows to expect.</param>
internal readonly record struct DataViewRowSource(DataViewRow Row, DataViewSchema.Column Column, int Capacity)
{
    /// <summary>What gives the value of the row that it stands on.</summary>
    public ValueGetter<T> Getter<T>() => Row.GetGetter<T>(Column);

    /// <summary>Reads the column into one of a table, or a vector's slots into several.</summary>
    /// <exception cref="ArgumentException">A table can't hold such a column.</exception>
    public ColumnReader Reader()
    {
        DataViewType type = Column.Type;
        if (type is VectorDataViewType { IsKnownSize: true } vector && NumberKind.Of(vector.ItemType) is { } items)
            return items.Vectors(this, SlotColumns(Column, vector.Size));
        if (type is KeyDataViewType key)
            return Type.GetTypeCode(key.RawType) switch
            {
                TypeCode.Byte => new KeyReader<byte>(this),
                TypeCode.UInt16 => new KeyReader<ushort>(this),
                TypeCode.UInt32 => new KeyReader<uint>(this),
                _ => new KeyReader<ulong>(this),
            };
        return type switch
        {
            TextDataViewType => new TextReader(this),
            DateTimeDataViewType => new DateReader<DateTime>(this, date => date.Ticks),
            DateTimeOffsetDataViewType => new DateReader<DateTimeOffset>(this, date => date.UtcTicks),
            _ => NumberKind.Of(type)?.Scalars(this) ?? throw Refused(),
        };
    }

    /// <summary>Reads a column of vectors into the rows of a matrix.</summary>
    /// <exception cref="ArgumentException">It holds no vectors of numbers of one length.</exception>
    public RowReader Rows(bool isSparse)
    {
        if (Column.Type is not VectorDataViewType { IsKnownSize: true } vector || NumberKind.Of(vector.ItemType) is not { } kind)
            throw new ArgumentException(
                $"column '{Column.Name}' holds {Column.Type}; rows of a matrix are vectors of numbers of a known length, which Concatenate makes", "column");
        string[]? names = Annotation.SlotNamesOf(Column);
        return isSparse ? kind.Sparse(this, vector.Size, names) : kind.Dense(this, vector.Size, names);
    }

    private ArgumentException Refused() => new(
        $"column '{Column.Name}' holds {Column.Type}; a table reads numbers, truth values, texts, keys, dates, and vectors of numbers of a known length", "column");

    private static string[] SlotColumns(DataViewSchema.Column column, int size) =>
        Annotation.SlotNamesOf(column) is { } names ? [.. names.Select(name => $"{column.Name}.{name}")]
            : [.. Enumerable.Range(0, size).Select(slot => FormattableString.Invariant($"{column.Name}.{slot}"))];
}
