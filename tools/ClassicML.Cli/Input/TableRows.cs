using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Cli.Input;

/// <summary>Parts the columns of a table: features, target, weights, groups, names of rows.</summary>
/// <param name="roles">What the columns are for.</param>
/// <param name="like">What the training rows looked like; null where these are they.</param>
/// <param name="note">Is told what a user should know.</param>
internal sealed class TableRows(ColumnRoles roles, RowLayout? like, Action<string> note)
{
    /// <exception cref="ArgumentException">A column is not there, or has two roles.</exception>
    public RowSet Part(string source, Table table, bool hasHeader)
    {
        // A file without names has its columns in the order of the training file, or its features alone.
        if (like is { Names: { } names } && !hasHeader && table.ColumnCount == like.FeatureCount)
            table = new Table(table.Columns.Zip(names, (column, name) => column.Rename(name)));
        string? target = Target(table), weights = Beside(table, roles.Weights), groups = Beside(table, roles.Groups), id = Find(table, roles.Id);
        string[] beside = [.. new[] { target, weights, groups, id }.OfType<string>()];
        if (beside.Distinct(StringComparer.Ordinal).Count() < beside.Length)
            throw new UsageException("target, weights, groups and id must be columns of their own");
        Table features = like is { Names: not null } ? Known(source, table, beside) : Chosen(source, table, beside);
        // The library's own reading of weights and groups, with their checks.
        RegressionData? sides = weights is null && groups is null ? null
            : table.Select(new[] { weights, groups }.OfType<string>()).With(new NumberColumn("0 ", new double[table.RowCount]),
                new NumberColumn("1 ", new double[table.RowCount]))
                .ToRegression("0 ", weights, groups);
        return new RowSet(source, features)
        {
            Target = target is null ? null : table[target],
            Weights = sides?.Weights.ToArray() ?? [],
            Groups = sides?.Groups.ToArray() ?? [],
            Ids = id is null ? null : table[id],
            Places = [.. Enumerable.Range(0, table.RowCount)],
        };
    }

    private string? Target(Table table)
    {
        if (like is not null && roles.Target is null) return like.Target is { } own && table.Has(own) ? own : null;
        if (!roles.HasTarget) return null;
        return Find(table, roles.Target) ?? table.Columns[^1].Name;
    }

    // Rows to test on need neither weights nor groups.
    private string? Beside(Table table, string? column) => like is not null && column is not null && !table.Has(column) ? null : Find(table, column);

    /// <summary>The column of a name, or of a number from 0; null for null.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static string? Find(Table table, string? column)
    {
        if (column is null) return null;
        if (!table.Has(column) && int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < table.ColumnCount)
            return table.Columns[number].Name;
        return table[column].Name;
    }

    // The features that a model knows, in its order.
    private Table Known(string source, Table table, string[] beside)
    {
        string[] names = [.. like!.Names!];
        string[] missing = [.. names.Where(name => !table.Has(name))];
        if (missing.Length > 0)
        {
            string[] unused = [.. table.Columns.Select(column => column.Name).Except(names, StringComparer.Ordinal)];
            string near = NearNames.Find(missing[0], unused) is { } other ? $": is '{other}' the column '{missing[0]}'?" : "";
            throw new ArgumentException(
                $"{source} has no column {Quoted(missing)}, which the model was trained on{near}");
        }
        string[] more = [.. table.Columns.Select(column => column.Name).Except(names, StringComparer.Ordinal).Except(beside, StringComparer.Ordinal)];
        if (more.Length > 0) note($"{source}: no use is made of {Quoted(more)}: no features of the model");
        return AsCategories(table.Select(names), names.Where(name => like.Kinds.GetValueOrDefault(name) == ColumnKind.Category));
    }

    private Table Chosen(string source, Table table, string[] beside)
    {
        string[] dropped = [.. roles.Drop.Select(name => Find(table, name)!)];
        string[] chosen = roles.Columns.Length > 0
            ? [.. roles.Columns.Select(name => Find(table, name)!).Distinct(StringComparer.Ordinal)]
            : [.. table.Columns.Select(column => column.Name).Except(beside, StringComparer.Ordinal)];
        if (chosen.Intersect(beside, StringComparer.Ordinal).FirstOrDefault() is { } twice)
            throw new UsageException($"'{twice}' is the target, the weights, the groups or the id, and can't be a feature too");
        chosen = [.. chosen.Except(dropped, StringComparer.Ordinal)];
        if (chosen.Length == 0)
            throw new ArgumentException($"{source} has no feature column beside {Quoted(beside.Length > 0 ? beside : dropped)}");
        Table features = AsCategories(table.Select(chosen), roles.Categorical.Select(name => Find(table, name)!));
        foreach (TableColumn column in features.Columns)
            if (Suspicion.RowNumbers(column))
                note($"{source}: column '{column.Name}' counts the rows; --id {Shell(column.Name)} keeps it out of the features");
        return features;
    }

    private static Table AsCategories(Table table, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.FirstOrDefault(name => !table.Has(name)) is { } absent) throw new ArgumentException($"--categorical: '{absent}' is no feature");
        return all.Length == 0 ? table : table.With(all.Select(name => Category(table[name])));
    }

    private static TableColumn Category(TableColumn column)
    {
        if (column is CategoryColumn) return column;
        string?[] texts = [.. Enumerable.Range(0, column.RowCount).Select(column.Text)];
        IEnumerable<string> levels = texts.OfType<string>().Distinct(StringComparer.Ordinal);
        levels = column is NumberColumn
            ? levels.OrderBy(text => double.Parse(text, CultureInfo.InvariantCulture))
            : levels.Order(StringComparer.Ordinal);
        return new CategoryColumn(column.Name, texts, [.. levels.DefaultIfEmpty("")]);
    }

    private static string Shell(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? name : $"'{name}'";

    private static string Quoted(string[] names) =>
        string.Join(", ", names.Take(5).Select(name => $"'{name}'")) + (names.Length > 5 ? FormattableString.Invariant($" and {names.Length - 5} more") : "");
}
