using System.Globalization;

namespace ClassicML;

/// <summary>Gathers the class labels of a file and encodes them: with given classes, or with those found.</summary>
/// <param name="given">The classes allowed, or null to find them.</param>
internal sealed class LabelColumn(ClassLabels? given)
{
    private readonly Dictionary<string, int> order = new(StringComparer.Ordinal);   // text → place of first appearance
    private readonly List<string> names = [];
    private readonly List<int> known = [];                                           // place → code, where classes are given
    private int[] places = new int[1024];
    private int count;

    /// <summary>Adds a label; the second and later times without making a string of it.</summary>
    /// <returns>Null, or why it can't be one.</returns>
    public string? Add(ReadOnlySpan<char> label)
    {
        var seen = order.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!seen.TryGetValue(label, out int place))
        {
            string name = label.ToString();
            if (given is not null)
            {
                int code = given.IndexOf(given.AreIntegers && Integer(name) is { } number ? Text(number) : name);
                if (code < 0) return $"label {InputFile.Quote(label)} is not among {given}";
                known.Add(code);
            }
            place = names.Count;
            order.Add(name, place);
            names.Add(name);
        }
        if (count == places.Length) Array.Resize(ref places, 2 * count);
        places[count++] = place;
        return null;
    }

    /// <summary>The classes, and the code of each label in order of addition.</summary>
    public (ClassLabels Labels, int[] Codes) Finish()
    {
        ClassLabels labels = given ?? Find();
        int[] codeOf = given is not null
            ? [.. known]
            : [.. names.Select(name => labels.IndexOf(labels.AreIntegers ? Text(Integer(name)!.Value) : name))];
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) codes[i] = codeOf[places[i]];
        return (labels, codes);
    }

    private ClassLabels Find()
    {
        int?[] numbers = [.. names.Select(Integer)];
        return Array.TrueForAll(numbers, number => number is not null)
            ? ClassLabels.Find(numbers.Select(number => number!.Value).ToArray().AsSpan()).Labels
            : ClassLabels.Find(names.ToArray().AsSpan()).Labels;
    }

    private static int? Integer(string name) =>
        int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && !NumberText.HasNull(name) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
