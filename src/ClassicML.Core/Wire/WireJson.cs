using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClassicML.Wire;

/// <summary>Forms as JSON: {"type": name, "format": 1, …}. NaN and infinities, which JSON lacks, are the texts "NaN", "Infinity" and
/// "-Infinity".</summary>
/// <remarks>
/// The root alone says which format it is written in; one that says nothing, such as an option that was typed, is of the first. Whoever reads
/// needs stack for each form inside a form, so there is a limit, and what can't be read is not written.
/// </remarks>
internal static class WireJson
{
    public const int Format = 1;

    // A classifier at the end of a pipeline of so many stages takes less than half a megabyte of stack.
    public const int DepthLimit = 256;

    private const string TypeKey = "type", FormatKey = "format";

    /// <summary>Whether a value may not have this name.</summary>
    public static bool IsReserved(string name) => name is TypeKey or FormatKey;

    public static string Write(WireForm form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer, form);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static WireForm Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Check.NotNull(json, nameof(json)), new JsonDocumentOptions { MaxDepth = DepthLimit });
            return Form(document.RootElement);
        }
        // A text that is no Unicode is an ArgumentException in the text itself, an InvalidOperationException where it is escaped.
        catch (Exception e) when (e is JsonException or InvalidOperationException || (e is ArgumentException and not ArgumentNullException))
        {
            throw new WireException($"this is not JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, WireForm form)
    {
        Deeper(writer, form.Name);
        bool isRoot = writer.CurrentDepth == 0;
        writer.WriteStartObject();
        writer.WriteString(TypeKey, Unicode(form.Name));
        if (isRoot) writer.WriteNumber(FormatKey, Format);
        foreach ((string name, WireValue value) in form.Values)
        {
            writer.WritePropertyName(Unicode(name));
            Write(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, WireValue value)
    {
        switch (value)
        {
            case WireValue.Flag flag: writer.WriteBooleanValue(flag.Value); break;
            case WireValue.Integer integer: writer.WriteNumberValue(integer.Value); break;
            case WireValue.Number number: Write(writer, number.Value); break;
            case WireValue.Text text: writer.WriteStringValue(Unicode(text.Value)); break;
            case WireValue.Form form: Write(writer, form.Value); break;
            case WireValue.List list:
                Deeper(writer, "a list");
                writer.WriteStartArray();
                foreach (WireValue item in list.Values) Write(writer, item);
                writer.WriteEndArray();
                break;
            case WireValue.Doubles doubles:
                Deeper(writer, "a list");
                writer.WriteStartArray();
                foreach (double item in doubles.Values.Span) Write(writer, item);
                writer.WriteEndArray();
                break;
            case WireValue.Integers integers:
                Deeper(writer, "a list");
                writer.WriteStartArray();
                foreach (int item in integers.Values.Span) writer.WriteNumberValue(item);
                writer.WriteEndArray();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    // The writer puts U+FFFD in the place of half a surrogate pair, which makes one name of several.
    private static string Unicode(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return text;
        for (int at = 0; at < text.Length; at += char.IsSurrogate(text[at]) ? 2 : 1)
            if (char.IsSurrogate(text[at]) && !char.IsSurrogatePair(text, at))
                throw new ArgumentException(FormattableString.Invariant($"a text is no Unicode: its character {at} is half a surrogate pair"));
        return text;
    }

    private static void Deeper(Utf8JsonWriter writer, string what)
    {
        if (writer.CurrentDepth >= DepthLimit)
            throw new ArgumentException(FormattableString.Invariant(
                $"forms may lie at most {DepthLimit} deep, here {what} lies deeper; a pipeline has a level for each stage"));
    }

    private static void Write(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number)) writer.WriteNumberValue(number);
        else writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static WireForm Form(JsonElement element)
    {
        string? name = null;
        bool hasFormat = false;
        var values = new List<KeyValuePair<string, WireValue>>();
        if (element.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.Name == TypeKey)
                    name = name is null && property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()
                        : throw new WireException("""the "type" of a form is one text, its registered name""");
                else if (property.Name == FormatKey) hasFormat = !hasFormat && IsKnown(property.Value) ? true
                    : throw new WireException("""the "format" of a form is one whole number from 1""");
                else values.Add(KeyValuePair.Create(property.Name, Value(property.Value)));
            }
        if (name is null) throw new WireException("""a form is an object with a text "type", its registered name""");
        try
        {
            return new WireForm(name, values);
        }
        catch (ArgumentException e)
        {
            throw new WireException(e.Message, e);
        }
    }

    private static bool IsKnown(JsonElement format)
    {
        if (format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out int number) || number < 1) return false;
        return number <= Format ? true : throw new WireException(FormattableString.Invariant(
            $"this was written in format {number} by a newer version of the library; this one reads formats up to {Format}"));
    }

    private static WireValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => new WireValue.Flag(true),
        JsonValueKind.False => new WireValue.Flag(false),
        JsonValueKind.Number when element.TryGetInt64(out long integer) && element.GetRawText() != "-0" => new WireValue.Integer(integer),
        JsonValueKind.Number when double.IsFinite(element.GetDouble()) => new WireValue.Number(element.GetDouble()),
        JsonValueKind.Number => throw new WireException($"the number {Shortened(element.GetRawText())} is too large for a double"),
        JsonValueKind.String => new WireValue.Text(element.GetString()!),
        JsonValueKind.Object => new WireValue.Form(Form(element)),
        JsonValueKind.Array => Numbers(element) ?? new WireValue.List([.. element.EnumerateArray().Select(Value)]),
        _ => WireValue.None.Value,
    };

    // A list of numbers as an array of them, which takes a fifth of the memory; null for others.
    private static WireValue? Numbers(JsonElement list)
    {
        int count = list.GetArrayLength(), at = 0;
        if (count == 0) return null;
        bool areIntegers = true;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number) return null;
            areIntegers = areIntegers && item.TryGetInt32(out int whole) && (whole != 0 || item.GetRawText() != "-0");
        }
        if (areIntegers)
        {
            int[] integers = new int[count];
            foreach (JsonElement item in list.EnumerateArray()) integers[at++] = item.GetInt32();
            return new WireValue.Integers(integers);
        }
        double[] doubles = new double[count];
        foreach (JsonElement item in list.EnumerateArray())
            if (!double.IsFinite(doubles[at++] = item.GetDouble())) return null;
        return new WireValue.Doubles(doubles);
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
