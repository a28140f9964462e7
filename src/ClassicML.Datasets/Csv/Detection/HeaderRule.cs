using System.Globalization;

namespace ClassicML;

/// <summary>Whether the first record of a CSV file holds names, from what stands below it.</summary>
internal static class HeaderRule
{
    // Above this share of values of one kind, a column is of it: some may be misspelt.
    private const double MostValues = 0.9;

    private const int FirstYear = 1800, LastYear = 2200;

    /// <summary>Why the first record is no header; null where it is one.</summary>
    /// <param name="records">The fields of the records.</param>
    /// <param name="options">The form of the file.</param>
    public static string? WhyNone(string[][] records, CsvOptions options)
    {
        if (records.Length == 0) return null;
        string[] first = records[0];
        NumberText numbers = options.Numbers();
        CsvValueKind[] kinds = [.. first.Select(field => CsvValue.KindOf(field, numbers))];
        string[][] below = [.. records.Skip(1).Where(record => record.Length == first.Length)];
        if (below.Length == 0)
            return Array.FindIndex(kinds, kind => kind != CsvValueKind.Text) is var only and >= 0 ? $"its {Place(only)} is {Name(kinds[only])}" : null;

        int value = -1, missing = -1;
        bool hasOwnText = false;     // a field above texts that doesn't come again
        for (int j = 0; j < first.Length; j++)
        {
            CsvValueKind column = KindOf(below.Select(record => record[j]), numbers, options);
            bool isMissing = options.MissingValues.Contains(first[j]) || MarkerRule.IsMarker(first[j]);
            if (isMissing && first[j].Length > 0 && column != CsvValueKind.Text && missing < 0) missing = j;
            if (isMissing) continue;
            if (column == CsvValueKind.Text)
            {
                hasOwnText |= !ComesAgain(first[j], j);
            }
            else if (kinds[j] == column)
            {
                if (value < 0) value = j;
            }
            else if (!ComesAgain(first[j], j)) return null;
        }
        bool areRowsNumbered = first[0].Length == 0 && Enumerable.Range(0, 2).Any(from => CountsFrom(from));
        if (value >= 0)
            return (areRowsNumbered || hasOwnText) && CountsUp(first, kinds, below)
                ? null
                : $"its {Place(value)} is {Name(kinds[value])}, as the values below it are";
        if (missing >= 0) return $"its {Place(missing)} is {InputFile.Quote(first[missing])}, a missing value";
        if (areRowsNumbered) return null;
        for (int j = 0; j < first.Length; j++)
        {
            // The end of a line may have a separator too many.
            bool isUnused = first[j].Length == 0 && below.All(record => record[j].Length == 0);
            if (isUnused) continue;
            if (first[j].Length == 0) return $"its {Place(j)} is empty";
            if (ComesAgain(first[j], j)) return $"its {Place(j)}, {InputFile.Quote(first[j])}, comes again below";
            if (Array.IndexOf(first, first[j]) is var same && same < j) return $"its {Place(same)} and its {Place(j)} are the same, {InputFile.Quote(first[j])}";
        }
        return null;

        bool ComesAgain(string field, int j) => below.Any(record => record[j] == field);

        bool CountsFrom(int from) => below.Index().All(row => row.Item[0] == (row.Index + from).ToString(CultureInfo.InvariantCulture));
    }

    private static CsvValueKind KindOf(IEnumerable<string> values, NumberText numbers, CsvOptions options)
    {
        int[] counts = new int[4];
        foreach (string value in values)
            if (!options.MissingValues.Contains(value) && !MarkerRule.IsMarker(value)) counts[(int)CsvValue.KindOf(value, numbers)]++;
        var most = (CsvValueKind)Array.IndexOf(counts, counts.Max());
        return counts[(int)most] > 0 && counts[(int)most] >= MostValues * counts.Sum() ? most : CsvValueKind.Text;
    }

    // Names that are numbers: years in equal steps, or 0, 1, 2 and so on, above other values.
    private static bool CountsUp(string[] first, CsvValueKind[] kinds, string[][] below)
    {
        int[] places = [.. Enumerable.Range(0, first.Length).Where(j => kinds[j] == CsvValueKind.Number)];
        int[] names = new int[places.Length];
        for (int k = 0; k < names.Length; k++)
            if (!int.TryParse(first[places[k]], NumberStyles.None, CultureInfo.InvariantCulture, out names[k])) return false;
        if (names.Length < 2) return false;
        int step = names[1] - names[0];
        if (step == 0 || names.Zip(names.Skip(1)).Any(pair => pair.Second - pair.First != step)) return false;
        return names.All(IsYear)
            ? !below.All(record => places.All(j => int.TryParse(record[j], NumberStyles.None, CultureInfo.InvariantCulture, out int year) && IsYear(year)))
            : names[0] is 0 or 1 && step == 1 && names.Length > 2 && !places.All(j => below[0][j] == first[j]);
    }

    private static bool IsYear(int value) => value is >= FirstYear and <= LastYear;

    private static string Name(CsvValueKind kind) => kind switch
    {
        CsvValueKind.Number => "a number",
        CsvValueKind.Date => "a date",
        _ => "a truth value",
    };

    private static string Place(int place)
    {
        ReadOnlySpan<string> words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        return place < words.Length ? $"{words[place]} field" : string.Create(CultureInfo.InvariantCulture, $"field {place + 1}");
    }
}
