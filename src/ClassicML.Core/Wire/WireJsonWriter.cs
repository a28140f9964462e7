using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClassicML.Wire;

/// <summary>Writes a form as JSON to a stream, piece by piece.</summary>
internal sealed class WireJsonWriter : IDisposable
{
    private readonly Stream stream;
    private readonly CancellationToken cancellation;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;

    public WireJsonWriter(Stream stream, CancellationToken cancellation)
    {
        (this.stream, this.cancellation) = (stream, cancellation);
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public void Dispose() => json.Dispose();

    public void Write(WireForm form)
    {
        Form(form);
        Give();
    }

    private void Form(WireForm form)
    {
        Deeper(form.Name);
        bool isRoot = json.CurrentDepth == 0;
        json.WriteStartObject();
        json.WriteString(WireJson.TypeKey, Unicode(form.Name));
        if (isRoot) json.WriteNumber(WireJson.FormatKey, WireJson.Format);
        foreach ((string name, WireValue value) in form.Values)
        {
            json.WritePropertyName(Unicode(name));
            Value(value);
        }
        json.WriteEndObject();
    }

    private void Value(WireValue value)
    {
        switch (value)
        {
            case WireValue.Flag flag: json.WriteBooleanValue(flag.Value); break;
            case WireValue.Integer integer: json.WriteNumberValue(integer.Value); break;
            case WireValue.Number number: Number(number.Value); break;
            case WireValue.Text text: json.WriteStringValue(Unicode(text.Value)); break;
            case WireValue.Form form: Form(form.Value); break;
            case WireValue.List list:
                Deeper("a list");
                json.WriteStartArray();
                foreach (WireValue item in list.Values) Value(item);
                json.WriteEndArray();
                break;
            case WireValue.Doubles doubles:
                Deeper("a list");
                json.WriteStartArray();
                foreach (double item in doubles.Values.Span)
                {
                    Number(item);
                    GiveIfFull();
                }
                json.WriteEndArray();
                break;
            case WireValue.Integers integers:
                Deeper("a list");
                json.WriteStartArray();
                foreach (int item in integers.Values.Span)
                {
                    json.WriteNumberValue(item);
                    GiveIfFull();
                }
                json.WriteEndArray();
                break;
            default: json.WriteNullValue(); break;
        }
        GiveIfFull();
    }

    private void Number(double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
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

    private void Deeper(string what)
    {
        if (json.CurrentDepth >= WireJson.DepthLimit)
            throw new ArgumentException(FormattableString.Invariant(
                $"forms may lie at most {WireJson.DepthLimit} deep, here {what} lies deeper; a pipeline has a level for each stage"));
    }

    private void GiveIfFull()
    {
        if (buffer.WrittenCount + json.BytesPending >= WireJson.Piece) Give();
    }

    // Not by a Utf8JsonWriter over the stream itself, which would flush that too: a compressor packs worse for it.
    private void Give()
    {
        cancellation.ThrowIfCancellationRequested();
        json.Flush();
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
