using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>The columns of a table that hold text or categories, and what fills each.</summary>
internal sealed class FilledTexts
{
    private readonly int[] columns;

    /// <summary>Known texts.</summary>
    /// <param name="featureCount">The number of all columns.</param>
    /// <param name="columns">Those that hold text, ascending.</param>
    /// <param name="texts">What fills each of them; looked at only where the column is kept.</param>
    /// <exception cref="ArgumentException">A column is outside, does not ascend, or is one too many.</exception>
    public FilledTexts(int featureCount, int[] columns, ImmutableArray<string> texts)
    {
        this.columns = ColumnNumbers.Ascending(columns, featureCount, "TextColumns");
        Check.Length(texts.Length, columns.Length, "FillTexts", "column of text");
        Texts = texts;
    }

    public bool Any => columns.Length > 0;

    public ReadOnlySpan<int> Columns => columns;

    public ImmutableArray<string> Texts { get; }

    /// <summary>What fills a column; null where it holds numbers.</summary>
    public string? Of(int column) => Array.BinarySearch(columns, column) is var at and >= 0 ? Texts[at] : null;

    /// <summary>The text that comes most often: of several the first in ordinal order, or of categories in the order of their levels; null of none.</summary>
    public static string? MostFrequent(CodedColumn column)
    {
        int[] counts = new int[column.Levels.Length];
        foreach (int code in column.Codes)
            if (code >= 0) counts[code]++;
        int most = counts.Append(0).Max();
        if (most == 0) return null;
        IEnumerable<string> often = column.Levels.Where((_, code) => counts[code] == most);
        return column.Kind == ColumnKind.Text ? often.Min(StringComparer.Ordinal) : often.First();
    }

    /// <summary>The columns that come out of an imputer, filled, and its indicators.</summary>
    /// <param name="x">Rows of the columns fitted on, in their order.</param>
    /// <param name="imputed">Which come out.</param>
    /// <param name="numbers">What fills each column of numbers, p.</param>
    /// <exception cref="ArgumentException">A column holds numbers where there was text, or the other way round.</exception>
    public Table Fill(Features x, ImputedColumns imputed, ReadOnlySpan<double> numbers)
    {
        Table table = x as Table ?? throw Other(x, columns[0], "no text");
        var filled = new List<TableColumn>(imputed.OutputCount);
        foreach (int j in imputed.Kept)
        {
            TableColumn column = table.Columns[j];
            if (Of(j) is { } text) filled.Add(Fill(column.As<CodedColumn>() ?? throw Other(x, j, "no text"), text));
            else filled.Add(Fill(column.Name, column.Numbers ?? column.As<NumberColumn>()?.Numbers ?? throw Other(x, j, "no numbers"), numbers[j]));
        }
        foreach (int j in imputed.Indicated)
        {
            TableColumn column = table.Columns[j];
            filled.Add(NumberColumn.Wrap(
                ImputedColumns.IndicatorName(column.Name), [.. Enumerable.Range(0, table.RowCount).Select(i => column.IsMissing(i) ? 1.0 : 0)]));
        }
        return new Table(filled);
    }

    // A text that no row has had so far is one more level, the last.
    private static CodedColumn Fill(CodedColumn column, string text)
    {
        if (column.MissingCount == 0) return column;
        ImmutableArray<string> levels = column.Levels.Contains(text, StringComparer.Ordinal) ? column.Levels : column.Levels.Add(text);
        int[] codes = column.Codes.ToArray();
        codes.Replace(-1, levels.IndexOf(text));
        return column.Kind == ColumnKind.Text ? TextColumn.Wrap(column.Name, codes, levels) : CategoryColumn.Wrap(column.Name, codes, levels);
    }

    private static NumberColumn Fill(string name, ReadOnlyMemory<double> values, double number)
    {
        double[] filled = values.ToArray();
        foreach (ref double value in filled.AsSpan())
            if (double.IsNaN(value)) value = number;
        return NumberColumn.Wrap(name, filled);
    }

    private static ArgumentException Other(Features x, int j, string holds) => new(
        $"column {(x.ColumnNames is { } names ? $"'{names[j]}'" : j.ToString(CultureInfo.InvariantCulture))} holds {holds}; it held some where the imputer was fitted",
        nameof(x));
}
