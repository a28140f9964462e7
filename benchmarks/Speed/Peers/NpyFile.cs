using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>Writes and reads NumPy's .npy files, version 1.0, little-endian, row-major.</summary>
internal static class NpyFile
{
    public static void Write(string path, Matrix values) =>
        Write(path, "<f8", $"({values.RowCount}, {values.ColumnCount})", MemoryMarshal.AsBytes(values.Span));

    public static void Write(string path, ReadOnlySpan<int> values) => Write(path, "<i4", $"({values.Length},)", MemoryMarshal.AsBytes(values));

    /// <summary>A file of <see cref="Write(string, Matrix)"/>.</summary>
    public static Matrix ReadMatrix(string path)
    {
        (int[] shape, byte[] content) = Read(path, "<f8");
        return Matrix.Wrap(MemoryMarshal.Cast<byte, double>(content).ToArray(), shape[0], shape[1]);
    }

    /// <summary>A file of <see cref="Write(string, ReadOnlySpan{int})"/>.</summary>
    public static int[] ReadIntegers(string path) => MemoryMarshal.Cast<byte, int>(Read(path, "<i4").Content).ToArray();

    private static (int[] Shape, byte[] Content) Read(string path, string type)
    {
        byte[] file = File.ReadAllBytes(path);
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        string header = Encoding.ASCII.GetString(file.AsSpan(10, start - 10));
        if (!header.Contains($"'{type}'", StringComparison.Ordinal))
            throw new InvalidDataException($"{path} must have values of {type}, its header is {header.Trim()}");
        string shape = header[(header.IndexOf('(', StringComparison.Ordinal) + 1)..header.IndexOf(')', StringComparison.Ordinal)];
        return (Array.ConvertAll(shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), int.Parse), file[start..]);
    }

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
