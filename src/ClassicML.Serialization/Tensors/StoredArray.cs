using System.Collections.Immutable;
using System.Numerics;
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
        else if (value is WireValue.Doubles doubles) Give<double, float>(doubles.Values.Span, Entry.Type == TensorType.F32, write);
        else Give<int, short>(((WireValue.Integers)value).Values.Span, Entry.Type == TensorType.I16, write);
    }

    private static void Give<TWide, TNarrow>(ReadOnlySpan<TWide> values, bool isNarrow, ByteAction write)
        where TWide : unmanaged, INumberBase<TWide> where TNarrow : unmanaged, INumberBase<TNarrow>
    {
        Span<TNarrow> narrow = stackalloc TNarrow[Tile];
        for (int start = 0; start < values.Length; start += Tile)
        {
            ReadOnlySpan<TWide> tile = values.Slice(start, Math.Min(Tile, values.Length - start));
            if (isNarrow) TensorPrimitives.ConvertTruncating(tile, narrow);
            write(isNarrow ? MemoryMarshal.AsBytes(narrow[..tile.Length]) : MemoryMarshal.AsBytes(tile));
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
