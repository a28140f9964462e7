using ClassicML.Internal;

namespace ClassicML;

/// <summary>A table as numbers in rows, and as data with a target.</summary>
internal static class TableData
{
    // Rows times columns of a tile that is turned at once: both sides of it stay in the first cache.
    private const int TileRows = 64;

    public static Matrix Numbers(Table table)
    {
        int p = table.ColumnCount;
        double[] values = GC.AllocateUninitializedArray<double>((int)MemoryNeed.Doubles(
            table.RowCount, p, "a table as a matrix", "take fewer rows or columns at once"));
        ReadOnlyMemory<double>[] columns = [.. table.Columns.Select(column => (column.Numbers ?? column.As<NumberColumn>()!.Numbers)!.Value)];
        Workers.ForBlocks(table.RowCount, TileRows, table.RowCount * (long)p < 100_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            for (int j = 0; j < p; j++)
            {
                ReadOnlySpan<double> column = columns[j].Span[start..end];
                for (int i = 0, to = start * p + j; i < column.Length; i++, to += p) values[to] = column[i];
            }
        });
        return Matrix.Wrap(values, table.RowCount, p).WithNames(table.ColumnNames);
    }

    public static ClassificationData Classification(Table table, string target, string? weights, string? groups)
    {
        TableColumn column = Complete(table, target);
        var (labels, codes) = column switch
        {
            CodedColumn coded => coded.Labels(),
            NumberColumn numbers => ClassLabels.Find(Integers(numbers, "classes")),
            DateColumn => throw new ArgumentException($"column '{target}' holds dates, which are no classes", nameof(target)),
            _ => ClassLabels.Find([.. Enumerable.Range(0, column.RowCount).Select(row => column.Text(row)!)]),
        };
        return new ClassificationData(Rest(table, target, weights, groups), codes, labels, Weights(table, weights), Groups(table, groups), targetName: target);
    }

    public static RegressionData Regression(Table table, string target, string? weights, string? groups)
    {
        if (Complete(table, target) is not NumberColumn column)
            throw new ArgumentException($"column '{target}' holds {table[target].Holds}, and a regressor predicts numbers; use ToClassification", nameof(target));
        return new RegressionData(Rest(table, target, weights, groups), column.Values, Weights(table, weights), Groups(table, groups), targetName: target);
    }

    public static OutlierData Outliers(Table table, string target, string? groups)
    {
        TableColumn column = Complete(table, target);
        double[] flags = column.Numbers is { } numbers ? numbers.ToArray() : [];
        if (flags.Length == 0 || Array.Exists(flags, flag => flag is not (0 or 1)))
            throw new ArgumentException($"column '{target}' must hold truth values, or 1 for outliers and 0 for the others", nameof(target));
        return new OutlierData(Rest(table, target, null, groups), Array.ConvertAll(flags, flag => flag == 1), Groups(table, groups));
    }

    private static TableColumn Complete(Table table, string name)
    {
        TableColumn column = table[Check.NotNull(name, nameof(name))];
        for (int row = 0; row < column.RowCount; row++)
            if (column.IsMissing(row))
                throw new ArgumentException(
                    FormattableString.Invariant($"column '{name}' misses its value in row {row}, and {column.MissingCount} in all; leave such rows out: ")
                    + $"table.Where(row => !row.IsMissing(\"{name}\"))", nameof(name));
        return column;
    }

    private static Table Rest(Table table, string target, string? weights, string? groups)
    {
        string[] used = [.. new[] { target, weights, groups }.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (used.Length == table.ColumnCount)
            throw new ArgumentException($"the table has no column beside {string.Join(", ", used.Select(name => $"'{name}'"))}", nameof(target));
        return table.Without(used);
    }

    private static double[] Weights(Table table, string? name) =>
        name is null ? []
        : Complete(table, name) is NumberColumn column ? column.Values.ToArray()
        : throw new ArgumentException($"column '{name}' holds {table[name].Holds}; weights are numbers", "weights");

    private static int[] Groups(Table table, string? name) => name is null ? [] : Complete(table, name) switch
    {
        CodedColumn coded => coded.Codes.ToArray(),
        NumberColumn numbers => Integers(numbers, "groups"),
        var other => throw new ArgumentException($"column '{name}' holds {other.Holds}; groups are text, categories or whole numbers", "groups"),
    };

    private static int[] Integers(NumberColumn column, string what)
    {
        int[] integers = new int[column.RowCount];
        for (int row = 0; row < integers.Length; row++)
        {
            double value = column[row];
            integers[row] = value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw new ArgumentException(
                FormattableString.Invariant($"column '{column.Name}', row {row} is {Check.Text(value)}; {what} must be whole numbers"), column.Name);
        }
        return integers;
    }
}
