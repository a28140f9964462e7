namespace ClassicML.Internal;

/// <summary>A symmetric matrix as A = Q T Qᵀ with T tridiagonal.</summary>
/// <remarks>
/// Householder reflectors Hⱼ = I - τⱼvⱼvⱼᵀ, Q = H₀H₁…, each of which clears row j to the right of the subdiagonal. Blocked as LAPACK's
/// dsytrd (Dongarra, Sorensen, Hammarling, "Block reduction of matrices to condensed form", 1989): 32 reflectors are gathered as V and W
/// before the rest of the matrix is changed, A ← A - VWᵀ - WVᵀ, so that each reflector reads the rest once and writes it not at all.
/// Both halves of A are kept, which makes every product one of rows. Cost: 4/3·n³ flops for the products A·v, and as many for the changes.
/// Each element is one sum of fixed order, so bits do not depend on threads.
/// </remarks>
internal sealed class TridiagonalReduction
{
    private const int Panel = 32;

    private readonly int n, threads;
    private readonly double[] a, tau;
    private readonly double[][] v, w;

    private TridiagonalReduction(double[] a, int n, int threads)
    {
        (this.a, this.n, this.threads) = (a, n, threads);
        tau = new double[n];
        Diagonal = new double[n];
        OffDiagonal = new double[n];
        (v, w) = (new double[Panel][], new double[Panel][]);
        for (int s = 0; s < Panel; s++) (v[s], w[s]) = (new double[n], new double[n]);
    }

    /// <summary>T's diagonal, n values.</summary>
    public double[] Diagonal { get; }

    /// <summary>T's subdiagonal, n values of which the last is 0.</summary>
    public double[] OffDiagonal { get; }

    /// <param name="a">n×n, symmetric, row-major. It is overwritten: row j keeps reflector vⱼ from column j+1 on.</param>
    /// <param name="n">The size.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellation">Looked at once for each block of columns.</param>
    public static TridiagonalReduction Of(double[] a, int n, int threads, CancellationToken cancellation)
    {
        var reduction = new TridiagonalReduction(a, n, threads);
        for (int start = 0; start < n; start += Panel)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = Math.Min(n, start + Panel);
            for (int j = start; j < end; j++) reduction.Column(start, j);
            reduction.Update(start, end);
        }
        return reduction;
    }

    /// <summary>Turns each row y, n values, of a row-major matrix into Q·y.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many.</param>
    /// <param name="stride">From the start of a row to the start of the next.</param>
    public void ApplyTo(double[] rows, int count, int stride) =>
        Workers.ForBlocks(count, 8, (long)count * n * n < 1_000_000 ? 1 : threads, (first, end) =>
        {
            for (int j = n - 3; j >= 0; j--)
            {
                if (tau[j] == 0) continue;
                ReadOnlySpan<double> reflector = a.AsSpan(j * n + j + 1, n - j - 1);
                for (int i = first; i < end; i++)
                {
                    Span<double> y = rows.AsSpan(i * stride + j + 1, n - j - 1);
                    double s = Kernels.Dot(reflector, y);
                    if (s != 0) Kernels.AddScaled(-tau[j] * s, reflector, y);
                }
            }
        });

    // Row j as the reflectors of this panel leave it, then its own reflector, then w = τ(A v) made orthogonal: A ← A - vwᵀ - wvᵀ.
    private void Column(int start, int j)
    {
        Span<double> row = a.AsSpan(j * n + j, n - j);
        for (int s = 0; s < j - start; s++)
        {
            Kernels.AddScaled(-v[s][j], w[s].AsSpan(j), row);
            Kernels.AddScaled(-w[s][j], v[s].AsSpan(j), row);
        }
        Diagonal[j] = row[0];
        double[] vj = v[j - start], wj = w[j - start];
        vj.AsSpan().Clear();
        wj.AsSpan().Clear();
        if (j == n - 1) return;
        Span<double> x = row[1..];
        (OffDiagonal[j], tau[j]) = Reflector.Make(x);
        if (tau[j] == 0) return;
        x.CopyTo(vj.AsSpan(j + 1));

        int rest = n - j - 1;
        Workers.ForBlocks(rest, 64, (long)rest * rest < 400_000 ? 1 : threads, (from, to) =>
        {
            ReadOnlySpan<double> reflector = vj.AsSpan(j + 1);
            for (int i = j + 1 + from; i < j + 1 + to; i++) wj[i] = Kernels.Dot(a.AsSpan(i * n + j + 1, rest), reflector);
        });
        ReadOnlySpan<double> mine = vj.AsSpan(j + 1);
        Span<double> p = wj.AsSpan(j + 1);
        for (int s = 0; s < j - start; s++)
        {
            ReadOnlySpan<double> vs = v[s].AsSpan(j + 1), ws = w[s].AsSpan(j + 1);
            double wv = Kernels.Dot(ws, mine), vv = Kernels.Dot(vs, mine);
            Kernels.AddScaled(-wv, vs, p);
            Kernels.AddScaled(-vv, ws, p);
        }
        foreach (ref double value in p) value *= tau[j];
        Kernels.AddScaled(-0.5 * tau[j] * Kernels.Dot(p, mine), mine, p);
    }

    private unsafe void Update(int start, int end)
    {
        int rest = n - end, count = end - start;
        if (rest == 0) return;
        // [V W]·[W V]ᵀ as one product, taken from the rows and columns that are left.
        double[] left = new double[2 * count * rest], right = new double[2 * count * rest];
        for (int s = 0; s < count; s++)
        {
            v[s].AsSpan(end, rest).CopyTo(left.AsSpan(s * rest));
            w[s].AsSpan(end, rest).CopyTo(left.AsSpan((count + s) * rest));
            w[s].AsSpan(end, rest).CopyTo(right.AsSpan(s * rest));
            v[s].AsSpan(end, rest).CopyTo(right.AsSpan((count + s) * rest));
        }
        fixed (double* corner = &a[end * n + end])
            Gemm.Multiply(
                new MatrixView<double>(left, 2 * count, rest).Transposed, new MatrixView<double>(right, 2 * count, rest),
                new StoreScaled<double>(corner, n, -1, 1), threads);
    }
}
