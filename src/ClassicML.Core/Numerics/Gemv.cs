using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>Products of a row-major matrix and a vector, in double. In float, <see cref="Gemm"/> with one column does as well.</summary>
/// <remarks>They are as fast as memory gives the matrix; each value of it is read once.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Gemv
{
    /// <summary>y ← A·x + b for A of m×n. Each element is <see cref="Kernels.Dot"/> of a row, plus b.</summary>
    /// <param name="a">m×n, row-major.</param>
    /// <param name="x">n values.</param>
    /// <param name="b">What is added to every element.</param>
    /// <param name="y">Receives m values.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, double b, Span<double> y, int threads = 1)
    {
        int m = y.Length, n = x.Length;
        Check.Length(a.Length, (long)m * n, nameof(a), "element of m×n");
        if (!Worth(m, n)) threads = 1;
        if (threads == 1)
        {
            for (int i = 0; i < m; i++) y[i] = Kernels.Dot(a.Slice(i * n, n), x) + b;
            return;
        }
        fixed (double* pinnedA = a, pinnedX = x, pinnedY = y)
        {
            double* pa = pinnedA, px = pinnedX, py = pinnedY;
            Workers.ForBlocks(m, Math.Max(1, 65_536 / n), threads, (start, end) =>
            {
                for (int i = start; i < end; i++)
                    py[i] = Kernels.Dot(new ReadOnlySpan<double>(pa + (nint)i * n, n), new ReadOnlySpan<double>(px, n)) + b;
            });
        }
    }

    /// <summary>y ← y + Aᵀ·x for A of m×n, row by row in order.</summary>
    /// <param name="a">m×n, row-major.</param>
    /// <param name="x">m values.</param>
    /// <param name="y">n values, added to.</param>
    /// <param name="threads">The most threads; they share the columns. Default: 1.</param>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    public static void AddTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y, int threads = 1)
    {
        int m = x.Length, n = y.Length;
        Check.Length(a.Length, (long)m * n, nameof(a), "element of m×n");
        if (!Worth(m, n)) threads = 1;
        fixed (double* pinnedA = a, pinnedX = x, pinnedY = y)
        {
            double* pa = pinnedA, px = pinnedX, py = pinnedY;
            if (threads == 1) AddColumns(pa, px, py, m, n, 0, n);
            else Share(pa, px, py, m, n, threads);
        }
    }

    private static void Share(double* a, double* x, double* y, int m, int n, int threads) =>
        // Whole cache lines to each.
        Workers.ForBlocks(n, Math.Max(64, (n / threads + 7) / 8 * 8), threads, (start, end) => AddColumns(a, x, y, m, n, start, end));

    // Four rows at a time, so that y is loaded and stored a quarter as often; the chain of each element stays that of one row at a time.
    private static void AddColumns(double* a, double* x, double* y, int m, int n, int start, int end)
    {
        int i = 0, length = end - start;
        if (KernelVariant.IsVector)
            for (; i + 4 <= m; i += 4)
            {
                double* r0 = a + (nint)i * n + start, r1 = r0 + n, r2 = r1 + n, r3 = r2 + n;
                ref double to = ref Unsafe.AsRef<double>(y + start);
                Vector512<double> x0 = Vector512.Create(x[i]), x1 = Vector512.Create(x[i + 1]);
                Vector512<double> x2 = Vector512.Create(x[i + 2]), x3 = Vector512.Create(x[i + 3]);
                nuint j = 0, n8 = (nuint)length;
                for (; j + 8 <= n8; j += 8)
                {
                    Vector512<double> sum = Vector512.FusedMultiplyAdd(x0, Vector512.Load(r0 + j), Vector512.LoadUnsafe(ref to, j));
                    sum = Vector512.FusedMultiplyAdd(x1, Vector512.Load(r1 + j), sum);
                    sum = Vector512.FusedMultiplyAdd(x2, Vector512.Load(r2 + j), sum);
                    Vector512.FusedMultiplyAdd(x3, Vector512.Load(r3 + j), sum).StoreUnsafe(ref to, j);
                }
                for (; j < n8; j++)
                {
                    double sum = Math.FusedMultiplyAdd(x[i], r0[j], y[start + (nint)j]);
                    sum = Math.FusedMultiplyAdd(x[i + 1], r1[j], sum);
                    sum = Math.FusedMultiplyAdd(x[i + 2], r2[j], sum);
                    y[start + (nint)j] = Math.FusedMultiplyAdd(x[i + 3], r3[j], sum);
                }
            }
        for (; i < m; i++)
            Kernels.AddScaled(x[i], new ReadOnlySpan<double>(a + (nint)i * n + start, length), new Span<double>(y + start, length));
    }

    // A loop costs about 10 µs to start; memory gives some 2 numbers a nanosecond.
    private static bool Worth(int m, int n) => (long)m * n > 200_000;
}
