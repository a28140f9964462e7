namespace ClassicML;

/// <summary>A row of a <see cref="Table"/>, for conditions and for looking at.</summary>
public readonly struct TableRow
{
    private readonly Table table;

    internal TableRow(Table table, int index) => (this.table, Index) = (table, index);

    /// <summary>The number of the row, from 0.</summary>
    public int Index { get; }

    /// <summary>Whether there is no value in a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public bool IsMissing(string column) => table[column].IsMissing(Index);

    /// <summary>The number in a column of numbers; NaN where it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds no numbers.</exception>
    public double Number(string column) => table.Column<NumberColumn>(column)[Index];

    /// <summary>The value in a column of any kind, as text; null where it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string? Text(string column) => table[column].Text(Index);

    /// <summary>The value in a column of truth values; null where it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds no truth values.</exception>
    public bool? Boolean(string column) => table.Column<BooleanColumn>(column)[Index];

    /// <summary>The date in a column of dates; null where it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds no dates.</exception>
    public DateTime? Date(string column) => table.Column<DateColumn>(column)[Index];
}
