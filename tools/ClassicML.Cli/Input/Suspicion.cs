using ClassicML.Cli.Commands;

namespace ClassicML.Cli.Input;

/// <summary>Columns that are seldom what they seem.</summary>
internal static class Suspicion
{
    // Below these, what looks like a rule is chance.
    private const int FewRows = 20;

    /// <summary>A sentence for each oddity of a table.</summary>
    public static IEnumerable<string> Find(Table table, string target, IReadOnlyList<ColumnResult> columns)
    {
        for (int j = 0; j < columns.Count; j++)
        {
            TableColumn column = table.Columns[j];
            ColumnResult what = columns[j];
            int there = table.RowCount - what.Missing;
            if (there == 0) yield return $"'{column.Name}' is empty";
            else if (what.Distinct == 1) yield return $"'{column.Name}' is constant: every value that is there is {what.MostFrequent}";
            else if (RowNumbers(column)) yield return $"'{column.Name}' counts the rows";
            else if (column is TextColumn && what.Distinct == there && there >= FewRows)
                yield return $"'{column.Name}' has another text in each row, as names and keys have";
            else if (column is NumberColumn && what.Distinct == there && there >= FewRows && Whole(column) && column.Name != target)
                yield return $"'{column.Name}' has another whole number in each row, as keys have";
            if (column.Name != target && there >= FewRows && what.Distinct > 1 && GivesAway(column, table[target]))
                yield return $"'{column.Name}' tells '{target}' by itself: is it known before the target is?";
        }
        foreach (var same in Enumerable.Range(0, table.ColumnCount).GroupBy(j => (columns[j].Kind, columns[j].Distinct, columns[j].Mean, columns[j].MostFrequent)))
        {
            int[] alike = [.. same];
            for (int k = 1; k < alike.Length; k++)
                if (Equal(table.Columns[alike[0]], table.Columns[alike[k]]))
                    yield return $"'{table.Columns[alike[k]].Name}' is equal to '{table.Columns[alike[0]].Name}'";
        }
    }

    /// <summary>Whether a column counts the rows: whole numbers from 0 or 1, each one more than the one before.</summary>
    public static bool RowNumbers(TableColumn column)
    {
        if (column is not NumberColumn { Values: { Length: > 2 } values } || values[0] is not (0 or 1)) return false;
        for (int row = 1; row < values.Length; row++)
            if (values[row] != values[0] + row) return false;
        return true;
    }

    private static bool Whole(TableColumn column)
    {
        foreach (double value in ((NumberColumn)column).Values)
            if (!double.IsNaN(value) && value != Math.Floor(value)) return false;
        return true;
    }

    private static bool Equal(TableColumn a, TableColumn b)
    {
        if (a.Kind != b.Kind) return false;
        if (a is NumberColumn x && b is NumberColumn y)
        {
            for (int row = 0; row < a.RowCount; row++)
                if (!x[row].Equals(y[row])) return false;
            return true;
        }
        return Enumerable.Range(0, a.RowCount).All(row => a.Text(row) == b.Text(row));
    }

    // Of classes: each value goes with one class, or each class is an interval of the numbers. Of numbers: a straight line.
    private static bool GivesAway(TableColumn column, TableColumn target)
    {
        if (target is NumberColumn numbers && column is NumberColumn own && new HashSet<double>(numbers.Values.ToArray()).Count > TargetRule.MostClasses)
            return Math.Abs(Correlation(own.Values, numbers.Values)) > 0.99999;
        if (target is NumberColumn or DateColumn && column is not NumberColumn) return false;
        (string?, int)[] rows = [.. Enumerable.Range(0, target.RowCount).Where(row => !column.IsMissing(row) && !target.IsMissing(row)).Select(row => (target.Text(row), row))];
        int classes = rows.Select(pair => pair.Item1).Distinct(StringComparer.Ordinal).Count();
        if (classes < 2 || rows.Length < FewRows) return false;
        if (column is NumberColumn values)
        {
            (string? Class, int Row)[] sorted = [.. rows.OrderBy(pair => values[pair.Item2])];
            int changes = 0;
            for (int k = 1; k < sorted.Length; k++)
            {
                if (sorted[k].Class == sorted[k - 1].Class) continue;
                if (values[sorted[k].Row] == values[sorted[k - 1].Row]) return false;
                changes++;
            }
            return changes == classes - 1;
        }
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string? label, int row) in rows)
        {
            if (!known.TryAdd(column.Text(row)!, label) && known[column.Text(row)!] != label) return false;
        }
        // A text of its own in every other row tells everything of the rows that are there.
        return known.Count <= rows.Length / 4;
    }

    private static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double n = 0, meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i]) || double.IsNaN(y[i])) continue;
            n++;
            double dx = x[i] - meanX, dy = y[i] - meanY;
            meanX += dx / n;
            meanY += dy / n;
            xx += dx * (x[i] - meanX);
            yy += dy * (y[i] - meanY);
            xy += dx * (y[i] - meanY);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }
}
