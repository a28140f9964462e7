using Microsoft.Data.Analysis;

namespace ClassicML.MLNet;

/// <summary>Data views of ML.NET as tables and matrices, and back. Values are streamed: no row becomes an object.</summary>
/// <remarks>
/// <code>
/// Table flats = ml.Data.LoadFromTextFile("flats.csv", options).ReadTable();
/// IDataView view = flats.ToDataView();
/// </code>
/// Numbers of every width and truth values become numbers and truth values, time spans their seconds, texts texts, keys categories with the values that they
/// stand for as levels, dates dates (those with an offset in UTC). A vector becomes a column for each slot, named "vector.slot", or "vector.0" and so on
/// where slots have no names. NaN, an empty text, the key 0 and the date <c>default(DateTime)</c> mean missing, and missing values become these.
/// </remarks>
public static class DataViews
{
    /// <summary>Reads all rows into a table.</summary>
    /// <param name="data">The rows; a <see cref="DataFrame"/> too, whose null means missing.</param>
    /// <param name="columns">The names of the columns to read; none means all.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds what a table can't; the message names it.</exception>
    public static Table ReadTable(this IDataView data, params IEnumerable<string> columns)
    {
        string[] names = [.. Check.NotNull(columns, nameof(columns))];
        if (Check.NotNull(data, nameof(data)) is DataFrame frame) return DataFrames.ReadTable(frame, names);
        DataViewSchema.Column[] wanted = names.Length == 0 ? [.. data.Schema.Where(column => !column.IsHidden)]
            : [.. names.Select(name => SchemaColumns.Find(data.Schema, name))];
        return (Table)Read(data, wanted, (cursor, capacity) => new TableRowReader(
            [.. wanted.Select(column => new DataViewRowSource(cursor, column, capacity).Reader())]));
    }

    /// <summary>Reads a column of vectors into a matrix, whose columns are named after the slots where these have names.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="column">The column of vectors.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds no vectors of numbers of one length.</exception>
    public static Matrix ReadMatrix(this IDataView data, string column = "Features") => (Matrix)ReadRows(data, column, isSparse: false);

    /// <summary>Reads a column of vectors into a sparse matrix.</summary>
    /// <inheritdoc cref="ReadMatrix"/>
    public static SparseMatrix ReadSparseMatrix(this IDataView data, string column = "Features") => (SparseMatrix)ReadRows(data, column, isSparse: true);

    /// <summary>A view of rows: of a table its columns, of a matrix one column of vectors, "Features".</summary>
    /// <param name="x">The rows. Truth values of which some are missing become numbers, since ML.NET has no missing truth value.</param>
    /// <param name="numbers">
    /// <see cref="NumberDataViewType.Single"/> or <see cref="NumberDataViewType.Double"/>. Null, the default: single for vectors, since that is what trainers
    /// read, and double for the columns of a table, which loses no digit of a time stamp.
    /// </param>
    /// <exception cref="ArgumentException">The type of numbers is another.</exception>
    public static IDataView ToDataView(this Features x, NumberDataViewType? numbers = null)
    {
        NumberDataViewType type = numbers ?? (Check.NotNull(x, nameof(x)) is Table ? NumberDataViewType.Double : NumberDataViewType.Single);
        if (!type.Equals(NumberDataViewType.Single) && !type.Equals(NumberDataViewType.Double))
            throw new ArgumentException($"numbers must be Single or Double, was {type}", nameof(numbers));
        return new RowsView(Check.NotNull(x, nameof(x)).RowCount, x is Table table
            ? [.. table.Columns.Select(column => FeatureColumns.Of(column, type))]
            : [FeatureColumns.Vectors(x, "Features", type)]);
    }

    /// <summary>A view of labelled rows as trainers read them: "Features", and "Label" as keys that stand for the classes.</summary>
    /// <param name="data">The rows. Those of numbers are vectors of single precision; a table's columns are there by name too. Weights are in "Weight".</param>
    /// <param name="booleanLabels">Whether labels are truth values, true for the second of two classes, as trainers of two classes want. Default false.</param>
    /// <exception cref="ArgumentException">There are not two classes, or a column of the table has the name of one of these.</exception>
    public static IDataView ToDataView(this ClassificationData data, bool booleanLabels = false) =>
        TrainerRows.Of(Check.NotNull(data, nameof(data)), booleanLabels);

    /// <summary>A view of rows with their numbers as trainers read them: "Features", and "Label" in single precision.</summary>
    /// <param name="data">The rows. Those of numbers are vectors of single precision; a table's columns are there by name too. Weights are in "Weight".</param>
    /// <exception cref="ArgumentException">A column of the table has the name of one of these.</exception>
    public static IDataView ToDataView(this RegressionData data) => TrainerRows.Of(Check.NotNull(data, nameof(data)));

    private static Features ReadRows(IDataView data, string name, bool isSparse)
    {
        DataViewSchema.Column column = SchemaColumns.Find(Check.NotNull(data, nameof(data)).Schema, Check.NotNull(name, nameof(column)));
        return Read(data, [column], (cursor, capacity) => new DataViewRowSource(cursor, column, capacity).Rows(isSparse));
    }

    private static Features Read(IDataView data, DataViewSchema.Column[] columns, Func<DataViewRow, int, RowReader> reader)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        RowReader rows = reader(cursor, SchemaColumns.Capacity(data));
        while (cursor.MoveNext()) rows.Read();
        return rows.Take();
    }
}
