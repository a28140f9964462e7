using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using ClassicML.Internal;

namespace ClassicML.Cnn.Training;

/// <summary>Images row by row, kept as bytes when every value is a whole number from 0 to 255, otherwise as floats.</summary>
internal sealed class PixelRows
{
    private readonly byte[]? bytes;
    private readonly float[]? floats;
    private readonly float maximum;

    /// <summary>Copies rows.</summary>
    /// <param name="x">Complete rows.</param>
    /// <param name="maximum">What each value is divided by when it is read.</param>
    /// <exception cref="ArgumentException">A value, the maximum or their quotient is beyond single precision.</exception>
    public PixelRows(Matrix x, double maximum)
    {
        RowCount = x.RowCount;
        Size = x.ColumnCount;
        this.maximum = (float)maximum;
        if (!float.IsNormal(this.maximum))
            throw new ArgumentException(
                $"PixelMaximum must be a number of single precision, 1.2E-38 to 3.4E+38, was {Text(maximum)}", nameof(maximum));
        const string WayOut = "scale the pixels, and set PixelMaximum to the largest";
        SinglePrecision.CheckRange(x, WayOut);
        ReadOnlySpan<double> values = x.Span;
        float largest = (float)Kernels.LargestMagnitude(values);
        LargestValue = largest / this.maximum;
        if (!float.IsFinite(LargestValue))
            throw new ArgumentException(
                $"a pixel of {Text(largest)} divided by a PixelMaximum of {Text(maximum)} is more than single precision can hold: {WayOut}",
                nameof(x));
        bytes = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            byte value = (byte)values[i];
            if (value != values[i])
            {
                bytes = null;
                break;
            }
            bytes[i] = value;
        }
        if (bytes is not null) return;
        floats = new float[values.Length];
        for (int i = 0; i < values.Length; i++) floats[i] = (float)values[i];
    }

    public int RowCount { get; }

    /// <summary>The number of values of an image.</summary>
    public int Size { get; }

    /// <summary>The largest magnitude of what <see cref="Copy"/> gives.</summary>
    public float LargestValue { get; }

    public byte[]? Bytes => bytes;

    public float[]? Floats => floats;

    public float Maximum => maximum;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A hash of every value, for checkpoints.</summary>
    public byte[] Hash() => SHA256.HashData(bytes is null ? MemoryMarshal.AsBytes<float>(floats) : bytes);

    /// <summary>Writes an image as floats, each divided by the maximum.</summary>
    public void Copy(int row, Span<float> to)
    {
        int start = row * Size, i = 0;
        Vector512<float> divisor = Vector512.Create(maximum);
        if (bytes is not null)
        {
            ReadOnlySpan<byte> from = bytes.AsSpan(start, Size);
            for (; i <= Size - 16; i += 16)
            {
                var (low, high) = Vector128.Widen(Vector128.Create<byte>(from[i..]));
                var (a, b) = Vector256.Widen(Vector256.Create(low, high));
                (Vector512.ConvertToSingle(Vector512.Create(a, b).AsInt32()) / divisor).CopyTo(to[i..]);
            }
            for (; i < Size; i++) to[i] = from[i] / maximum;
        }
        else
        {
            ReadOnlySpan<float> from = floats.AsSpan(start, Size);
            for (; i <= Size - 16; i += 16) (Vector512.Create(from[i..]) / divisor).CopyTo(to[i..]);
            for (; i < Size; i++) to[i] = from[i] / maximum;
        }
    }
}
