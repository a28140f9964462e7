using System.Numerics;

namespace ClassicML.Internal;

/// <summary>The scalar twin of the blocked products: the order of <see cref="GemmOrder"/> in plain loops.</summary>
internal static unsafe class ScalarProduct<T, TEpilogue>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IGemmEpilogue<T>
{
    public static void Run(
        in Operand<T> a, in Operand<T> b, int m, int n, int k, bool lower, TEpilogue epilogue, CancellationToken cancellation)
    {
        T[] row = new T[n];
        for (int i = 0; i < m; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int columns = lower ? Math.Min(n, i + 1) : n;
            for (int j = 0; j < columns; j++) row[j] = Element(a, b, i, j, k);
            epilogue.Take(row.AsSpan(0, columns), i, 0);
        }
    }

    private static T Element(in Operand<T> a, in Operand<T> b, int i, int j, int k)
    {
        T total = T.Zero;
        for (int start = 0; start < k; start += GemmOrder.Group)
        {
            T group = T.Zero;
            int end = Math.Min(k, start + GemmOrder.Group);
            for (int p = start; p < end; p += GemmOrder.Block)
            {
                T chain = T.Zero;
                for (int q = p; q < Math.Min(end, p + GemmOrder.Block); q++)
                    chain = T.FusedMultiplyAdd(Packed(a, i, q), Packed(b, j, q), chain);
                group = p == start ? chain : group + chain;
            }
            total = start == 0 ? group : total + group;
        }
        return total;
    }

    private static T Packed(in Operand<T> source, int lane, int depth)
    {
        T value = *source.At(lane, depth);
        if (source.Shift != 0) value -= ((T*)source.Shift)[lane];
        if (source.Scale != 0) value *= ((T*)source.Scale)[depth];
        return value;
    }
}
