using ClassicML.Cli.Commands;
using ClassicML.Cli.Output;

namespace ClassicML.Cli.Input;

/// <summary>Columns that are seldom what they seem.</summary>
internal static class Suspicion
{
    // Below these, what looks like a rule is chance.
    private const int FewRows = 20;

    /// <summary>A sentence for each oddity of a table.</summary>
    public static IEnumerable<string> Find(Table table, string target, IReadOnlyList<ColumnResult> columns)
    {
        bool[] givesAway = GivingAway(table, table.Columns.IndexOf(table[target]), columns);
        for (int j = 0; j < columns.Count; j++)
        {
            TableColumn column = table.Columns[j];
            ColumnResult what = columns[j];
            int there = table.RowCount - what.Missing;
            if (column is NumberColumn { Values: var numbers } && Inexact(numbers))
                yield return $"'{column.Name}' has whole numbers of more digits than are told apart: --id or --drop keeps it out of the features";
            if (there == 0) yield return $"'{column.Name}' is empty";
            else if (what.Distinct == 1) yield return $"'{column.Name}' is constant: every value that is there is {Show.Cut(what.MostFrequent!)}";
            else if (RowNumbers(column)) yield return $"'{column.Name}' counts the rows";
            else if (column is TextColumn && what.Distinct == there && there >= FewRows)
                yield return $"'{column.Name}' has another text in each row, as names and keys have";
            else if (column is NumberColumn && what.Distinct == there && there >= FewRows && Whole(column) && column.Name != target)
                yield return $"'{column.Name}' has another whole number in each row, as keys have";
            if (givesAway[j])
                yield return $"'{column.Name}' tells '{target}' by itself: is it known before the target is?";
        }
        foreach (var same in Enumerable.Range(0, table.ColumnCount).GroupBy(
            j => (columns[j].Kind, columns[j].Distinct, columns[j].Mean, columns[j].MostFrequent)))
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

    // From 2^53 on, neighbouring whole numbers are one double.
    private static bool Inexact(ReadOnlySpan<double> values)
    {
        bool any = false;
        foreach (double value in values)
        {
            if (value != Math.Floor(value)) return false;
            any |= Math.Abs(value) >= 1L << 53;
        }
        return any;
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

    // Which columns tell the target by themselves.
    private static bool[] GivingAway(Table table, int target, IReadOnlyList<ColumnResult> columns)
    {
        bool[] gives = new bool[table.ColumnCount];
        TableColumn wanted = table.Columns[target];
        bool numeric = wanted is NumberColumn && columns[target].Distinct > TargetRule.MostClasses;
        (int[] classes, int classCount) = numeric ? ([], 0) : Codes(wanted);
        Workers.For(gives.Length, Workers.MaxThreads, j =>
        {
            TableColumn column = table.Columns[j];
            if (j == target || table.RowCount - columns[j].Missing < FewRows || columns[j].Distinct <= 1) return;
            if (column is NumberColumn numbers)
                gives[j] = numeric
                    ? Math.Abs(Correlation(numbers.Values, ((NumberColumn)wanted).Values)) > 0.99999 : AreIntervals(numbers.Values, classes, classCount);
            else gives[j] = wanted is not (NumberColumn or DateColumn) && GoWithOne(column, classes, classCount);
        });
        return gives;
    }

    // Each class is an interval of the numbers, and no two meet.
    private static bool AreIntervals(ReadOnlySpan<double> values, int[] classes, int classCount)
    {
        double[] least = new double[classCount], largest = new double[classCount];
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(largest, double.NegativeInfinity);
        int rows = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (classes[row] < 0 || double.IsNaN(values[row])) continue;
            rows++;
            least[classes[row]] = Math.Min(least[classes[row]], values[row]);
            largest[classes[row]] = Math.Max(largest[classes[row]], values[row]);
        }
        int[] present = [.. Enumerable.Range(0, classCount).Where(k => least[k] <= largest[k]).OrderBy(k => least[k])];
        return rows >= FewRows && present.Length >= 2 && present.Zip(present.Skip(1)).All(pair => largest[pair.First] < least[pair.Second]);
    }

    // Each value goes with one class.
    private static bool GoWithOne(TableColumn column, int[] classes, int classCount)
    {
        (int[] values, int valueCount) = Codes(column);
        int[] known = new int[valueCount];
        bool[] present = new bool[classCount];
        Array.Fill(known, -1);
        int rows = 0, different = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] < 0 || classes[row] < 0) continue;
            rows++;
            present[classes[row]] = true;
            ref int own = ref known[values[row]];
            if (own < 0) different++;
            else if (own != classes[row]) return false;
            own = classes[row];
        }
        // A text of its own in every other row tells everything of the rows that are there.
        return rows >= FewRows && present.Count(each => each) >= 2 && different <= rows / 4;
    }

    // A number for each different value, -1 where there is none.
    private static (int[] Codes, int Count) Codes(TableColumn column)
    {
        if (column is CodedColumn coded) return (coded.Codes.ToArray(), coded.Levels.Length);
        return column is NumberColumn numbers ? Numbered(row => numbers[row]) : Numbered(row => column.Text(row)!);

        (int[], int) Numbered<T>(Func<int, T> value) where T : notnull
        {
            var known = new Dictionary<T, int>();
            int[] codes = new int[column.RowCount];
            for (int row = 0; row < codes.Length; row++)
            {
                codes[row] = -1;
                if (column.IsMissing(row)) continue;
                if (!known.TryGetValue(value(row), out codes[row])) known.Add(value(row), codes[row] = known.Count);
            }
            return (codes, known.Count);
        }
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
