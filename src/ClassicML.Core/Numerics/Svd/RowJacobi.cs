namespace ClassicML.Numerics;

/// <summary>Singular values and right singular vectors of a matrix by one-sided Jacobi rotations of its rows.</summary>
/// <remarks>
/// Rotations J from the left make the rows orthogonal: J·A = Σ·Vᵀ, so a row's length is a singular value and its direction the vector. Two
/// rows are rotated when |a·b| > ε√p·‖a‖‖b‖ (Hestenes, "Inversion of matrices by biorthogonalization", 1958; Demmel, Veselić, "Jacobi's
/// method is more accurate than QR", 1992: small singular values keep their relative accuracy where the matrix is a scaled one). Pairs
/// come in rounds of a tournament, all of one round independent, so they run on several threads with the same bits. About ten sweeps
/// of m²/2 pairs, 10·p flops a pair.
/// A row that depends on others never becomes orthogonal to them: each sweep leaves of it the rounding error of the one before, which
/// lies in their span again. Below 2⁻¹⁰⁰ of the whole it is let alone, two sweeps after it was first lost.
/// </remarks>
internal static class RowJacobi
{
    private const int MaxSweeps = 60;

    // The square of 2⁻¹⁰⁰: what is shorter beside the whole matrix is nothing.
    private const double Negligible = 1.0 / (1L << 50) / (1L << 50) / (1L << 50) / (1L << 50);

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
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            bool any = false;
            for (int round = 0; round < players - 1; round++)
            {
                context.ThrowIfCancelled();
                Workers.ForBlocks(players / 2, 8, threads, (start, end) =>
                {
                    for (int pair = start; pair < end; pair++)
                    {
                        int a = seats[pair], b = seats[players - 1 - pair];
                        rotated[pair] = a < m && b < m
                            && Rotate(rows.AsSpan(Math.Min(a, b) * p, p), rows.AsSpan(Math.Max(a, b) * p, p), tolerance, floor);
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
    }

    // The longer of the two ends in the first row, which sorts them and speeds convergence.
    private static bool Rotate(Span<double> a, Span<double> b, double tolerance, double floor)
    {
        double aa = Kernels.Dot(a, a), bb = Kernels.Dot(b, b), ab = Kernels.Dot(a, b);
        if (Math.Min(aa, bb) <= floor || Math.Abs(ab) <= tolerance * Math.Sqrt(aa) * Math.Sqrt(bb)) return false;
        double zeta = (bb - aa) / (2 * ab), t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        double c = 1 / Math.Sqrt(1 + t * t), s = c * t;
        bool swap = aa < bb;
        for (int i = 0; i < a.Length; i++)
        {
            double x = c * a[i] - s * b[i], y = s * a[i] + c * b[i];
            (a[i], b[i]) = swap ? (y, x) : (x, y);
        }
        return true;
    }
}
