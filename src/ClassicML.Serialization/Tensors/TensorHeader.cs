using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using static System.FormattableString;

namespace ClassicML.Serialization;

/// <summary>The head of a file in the safetensors layout: eight bytes that say how long the JSON is which follows, that JSON, then the arrays without gaps.
/// </summary>
/// <remarks>
/// The JSON names type, shape and bytes of each array, and texts under "__metadata__". See github.com/huggingface/safetensors, "Format". Of its rules those
/// are checked that keep a reader safe: at most a hundred million bytes of JSON, arrays that follow one another and fill the file.
/// </remarks>
internal sealed class TensorHeader
{
    /// <summary>The most bytes of JSON that a reader of the layout accepts.</summary>
    public const int MaxLength = 100_000_000;

    private const string Metadata = "__metadata__";

    public TensorHeader(ImmutableSortedDictionary<string, string> texts, ImmutableArray<TensorEntry> entries) => (Texts, Entries) = (texts, entries);

    /// <summary>The texts beside the arrays.</summary>
    public ImmutableSortedDictionary<string, string> Texts { get; }

    /// <summary>The arrays, in the order of their bytes.</summary>
    public ImmutableArray<TensorEntry> Entries { get; }

    /// <summary>The number of bytes that the arrays take.</summary>
    public long DataLength => Entries.IsEmpty ? 0 : Entries[^1].Start + Entries[^1].Bytes;

    /// <summary>The JSON, padded with spaces so that the arrays begin at a multiple of eight bytes.</summary>
    public byte[] Format()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(Metadata);
            foreach ((string name, string text) in Texts) json.WriteString(name, text);
            json.WriteEndObject();
            foreach (TensorEntry entry in Entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type.ToString());
                Write(json, "shape", entry.Shape.AsSpan());
                Write(json, "data_offsets", [entry.Start, entry.Start + entry.Bytes]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (stream.Length % 8 != 0) stream.WriteByte((byte)' ');
        return stream.ToArray();

        static void Write(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
        {
            json.WriteStartArray(name);
            foreach (long number in numbers) json.WriteNumberValue(number);
            json.WriteEndArray();
        }
    }

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="ModelFormatException">It isn't such a head.</exception>
    public static TensorHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 4 });
        try
        {
            return Parse(ref json);
        }
        // Bytes that are no UTF-8 are an InvalidOperationException in a text.
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException and not ModelFormatException)
        {
            throw new ModelFormatException($"its header is not the JSON of a safetensors file: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static TensorHeader Parse(ref Utf8JsonReader json)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var entries = ImmutableArray.CreateBuilder<TensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref json, JsonTokenType.StartObject);
        while (Next(ref json) != JsonTokenType.EndObject)
        {
            string name = json.GetString()!;
            if (!names.Add(name)) throw new ModelFormatException($"its header names '{name}' twice");
            Expect(ref json, JsonTokenType.StartObject);
            if (name == Metadata)
                while (Next(ref json) != JsonTokenType.EndObject)
                {
                    string key = json.GetString()!;
                    Expect(ref json, JsonTokenType.String);
                    if (!texts.TryAdd(key, json.GetString()!)) throw new ModelFormatException($"its header names '{key}' twice");
                }
            else entries.Add(Entry(ref json, name));
        }
        entries.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Bytes.CompareTo(b.Bytes));
        long end = 0;
        foreach (TensorEntry entry in entries)
        {
            if (entry.Start != end) throw new ModelFormatException(Invariant($"array '{entry.Name}' begins at byte {entry.Start}, where {end} was expected"));
            end += entry.Bytes;
        }
        return new TensorHeader(texts.ToImmutable(), entries.ToImmutable());
    }

    private static TensorEntry Entry(ref Utf8JsonReader json, string name)
    {
        TensorType? type = null;
        long[]? shape = null, offsets = null;
        while (Next(ref json) != JsonTokenType.EndObject)
            switch (json.GetString())
            {
                case "dtype":
                    Expect(ref json, JsonTokenType.String);
                    string text = json.GetString()!;
                    foreach (TensorType known in Enum.GetValues<TensorType>())
                        if (known.ToString() == text) type = known;
                    if (type is null) throw new ModelFormatException($"array '{name}' is of type '{text}', which no model file has");
                    break;
                case "shape":
                    shape = Numbers(ref json, name);
                    break;
                case "data_offsets":
                    offsets = Numbers(ref json, name);
                    break;
                case var other:
                    throw new ModelFormatException($"array '{name}' has a '{other}'");
            }
        if (type is not { } stored || shape is null || offsets is not [var start, var end])
            throw new ModelFormatException($"array '{name}' lacks type, shape or place");
        Int128 bytes = stored.Size();
        // Two numbers below 2⁶³ multiply without overflow here.
        foreach (long length in shape)
            bytes = bytes * length <= long.MaxValue ? bytes * length : throw new ModelFormatException($"array '{name}' is too large");
        return bytes == (Int128)end - start ? new TensorEntry(name, stored, [.. shape], start)
            : throw new ModelFormatException(Invariant($"array '{name}' has {(Int128)end - start} bytes, its shape {bytes}"));
    }

    private static long[] Numbers(ref Utf8JsonReader json, string name)
    {
        var numbers = new List<long>();
        Expect(ref json, JsonTokenType.StartArray);
        while (Next(ref json) != JsonTokenType.EndArray)
            numbers.Add(json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number) && number >= 0 && numbers.Count < 8 ? number
                : throw new ModelFormatException($"array '{name}' has a length or place that is no whole number from 0"));
        return [.. numbers];
    }

    private static JsonTokenType Next(ref Utf8JsonReader json) => json.Read() ? json.TokenType : throw new ModelFormatException("its header ends early");

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (Next(ref json) != type) throw new ModelFormatException($"its header has a {json.TokenType} where a {type} was expected");
    }
}
