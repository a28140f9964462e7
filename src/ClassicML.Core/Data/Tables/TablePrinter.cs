using System.Globalization;

namespace ClassicML;

/// <summary>A table as text: a line of names, one of kinds, the first rows; numbers to the right, the rest to the left.</summary>
internal static class TablePrinter
{
    private const int MaxRows = 10, MaxColumns = 12, MaxWidth = 24;

    public static string Print(Table table)
    {
        int rows = Math.Min(table.RowCount, MaxRows), columns = Math.Min(table.ColumnCount, MaxColumns);
        bool anyMore = table.ColumnCount > columns;
        string[][] cells = [.. table.Columns.Take(columns).Select(column => (string[])
            [Short(column.Name), column.Kind.ToString().ToLowerInvariant(), .. Enumerable.Range(0, rows).Select(row => Cell(column, row))])];
        int[] widths = [.. cells.Select(column => column.Max(cell => cell.Length))];
        var lines = Enumerable.Range(0, rows + 2).Select(line =>
        {
            var padded = cells.Select((column, j) =>
                table.Columns[j].Kind == ColumnKind.Number ? column[line].PadLeft(widths[j]) : column[line].PadRight(widths[j]));
            return string.Join("  ", padded).TrimEnd() + (anyMore ? "  …" : "");
        });
        string size = string.Create(CultureInfo.InvariantCulture, $"{Check.Count(table.RowCount, "row")} × {Check.Count(table.ColumnCount, "column")}");
        return string.Join('\n', [.. lines, .. table.RowCount > rows ? ["…", size] : new[] { size }]);
    }

    private static string Cell(TableColumn column, int row) =>
        column is NumberColumn numbers && !numbers.IsMissing(row)
            ? numbers[row].ToString(Math.Abs(numbers[row]) is >= 1e7 or < 1e-4 and > 0 ? "0.#####e0" : "0.######", CultureInfo.InvariantCulture)
            : Short(column.Text(row) ?? "-");

    // A text of several lines must not break the table.
    private static string Short(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxWidth ? line : line[..(MaxWidth - 1)] + "…";
    }
}
