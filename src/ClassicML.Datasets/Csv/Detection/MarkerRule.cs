using System.Buffers;

namespace ClassicML;

/// <summary>Which texts stand for missing values beyond the usual ones: a mark or a word for it that comes again among the numbers of a column.</summary>
internal static class MarkerRule
{
    private static readonly HashSet<string> words = new(StringComparer.OrdinalIgnoreCase)
    {
        "missing", "none", "nil", "na", "n.a.", "n.a", "nan", "null", "unknown", "undefined", "not available", "no data",
        "#value!", "#div/0!", "#ref!", "#null!", "#num!", "#name?",
    };

    // A column may be named # or %.
    private static readonly SearchValues<char> signs = SearchValues.Create("-–—._*?!/\\~:() ");

    /// <summary>Whether a text may stand for a missing value: one of a few words, or dashes, points and the like alone.</summary>
    public static bool IsMarker(string text) =>
        text.Length > 0 && (!text.AsSpan().ContainsAnyExcept(signs) || words.Contains(text));

    /// <summary>The markers of some rows, in the order of their columns.</summary>
    public static IEnumerable<string> Find(string[][] rows, CsvOptions options)
    {
        NumberText numbers = options.Numbers();
        int width = rows.Length == 0 ? 0 : rows[0].Length;
        var found = new List<string>();
        var others = new HashSet<string>(StringComparer.Ordinal);     // what columns of text hold
        for (int j = 0; j < width; j++)
        {
            string[] column = [.. rows.Where(row => row.Length == width && !options.MissingValues.Contains(row[j])).Select(row => row[j])];
            string[] texts = [.. column.Where(field => !numbers.TryRead(field, out _))];
            string[] kinds = [.. texts.Distinct(StringComparer.Ordinal)];
            if (kinds.Length == 1 && texts.Length > 1 && 2 * texts.Length <= column.Length && IsMarker(kinds[0])) found.Add(kinds[0]);
            else others.UnionWith(kinds);
        }
        // A word may be a value where there are others: a drug named none.
        return found.Distinct(StringComparer.Ordinal).Where(marker => !others.Contains(marker) || !words.Contains(marker));
    }
}
