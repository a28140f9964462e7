using System.Numerics;
using System.Runtime.CompilerServices;

namespace ClassicML.Internal;

/// <summary>A product of very few elements, where packing would cost more than the sums: eight scalar chains at a time.</summary>
/// <remarks>The order is that of <see cref="GemmOrder"/>, so the bits are those of every other form.</remarks>
internal static unsafe class DirectProduct<T, TEpilogue>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IGemmEpilogue<T>
{
    private const int MostElements = 32, Together = 8;

    public static bool Fits(in Operand<T> a, in Operand<T> b, int m, int n) =>
        (long)m * n <= MostElements && (a.Shift | a.Scale | b.Shift | b.Scale) == 0;

    [SkipLocalsInit]
    public static void Run(in Operand<T> a, in Operand<T> b, int m, int n, int k, bool lower, ref TEpilogue epilogue)
    {
        T* c = stackalloc T[MostElements];
        // The longer side is done eight at a time.
        if (n >= m)
            for (int i = 0; i < m; i++) Line(a.From(i, 0), b, n, k, c + i * n, 1);
        else
            for (int j = 0; j < n; j++) Line(b.From(j, 0), a, m, k, c + j, n);
        for (int i = 0; i < m; i++)
        {
            int count = lower ? Math.Min(n, i + 1) : n;
            if (count > 0) epilogue.Take(new Span<T>(c + i * n, count), i, 0);
        }
    }

    // One lane of one operand with all lanes of the other.
    private static void Line(in Operand<T> one, in Operand<T> many, int lanes, int k, T* c, int step)
    {
        T* chains = stackalloc T[Together], groups = stackalloc T[Together];
        for (int lane = 0; lane < lanes; lane += Together)
        {
            int count = Math.Min(Together, lanes - lane);
            for (int start = 0; start == 0 || start < k; start += GemmOrder.Group)
            {
                int end = Math.Min(k, start + GemmOrder.Group);
                for (int p = start; p == start || p < end; p += GemmOrder.Block)
                {
                    Chains(one.At(0, p), one.DepthStride, many.From(lane, p), count, Math.Min(GemmOrder.Block, end - p), chains);
                    for (int t = 0; t < count; t++) groups[t] = p == start ? chains[t] : groups[t] + chains[t];
                }
                for (int t = 0; t < count; t++)
                {
                    ref T sum = ref c[(lane + t) * step];
                    sum = start == 0 ? groups[t] : sum + groups[t];
                }
            }
        }
    }

    // Missing lanes repeat the last one.
    private static void Chains(T* x, nint stepX, in Operand<T> y, int lanes, int depth, T* sums)
    {
        int last = lanes - 1;
        T* y0 = y.At(0, 0), y1 = y.At(Math.Min(1, last), 0), y2 = y.At(Math.Min(2, last), 0), y3 = y.At(Math.Min(3, last), 0);
        T* y4 = y.At(Math.Min(4, last), 0), y5 = y.At(Math.Min(5, last), 0);
        T* y6 = y.At(Math.Min(6, last), 0), y7 = y.At(Math.Min(7, last), 0);
        nint stepY = y.DepthStride, at = 0;
        T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero, s4 = T.Zero, s5 = T.Zero, s6 = T.Zero, s7 = T.Zero;
        for (; depth > 0; depth--, x += stepX, at += stepY)
        {
            T value = *x;
            s0 = T.FusedMultiplyAdd(value, y0[at], s0);
            s1 = T.FusedMultiplyAdd(value, y1[at], s1);
            s2 = T.FusedMultiplyAdd(value, y2[at], s2);
            s3 = T.FusedMultiplyAdd(value, y3[at], s3);
            s4 = T.FusedMultiplyAdd(value, y4[at], s4);
            s5 = T.FusedMultiplyAdd(value, y5[at], s5);
            s6 = T.FusedMultiplyAdd(value, y6[at], s6);
            s7 = T.FusedMultiplyAdd(value, y7[at], s7);
        }
        (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7]) = (s0, s1, s2, s3, s4, s5, s6, s7);
    }
}
