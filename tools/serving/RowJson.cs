using System.Text.Json;
using ClassicML.Internal;

namespace ClassicML.Serving;

/// <summary>Values of a row as JSON has them, by the kinds of columns.</summary>
internal static class RowJson
{
    private const int LongestShown = 60;

    /// <summary>Sets a value; null is missing, as is what isn't named.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">A column that it has.</param>
    /// <param name="kind">What the column holds; null where that isn't known, and then the value's own kind, of which JSON has no dates.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The value is of another kind.</exception>
    public static void Set(RowInput row, string column, ColumnKind? kind, JsonElement value)
    {
        switch (kind, value.ValueKind)
        {
            case (_, JsonValueKind.Null):
                break;
            case (ColumnKind.Number or null, JsonValueKind.Number):
                row.Set(column, value.GetDouble());
                break;
            case (ColumnKind.Text or ColumnKind.Category or null, JsonValueKind.String):
                row.Set(column, value.GetString());
                break;
            case (ColumnKind.Boolean or null, JsonValueKind.True or JsonValueKind.False):
                row.Set(column, (bool?)value.GetBoolean());
                break;
            // One with an offset becomes UTC, as in a CSV file.
            case (ColumnKind.Date, JsonValueKind.String) when value.TryGetDateTime(out DateTime date):
                row.Set(column, (DateTime?)(date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : date));
                break;
            default:
                throw new ArgumentException($"'{column}' must be {Allowed(kind)}, was {Shown(value)}");
        }
    }

    /// <summary>The sentence about a name that no column has, with the one that may have been meant.</summary>
    public static string NoSuchColumn(string name, IEnumerable<string> columns) =>
        // What is longer would take time to compare, and is none.
        name.Length <= LongestShown && NearNames.Find(name, columns) is { } near
            ? $"the model has no column '{name}': did you mean '{near}'?"
            : $"the model has no column '{Cut(name)}', and none like it; GET / names all";

    /// <summary>What half of a surrogate pair becomes, and bytes that are no UTF-8: System.Text.Json finds them when a text is asked for.</summary>
    public static ArgumentException NoText(InvalidOperationException e) => new("a text has characters that are none", e);

    /// <summary>A value in a message.</summary>
    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => FormattableString.Invariant($"an array of {value.GetArrayLength()}"),
        _ => Cut(value.GetRawText()),
    };

    private static string Allowed(ColumnKind? kind) => kind switch
    {
        ColumnKind.Number => "a number",
        ColumnKind.Text or ColumnKind.Category => "a text",
        ColumnKind.Boolean => "true or false",
        ColumnKind.Date => "a date of ISO 8601, such as \"2024-02-29\" or \"2024-02-29T17:30:00Z\"",
        _ => "a number, a text, true or false",
    };

    private static string Cut(string text) => text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…");
}
