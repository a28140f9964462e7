namespace ClassicML.MLNet;

/// <summary>What an estimator reads of a data view: features, and what belongs to each row.</summary>
internal sealed class FitRows
{
    private readonly MLNetColumns names;
    private readonly Features x;
    private readonly TableColumn? label;
    private readonly double[] weights;
    private readonly int[] groups;

    private FitRows(MLNetColumns names, Features x, Table? others)
    {
        this.names = names;
        this.x = x;
        label = others?.Has(names.Label) == true ? others[names.Label] : null;
        weights = names.Weight is { } weight ? Complete(others![weight]).Numbers!.Value.ToArray() : [];
        groups = names.Group is { } group ? Groups(Complete(others![group])) : [];
    }

    /// <summary>Reads all rows, whose schema has been checked.</summary>
    public static FitRows Read(IDataView data, MLNetColumns names, bool hasLabel)
    {
        int capacity = SchemaColumns.Capacity(data);
        DataViewSchema.Column[] features = [.. names.Features.Select(name => SchemaColumns.Find(data.Schema, name))];
        DataViewSchema.Column[] others = [.. new[] { hasLabel ? names.Label : null, names.Weight, names.Group }
            .OfType<string>().Distinct(StringComparer.Ordinal).Select(name => SchemaColumns.Find(data.Schema, name))];
        using DataViewRowCursor cursor = data.GetRowCursor([.. features, .. others]);
        RowReader rows = Features(cursor, features, names.IsSparse, capacity);
        TableRowReader? rest = others.Length == 0 ? null
            : new TableRowReader([.. others.Select(column => new DataViewRowSource(cursor, column, capacity).Reader())]);
        while (cursor.MoveNext())
        {
            rows.Read();
            rest?.Read();
        }
        return new FitRows(names, rows.Take(), (Table?)rest?.Take());
    }

    /// <summary>Reads features of a row: one column of vectors as a matrix, else a table.</summary>
    public static RowReader Features(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns, bool isSparse, int capacity) =>
        columns is [{ Type: VectorDataViewType } vectors] ? new DataViewRowSource(row, vectors, capacity).Rows(isSparse)
            : new TableRowReader([.. columns.Select(column => new DataViewRowSource(row, column, capacity).Reader())]);

    /// <summary>The rows alone.</summary>
    public Features Rows() => x;

    /// <summary>The rows with their classes: of keys all that there are, in their order; of truth values false and true.</summary>
    public ClassificationData Classes()
    {
        var (labels, codes) = Complete(label!) switch
        {
            BooleanColumn truths => (new ClassLabels(["false", "true"]), Array.ConvertAll(truths.Numbers!.Value.ToArray(), value => (int)value)),
            CategoryColumn keys => Levels(keys),
            TextColumn texts => Levels(texts.ToCategories()),
            var numbers => ClassLabels.Find(Whole((NumberColumn)numbers, "classes")),
        };
        return new ClassificationData(x, codes, labels, weights, groups, targetName: names.Label);

        static (ClassLabels, int[]) Levels(CategoryColumn column) => (new ClassLabels(column.Levels), column.Codes.ToArray());
    }

    /// <summary>The rows with their numbers.</summary>
    public RegressionData Numbers() => new(x, Complete(label!).Numbers!.Value.Span, weights, groups, targetName: names.Label);

    private static int[] Groups(TableColumn column) => column is CodedColumn coded ? coded.Codes.ToArray() : Whole((NumberColumn)column, "groups");

    private static int[] Whole(NumberColumn column, string what)
    {
        int[] whole = new int[column.RowCount];
        for (int row = 0; row < whole.Length; row++)
            whole[row] = column[row] is var value && value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw new ArgumentException(
                FormattableString.Invariant($"column '{column.Name}', row {row} is {value:R}; {what} must be whole numbers"), nameof(column));
        return whole;
    }

    private static TableColumn Complete(TableColumn column)
    {
        for (int row = 0; row < column.RowCount; row++)
            if (column.IsMissing(row))
                throw new ArgumentException(
                    FormattableString.Invariant($"column '{column.Name}' misses its value in row {row}, and {column.MissingCount} in all; leave such rows out"),
                    nameof(column));
        return column;
    }
}
