namespace ClassicML.Cli.Input;

/// <summary>The data sets that the library brings along or finds.</summary>
internal static class BundledRows
{
    /// <summary>The name of a set as the library has it.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static string Known(string name) => Datasets.Names.FirstOrDefault(each => Internal.NearNames.Same(each, name))
        ?? throw new UsageException($"there is no data set '{name}'{Internal.NearNames.Hint(name, Datasets.Names)}");

    /// <exception cref="UsageException">There is none of that name.</exception>
    public static (RowSet Train, RowSet? Test) Read(string name, Invocation run)
    {
        string known = Known(name);
        (ClassificationData data, ClassificationData? test) = Datasets.Load(known, run.Output.Progress, run.Cancellation);
        return (Of(known, data), test is null ? null : Of(known, test));
    }

    /// <summary>All rows of the training part, with the target as the last column.</summary>
    public static Table Table(string name, Invocation run)
    {
        RowSet rows = Read(name, run).Train;
        return TableOf(rows);
    }

    /// <summary>Features and target of rows as one table.</summary>
    public static Table TableOf(RowSet rows)
    {
        if (rows.Features is Table table) return table.With(rows.Target!);
        Matrix matrix = rows.Features as Matrix ?? ((SparseMatrix)rows.Features).ToDense();
        int n = matrix.RowCount;
        string Name(int j) => matrix.ColumnNames is { } names ? names[j] : FormattableString.Invariant($"column {j}");
        return new Table(
            [.. Enumerable.Range(0, matrix.ColumnCount).Select(j => NumberColumn.Wrap(Name(j), [.. Enumerable.Range(0, n).Select(i => matrix[i, j])])),
                rows.Target!]);
    }

    private static RowSet Of(string name, ClassificationData data)
    {
        string target = data.TargetName ?? "class";
        int[] codes = data.Codes.ToArray();
        return new RowSet(name, data.Features)
        {
            Target = data.Labels.AreIntegers
                ? new NumberColumn(target, Array.ConvertAll(codes, code => (double)data.Labels.Integer(code)))
                : CategoryColumn.Wrap(target, codes, data.Labels.Names),
            Places = [.. Enumerable.Range(0, data.RowCount)],
        };
    }
}
