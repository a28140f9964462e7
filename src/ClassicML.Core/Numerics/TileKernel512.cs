using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>Tiles of 12×32 floats or 12×16 doubles: 24 sums in 24 of the 32 registers of 512 bits.</summary>
/// <remarks>The sums are named locals, since the just-in-time compiler keeps no array in registers.</remarks>
internal readonly unsafe struct TileKernel512<T> : ITileKernel<T> where T : unmanaged
{
    public static int Rows => 12;

    public static int Columns => 2 * Vector512<T>.Count;

    public static void Run(int rows, int depth, Lanes<T> a, T* b, T* tile, nint stride, bool add)
    {
        // Fewer rows need fewer sums; the arithmetic of each is the same.
        if (rows > 8 && (rows == 12 || a.Padded))
        {
            Rows12(depth, a, b, tile, stride, add);
            return;
        }
        int least = a.Padded ? 2 : 4;
        for (; rows >= least; rows -= 4, a = a.From(4), tile += 4 * stride) Rows4(depth, a, b, tile, stride, add);
        for (; rows > 0; rows--, a = a.From(1), tile += stride) Row1(depth, a, b, tile, stride, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12(int depth, in Lanes<T> a, T* b, T* tile, nint stride, bool add)
    {
        nint lane = a.Stride, lane2 = 2 * lane, next = a.DepthStride;
        T* a0 = a.At(0), a3 = a.At(3), a6 = a.At(6), a9 = a.At(9);
        Vector512<T> c00 = default, c01 = default;
        Vector512<T> c10 = default, c11 = default;
        Vector512<T> c20 = default, c21 = default;
        Vector512<T> c30 = default, c31 = default;
        Vector512<T> c40 = default, c41 = default;
        Vector512<T> c50 = default, c51 = default;
        Vector512<T> c60 = default, c61 = default;
        Vector512<T> c70 = default, c71 = default;
        Vector512<T> c80 = default, c81 = default;
        Vector512<T> c90 = default, c91 = default;
        Vector512<T> cA0 = default, cA1 = default;
        Vector512<T> cB0 = default, cB1 = default;
        for (; depth > 0; depth--, b += 2 * Vector512<T>.Count)
        {
            Vector512<T> b0 = Vector512.LoadAligned(b), b1 = Vector512.LoadAligned(b + Vector512<T>.Count);
            Vector512<T> x = Vector512.Create(a0[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            x = Vector512.Create(a0[lane]);
            c10 = Fma(x, b0, c10);
            c11 = Fma(x, b1, c11);
            x = Vector512.Create(a0[lane2]);
            c20 = Fma(x, b0, c20);
            c21 = Fma(x, b1, c21);
            x = Vector512.Create(a3[0]);
            c30 = Fma(x, b0, c30);
            c31 = Fma(x, b1, c31);
            x = Vector512.Create(a3[lane]);
            c40 = Fma(x, b0, c40);
            c41 = Fma(x, b1, c41);
            x = Vector512.Create(a3[lane2]);
            c50 = Fma(x, b0, c50);
            c51 = Fma(x, b1, c51);
            x = Vector512.Create(a6[0]);
            c60 = Fma(x, b0, c60);
            c61 = Fma(x, b1, c61);
            x = Vector512.Create(a6[lane]);
            c70 = Fma(x, b0, c70);
            c71 = Fma(x, b1, c71);
            x = Vector512.Create(a6[lane2]);
            c80 = Fma(x, b0, c80);
            c81 = Fma(x, b1, c81);
            x = Vector512.Create(a9[0]);
            c90 = Fma(x, b0, c90);
            c91 = Fma(x, b1, c91);
            x = Vector512.Create(a9[lane]);
            cA0 = Fma(x, b0, cA0);
            cA1 = Fma(x, b1, cA1);
            x = Vector512.Create(a9[lane2]);
            cB0 = Fma(x, b0, cB0);
            cB1 = Fma(x, b1, cB1);
            a0 += next;
            a3 += next;
            a6 += next;
            a9 += next;
        }
        Put(tile, c00, c01, add);
        Put(tile + stride, c10, c11, add);
        Put(tile + 2 * stride, c20, c21, add);
        Put(tile + 3 * stride, c30, c31, add);
        Put(tile + 4 * stride, c40, c41, add);
        Put(tile + 5 * stride, c50, c51, add);
        Put(tile + 6 * stride, c60, c61, add);
        Put(tile + 7 * stride, c70, c71, add);
        Put(tile + 8 * stride, c80, c81, add);
        Put(tile + 9 * stride, c90, c91, add);
        Put(tile + 10 * stride, cA0, cA1, add);
        Put(tile + 11 * stride, cB0, cB1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(int depth, in Lanes<T> a, T* b, T* tile, nint stride, bool add)
    {
        nint lane = a.Stride, lane2 = 2 * lane, next = a.DepthStride;
        T* a0 = a.At(0), a3 = a.At(3);
        Vector512<T> c00 = default, c01 = default;
        Vector512<T> c10 = default, c11 = default;
        Vector512<T> c20 = default, c21 = default;
        Vector512<T> c30 = default, c31 = default;
        for (; depth > 0; depth--, b += 2 * Vector512<T>.Count)
        {
            Vector512<T> b0 = Vector512.LoadAligned(b), b1 = Vector512.LoadAligned(b + Vector512<T>.Count);
            Vector512<T> x = Vector512.Create(a0[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            x = Vector512.Create(a0[lane]);
            c10 = Fma(x, b0, c10);
            c11 = Fma(x, b1, c11);
            x = Vector512.Create(a0[lane2]);
            c20 = Fma(x, b0, c20);
            c21 = Fma(x, b1, c21);
            x = Vector512.Create(a3[0]);
            c30 = Fma(x, b0, c30);
            c31 = Fma(x, b1, c31);
            a0 += next;
            a3 += next;
        }
        Put(tile, c00, c01, add);
        Put(tile + stride, c10, c11, add);
        Put(tile + 2 * stride, c20, c21, add);
        Put(tile + 3 * stride, c30, c31, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row1(int depth, in Lanes<T> a, T* b, T* tile, nint stride, bool add)
    {
        nint next = a.DepthStride;
        T* a0 = a.At(0);
        Vector512<T> c00 = default, c01 = default;
        for (; depth > 0; depth--, b += 2 * Vector512<T>.Count)
        {
            Vector512<T> b0 = Vector512.LoadAligned(b), b1 = Vector512.LoadAligned(b + Vector512<T>.Count);
            Vector512<T> x = Vector512.Create(a0[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            a0 += next;
        }
        Put(tile, c00, c01, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fma(Vector512<T> x, Vector512<T> y, Vector512<T> sum) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(T* row, Vector512<T> s0, Vector512<T> s1, bool add)
    {
        if (add)
        {
            s0 = Vector512.Load(row) + s0;
            s1 = Vector512.Load(row + Vector512<T>.Count) + s1;
        }
        s0.Store(row);
        s1.Store(row + Vector512<T>.Count);
    }
}
