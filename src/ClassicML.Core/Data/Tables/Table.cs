using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>n rows of named columns, each of numbers, texts, categories, truth values or dates, in which values may be missing. Immutable.</summary>
/// <remarks>
/// Columns lie each by itself, so columns are selected without a copy, and so are consecutive rows. Learners that read numbers take a table of
/// numbers and truth values as it is, and refuse others in words; trees and forests read every kind but dates.
/// <code>
/// Table customers = CsvReader.ReadTable("customers.csv");
/// ClassificationData data = customers.Where(row => !row.IsMissing("churn")).ToClassification("churn");
/// </code>
/// </remarks>
public sealed class Table : Features
{
    private readonly ImmutableArray<TableColumn> columns;
    private readonly Dictionary<string, int> places;
    private Matrix? numeric;

    /// <summary>A table of columns.</summary>
    /// <param name="columns">The columns, at least one, of as many rows each.</param>
    /// <exception cref="ArgumentException">There is no column, their lengths differ, or two have one name.</exception>
    public Table(params IEnumerable<TableColumn> columns) : this([.. Check.NotNull(columns, nameof(columns))])
    {
    }

    private Table(ImmutableArray<TableColumn> columns)
        : base(
            columns.IsEmpty || columns[0] is null ? 0 : columns[0].RowCount, columns.Length,
            [.. columns.Select(column => Check.NotNull(column, nameof(columns)).Name)])
    {
        if (columns.IsEmpty) throw new ArgumentException("a table must have at least one column", nameof(columns));
        places = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (int j = 0; j < columns.Length; j++)
        {
            if (columns[j].RowCount != RowCount)
                throw new ArgumentException(
                    FormattableString.Invariant($"column '{columns[j].Name}' has {columns[j].RowCount} rows, column '{columns[0].Name}' has {RowCount}"),
                    nameof(columns));
            if (!places.TryAdd(columns[j].Name, j))
                throw new ArgumentException(
                    FormattableString.Invariant($"column {places[columns[j].Name]} and column {j} are both named '{columns[j].Name}'"), nameof(columns));
        }
        this.columns = columns;
    }

    /// <summary>A table of the members of records, one row each.</summary>
    /// <param name="records">The records.</param>
    /// <param name="map">Names the columns and says how each is read:
    /// <c>map => map.Number("age", c => c.Age).Text("city", c => c.City)</c>.</param>
    /// <exception cref="ArgumentException">No column is named, or two have one name.</exception>
    public static Table From<T>(IEnumerable<T> records, Action<TableMap<T>> map)
    {
        var columns = new TableMap<T>();
        Check.NotNull(map, nameof(map))(columns);
        return columns.Read(records);
    }

    /// <summary>The columns.</summary>
    public ImmutableArray<TableColumn> Columns => columns;

    /// <summary>The column of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that there are.</exception>
    public TableColumn this[string name] => columns[PlaceOf(name)];

    /// <summary>The column of a name, of the kind that is expected of it.</summary>
    /// <exception cref="ArgumentException">There is none, or it is of another kind.</exception>
    public TColumn Column<TColumn>(string name) where TColumn : TableColumn =>
        this[name] as TColumn ?? throw new ArgumentException($"column '{name}' holds {this[name].Holds}, it is no {typeof(TColumn).Name}", nameof(name));

    /// <summary>Whether there is a column of a name.</summary>
    public bool Has(string name) => places.ContainsKey(Check.NotNull(name, nameof(name)));

    /// <summary>One row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public TableRow Row(int row) => (uint)row < (uint)RowCount ? new TableRow(this, row)
        : throw new ArgumentOutOfRangeException(nameof(row), FormattableString.Invariant($"row must be in [0, {RowCount}), was {row}"));

    /// <summary>The columns of some names, in that order.</summary>
    /// <exception cref="ArgumentException">There is no column of a name, or one comes twice.</exception>
    public Table Select(params IEnumerable<string> names) => new([.. Check.NotNull(names, nameof(names)).Select(name => this[name])]);

    /// <summary>The columns but for those of some names.</summary>
    /// <exception cref="ArgumentException">There is no column of a name, or no other column.</exception>
    public Table Without(params IEnumerable<string> names)
    {
        var left = Check.NotNull(names, nameof(names)).Select(PlaceOf).ToHashSet();
        return new([.. columns.Where((_, j) => !left.Contains(j))]);
    }

    /// <summary>This table with some more columns; one whose name there is takes the place of the other.</summary>
    /// <exception cref="ArgumentException">A length differs, or two of them have one name.</exception>
    public Table With(params IEnumerable<TableColumn> others)
    {
        TableColumn[] given = [.. Check.NotNull(others, nameof(others))];
        var all = columns.ToBuilder();
        foreach (TableColumn other in given)
            if (places.TryGetValue(Check.NotNull(other, nameof(others)).Name, out int place)) all[place] = other;
            else all.Add(other);
        string? twice = given.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new ArgumentException($"two of the columns are named '{twice}'", nameof(others));
        return new(all.ToImmutable());
    }

    /// <summary>This table with one column under another name.</summary>
    /// <exception cref="ArgumentException">There is no column of this name, or another has the new one.</exception>
    public Table Rename(string name, string newName) => new(columns.SetItem(PlaceOf(name), this[name].Rename(newName)));

    /// <summary>The rows for which a condition holds.</summary>
    /// <example><c>table.Where(row => row.Number("age") >= 18 &amp;&amp; !row.IsMissing("city"))</c></example>
    public Table Where(Func<TableRow, bool> condition)
    {
        Check.NotNull(condition, nameof(condition));
        return SelectRows([.. Enumerable.Range(0, RowCount).Where(row => condition(new TableRow(this, row)))]);
    }

    /// <summary>Consecutive rows, as a view that copies nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the table.</exception>
    public Table Rows(int start, int count)
    {
        if (start < 0 || count < 0 || start > RowCount - count)
            throw new ArgumentOutOfRangeException(
                nameof(start), FormattableString.Invariant($"rows {start} to {start + (long)count} leave a table of {RowCount} rows"));
        return new([.. columns.Select(column => column.Rows(start, count))]);
    }

    /// <inheritdoc/>
    public override Table SelectRows(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            if ((uint)row >= (uint)RowCount)
                throw new ArgumentOutOfRangeException(nameof(rows), FormattableString.Invariant($"row must be in [0, {RowCount}), was {row}"));
        var picked = ImmutableArray.CreateBuilder<TableColumn>(columns.Length);
        foreach (TableColumn column in columns) picked.Add(column.SelectRows(rows));
        return new(picked.MoveToImmutable());
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No number is given, or one comes more than once: names would.</exception>
    public override Table SelectColumns(ReadOnlySpan<int> columns)
    {
        var picked = ImmutableArray.CreateBuilder<TableColumn>(columns.Length);
        foreach (int column in columns)
            picked.Add((uint)column < (uint)ColumnCount ? this.columns[column] : throw new ArgumentOutOfRangeException(
                nameof(columns), FormattableString.Invariant($"column must be in [0, {ColumnCount}), was {column}")));
        return new(picked.MoveToImmutable());
    }

    /// <summary>The numbers and truth values (1 and 0) as a matrix with names; NaN means missing. Made once, and kept.</summary>
    /// <exception cref="ArgumentException">A column holds something else; the message names it.</exception>
    public Matrix ToMatrix() => Numeric(nameof(Matrix));

    /// <summary>What can be said of each column in a line: a table of its kind, counts, quartiles and most frequent value; of several that are as
    /// frequent the least number, or the first text in ordinal order.</summary>
    public Table Describe() => TableDescription.Of(this);

    /// <summary>Rows labelled by a column, for a classifier.</summary>
    /// <param name="target">The column of the classes: text in ordinal order, categories in the order of their levels, truth values, or whole
    /// numbers.</param>
    /// <param name="weights">A column of numbers: what each row counts. Null for none.</param>
    /// <param name="groups">A column of text, categories or whole numbers: rows of one value stay together in splits. Null for none.</param>
    /// <returns>All other columns, with the classes.</returns>
    /// <exception cref="ArgumentException">A column is not there, of a kind that can't be this, or misses a value; the message names it.</exception>
    public ClassificationData ToClassification(string target, string? weights = null, string? groups = null) =>
        TableData.Classification(this, target, weights, groups);

    /// <summary>Rows with a number each, for a regressor.</summary>
    /// <param name="target">The column of the numbers.</param>
    /// <inheritdoc cref="ToClassification"/>
    /// <param name="weights"></param>
    /// <param name="groups"></param>
    /// <returns>All other columns, with the numbers.</returns>
    public RegressionData ToRegression(string target, string? weights = null, string? groups = null) =>
        TableData.Regression(this, target, weights, groups);

    /// <summary>Rows of which is known whether each is an outlier.</summary>
    /// <param name="target">The column that says so: truth values, or 1 and 0.</param>
    /// <inheritdoc cref="ToClassification"/>
    /// <param name="groups"></param>
    /// <returns>All other columns, with the flags.</returns>
    public OutlierData ToOutliers(string target, string? groups = null) => TableData.Outliers(this, target, groups);

    /// <summary>The first rows, with aligned columns.</summary>
    public override string ToString() => TablePrinter.Print(this);

    private protected override Table Renamed(ImmutableArray<string>? names) => names is { } all
        ? new([.. columns.Zip(all, (column, name) => column.Name == name ? column : column.Rename(name))])
        : throw new ArgumentException("the columns of a table must have names", nameof(names));

    internal override (int Row, int Column, double Value)? FirstBad(bool mayMiss)
    {
        for (int j = 0; j < columns.Length; j++)
        {
            if (columns[j].Numbers is { } numbers)
            {
                if (FirstBad(numbers.Span, mayMiss) is var at and >= 0) return (at, j, numbers.Span[at]);
            }
            else if (!mayMiss)
            {
                for (int i = 0; i < RowCount; i++)
                    if (columns[j].IsMissing(i)) return (i, j, double.NaN);
            }
        }
        return null;
    }

    internal Matrix Numeric(string reader)
    {
        if (numeric is { } known) return known;
        foreach (TableColumn column in columns)
            if (column.Numbers is null && !column.IsEmpty)
                throw new ArgumentException(
                    $"column '{column.Name}' holds {column.Holds}, and {reader} reads numbers; put "
                    + (column.Kind == ColumnKind.Date ? $"{column.Holds} through DateFeatures" : "a OneHotEncoder before it")
                    + ", or use ColumnTransformer", "x");
        return numeric = TableData.Numbers(this);
    }

    private int PlaceOf(string name) =>
        places.TryGetValue(Check.NotNull(name, nameof(name)), out int place)
            ? place
            : throw new ArgumentException(
                $"there is no column '{name}'" + (NearNames.Find(name, columns.Select(column => column.Name)) is { } near
                    ? $": did you mean '{near}'?"
                    : $"; there are {string.Join(", ", columns.Take(12).Select(column => $"'{column.Name}'"))}"
                    + (columns.Length > 12 ? FormattableString.Invariant($" and {columns.Length - 12} more") : "")), nameof(name));
}
