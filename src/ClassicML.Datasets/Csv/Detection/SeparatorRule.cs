using System.Buffers;
using System.Runtime.InteropServices;

namespace ClassicML;

/// <summary>Which character separates fields: the one that cuts records into equally many, and leaves few texts with separators in them.</summary>
internal static class SeparatorRule
{
    // What a field speaks for the separator that made it.
    private const double Value = 1, Text = 0.5;

    // Above this score at least half of the fields are values, which words of a sentence are not.
    private const double MostlyValues = 0.75;

    private static readonly SearchValues<char> usual = SearchValues.Create(CsvOptions.UsualSeparators);

    /// <summary>The separator: one of the usual ones, else single blanks between numbers; a comma where records have one field each.</summary>
    public static char Find(CsvSample sample, CsvOptions options)
    {
        var best = (Score: 0.0, IsTab: false, Count: 1);
        char found = ',';
        foreach (char separator in CsvOptions.UsualSeparators)
        {
            if (separator == options.Comment) continue;
            (double score, int count) = Score(sample, options with { Separator = separator });
            // Of two that are as good the tab, which texts hardly have, or else the one that makes more fields.
            var one = (score, separator == '\t', count);
            if (count > 1 && one.CompareTo(best) > 0) (best, found) = (one, separator);
        }
        return best.Count == 1 && Score(sample, options with { Separator = ' ' }) is var (blanks, _) && blanks > MostlyValues
            && blanks > Score(sample, options with { Separator = found }).Score ? ' ' : found;
    }

    // The share of records with the usual number of fields, times what a field speaks for it in the mean; and that number.
    private static (double Score, int Count) Score(CsvSample sample, CsvOptions options)
    {
        var counts = new Dictionary<int, int>();
        long fields = 0;
        double sum = 0;
        double share = sample.Read(options, record =>
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, record.Count, out _)++;
            for (int j = 0; j < record.Count; j++) sum += Speaks(record.Plain(j).Trim());
            fields += record.Count;
        });
        if (fields == 0) return (0, 1);
        (int count, int times) = counts.MaxBy(pair => pair.Value);
        // Sums of halves are exact, and the rest is rounded in one way.
        return (Math.Round(share * times / counts.Values.Sum() * (sum / fields), 9), count);
    }

    private static double Speaks(ReadOnlySpan<char> field)
    {
        bool isQuoted = field is ['"', _, .., '"'];
        if (CsvValue.KindOf(isQuoted ? field[1..^1] : field, NumberRule.Any) != CsvValueKind.Text) return Value;
        return isQuoted || !field.ContainsAny(usual) ? Text : 0;
    }
}
