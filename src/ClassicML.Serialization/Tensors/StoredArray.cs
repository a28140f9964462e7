using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClassicML.Wire;

namespace ClassicML.Serialization;

/// <summary>An array of a form with the type in which a file stores it.</summary>
/// <remarks>
/// Numbers take half their width where that loses no bit, and never less, so that a reader needs at most twice the memory of what it reads.
/// </remarks>
internal sealed class StoredArray
{
    // Elements that are converted at once: they stay in the first cache.
    private const int Tile = 2048;

    // Half a surrogate pair is an error: what replaces it makes one text of several.
    private static readonly UTF8Encoding Unicode = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly WireValue value;
    private readonly byte[]? texts;

    public StoredArray(string name, WireValue value, (int Rows, int Columns)? shape = null)
    {
        this.value = value;
        (TensorType type, long count) = value switch
        {
            WireValue.Doubles doubles => (AreFloats(doubles.Values.Span) ? TensorType.F32 : TensorType.F64, (long)doubles.Values.Length),
            WireValue.Integers integers => (AreShort(integers.Values.Span) ? TensorType.I16 : TensorType.I32, integers.Values.Length),
            WireValue.List list => (TensorType.U8, (texts = Json(list)).Length),
            _ => throw new NotSupportedException($"{value.GetType().Name} is no array"),
        };
        ImmutableArray<long> lengths = shape is { } matrix && (long)matrix.Rows * matrix.Columns == count ? [matrix.Rows, matrix.Columns] : [count];
        Entry = new TensorEntry(name, type, lengths, 0);
    }

    /// <summary>Name, type and shape; where it begins is not known here.</summary>
    public TensorEntry Entry { get; }

    /// <summary>Gives the bytes, piece by piece.</summary>
    public void Give(ByteAction write)
    {
        if (texts is not null) write(texts);
        else if (value is WireValue.Doubles { Values.Span: var doubles })
        {
            Span<float> floats = stackalloc float[Tile];
            for (int start = 0; start < doubles.Length; start += Tile)
            {
                ReadOnlySpan<double> tile = doubles.Slice(start, Math.Min(Tile, doubles.Length - start));
                if (Entry.Type == TensorType.F64)
                {
                    write(MemoryMarshal.AsBytes(tile));
                    continue;
                }
                TensorPrimitives.ConvertTruncating(tile, floats);
                write(MemoryMarshal.AsBytes(floats[..tile.Length]));
            }
        }
        else if (value is WireValue.Integers { Values.Span: var integers })
        {
            Span<short> shorts = stackalloc short[Tile];
            for (int start = 0; start < integers.Length; start += Tile)
            {
                ReadOnlySpan<int> tile = integers.Slice(start, Math.Min(Tile, integers.Length - start));
                if (Entry.Type == TensorType.I32)
                {
                    write(MemoryMarshal.AsBytes(tile));
                    continue;
                }
                TensorPrimitives.ConvertTruncating(tile, shorts);
                write(MemoryMarshal.AsBytes(shorts[..tile.Length]));
            }
        }
    }

    private static bool AreFloats(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (BitConverter.DoubleToInt64Bits((float)value) != BitConverter.DoubleToInt64Bits(value)) return false;
        return true;
    }

    private static bool AreShort(ReadOnlySpan<int> values) => !values.ContainsAnyExceptInRange(short.MinValue, short.MaxValue);

    private static byte[] Json(WireValue.List texts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (WireValue text in texts.Values) json.WriteStringValue(Unicode.GetBytes(((WireValue.Text)text).Value));
            json.WriteEndArray();
        }
        return stream.ToArray();
    }
}

/// <summary>Takes a piece of bytes.</summary>
internal delegate void ByteAction(ReadOnlySpan<byte> bytes);
