using System.Buffers.Binary;
using System.Collections.Immutable;

namespace ClassicML;

/// <summary>The element types of an IDX file, by their code in its third byte.</summary>
internal enum IdxType : byte
{
    UInt8 = 0x08,
    Int8 = 0x09,
    Int16 = 0x0B,
    Int32 = 0x0C,
    Single = 0x0D,
    Double = 0x0E,
}

/// <summary>One open IDX file: its header checked against what the file can hold, then its elements as doubles.</summary>
internal sealed class IdxFile : IDisposable
{
    // Bytes that are read at once, a multiple of every element's size; shorter content needs no check of its promise.
    private const int BlockBytes = 1 << 16;

    private readonly string path;
    private readonly Stream stream;

    public IdxFile(string path)
    {
        this.path = path;
        stream = InputFile.Open(path, out long longest);
        try
        {
            Span<byte> magic = stackalloc byte[4];
            Fill(magic, "header");
            Type = (IdxType)magic[2];
            if (magic[0] != 0 || magic[1] != 0 || !Enum.IsDefined(Type) || magic[3] == 0)
                throw Error(
                    $"it starts with the bytes {Convert.ToHexString(magic)}; an IDX file has 0000, a type of 08, 09, 0B, 0C, 0D or 0E, " +
                    "and a rank from 01");
            Shape = Sizes(magic[3], out long count);
            long length = 4 + 4L * Shape.Length + count * ElementSize;
            bool packed = !stream.CanSeek;
            if (length > longest || (length < longest && !packed))
                throw Error($"its header promises {Describe()}, {length} bytes; the file holds {(packed ? "at most " : "")}{longest}");
            if (length > BlockBytes && stream is GzipInput { ExpectedLength: var end } && end != (uint)length)
                throw Error($"its header promises {Describe()}, {length} bytes; the end of the gzip file says {end}, modulo 2³²");
            long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            if (count > memory / sizeof(double))
                throw Error($"its header promises {Describe()}, {8 * count} bytes as doubles; this machine has {memory}");
            Count = (int)count;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The type of the elements.</summary>
    public IdxType Type { get; }

    /// <summary>The sizes.</summary>
    public ImmutableArray<int> Shape { get; private set; }

    /// <summary>The number of elements, the product of the sizes.</summary>
    public int Count { get; }

    private int ElementSize => Type switch { IdxType.Int16 => 2, IdxType.Int32 or IdxType.Single => 4, IdxType.Double => 8, _ => 1 };

    /// <summary>Reads the elements; once.</summary>
    public double[] Values()
    {
        // The length of a packed file is a promise, so its bytes must all have come before their doubles get room.
        IEnumerable<byte[]> blocks = stream.CanSeek ? Blocks() : [.. Blocks()];
        double[] values = GC.AllocateUninitializedArray<double>(Count);
        int done = 0;
        foreach (byte[] bytes in blocks)
        {
            Convert64(bytes, values.AsSpan(done, bytes.Length / ElementSize));
            done += bytes.Length / ElementSize;
        }
        if (stream.Read(new byte[1]) > 0) throw Error($"it goes on after the {Describe()} that its header promises");
        return values;
    }

    private IEnumerable<byte[]> Blocks()
    {
        for (int done = 0; done < Count;)
        {
            byte[] block = GC.AllocateUninitializedArray<byte>(Math.Min(Count - done, BlockBytes / ElementSize) * ElementSize);
            Fill(block, "content");
            done += block.Length / ElementSize;
            yield return block;
        }
    }

    public InvalidDataException Error(string message) => new($"{path}: {message}");

    public void Dispose() => stream.Dispose();

    private ImmutableArray<int> Sizes(int rank, out long count)
    {
        Span<byte> bytes = stackalloc byte[4 * rank];
        Fill(bytes, "header");
        int[] sizes = new int[rank];
        count = 1;
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * i)..]);
            // The count stays below 2³¹ times a size below 2³², so the product can't overflow.
            count *= size;
            if (size > int.MaxValue || count > Array.MaxLength)
                throw Error($"size {i} in its header is {size}; an array may have at most {Array.MaxLength} elements in all");
            sizes[i] = (int)size;
        }
        return ImmutableArray.Create(sizes);
    }

    private void Convert64(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        switch (Type)
        {
            case IdxType.UInt8:
                for (int i = 0; i < values.Length; i++) values[i] = bytes[i];
                break;
            case IdxType.Int8:
                for (int i = 0; i < values.Length; i++) values[i] = (sbyte)bytes[i];
                break;
            case IdxType.Int16:
                for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt16BigEndian(bytes[(2 * i)..]);
                break;
            case IdxType.Int32:
                for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 * i)..]);
                break;
            case IdxType.Single:
                for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleBigEndian(bytes[(4 * i)..]);
                break;
            default:
                for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadDoubleBigEndian(bytes[(8 * i)..]);
                break;
        }
    }

    private void Fill(Span<byte> bytes, string part)
    {
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) throw Error($"it ends within its {part}");
    }

    private string Describe() => $"{string.Join("×", Shape)} {Type}";
}
