using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Numerics;

/// <summary>Tiles of 12×32 floats or 12×16 doubles: 24 sums in 24 of the 32 registers of 512 bits.</summary>
/// <remarks>The sums are named locals, since the just-in-time compiler keeps no array in registers.</remarks>
internal readonly unsafe struct TileKernel512<T> : ITileKernel<T> where T : unmanaged
{
    public static int Rows => 12;

    public static int Columns => 2 * Vector512<T>.Count;

    public static void Run(int rows, int depth, T* a, T* b, T* tile, bool add)
    {
        // Fewer rows need fewer sums; the arithmetic of each is the same.
        if (rows > 8)
        {
            Rows12(depth, a, b, tile, add);
            return;
        }
        for (; rows > 1; rows -= 4, a += 4, tile += 4 * Columns) Rows4(depth, a, b, tile, add);
        if (rows == 1) Row1(depth, a, b, tile, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12(int depth, T* a, T* b, T* tile, bool add)
    {
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
        for (; depth > 0; depth--, a += 12, b += 2 * Vector512<T>.Count)
        {
            Vector512<T> b0 = Vector512.LoadAligned(b), b1 = Vector512.LoadAligned(b + Vector512<T>.Count);
            Vector512<T> x = Vector512.Create(a[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            x = Vector512.Create(a[1]);
            c10 = Fma(x, b0, c10);
            c11 = Fma(x, b1, c11);
            x = Vector512.Create(a[2]);
            c20 = Fma(x, b0, c20);
            c21 = Fma(x, b1, c21);
            x = Vector512.Create(a[3]);
            c30 = Fma(x, b0, c30);
            c31 = Fma(x, b1, c31);
            x = Vector512.Create(a[4]);
            c40 = Fma(x, b0, c40);
            c41 = Fma(x, b1, c41);
            x = Vector512.Create(a[5]);
            c50 = Fma(x, b0, c50);
            c51 = Fma(x, b1, c51);
            x = Vector512.Create(a[6]);
            c60 = Fma(x, b0, c60);
            c61 = Fma(x, b1, c61);
            x = Vector512.Create(a[7]);
            c70 = Fma(x, b0, c70);
            c71 = Fma(x, b1, c71);
            x = Vector512.Create(a[8]);
            c80 = Fma(x, b0, c80);
            c81 = Fma(x, b1, c81);
            x = Vector512.Create(a[9]);
            c90 = Fma(x, b0, c90);
            c91 = Fma(x, b1, c91);
            x = Vector512.Create(a[10]);
            cA0 = Fma(x, b0, cA0);
            cA1 = Fma(x, b1, cA1);
            x = Vector512.Create(a[11]);
            cB0 = Fma(x, b0, cB0);
            cB1 = Fma(x, b1, cB1);
        }
        Put(tile + 0 * Columns, c00, c01, add);
        Put(tile + 1 * Columns, c10, c11, add);
        Put(tile + 2 * Columns, c20, c21, add);
        Put(tile + 3 * Columns, c30, c31, add);
        Put(tile + 4 * Columns, c40, c41, add);
        Put(tile + 5 * Columns, c50, c51, add);
        Put(tile + 6 * Columns, c60, c61, add);
        Put(tile + 7 * Columns, c70, c71, add);
        Put(tile + 8 * Columns, c80, c81, add);
        Put(tile + 9 * Columns, c90, c91, add);
        Put(tile + 10 * Columns, cA0, cA1, add);
        Put(tile + 11 * Columns, cB0, cB1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(int depth, T* a, T* b, T* tile, bool add)
    {
        Vector512<T> c00 = default, c01 = default;
        Vector512<T> c10 = default, c11 = default;
        Vector512<T> c20 = default, c21 = default;
        Vector512<T> c30 = default, c31 = default;
        for (; depth > 0; depth--, a += 12, b += 2 * Vector512<T>.Count)
        {
            Vector512<T> b0 = Vector512.LoadAligned(b), b1 = Vector512.LoadAligned(b + Vector512<T>.Count);
            Vector512<T> x = Vector512.Create(a[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            x = Vector512.Create(a[1]);
            c10 = Fma(x, b0, c10);
            c11 = Fma(x, b1, c11);
            x = Vector512.Create(a[2]);
            c20 = Fma(x, b0, c20);
            c21 = Fma(x, b1, c21);
            x = Vector512.Create(a[3]);
            c30 = Fma(x, b0, c30);
            c31 = Fma(x, b1, c31);
        }
        Put(tile + 0 * Columns, c00, c01, add);
        Put(tile + 1 * Columns, c10, c11, add);
        Put(tile + 2 * Columns, c20, c21, add);
        Put(tile + 3 * Columns, c30, c31, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row1(int depth, T* a, T* b, T* tile, bool add)
    {
        Vector512<T> c00 = default, c01 = default;
        for (; depth > 0; depth--, a += 12, b += 2 * Vector512<T>.Count)
        {
            Vector512<T> b0 = Vector512.LoadAligned(b), b1 = Vector512.LoadAligned(b + Vector512<T>.Count);
            Vector512<T> x = Vector512.Create(a[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
        }
        Put(tile + 0 * Columns, c00, c01, add);
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
            s0 = Vector512.LoadAligned(row) + s0;
            s1 = Vector512.LoadAligned(row + Vector512<T>.Count) + s1;
        }
        s0.StoreAligned(row);
        s1.StoreAligned(row + Vector512<T>.Count);
    }
}
