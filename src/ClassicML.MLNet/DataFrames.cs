using System.Numerics;
using Microsoft.Data.Analysis;

namespace ClassicML.MLNet;

/// <summary>Data frames of Microsoft.Data.Analysis from tables. <see cref="DataViews.ReadTable"/> goes back.</summary>
public static class DataFrames
{
    /// <summary>The table as a data frame.</summary>
    /// <param name="table">
    /// Numbers become doubles, truth values Booleans, dates dates, texts and categories strings: a data frame has no categories, so the order of levels is
    /// lost. What is missing is null.
    /// </param>
    public static DataFrame ToDataFrame(this Table table) => new(Check.NotNull(table, nameof(table)).Columns.Select(Column));

    internal static Table ReadTable(DataFrame frame, string[] names)
    {
        if (frame.Rows.Count > Array.MaxLength)
            throw new ArgumentException(FormattableString.Invariant($"a table holds {Array.MaxLength} rows at most, the data frame has {frame.Rows.Count}"), nameof(frame));
        return new Table((names.Length == 0 ? frame.Columns : names.Select(Find)).Select(Column));

        DataFrameColumn Find(string name) =>
            frame.Columns.FirstOrDefault(column => column.Name == name) ?? throw SchemaColumns.Missing(name, frame.Columns.Select(column => column.Name));
    }

    private static DataFrameColumn Column(TableColumn column)
    {
        IEnumerable<int> rows = Enumerable.Range(0, column.RowCount);
        return column switch
        {
            NumberColumn numbers => new DoubleDataFrameColumn(column.Name, rows.Select(row => numbers.IsMissing(row) ? (double?)null : numbers[row])),
            BooleanColumn truths => new BooleanDataFrameColumn(column.Name, rows.Select(row => truths[row])),
            DateColumn dates => new DateTimeDataFrameColumn(column.Name, rows.Select(row => dates[row])),
            _ => new StringDataFrameColumn(column.Name, rows.Select(column.Text)),
        };
    }

    private static TableColumn Column(DataFrameColumn column) => column switch
    {
        PrimitiveDataFrameColumn<bool> truths => new BooleanColumn(column.Name, truths),
        PrimitiveDataFrameColumn<DateTime> dates => new DateColumn(column.Name, dates),
        PrimitiveDataFrameColumn<char> letters => new TextColumn(column.Name, letters.Select(letter => letter?.ToString())),
        IEnumerable<string?> texts => new TextColumn(column.Name, texts),
        PrimitiveDataFrameColumn<double> numbers => new NumberColumn(column.Name, numbers),
        PrimitiveDataFrameColumn<float> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<decimal> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<sbyte> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<byte> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<short> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<ushort> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<int> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<uint> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<long> numbers => Numbers(numbers),
        PrimitiveDataFrameColumn<ulong> numbers => Numbers(numbers),
        _ => throw new ArgumentException(
            $"column '{column.Name}' holds {column.DataType.Name}; a table reads numbers, truth values, strings and dates of a data frame", nameof(column)),
    };

    private static NumberColumn Numbers<T>(PrimitiveDataFrameColumn<T> column) where T : unmanaged, INumberBase<T> =>
        new(column.Name, column.Select(value => value is { } given ? double.CreateSaturating(given) : double.NaN));
}
