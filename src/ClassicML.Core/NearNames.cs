using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Names as people type them: what someone may have meant who wrote one that is none.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NearNames
{
    /// <summary>The known name with the least edits to this one; null where that takes more than a third of the letters.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        (string Name, int Edits) best = known.Select(each => (each, Edits(name, each))).MinBy(pair => pair.Item2);
        return best.Name is not null && 3 * best.Edits <= Math.Max(name.Length, best.Name.Length) ? best.Name : null;
    }

    /// <summary>The end of a message about an unknown name: the near one as a question, or all of them.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known) =>
        Find(name, known) is { } near ? $": did you mean '{near}'?" : $"; there are {string.Join(", ", known)}";

    /// <summary>Whether two names are one but for capitals and hyphens: MaxDepth is max-depth.</summary>
    public static bool Same(string a, string b) => string.Equals(Plain(a), Plain(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>A name in lower case with hyphens: MaxDepth is max-depth.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal);

    /// <summary>Levenshtein's distance: the fewest letters to insert, drop and replace.</summary>
    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], diagonal));
            }
        }
        return row[^1];
    }
}
