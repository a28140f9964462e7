using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>Tiles of 4×24 floats or 4×12 doubles: 12 sums in 12 of the 16 registers of 256 bits.</summary>
/// <remarks>The sums are named locals, since the just-in-time compiler keeps no array in registers.</remarks>
internal readonly unsafe struct TileKernel256<T> : ITileKernel<T> where T : unmanaged
{
    public static int Rows => 4;

    public static int Columns => 3 * Vector256<T>.Count;

    public static void Run(int rows, int depth, Lanes<T> a, T* b, T* tile, nint stride, bool add)
    {
        // Fewer rows need fewer sums; the arithmetic of each is the same.
        if (rows > 1 && (rows == 4 || a.Padded))
        {
            Rows4(depth, a, b, tile, stride, add);
            return;
        }
        for (; rows > 0; rows--, a = a.From(1), tile += stride) Row1(depth, a, b, tile, stride, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(int depth, in Lanes<T> a, T* b, T* tile, nint stride, bool add)
    {
        nint lane = a.Stride, lane2 = 2 * lane, next = a.DepthStride;
        T* a0 = a.At(0), a3 = a.At(3);
        Vector256<T> c00 = default, c01 = default, c02 = default;
        Vector256<T> c10 = default, c11 = default, c12 = default;
        Vector256<T> c20 = default, c21 = default, c22 = default;
        Vector256<T> c30 = default, c31 = default, c32 = default;
        for (; depth > 0; depth--, b += 3 * Vector256<T>.Count)
        {
            Vector256<T> b0 = Vector256.LoadAligned(b), b1 = Vector256.LoadAligned(b + Vector256<T>.Count);
            Vector256<T> b2 = Vector256.LoadAligned(b + 2 * Vector256<T>.Count);
            Vector256<T> x = Vector256.Create(a0[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            c02 = Fma(x, b2, c02);
            x = Vector256.Create(a0[lane]);
            c10 = Fma(x, b0, c10);
            c11 = Fma(x, b1, c11);
            c12 = Fma(x, b2, c12);
            x = Vector256.Create(a0[lane2]);
            c20 = Fma(x, b0, c20);
            c21 = Fma(x, b1, c21);
            c22 = Fma(x, b2, c22);
            x = Vector256.Create(a3[0]);
            c30 = Fma(x, b0, c30);
            c31 = Fma(x, b1, c31);
            c32 = Fma(x, b2, c32);
            a0 += next;
            a3 += next;
        }
        Put(tile, c00, c01, c02, add);
        Put(tile + stride, c10, c11, c12, add);
        Put(tile + 2 * stride, c20, c21, c22, add);
        Put(tile + 3 * stride, c30, c31, c32, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row1(int depth, in Lanes<T> a, T* b, T* tile, nint stride, bool add)
    {
        nint next = a.DepthStride;
        T* a0 = a.At(0);
        Vector256<T> c00 = default, c01 = default, c02 = default;
        for (; depth > 0; depth--, b += 3 * Vector256<T>.Count)
        {
            Vector256<T> b0 = Vector256.LoadAligned(b), b1 = Vector256.LoadAligned(b + Vector256<T>.Count);
            Vector256<T> b2 = Vector256.LoadAligned(b + 2 * Vector256<T>.Count);
            Vector256<T> x = Vector256.Create(a0[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            c02 = Fma(x, b2, c02);
            a0 += next;
        }
        Put(tile, c00, c01, c02, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fma(Vector256<T> x, Vector256<T> y, Vector256<T> sum) =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(T* row, Vector256<T> s0, Vector256<T> s1, Vector256<T> s2, bool add)
    {
        if (add)
        {
            s0 = Vector256.Load(row) + s0;
            s1 = Vector256.Load(row + Vector256<T>.Count) + s1;
            s2 = Vector256.Load(row + 2 * Vector256<T>.Count) + s2;
        }
        s0.Store(row);
        s1.Store(row + Vector256<T>.Count);
        s2.Store(row + 2 * Vector256<T>.Count);
    }
}
