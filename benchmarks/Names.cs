using ClassicML.Internal;

namespace ClassicML.Benchmarks;

/// <summary>Lists of names on the command line.</summary>
internal static class Names
{
    /// <summary>What stands for no name at all.</summary>
    public const string None = "none";

    /// <summary>The names of a list, by commas or one an argument; none for <see cref="None"/>.</summary>
    /// <param name="kind">What is named.</param>
    /// <param name="given">The list.</param>
    /// <param name="known">The names that there are.</param>
    /// <exception cref="ArgumentException">A name is unknown; the message suggests near ones.</exception>
    public static string[] Of(string kind, IEnumerable<string> given, IReadOnlyCollection<string> known)
    {
        string[] names = [.. given.SelectMany(part => part.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        if (names is [None]) return [];
        foreach (string name in names)
            if (!known.Contains(name)) throw new ArgumentException($"there is no {kind} '{name}'{NearNames.Hint(name, known)}");
        return names;
    }
}
