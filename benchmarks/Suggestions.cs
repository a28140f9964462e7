namespace ClassicML.Benchmarks;

/// <summary>What someone may have meant who wrote a name that is none.</summary>
internal static class Suggestions
{
    /// <summary>The known name with the least edits to this one; null where that takes more than a third of the letters.</summary>
    public static string? Near(string name, IEnumerable<string> known)
    {
        (string Name, int Edits) best = known.Select(each => (each, Edits(name, each))).MinBy(pair => pair.Item2);
        return best.Name is not null && 3 * best.Edits <= Math.Max(name.Length, best.Name.Length) ? best.Name : null;
    }

    /// <summary>The end of a message about an unknown name: the near one as a question, or all of them.</summary>
    public static string For(string name, IReadOnlyCollection<string> known) =>
        Near(name, known) is { } near ? $": did you mean '{near}'?" : $"; there are {string.Join(", ", known)}";

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
