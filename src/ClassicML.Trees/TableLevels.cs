namespace ClassicML.Trees;

/// <summary>What a model keeps of the table that it was fitted on, to read others like it: the levels of each column of text or categories.</summary>
/// <remarks>
/// A level is a category whose number is its place: text in ordinal order, categories in theirs, of both only what occurs in rows that weigh
/// something. So neither the order of rows nor levels without rows change a tree. A missing value is NaN; a level that the fit has not seen is
/// -1, which no node asks for.
/// </remarks>
internal sealed class TableLevels
{
    private const double Unseen = -1;

    // For each level its number; null for columns of numbers.
    private readonly Dictionary<string, double>?[] numbers;

    /// <param name="levels">The levels of each column; null for columns of numbers.</param>
    /// <exception cref="ArgumentException">A level comes twice.</exception>
    public TableLevels(string[]?[] levels)
    {
        Levels = levels;
        numbers = Array.ConvertAll(levels, own =>
            own?.Select((level, number) => KeyValuePair.Create(level, (double)number)).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The levels of each column; null for columns of numbers.</summary>
    public string[]?[] Levels { get; }

    /// <summary>The levels of data; null where it is a matrix or a table of numbers.</summary>
    /// <param name="x">The data.</param>
    /// <param name="rows">The rows that weigh something.</param>
    /// <exception cref="ArgumentException">A column holds dates.</exception>
    public static TableLevels? Of(Features x, ReadOnlySpan<int> rows)
    {
        if (x is not Table table) return null;
        string[]?[] levels = new string[table.ColumnCount][];
        for (int j = 0; j < levels.Length; j++)
        {
            if (table.Columns[j].Kind == ColumnKind.Date)
                throw new ArgumentException($"column '{table.Columns[j].Name}' holds dates; put DateFeatures before it", nameof(x));
            if (table.Columns[j] is CodedColumn coded) levels[j] = [.. coded.PresentLevels(rows)];
        }
        return Array.TrueForAll(levels, own => own is null) ? null : new TableLevels(levels);
    }

    /// <summary>A table as numbers.</summary>
    /// <param name="x">A table with the columns that were fitted on, in their order.</param>
    /// <param name="reader">Who asks, for the message.</param>
    /// <exception cref="ArgumentException">It is a matrix, or a column is of another kind; the message names it.</exception>
    public Matrix Encode(Features x, string reader) => x is Table table
        ? new Table(table.Columns.Select(Encode)).ToMatrix()
        : throw new ArgumentException(
            $"{reader} was fitted on a {nameof(Table)} with text or categories, so it reads such a table; this is a {x.GetType().Name}", nameof(x));

    /// <summary>Whether the levels are the same.</summary>
    public bool Same(TableLevels? other) =>
        other is not null && Levels.Zip(other.Levels).All(pair =>
            pair.First is null ? pair.Second is null : pair.Second is not null && pair.First.SequenceEqual(pair.Second));

    private TableColumn Encode(TableColumn column, int place) => (numbers[place], column) switch
    {
        (null, { Numbers: not null }) => column,
        ({ } known, CodedColumn coded) => NumberColumn.Wrap(column.Name, Encode(coded, known)),
        _ when column.IsEmpty => column.As<NumberColumn>()!,
        (var known, _) => throw new ArgumentException(
            $"column '{column.Name}' is of the kind {column.Kind}; when the model was fitted it held {(known is null ? "numbers" : "text or categories")}", "x"),
    };

    private static double[] Encode(CodedColumn column, Dictionary<string, double> known)
    {
        double[] ofLevels = [.. column.Levels.Select(level => known.GetValueOrDefault(level, Unseen))];
        double[] values = GC.AllocateUninitializedArray<double>(column.RowCount);
        ReadOnlySpan<int> codes = column.Codes;
        for (int row = 0; row < values.Length; row++) values[row] = codes[row] < 0 ? double.NaN : ofLevels[codes[row]];
        return values;
    }
}
