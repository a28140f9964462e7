using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using ClassicML.Wire;

namespace ClassicML.Serialization;

/// <summary>A whole file: its length of JSON, the JSON with a hash, and the arrays.</summary>
/// <remarks>
/// The hash is XXH128 of all bytes of the file, its own digits taken as zeros. It finds damage, and is no signature: who can change a file can change its hash.
/// </remarks>
internal static class TensorFile
{
    /// <summary>The name of the hash among the texts of the header.</summary>
    public const string Hash = "hash";

    private const string NoHash = "00000000000000000000000000000000";

    private static readonly byte[] HashKey = Encoding.UTF8.GetBytes($"\"{Hash}\":\"");

    /// <summary>Writes texts and arrays.</summary>
    /// <exception cref="ArgumentException">The header is longer than readers take. Nothing is written then.</exception>
    public static void Write(
        Stream stream, ImmutableSortedDictionary<string, string> texts, List<StoredArray> arrays, CancellationToken cancellation,
        int mostHeader = TensorHeader.MaxLength)
    {
        // The widest elements first, so that each array begins at a multiple of its width.
        StoredArray[] sorted = [.. arrays.OrderByDescending(array => array.Entry.Type.Size())];
        var entries = ImmutableArray.CreateBuilder<TensorEntry>(sorted.Length);
        long end = 0;
        foreach (StoredArray array in sorted)
        {
            entries.Add(array.Entry with { Start = end });
            end += array.Entry.Bytes;
        }
        byte[] json = new TensorHeader(texts.SetItem(Hash, NoHash), entries.ToImmutable()).Format();
        if (json.Length > mostHeader)
            throw new ArgumentException(FormattableString.Invariant(
                $"the header of the file would have {json.Length} bytes, at most {mostHeader} are allowed: the model has too many parts or texts"));
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);

        var hash = new XxHash128();
        hash.Append(length);
        hash.Append(json);
        foreach (StoredArray array in sorted)
        {
            cancellation.ThrowIfCancellationRequested();
            array.Give(hash.Append);
        }
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetCurrentHash())).CopyTo(json.AsSpan(PlaceOfHash(json)));

        stream.Write(length);
        stream.Write(json);
        foreach (StoredArray array in sorted)
        {
            cancellation.ThrowIfCancellationRequested();
            array.Give(stream.Write);
        }
    }

    /// <summary>Reads the header, and leaves the stream where the arrays begin.</summary>
    /// <exception cref="ModelFormatException">It isn't one, or the file is of another length.</exception>
    public static (TensorHeader Header, byte[] Bytes) ReadHeader(Stream stream)
    {
        long? left = stream.CanSeek ? stream.Length - stream.Position : null;
        byte[] start = TensorReader.ReadBytes(stream, 8, left, "its length");
        long length = BinaryPrimitives.ReadInt64LittleEndian(start);
        if (length is < 2 or > TensorHeader.MaxLength || length > left - 8)
            throw new ModelFormatException(FormattableString.Invariant(
                $"it is no safetensors file: it begins with the number {length}, which can't be the length of its header"));
        byte[] json = TensorReader.ReadBytes(stream, (int)length, left - 8, "its header");
        TensorHeader header = TensorHeader.Parse(json);
        if (left is { } all && all - 8 - length != header.DataLength)
            throw new ModelFormatException(FormattableString.Invariant($"its arrays take {header.DataLength} bytes, and {all - 8 - length} are there"));
        return (header, [.. start, .. json]);
    }

    /// <summary>Reads the arrays that follow a header, and checks the hash.</summary>
    /// <exception cref="ModelFormatException">The stream ends early or goes on, an array is of another type, or the hash is another.</exception>
    public static Dictionary<string, WireValue> ReadArrays(
        Stream stream, TensorHeader header, byte[] bytes, IReadOnlyDictionary<string, ArrayKind> named, CancellationToken cancellation)
    {
        foreach (string name in named.Keys.Except(header.Entries.Select(entry => entry.Name))) throw new ModelFormatException($"there is no array '{name}'");
        if (PlaceOfHash(bytes) is not (>= 0 and var place) || !header.Texts.TryGetValue(Hash, out string? expected) || expected.Length != NoHash.Length)
            throw new ModelFormatException("its header has no hash of the content");
        Encoding.ASCII.GetBytes(NoHash).CopyTo(bytes.AsSpan(place));
        var reader = new TensorReader(stream);
        reader.Hash.Append(bytes);
        var arrays = new Dictionary<string, WireValue>(StringComparer.Ordinal);
        foreach (TensorEntry entry in header.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            arrays.Add(entry.Name, named.TryGetValue(entry.Name, out ArrayKind kind) ? reader.Read(entry, kind)
                : throw new ModelFormatException($"array '{entry.Name}' belongs to no part of the model"));
        }
        if (!stream.CanSeek && stream.ReadByte() >= 0) throw new ModelFormatException("bytes follow its last array");
        return Convert.ToHexStringLower(reader.Hash.GetCurrentHash()) == expected ? arrays
            : throw new ModelFormatException("its content is not what was written: the hash differs");
    }

    // A key of the header: inside the texts before it quotes are escaped.
    private static int PlaceOfHash(ReadOnlySpan<byte> json) => json.IndexOf(HashKey) is var at and >= 0 && at + HashKey.Length + NoHash.Length <= json.Length
        ? at + HashKey.Length : -1;
}
