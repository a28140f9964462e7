using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>A single row times a row-major matrix: nothing is packed, since each value of the matrix is read once.</summary>
/// <remarks>Lanes run over columns, in the order of <see cref="GemmOrder"/>, so the bits are those of every other form.</remarks>
internal static unsafe class RowProduct<T, TEpilogue>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IGemmEpilogue<T>
{
    private static int Together => 4 * Vector512<T>.Count;

    public static bool Fits(in Operand<T> a, in Operand<T> b, int m, int n, int k, int threads) =>
        m == 1 && n >= Together && b.LaneStride == 1 && (a.Shift | a.Scale | b.Shift | b.Scale) == 0
        && (threads == 1 || !GemmOrder.WorthThreads(m, n, k));

    [SkipLocalsInit]
    public static void Run(in Operand<T> a, in Operand<T> b, int n, int k, ref TEpilogue epilogue)
    {
        T* sums = stackalloc T[Together];
        for (int j = 0; j < n; j += Together)
        {
            // The last ones begin earlier, and some elements are summed again.
            int first = Math.Min(j, n - Together);
            Sum(a, b.From(first, 0), k, sums);
            epilogue.Take(new Span<T>(sums + (j - first), Together - (j - first)), 0, j);
        }
    }

    private static void Sum(in Operand<T> a, in Operand<T> b, int k, T* sums)
    {
        Vector512<T> t0 = default, t1 = default, t2 = default, t3 = default;
        for (int start = 0; start < k; start += GemmOrder.Group)
        {
            Vector512<T> g0 = default, g1 = default, g2 = default, g3 = default;
            int end = Math.Min(k, start + GemmOrder.Group);
            for (int p = start; p < end; p += GemmOrder.Block)
            {
                Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
                T* x = a.At(0, p), y = b.At(0, p);
                for (int q = Math.Min(GemmOrder.Block, end - p); q > 0; q--, x += a.DepthStride, y += b.DepthStride)
                {
                    Vector512<T> value = Vector512.Create(*x);
                    s0 = MultiplyAdd(value, Vector512.Load(y), s0);
                    s1 = MultiplyAdd(value, Vector512.Load(y + Vector512<T>.Count), s1);
                    s2 = MultiplyAdd(value, Vector512.Load(y + 2 * Vector512<T>.Count), s2);
                    s3 = MultiplyAdd(value, Vector512.Load(y + 3 * Vector512<T>.Count), s3);
                }
                (g0, g1, g2, g3) = p == start ? (s0, s1, s2, s3) : (g0 + s0, g1 + s1, g2 + s2, g3 + s3);
            }
            (t0, t1, t2, t3) = start == 0 ? (g0, g1, g2, g3) : (t0 + g0, t1 + g1, t2 + g2, t3 + g3);
        }
        t0.Store(sums);
        t1.Store(sums + Vector512<T>.Count);
        t2.Store(sums + 2 * Vector512<T>.Count);
        t3.Store(sums + 3 * Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> sum) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();
}
