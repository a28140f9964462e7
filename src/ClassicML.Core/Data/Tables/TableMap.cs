namespace ClassicML;

/// <summary>How records become rows of a <see cref="Table"/>: the columns, and how each is read. Nothing is looked up at run time.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
public sealed class TableMap<T>
{
    private readonly List<Func<IReadOnlyList<T>, TableColumn>> columns = [];

    internal TableMap()
    {
    }

    /// <summary>A column of numbers; null and NaN mean missing.</summary>
    public TableMap<T> Number(string name, Func<T, double?> read) => Add(read, all => new NumberColumn(name, all.Select(read)));

    /// <summary>A column of texts; null means missing.</summary>
    public TableMap<T> Text(string name, Func<T, string?> read) => Add(read, all => new TextColumn(name, all.Select(read)));

    /// <summary>A column of categories; null means missing.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="read">Reads a level.</param>
    /// <param name="levels">The levels, in their order.</param>
    public TableMap<T> Category(string name, Func<T, string?> read, params string[] levels) =>
        Add(read, all => new CategoryColumn(name, all.Select(read), levels));

    /// <summary>A column of truth values; null means missing.</summary>
    public TableMap<T> Boolean(string name, Func<T, bool?> read) => Add(read, all => new BooleanColumn(name, all.Select(read)));

    /// <summary>A column of dates; null means missing.</summary>
    public TableMap<T> Date(string name, Func<T, DateTime?> read) => Add(read, all => new DateColumn(name, all.Select(read)));

    internal Table Read(IEnumerable<T> records)
    {
        IReadOnlyList<T> all = Check.NotNull(records, nameof(records)) as IReadOnlyList<T> ?? [.. records];
        return new Table(columns.Select(column => column(all)));
    }

    private TableMap<T> Add(Delegate read, Func<IReadOnlyList<T>, TableColumn> column)
    {
        Check.NotNull(read, nameof(read));
        columns.Add(column);
        return this;
    }
}
