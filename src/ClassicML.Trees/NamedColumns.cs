using System.Globalization;
using System.Text.RegularExpressions;

namespace ClassicML.Trees;

/// <summary>Columns that an option names by number or by name: their text, and their places in the data.</summary>
/// <remarks>
/// A name stands in double quotes where it could be misread: of digits alone, with a comma, a quote (written twice) or '=', with spaces around it, empty,
/// or "none".
/// </remarks>
internal static partial class NamedColumns
{
    /// <summary>A name as <see cref="Read"/> takes it.</summary>
    public static string TextOf(string name) =>
        name != "none" && Item().Match(name) is { Success: true } item && item.Groups["plain"].Value == name && !IsNumber(name)
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The items of a list by commas: each a number or a name, and what follows it after '=', if anything does.</summary>
    /// <param name="text">The list.</param>
    /// <param name="form">What it must be, for the message.</param>
    /// <exception cref="FormatException">It is no such list.</exception>
    public static IEnumerable<(int? Number, string? Name, string? Value)> Read(string text, string form)
    {
        for (int at = 0; at <= text.Length;)
        {
            Match item = Item().Match(text, at);
            if (!item.Success) throw new FormatException($"it must be {form}, was '{text}'");
            at += item.Length + (item.Groups["comma"].Success ? 0 : 1);
            string? value = item.Groups["value"] is { Success: true } given ? given.Value : null;
            string plain = item.Groups["plain"].Value;
            if (item.Groups["quoted"] is { Success: true } quoted)
                yield return (null, quoted.Value.Replace("\"\"", "\"", StringComparison.Ordinal), value);
            else if (!IsNumber(plain))
                yield return (null, plain, value);
            else if (int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                yield return (number, null, value);
            else
                throw new FormatException($"it must be {form}, was '{text}'");
        }
    }

    /// <summary>The number of a column of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="x">The data.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="ArgumentException">There is no such column, or more than one; the message says which there are.</exception>
    public static int PlaceOf(string name, Features x, string option)
    {
        if (x.ColumnNames is not { } names)
            throw new ArgumentException($"{option} names column '{name}'; the columns of this data have no names, only numbers from 0", option);
        int place = names.IndexOf(name);
        if (place < 0)
            throw new ArgumentException(
                $"{option} names column '{name}', which the data doesn't have; it has {string.Join(", ", names.Take(12).Select(one => $"'{one}'"))}"
                + (names.Length > 12 ? FormattableString.Invariant($" and {names.Length - 12} more") : ""), option);
        return names.LastIndexOf(name) == place ? place : throw new ArgumentException($"{option} names column '{name}', and several have that name", option);
    }

    /// <summary>A column as messages name it.</summary>
    public static string Said(Features x, int column) =>
        x.ColumnNames is { } names ? $"column '{names[column]}'" : FormattableString.Invariant($"feature {column}");

    private static bool IsNumber(string plain) => plain.All(char.IsAsciiDigit);

    [GeneratedRegex("""
        \G\s*(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^\s",=](?:[^",=]*[^\s",=])?))\s*(?:=\s*(?<value>[^\s",=]*)\s*)?(?:(?<comma>,)|\z)
        """, RegexOptions.CultureInvariant)]
    private static partial Regex Item();
}
