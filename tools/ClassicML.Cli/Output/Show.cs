using System.Globalization;
using Spectre.Console;

namespace ClassicML.Cli.Output;

/// <summary>Numbers and tables as people read them.</summary>
internal static class Show
{
    /// <summary>A number with five significant digits, or all of those before the point.</summary>
    public static string Number(double value) =>
        (value == Math.Floor(value) || Math.Abs(value) >= 1e4) && Math.Abs(value) < 1e15 ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("G5", CultureInfo.InvariantCulture);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A score between folds of others, to four decimals; of other sizes with five digits.</summary>
    public static string Score(double value) =>
        Math.Abs(value) is > 0 and < 1e-3 or >= 1e4 ? Number(value) : value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A p-value to three decimals; of smaller ones that they are.</summary>
    public static string PValue(double value) => value < 0.001 ? "<0.001" : value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>A time in the unit that suits it.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 1e-6 => FormattableString.Invariant($"{seconds * 1e9:F0} ns"),
        < 1e-3 => FormattableString.Invariant($"{seconds * 1e6:F0} µs"),
        < 1 => FormattableString.Invariant($"{seconds * 1e3:G3} ms"),
        < 120 => FormattableString.Invariant($"{seconds:G3} s"),
        _ => FormattableString.Invariant($"{ProgressLine.Duration(TimeSpan.FromSeconds(seconds))}"),
    };

    /// <summary>Below this width a table leaves out what can be asked for by --json.</summary>
    public const int Narrow = 100;

    /// <summary>A table without borders; numbers are set to the right, and only the last column is broken into lines.</summary>
    public static Spectre.Console.Table Table(params (string Title, bool IsNumber)[] columns)
    {
        var table = new Spectre.Console.Table().NoBorder();
        for (int j = 0; j < columns.Length; j++)
        {
            (string title, bool number) = columns[j];
            var column = new Spectre.Console.TableColumn(new Text(title, new Style(decoration: Decoration.Bold)))
            {
                NoWrap = number || j < columns.Length - 1,
            };
            table.AddColumn(number ? column.RightAligned() : column);
        }
        return table;
    }

    /// <summary>A text in one line, cut where it is longer than a column is wide.</summary>
    public static string Cut(string text, int longest = 24)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length > longest ? text[..(longest - 1)] + "…" : text;
    }

    /// <summary>A list of names and what they are, a line each.</summary>
    public static Grid Facts(params (string Name, string Value)[] facts)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in facts) grid.AddRow(new Text(name), new Text(value));
        return grid;
    }

    public static void Row(this Spectre.Console.Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
