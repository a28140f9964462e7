using System.Globalization;
using System.Text;

namespace ClassicML.Metrics;

/// <summary>The two tables of a <see cref="ConfusionMatrix"/> as text, the same in every culture.</summary>
internal static class ConfusionMatrixText
{
    private const string Corner = "actual \\ predicted";

    public static string Table(ConfusionMatrix matrix)
    {
        IReadOnlyList<string> names = matrix.Labels.Names;
        string[][] rows = new string[names.Count + 1][];
        rows[0] = [Corner, .. names];
        for (int a = 0; a < names.Count; a++)
            rows[a + 1] = [names[a], .. Enumerable.Range(0, names.Count).Select(p => Count(matrix[a, p]))];
        return Align(rows);
    }

    public static string Report(ConfusionMatrix matrix)
    {
        var rows = new List<string[]> { new[] { "", "precision", "recall", "F1", "support" } };
        foreach (ClassScores c in matrix.Classes())
            rows.Add([c.Label, Share(c.Precision), Share(c.Recall), Share(c.F1), Count(c.Support)]);
        string total = Count(matrix.Total);
        rows.Add(["accuracy", "", "", Share(matrix.Accuracy), total]);
        foreach (Average average in new[] { Average.Macro, Average.Weighted })
            rows.Add(
            [
                average == Average.Macro ? "macro average" : "weighted average",
                Share(matrix.Precision(average)), Share(matrix.Recall(average)), Share(matrix.F1(average)), total,
            ]);
        return Align(rows);
    }

    // The first column to the left, the others to the right, two spaces between.
    private static string Align(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        for (int i = 0; i < rows.Count; i++)
        {
            if (i > 0) text.Append('\n');
            text.Append(rows[i][0].PadRight(widths[0]));
            for (int column = 1; column < widths.Length; column++) text.Append("  ").Append(rows[i][column].PadLeft(widths[column]));
        }
        return text.ToString();
    }

    private static string Count(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
