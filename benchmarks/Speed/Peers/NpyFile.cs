using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>Writes NumPy's .npy files, version 1.0, little-endian, row-major.</summary>
internal static class NpyFile
{
    public static void Write(string path, Matrix values) =>
        Write(path, "<f8", $"({values.RowCount}, {values.ColumnCount})", MemoryMarshal.AsBytes(values.Span));

    public static void Write(string path, ReadOnlySpan<int> values) => Write(path, "<i4", $"({values.Length},)", MemoryMarshal.AsBytes(values));

    private static void Write(string path, string type, string shape, ReadOnlySpan<byte> content)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        // The header ends at a multiple of 64 bytes with a line end.
        header = header.PadRight((10 + header.Length + 1 + 63) / 64 * 64 - 11) + "\n";
        using FileStream file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0]);
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        file.Write(length);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(content);
    }
}
