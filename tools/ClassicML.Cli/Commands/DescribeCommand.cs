using System.CommandLine;
using System.Globalization;
using ClassicML.Cli.Input;
using ClassicML.Cli.Output;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml describe</c>: what a file holds, column by column, and what is odd about it.</summary>
internal static class DescribeCommand
{
    public static Command Create(GlobalOptions global)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "CSV, TSV, LIBSVM text, IDX or Parquet, plain or gzip; - is standard input.", Arity = ArgumentArity.ZeroOrOne,
        };
        var data = new Option<string?>("--data") { Description = $"A bundled data set instead: {string.Join(", ", Datasets.Names)}.", HelpName = "NAME" };
        var target = new Option<string?>("--target") { Description = "The column to predict, to see its balance and what gives it away. Default: the last.", HelpName = "COLUMN" };
        var command = new Command("describe", "Show the columns of a file: kinds, missing values, levels, the target's balance, and what is odd.") { file, data, target };
        var form = new FormOptions(command);
        global.SetAction(command, run =>
        {
            string? path = run.Parsed.GetValue(file), name = run.Parsed.GetValue(data);
            if (path is null == name is null) throw new UsageException("give either a FILE or --data NAME");
            (string source, Table table) = path is not null
                ? (InputStream.Name(path), new RowReader(form.Of(run.Parsed), new ColumnRoles(), run).ReadTable(path))
                : (name!, BundledRows.Table(name!, run));
            string targetName = TableRows.Find(table, run.Parsed.GetValue(target)) ?? table.Columns[^1].Name;
            run.Output.Write(Describe(source, table, targetName, run), json => json.DescribeResult, Print);
        },
            "describe customers.csv --target left",
            "describe --data iris",
            "zcat a.csv.gz | classicml describe -");
        return command;
    }

    private static DescribeResult Describe(string source, Table table, string target, Invocation run)
    {
        Table summary = table.Describe();
        double? Number(string column, int row) => summary.Column<NumberColumn>(column)[row] is var value && double.IsNaN(value) ? null : value;
        var columns = new ColumnResult[table.ColumnCount];
        for (int j = 0; j < columns.Length; j++)
            columns[j] = new ColumnResult(
                table.Columns[j].Name, summary["kind"].Text(j)!, (int)Number("missing", j)!, (int)Number("distinct", j)!, Number("mean", j),
                Number("deviation", j), Number("minimum", j), Number("25%", j), Number("50%", j), Number("75%", j), Number("maximum", j),
                summary["most frequent"].Text(j), (int)Number("frequency", j)!);
        return new DescribeResult(
            source, table.RowCount, columns, TargetResult.Of(table[target], columns[table.Columns.IndexOf(table[target])].Distinct),
            [.. Suspicion.Find(table, target, columns)], [.. run.Output.Notes]);
    }

    private static void Print(DescribeResult result, IAnsiConsole console)
    {
        console.WriteLine(FormattableString.Invariant($"{result.File}: {result.Rows} rows, {result.Columns.Length} columns"));
        console.WriteLine();
        if (console.Profile.Width < Show.Narrow) Narrow(result, console);
        else Wide(result, console);
        console.WriteLine();
        console.WriteLine(result.Target.Classes is { } classes
            ? FormattableString.Invariant($"target '{result.Target.Name}': {result.Target.ClassCount} {(result.Target.ClassCount == 1 ? "class" : "classes")}: ")
                + string.Join(", ", classes.Select(each => $"{Show.Cut(each.Label)} {Share(each.Rows, result.Rows)}"))
                    + (result.Target.ClassCount > classes.Length ? ", …" : "")
            : $"target '{result.Target.Name}': numbers");
        foreach (string sentence in result.Suspicious) console.WriteLine($"! {sentence}");
    }

    private static void Wide(DescribeResult result, IAnsiConsole console)
    {
        Spectre.Console.Table table = Show.Table(
            ("column", false), ("kind", false), ("missing", true), ("distinct", true), ("mean", true), ("minimum", true), ("median", true), ("maximum", true),
            ("most frequent", false));
        foreach (ColumnResult column in result.Columns)
            table.Row(
                Show.Cut(column.Name, 48), column.Kind, Missing(column, result), Show.Number(column.Distinct), Optional(column.Mean), Optional(column.Minimum),
                Optional(column.Median), Optional(column.Maximum), column.Mean is null ? MostFrequent(column, result) : "");
        console.Write(table);

        static string Optional(double? value) => value is { } number ? Show.Number(number) : "";
    }

    private static void Narrow(DescribeResult result, IAnsiConsole console)
    {
        Spectre.Console.Table table = Show.Table(("column", false), ("kind", false), ("missing", true), ("distinct", true), ("values", false));
        foreach (ColumnResult column in result.Columns)
            table.Row(
                Show.Cut(column.Name), column.Kind, Missing(column, result), Show.Number(column.Distinct),
                column is { Minimum: { } low, Median: { } middle, Maximum: { } high }
                    ? $"{Show.Number(low)} to {Show.Number(high)}, median {Show.Number(middle)}" : MostFrequent(column, result));
        console.Write(table);
    }

    private static string Missing(ColumnResult column, DescribeResult result) => column.Missing == 0 ? "" : Share(column.Missing, result.Rows);

    private static string MostFrequent(ColumnResult column, DescribeResult result) =>
        column.MostFrequent is { } text ? $"{Show.Cut(text)} {Share(column.Frequency, result.Rows)}" : "";

    private static string Share(int part, int all)
    {
        double percent = 100.0 * part / Math.Max(all, 1);
        return percent is > 0 and < 1 ? "<1 %" : percent is > 99 and < 100 ? ">99 %" : FormattableString.Invariant($"{percent:F0} %");
    }
}

/// <summary>What <c>describe --json</c> prints.</summary>
internal sealed record DescribeResult(string File, int Rows, ColumnResult[] Columns, TargetResult Target, string[] Suspicious, string[] Notes);

/// <summary>A column: what it holds, and of numbers where they lie.</summary>
internal sealed record ColumnResult(
    string Name, string Kind, int Missing, int Distinct, double? Mean, double? Deviation, double? Minimum, double? LowerQuartile, double? Median,
    double? UpperQuartile, double? Maximum, string? MostFrequent, int Frequency);

/// <summary>The target: the most frequent of its classes, with their rows; no classes where it has more numbers than classes have.</summary>
internal sealed record TargetResult(string Name, int ClassCount, ClassResult[]? Classes)
{
    private const int Shown = 20;

    public static TargetResult Of(TableColumn target, int distinct)
    {
        if (target is DateColumn || target is NumberColumn && distinct > TargetRule.MostClasses) return new(target.Name, distinct, null);
        // Numbers are counted before they are made texts of.
        IEnumerable<KeyValuePair<string, int>> all = target is NumberColumn numbers
            ? numbers.Values.ToArray().Where(value => !double.IsNaN(value)).CountBy(value => value)
                .Select(pair => KeyValuePair.Create(pair.Key.ToString("R", CultureInfo.InvariantCulture), pair.Value))
            : Enumerable.Range(0, target.RowCount).Where(row => !target.IsMissing(row)).Select(row => target.Text(row)!)
                .CountBy(text => text, StringComparer.Ordinal);
        var counts = all.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        return new(target.Name, distinct, [.. counts.Take(Shown).Select(pair => new ClassResult(pair.Key, pair.Value))]);
    }
}

/// <summary>A class and its rows.</summary>
internal sealed record ClassResult(string Label, int Rows);
