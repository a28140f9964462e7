using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ClassicML.Internal;

/// <summary>Copies between row-major and column-major order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Transposition
{
    /// <summary>destination ← sourceᵀ, by squares that stay in the first-level cache.</summary>
    /// <param name="source">rows×columns, row-major.</param>
    /// <param name="destination">Receives columns×rows, row-major. Must not overlap the source.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Copy<T>(ReadOnlySpan<T> source, Span<T> destination, int rows, int columns) where T : unmanaged
    {
        Check.Length(source.Length, (long)rows * columns, nameof(source), "element of rows×columns");
        Check.Length(destination.Length, (long)rows * columns, nameof(destination), "element of rows×columns");
        const int Side = 32;
        fixed (T* from = source, to = destination)
            for (int i = 0; i < rows; i += Side)
                for (int j = 0; j < columns; j += Side)
                    Copy(
                        from + (nint)i * columns + j, columns, Math.Min(Side, rows - i), Math.Min(Side, columns - j),
                        to + (nint)j * rows + i, rows);
    }

    internal static void Copy<T>(T* from, nint stride, int rows, int columns, T* to, nint toStride) where T : unmanaged
    {
        int row = 0;
        if ((sizeof(T) is 4 or 8) && Avx.IsSupported)
            for (; row + 4 <= rows; row += 4) FourRows(from + row * stride, stride, columns, to + row, toStride);
        for (; row < rows; row++)
            for (int column = 0; column < columns; column++) to[column * toStride + row] = from[row * stride + column];
    }

    /// <summary>Transposes four rows of 4-byte or 8-byte values, four columns at a time, in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourRows<T>(T* from, nint stride, int columns, T* to, nint toStride) where T : unmanaged
    {
        T* r0 = from, r1 = from + stride, r2 = from + 2 * stride, r3 = from + 3 * stride;
        int p = 0;
        for (; p + 4 <= columns; p += 4, to += 4 * toStride)
        {
            if (sizeof(T) == 4)
            {
                Vector128<float> x0 = Sse.LoadVector128((float*)(r0 + p)), x1 = Sse.LoadVector128((float*)(r1 + p));
                Vector128<float> x2 = Sse.LoadVector128((float*)(r2 + p)), x3 = Sse.LoadVector128((float*)(r3 + p));
                Vector128<float> a = Sse.UnpackLow(x0, x1), b = Sse.UnpackLow(x2, x3);
                Vector128<float> c = Sse.UnpackHigh(x0, x1), d = Sse.UnpackHigh(x2, x3);
                Sse.Store((float*)to, Sse.MoveLowToHigh(a, b));
                Sse.Store((float*)(to + toStride), Sse.MoveHighToLow(b, a));
                Sse.Store((float*)(to + 2 * toStride), Sse.MoveLowToHigh(c, d));
                Sse.Store((float*)(to + 3 * toStride), Sse.MoveHighToLow(d, c));
            }
            else
            {
                Vector256<double> x0 = Avx.LoadVector256((double*)(r0 + p)), x1 = Avx.LoadVector256((double*)(r1 + p));
                Vector256<double> x2 = Avx.LoadVector256((double*)(r2 + p)), x3 = Avx.LoadVector256((double*)(r3 + p));
                Vector256<double> a = Avx.UnpackLow(x0, x1), b = Avx.UnpackHigh(x0, x1);
                Vector256<double> c = Avx.UnpackLow(x2, x3), d = Avx.UnpackHigh(x2, x3);
                Avx.Store((double*)to, Avx.Permute2x128(a, c, 0x20));
                Avx.Store((double*)(to + toStride), Avx.Permute2x128(b, d, 0x20));
                Avx.Store((double*)(to + 2 * toStride), Avx.Permute2x128(a, c, 0x31));
                Avx.Store((double*)(to + 3 * toStride), Avx.Permute2x128(b, d, 0x31));
            }
        }
        for (; p < columns; p++, to += toStride) (to[0], to[1], to[2], to[3]) = (r0[p], r1[p], r2[p], r3[p]);
    }
}
