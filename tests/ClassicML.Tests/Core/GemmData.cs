using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>Operands, and products by a form of our choice rather than the processor's.</summary>
internal static unsafe class GemmData
{
    public static T[] Numbers<T>(int count, ulong seed) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rng = new Rng(seed);
        T[] numbers = new T[count];
        for (int i = 0; i < count; i++) numbers[i] = T.CreateTruncating(rng.NextDouble() * 2 - 1);
        return numbers;
    }

    public static T[] Scalar<T>(MatrixView<T> a, MatrixView<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(a, b, 0);

    /// <summary>By each vector form that this processor has, forced or not.</summary>
    public static List<T[]> EveryVariant<T>(MatrixView<T> a, MatrixView<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<T[]> results = [];
        if (Vector256.IsHardwareAccelerated) results.Add(Run(a, b, 256));
        if (Avx512F.IsSupported) results.Add(Run(a, b, 512));
        return results;
    }

    private static T[] Run<T>(MatrixView<T> a, MatrixView<T> b, int bits) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = a.Rows, n = b.Columns, k = a.Columns;
        T[] c = new T[m * n];
        fixed (T* pa = a.Values, pb = b.Values, pc = c)
        {
            Operand<T> left = new((nint)pa, a.RowStride, a.ColumnStride), right = new((nint)pb, b.ColumnStride, b.RowStride);
            var store = new Store<T>(pc, n);
            if (bits == 512) GroupedProduct<T, TileKernel512<T>, Store<T>>.Run(left, right, m, n, k, false, store, 2, default);
            else if (bits == 256) GroupedProduct<T, TileKernel256<T>, Store<T>>.Run(left, right, m, n, k, false, store, 2, default);
            else ScalarProduct<T, Store<T>>.Run(left, right, m, n, k, false, store, default);
        }
        return c;
    }
}
