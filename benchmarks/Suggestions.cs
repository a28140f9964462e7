namespace ClassicML.Benchmarks;

/// <summary>What someone may have meant by a name that isn't known.</summary>
internal static class Suggestions
{
    /// <summary>": did you mean …?" with the nearest names; all names, if none is near.</summary>
    public static string Near(string name, IEnumerable<string> known)
    {
        string[] all = [.. known.Distinct()];
        string[] near = [.. all.Where(k => k.Contains(name, StringComparison.OrdinalIgnoreCase) || Distance(name, k) <= Math.Max(2, name.Length / 3)).OrderBy(k => Distance(name, k)).Take(3)];
        return near.Length > 0 ? $": did you mean {string.Join(" or ", near.Select(k => $"'{k}'"))}?" : $"; there are {string.Join(", ", all)}";
    }

    // Levenshtein's: how many letters must be put in, left out or changed.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1)));
        }
        return row[^1];
    }
}
