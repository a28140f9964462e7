using System.Buffers.Binary;
using System.Text;

namespace ClassicML.Onnx;

/// <summary>The few rules of protocol buffers' wire format that ONNX files need.</summary>
/// <remarks>
/// A field is a tag, (number &lt;&lt; 3) | wire type, and a value: a varint (type 0), 4 bytes (type 5), or a length and as many bytes
/// (type 2), which serves texts, raw data and nested messages alike. Source: protobuf.dev, "Encoding".
/// </remarks>
internal sealed class ProtoWriter
{
    private byte[] buffer = new byte[256];
    private int length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public ProtoWriter Integer(int field, long value)
    {
        Tag(field, 0);
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Single(int field, float value)
    {
        Tag(field, 5);
        BinaryPrimitives.WriteSingleLittleEndian(Room(4), value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Varint((ulong)value.Length);
        value.CopyTo(Room(value.Length));
        return this;
    }

    public ProtoWriter Message(int field, Action<ProtoWriter> write)
    {
        var inner = new ProtoWriter();
        write(inner);
        return Bytes(field, inner.Written);
    }

    private void Tag(int field, int wireType) => Varint((ulong)(field << 3 | wireType));

    private void Varint(ulong value)
    {
        for (; value > 0x7F; value >>= 7) Room(1)[0] = (byte)(value | 0x80);
        Room(1)[0] = (byte)value;
    }

    private Span<byte> Room(int count)
    {
        if (buffer.Length - length < count) Array.Resize(ref buffer, Math.Max(checked(length + count), (int)Math.Min(Array.MaxLength, 2L * buffer.Length)));
        length += count;
        return buffer.AsSpan(length - count, count);
    }
}
