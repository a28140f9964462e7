using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>Singular values and right singular vectors of a matrix by one-sided Jacobi rotations of its rows.</summary>
/// <remarks>
/// Rotations J from the left make the rows orthogonal: J·A = Σ·Vᵀ, so a row's length is a singular value and its direction the vector. Two
/// rows are rotated when |a·b| > ε√p·‖a‖‖b‖ (Hestenes, "Inversion of matrices by biorthogonalization", 1958). Pairs come in rounds of a
/// tournament, all of one round independent, so they run on several threads with the same bits. One product A·Aᵀ a sweep tells which
/// pairs are left.
/// Alone this takes about ten sweeps of m²/2 pairs, 10·p flops a pair. So many rows are first turned by the eigenvectors of A·Aᵀ: being
/// orthogonal they lose nothing, and though they are wrong where A·Aᵀ has lost A's small singular values, they leave few pairs. The rows
/// that they were wrong about are turned again, by the eigenvectors of their own products (Gao, Ma, Shao, "Mixed precision Jacobi SVD
/// algorithm", 2022, start so, in single precision).
/// A row that depends on others never becomes orthogonal to them: each sweep leaves of it the rounding error of the one before, which
/// lies in their span again. Shorter than ε‖A‖ it is let alone.
/// </remarks>
internal static class RowJacobi
{
    private const int MaxSweeps = 60;

    // Fewer rows are rotated as soon as they are turned.
    private const int LeastTurned = 32;

    // Products know rows of this length beside the longest, and none much shorter.
    private const double Trusted = 1e-7;

    // The square of ε: what is shorter beside the whole matrix is its rounding.
    private const double Negligible = 1.0 / (1L << 53) / (1L << 53);

    /// <param name="rows">m×p, row-major, the largest entry about 1 so that squares neither overflow nor vanish; becomes Σ·Vᵀ, in no
    /// order.</param>
    /// <param name="m">The number of rows.</param>
    /// <param name="p">Their length.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    public static void Orthogonalize(double[] rows, int m, int p, FitContext context)
    {
        double tolerance = 1.2e-16 * Math.Sqrt(p), floor = Negligible * Kernels.Dot(rows.AsSpan(0, m * p), rows.AsSpan(0, m * p));
        int players = m + m % 2, threads = (long)m * p < 60_000 ? 1 : context.Threads;
        int[] seats = [.. Enumerable.Range(0, players)];
        bool[] rotated = new bool[players / 2];
        double[] products = new double[m * m];
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            Multiply();
            if (Turn(rows, products, m, p, Math.Pow(Trusted, sweep), floor, context)) Multiply();
            bool any = false;
            for (int round = 0; round < players - 1; round++)
            {
                context.ThrowIfCancelled();
                Workers.ForBlocks(players / 2, 8, threads, (start, end) =>
                {
                    for (int pair = start; pair < end; pair++)
                    {
                        int a = Math.Min(seats[pair], seats[players - 1 - pair]), b = Math.Max(seats[pair], seats[players - 1 - pair]);
                        rotated[pair] = b < m && IsLeft(products[a * m + a], products[b * m + b], products[a * m + b], tolerance, floor)
                            && Rotate(rows.AsSpan(a * p, p), rows.AsSpan(b * p, p), tolerance, floor);
                    }
                });
                any |= rotated.AsSpan().Contains(true);
                // The first stays, the others move up by one seat: every two meet once.
                int last = seats[^1];
                Array.Copy(seats, 1, seats, 2, players - 2);
                seats[1] = last;
            }
            if (!any) return;
        }

        void Multiply() => Syrk.RowProducts(new MatrixView<double>(rows.AsSpan(0, m * p), m, p), products.AsSpan(), threads);
    }

    // Multiplies the rows that are no longer than a share of the longest by the eigenvectors of their products.
    private static bool Turn(double[] rows, double[] products, int m, int p, double share, double floor, FitContext context)
    {
        double longest = 0;
        for (int i = 0; i < m; i++) longest = Math.Max(longest, products[i * m + i]);
        int[] chosen = [.. Enumerable.Range(0, m).Where(i => products[i * m + i] <= share * share * longest && products[i * m + i] > floor)];
        int count = chosen.Length;
        if (count < LeastTurned) return false;
        double[] own = new double[count * count], before = new double[count * p], after = new double[count * p];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++) own[i * count + j] = products[chosen[i] * m + chosen[j]];
            rows.AsSpan(chosen[i] * p, p).CopyTo(before.AsSpan(i * p));
        }
        double[] vectors = SymmetricEigen.Decompose(own, count, context).Vectors;
        Gemm.Multiply(new MatrixView<double>(vectors, count, count), new MatrixView<double>(before, count, p), after, context.Threads);
        for (int i = 0; i < count; i++) after.AsSpan(i * p, p).CopyTo(rows.AsSpan(chosen[i] * p));
        return true;
    }

    private static bool IsLeft(double aa, double bb, double ab, double tolerance, double floor) =>
        Math.Min(aa, bb) > floor && Math.Abs(ab) > tolerance * Math.Sqrt(aa) * Math.Sqrt(bb);

    // The longer of the two ends in the first row, which sorts them and speeds convergence.
    private static bool Rotate(Span<double> a, Span<double> b, double tolerance, double floor)
    {
        double aa = Kernels.Dot(a, a), bb = Kernels.Dot(b, b), ab = Kernels.Dot(a, b);
        if (!IsLeft(aa, bb, ab, tolerance, floor)) return false;
        double zeta = (bb - aa) / (2 * ab), t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        double c = 1 / Math.Sqrt(1 + t * t), s = c * t;
        if (aa < bb) Rotate(a, b, s, c, b, a);
        else Rotate(a, b, s, c, a, b);
        return true;
    }

    // c·a - s·b and s·a + c·b, which may come where a and b are.
    private static void Rotate(Span<double> a, Span<double> b, double s, double c, Span<double> minus, Span<double> plus)
    {
        ref double pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b);
        ref double pm = ref MemoryMarshal.GetReference(minus), pp = ref MemoryMarshal.GetReference(plus);
        nuint i = 0, n = (nuint)a.Length;
        for (; i + 8 <= n; i += 8)
        {
            Vector512<double> x = Vector512.LoadUnsafe(ref pa, i), y = Vector512.LoadUnsafe(ref pb, i);
            (c * x - s * y).StoreUnsafe(ref pm, i);
            (s * x + c * y).StoreUnsafe(ref pp, i);
        }
        for (; i < n; i++)
        {
            double x = Unsafe.Add(ref pa, i), y = Unsafe.Add(ref pb, i);
            Unsafe.Add(ref pm, i) = c * x - s * y;
            Unsafe.Add(ref pp, i) = s * x + c * y;
        }
    }
}
