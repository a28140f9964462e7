using System.Globalization;

namespace ClassicML;

/// <summary>A column of a <see cref="Table"/>: a name, and a value of one kind for each row, which may be missing. Immutable.</summary>
/// <remarks>Consecutive rows are a view that copies nothing. The only kinds are the library's own (<see cref="ColumnKind"/>).</remarks>
public abstract class TableColumn
{
    private protected TableColumn(string name, int rowCount)
    {
        if (string.IsNullOrWhiteSpace(Check.NotNull(name, nameof(name)))) throw new ArgumentException("a column of a table must have a name", nameof(name));
        Name = name;
        RowCount = rowCount;
    }

    /// <summary>The name, which no other column of a table has.</summary>
    public string Name { get; }

    /// <summary>What the column holds.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>The number of rows without a value.</summary>
    public abstract int MissingCount { get; }

    /// <summary>Whether no row has a value.</summary>
    public bool IsEmpty => MissingCount == RowCount;

    /// <summary>Whether a row has no value.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public abstract bool IsMissing(int row);

    /// <summary>The value of a row as text, in the invariant culture; null where it is missing.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public abstract string? Text(int row);

    /// <summary>The same values under another name.</summary>
    public abstract TableColumn Rename(string name);

    /// <summary>The values as numbers, where they are numbers or truth values (1 and 0; NaN for missing); null for other kinds.</summary>
    public virtual ReadOnlyMemory<double>? Numbers => null;

    /// <summary>This column as one of a type, which a column without a value always is: a file can't tell what it would hold.</summary>
    /// <returns>The column, or an empty one of that type; null where it has values of another.</returns>
    public T? As<T>() where T : TableColumn => this as T ?? (IsEmpty ? Nothing(typeof(T)) as T : null);

    private TableColumn Nothing(Type type) =>
        type == typeof(NumberColumn) ? new NumberColumn(Name, new double?[RowCount])
        : type == typeof(BooleanColumn) ? new BooleanColumn(Name, new bool?[RowCount])
        : type == typeof(DateColumn) ? new DateColumn(Name, new DateTime?[RowCount])
        : type == typeof(CategoryColumn) ? new CategoryColumn(Name, new string?[RowCount], [])
        : new TextColumn(Name, new string?[RowCount]);

    /// <summary>Consecutive rows, which have been checked.</summary>
    internal abstract TableColumn Rows(int start, int count);

    /// <summary>The rows with the given numbers, which have been checked.</summary>
    internal abstract TableColumn SelectRows(ReadOnlySpan<int> rows);

    /// <summary>The kind, as messages name it: "numbers", "text", "categories", "truth values" or "dates".</summary>
    public string Holds => Kind switch
    {
        ColumnKind.Number => "numbers",
        ColumnKind.Text => "text",
        ColumnKind.Category => "categories",
        ColumnKind.Boolean => "truth values",
        ColumnKind.Date => "dates",
        _ => throw new NotSupportedException($"{Kind}"),
    };

    /// <summary>Name, kind and length.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Holds}, {Check.Count(RowCount, "row")}, {MissingCount} missing");

    private protected static T[] Pick<T>(ReadOnlySpan<T> all, ReadOnlySpan<int> rows)
    {
        T[] picked = GC.AllocateUninitializedArray<T>(rows.Length);
        for (int i = 0; i < rows.Length; i++) picked[i] = all[rows[i]];
        return picked;
    }
}
