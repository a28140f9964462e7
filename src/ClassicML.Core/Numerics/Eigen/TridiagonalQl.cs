namespace ClassicML.Internal;

/// <summary>Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by the implicit QL method.</summary>
/// <remarks>
/// QL with Wilkinson's shift (Bowdler, Martin, Reinsch, Wilkinson, "The QR and QL algorithms for symmetric matrices", 1968; LAPACK's
/// dsteqr): about 1.7 sweeps an eigenvalue, none for a matrix that is diagonal already. A subdiagonal is zero once eᵢ² ≤ ε²|dᵢdᵢ₊₁|, a
/// rule that keeps small eigenvalues of graded matrices; where one has not come after many sweeps, rounding errors of large neighbours
/// keep it away, and eᵢ ≤ ε‖T‖ does, which is as backward stable. QL wants the large end last, so each block that zeros cut off is
/// turned round where it stands first. Rotations are gathered and put on the rows of vectors in blocks (<see cref="RotationBatch"/>).
/// Cost: 3·n³ flops.
/// </remarks>
internal static class TridiagonalQl
{
    // An eigenvalue takes about two.
    private const int Patience = 30;
    private const double Epsilon = 1.0 / (1L << 53);

    // Beside the largest value, which is about 1 here, this is zero whatever its neighbours.
    private const double Tiny = 1e-300;

    // Of shorter vectors the squares lose digits, and a rotation made of them would not be one.
    private const double Least = 1e-140;

    /// <summary>Finds the eigenvalues, and gives the batch every rotation.</summary>
    /// <param name="d">The diagonal; becomes the eigenvalues, in no order.</param>
    /// <param name="e">The subdiagonal, n values of which the last is 0; overwritten.</param>
    /// <param name="batch">Rotates rows i and i+1 of the vectors, and turns rows round where the matrix is turned.</param>
    /// <param name="cancellation">Looked at once for each eigenvalue.</param>
    public static void Solve(Span<double> d, Span<double> e, RotationBatch batch, CancellationToken cancellation)
    {
        for (int first = 0, last; first < d.Length; first = last + 1)
        {
            last = Split(d, e, first, d.Length - 1, Tiny);
            if (last == first) continue;
            if (Math.Abs(d[first]) > Math.Abs(d[last]))
            {
                d[first..(last + 1)].Reverse();
                e[first..last].Reverse();
                batch.Reverse(first, last + 1);
            }
            Block(d, e, first, last, batch, cancellation);
        }
        batch.Flush();
    }

    // The first i from l on whose subdiagonal is zero; e there becomes zero itself.
    private static int Split(Span<double> d, Span<double> e, int l, int last, double floor)
    {
        int m = l;
        while (m < last && !IsSmall(e[m], d[m], d[m + 1], floor)) m++;
        if (m < last) e[m] = 0;
        return m;
    }

    private static void Block(
        Span<double> d, Span<double> e, int first, int last, RotationBatch batch, CancellationToken cancellation)
    {
        double norm = 0;
        for (int i = first; i <= last; i++) norm = Math.Max(norm, Math.Abs(d[i]) + Math.Abs(e[i]));
        for (int l = first; l <= last; l++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int sweep = 0; ; sweep++)
            {
                // It doubles from there, so that the loop ends whatever rounding does.
                double least = sweep < Patience ? 0 : Math.ScaleB(Epsilon * norm, sweep - Patience);
                int m = Split(d, e, l, last, Math.Max(Tiny, least * least));
                if (m == l) break;
                Sweep(d, e, l, m, batch);
            }
        }
    }

    private static bool IsSmall(double e, double left, double right, double floor) =>
        e * e <= Epsilon * Math.Abs(left) * (Epsilon * Math.Abs(right)) + floor;

    private static void Sweep(Span<double> d, Span<double> e, int l, int m, RotationBatch batch)
    {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        g = d[m] - d[l] + e[l] / (g + Math.CopySign(Math.Sqrt(g * g + 1), g));
        double s = 1, c = 1, p = 0;
        for (int i = m - 1; i >= l; i--)
        {
            double f = s * e[i], b = c * e[i], r = Math.Sqrt(f * f + g * g);
            if (r < Least)
            {
                // The matrix splits here.
                d[i + 1] -= p;
                e[i + 1] = e[m] = 0;
                return;
            }
            e[i + 1] = r;
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            batch.Add(i, c, s);
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }
}
