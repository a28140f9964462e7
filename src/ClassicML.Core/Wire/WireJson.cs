using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClassicML.Wire;

/// <summary>Forms as JSON: {"type": name, …}. NaN and infinities, which JSON lacks, are the texts "NaN", "Infinity" and "-Infinity".</summary>
internal static class WireJson
{
    private const string TypeKey = "type";

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
            using JsonDocument document = JsonDocument.Parse(json);
            return Form(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new WireException($"this is not JSON: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, WireForm form)
    {
        writer.WriteStartObject();
        writer.WriteString(TypeKey, form.Name);
        foreach ((string name, WireValue value) in form.Values)
        {
            writer.WritePropertyName(name);
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
            case WireValue.Text text: writer.WriteStringValue(text.Value); break;
            case WireValue.Form form: Write(writer, form.Value); break;
            case WireValue.List list:
                writer.WriteStartArray();
                foreach (WireValue item in list.Values) Write(writer, item);
                writer.WriteEndArray();
                break;
            case WireValue.Doubles doubles:
                writer.WriteStartArray();
                foreach (double item in doubles.Values.Span) Write(writer, item);
                writer.WriteEndArray();
                break;
            case WireValue.Integers integers:
                writer.WriteStartArray();
                foreach (int item in integers.Values.Span) writer.WriteNumberValue(item);
                writer.WriteEndArray();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    private static void Write(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number)) writer.WriteNumberValue(number);
        else writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static WireForm Form(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(TypeKey, out JsonElement type) || type.ValueKind != JsonValueKind.String)
            throw new WireException("""a form is an object with a text "type", its registered name""");
        try
        {
            return new WireForm(type.GetString()!, element.EnumerateObject()
                .Where(property => property.Name != TypeKey).Select(property => KeyValuePair.Create(property.Name, Value(property.Value))));
        }
        catch (ArgumentException e)
        {
            throw new WireException(e.Message, e);
        }
    }

    private static WireValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => new WireValue.Flag(true),
        JsonValueKind.False => new WireValue.Flag(false),
        JsonValueKind.Number when element.TryGetInt64(out long integer) && element.GetRawText() != "-0" => new WireValue.Integer(integer),
        JsonValueKind.Number => new WireValue.Number(element.GetDouble()),
        JsonValueKind.String => new WireValue.Text(element.GetString()!),
        JsonValueKind.Object => new WireValue.Form(Form(element)),
        JsonValueKind.Array => new WireValue.List([.. element.EnumerateArray().Select(Value)]),
        _ => WireValue.None.Value,
    };
}
