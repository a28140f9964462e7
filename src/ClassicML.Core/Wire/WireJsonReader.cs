using System.Text;
using System.Text.Json;

namespace ClassicML.Wire;

/// <summary>Makes a form of tokens as they come.</summary>
internal ref struct WireJsonReader(JsonTokens json)
{
    private readonly NumberList numbers = new();
    private JsonTokens json = json;

    public WireForm Read()
    {
        if (json.Next() != JsonTokenType.StartObject) throw NoForm();
        WireForm form = Form();
        // What follows, but for white space, is no JSON.
        json.Next();
        return form;
    }

    private WireForm Form()
    {
        string? name = null;
        bool hasFormat = false;
        var values = new List<KeyValuePair<string, WireValue>>();
        while (json.Next() != JsonTokenType.EndObject)
        {
            string key = json.Text();
            JsonTokenType type = json.Next();
            if (key == WireJson.TypeKey)
                name = name is null && type == JsonTokenType.String ? json.Text()
                    : throw new WireException("""the "type" of a form is one text, its registered name""");
            else if (key == WireJson.FormatKey) hasFormat = !hasFormat && IsKnownFormat() ? true
                : throw new WireException("""the "format" of a form is one whole number from 1""");
            else values.Add(KeyValuePair.Create(key, Value()));
        }
        if (name is null) throw NoForm();
        try
        {
            return new WireForm(name, values);
        }
        catch (ArgumentException e)
        {
            throw new WireException(e.Message, e);
        }
    }

    private bool IsKnownFormat()
    {
        if (json.Type != JsonTokenType.Number || !json.Token.TryGetInt32(out int number) || number < 1) return false;
        return number <= WireJson.Format ? true : throw new WireException(FormattableString.Invariant(
            $"this was written in format {number} by a newer version of the library; this one reads formats up to {WireJson.Format}"));
    }

    private WireValue Value() => json.Type switch
    {
        JsonTokenType.True => new WireValue.Flag(true),
        JsonTokenType.False => new WireValue.Flag(false),
        JsonTokenType.Number when json.Token.TryGetInt64(out long integer) && !IsMinusZero() => new WireValue.Integer(integer),
        JsonTokenType.Number => new WireValue.Number(Double()),
        JsonTokenType.String => new WireValue.Text(json.Text()),
        JsonTokenType.StartObject => new WireValue.Form(Form()),
        JsonTokenType.StartArray => List(),
        _ => WireValue.None.Value,
    };

    // A list of numbers as an array of them, which takes a fifth of the memory.
    private WireValue List()
    {
        while (json.Next() == JsonTokenType.Number)
            if (numbers.AreIntegers && json.Token.TryGetInt32(out int whole) && !IsMinusZero()) numbers.Add(whole);
            else numbers.Add(Double());
        if (json.Type == JsonTokenType.EndArray && numbers.Count > 0) return numbers.TakeArray();
        List<WireValue> values = numbers.TakeValues();
        for (; json.Type != JsonTokenType.EndArray; json.Next()) values.Add(Value());
        return new WireValue.List(values);
    }

    private double Double() => json.Token.GetDouble() is var number && double.IsFinite(number) ? number
        : throw new WireException($"the number {Shortened(Encoding.UTF8.GetString(json.Token.ValueSpan))} is too large for a double");

    private bool IsMinusZero() => json.Token.ValueSpan.SequenceEqual("-0"u8);

    private static WireException NoForm() => new("""a form is an object with a text "type", its registered name""");

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
