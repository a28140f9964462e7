using System.Globalization;

namespace ClassicML;

/// <summary>The summary of a table, as a table: a row for each column.</summary>
internal static class TableDescription
{
    private sealed record Line(
        string Name, string Kind, int Count, int Missing, double? Mean, double? Deviation, double? Minimum, double? Lower, double? Median, double? Upper,
        double? Maximum, int Distinct, string? MostFrequent, int Frequency);

    public static Table Of(Table table)
    {
        var lines = new Line[table.ColumnCount];
        Workers.For(lines.Length, Workers.MaxThreads, j => lines[j] = Describe(table.Columns[j]));
        return Of(lines);
    }

    private static Table Of(Line[] lines) => Table.From(lines, map => map
        .Text("column", line => line.Name)
        .Text("kind", line => line.Kind)
        .Number("count", line => line.Count)
        .Number("missing", line => line.Missing)
        .Number("mean", line => line.Mean)
        .Number("deviation", line => line.Deviation)
        .Number("minimum", line => line.Minimum)
        .Number("25%", line => line.Lower)
        .Number("50%", line => line.Median)
        .Number("75%", line => line.Upper)
        .Number("maximum", line => line.Maximum)
        .Number("distinct", line => line.Distinct)
        .Text("most frequent", line => line.MostFrequent)
        .Number("frequency", line => line.Frequency));

    private static Line Describe(TableColumn column)
    {
        double[] numbers = column is NumberColumn { Values: var values } ? NumberSort.Sorted(values) : [];
        var (distinct, mostFrequent, frequency) = column is NumberColumn ? Frequencies(numbers) : Frequencies(column);
        int missing = column.MissingCount;
        var line = new Line(
            column.Name, column.Kind.ToString().ToLowerInvariant(), column.RowCount - missing, missing,
            null, null, null, null, null, null, null, distinct, mostFrequent, frequency);
        if (numbers.Length == 0) return line;
        // Sums about the middle, so that years and prices of millions keep their digits.
        double centre = numbers[numbers.Length / 2], sum = 0, squares = 0;
        foreach (double value in numbers) sum += value - centre;
        double mean = centre + sum / numbers.Length;
        foreach (double value in numbers) squares += (value - mean) * (value - mean);
        return line with
        {
            Mean = mean,
            Deviation = numbers.Length < 2 ? null : Math.Sqrt(squares / (numbers.Length - 1)),
            Minimum = numbers[0],
            Lower = Quantile(numbers, 0.25),
            Median = Quantile(numbers, 0.5),
            Upper = Quantile(numbers, 0.75),
            Maximum = numbers[^1],
        };
    }

    // Between the two values around (n - 1)·share, as NumPy and pandas do.
    private static double Quantile(double[] sorted, double share)
    {
        double at = (sorted.Length - 1) * share;
        int low = (int)at;
        return low + 1 >= sorted.Length ? sorted[^1] : sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]);
    }

    // Of several that are as frequent the least.
    private static (int Distinct, string? MostFrequent, int Frequency) Frequencies(double[] sorted)
    {
        int distinct = 0, most = 0, mostAt = 0;
        for (int start = 0, at = 1; at <= sorted.Length; at++)
        {
            if (at < sorted.Length && sorted[at] == sorted[start]) continue;
            distinct++;
            if (at - start > most) (most, mostAt) = (at - start, start);
            start = at;
        }
        // -0 and 0 are one number, and 0 is its text.
        return (distinct, most == 0 ? null : (sorted[mostAt] + 0.0).ToString("R", CultureInfo.InvariantCulture), most);
    }

    private static (int Distinct, string? MostFrequent, int Frequency) Frequencies(TableColumn column)
    {
        if (column is CodedColumn coded)
        {
            int[] counts = new int[coded.Levels.Length];
            foreach (int code in coded.Codes)
                if (code >= 0) counts[code]++;
            return Most(counts.Select((count, code) => (coded.Levels[code], count)).Where(pair => pair.count > 0));
        }
        return Most(Enumerable.Range(0, column.RowCount).Where(row => !column.IsMissing(row)).Select(row => column.Text(row)!)
            .CountBy(text => text, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
    }

    // Of several that are as frequent the first in ordinal order, so that the answer doesn't depend on the order of rows.
    private static (int, string?, int) Most(IEnumerable<(string Text, int Count)> counts)
    {
        int distinct = 0;
        (string? Text, int Count) most = (null, 0);
        foreach (var (text, count) in counts)
        {
            distinct++;
            if (count > most.Count || count == most.Count && string.CompareOrdinal(text, most.Text) < 0) most = (text, count);
        }
        return (distinct, most.Text, most.Count);
    }
}
