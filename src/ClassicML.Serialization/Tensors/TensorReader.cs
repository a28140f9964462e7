using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using ClassicML.Wire;

namespace ClassicML.Serialization;

/// <summary>Reads arrays one after another, each straight into memory of its own, and hashes what it reads.</summary>
internal sealed class TensorReader(Stream stream)
{
    // Bytes that are read and hashed at once: they stay in a near cache, and as an array are no large object.
    private const int Piece = 1 << 16;

    private readonly byte[] piece = new byte[Piece];

    public XxHash128 Hash { get; } = new();

    /// <summary>Some bytes, without memory for more than there are.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="count">How many.</param>
    /// <param name="left">How many there are; null where that isn't known.</param>
    /// <param name="what">What they are, for the message.</param>
    /// <exception cref="ModelFormatException">There are fewer.</exception>
    public static byte[] ReadBytes(Stream stream, int count, long? left, string what)
    {
        if (left < count) throw Short(what);
        byte[] bytes = new byte[left is null ? Math.Min(count, Piece) : count];
        for (int read = 0; read < count;)
        {
            if (read == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, 2L * read));
            int more = stream.Read(bytes, read, bytes.Length - read);
            if (more == 0) throw Short(what);
            read += more;
        }
        return bytes;
    }

    /// <summary>One array.</summary>
    /// <exception cref="ModelFormatException">It is stored as another type, or the stream ends before it does.</exception>
    public WireValue Read(TensorEntry entry, ArrayKind kind)
    {
        bool fits = kind switch
        {
            ArrayKind.Doubles => entry.Type is TensorType.F64 or TensorType.F32,
            ArrayKind.Integers => entry.Type is TensorType.I32 or TensorType.I16,
            ArrayKind.Texts => entry.Type == TensorType.U8,
        };
        if (!fits) throw new ModelFormatException($"array '{entry.Name}' is of type {entry.Type}, and the model has {kind.ToString().ToLowerInvariant()} there");
        if (entry.Count > Array.MaxLength) throw new ModelFormatException($"array '{entry.Name}' has more elements than an array can have");
        return kind switch
        {
            ArrayKind.Doubles => new WireValue.Doubles(Read<double>(
                entry, entry.Type == TensorType.F64 ? null : (from, to) => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(from), to))),
            ArrayKind.Integers => new WireValue.Integers(Read<int>(
                entry, entry.Type == TensorType.I32 ? null : (from, to) => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(from), to))),
            ArrayKind.Texts => Texts(Read<byte>(entry, null), entry.Name),
        };
    }

    // Elements of full width are read to where they stay. Where the length of the file isn't known, the array grows with what comes, so that a
    // header's claim alone takes no memory.
    private T[] Read<T>(TensorEntry entry, PieceAction<T>? convert) where T : unmanaged
    {
        int count = (int)entry.Count, width = entry.Type.Size(), most = Piece / width;
        T[] values = GC.AllocateUninitializedArray<T>(stream.CanSeek ? count : Math.Min(count, most));
        for (int done = 0; done < count;)
        {
            if (done == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * done));
            int now = Math.Min(most, values.Length - done);
            Span<T> to = values.AsSpan(done, now);
            Span<byte> bytes = convert is null ? MemoryMarshal.AsBytes(to) : piece.AsSpan(0, now * width);
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw Short($"array '{entry.Name}'");
            Hash.Append(bytes);
            convert?.Invoke(bytes, to);
            done += now;
        }
        return values;
    }

    private static WireValue.List Texts(byte[] bytes, string name)
    {
        var texts = new List<WireValue>();
        var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1 });
        try
        {
            for (json.Read(); json.Read() && json.TokenType == JsonTokenType.String;) texts.Add(new WireValue.Text(json.GetString()!));
            if (json.TokenType == JsonTokenType.EndArray && !json.Read()) return new WireValue.List(texts);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException($"array '{name}' is no list of texts in JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        throw new ModelFormatException($"array '{name}' is no list of texts in JSON");
    }

    private static ModelFormatException Short(string what) => new($"the file ends before {what} does");
}

/// <summary>Turns bytes into elements.</summary>
internal delegate void PieceAction<T>(ReadOnlySpan<byte> from, Span<T> to);
