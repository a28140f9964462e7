using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Linear systems with a symmetric positive definite matrix, by <see cref="Cholesky"/>, refused where they are nearly
/// singular.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PositiveDefinite
{
    /// <summary>Solves A·x = b in place.</summary>
    /// <param name="a">n×n, row-major; only the lower triangle is read, and it is overwritten with L.</param>
    /// <param name="b">n values; receives x.</param>
    /// <param name="leastPivot">The smallest share of its diagonal element that a pivot may keep; a smaller one counts as singular.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <returns>False where A is not positive definite; then <paramref name="a"/> is spoilt and <paramref name="b"/> is as it
    /// was.</returns>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    /// <remarks>n³/3 flops. <see cref="Cholesky"/> gives the factor itself.</remarks>
    public static bool TrySolve(Span<double> a, Span<double> b, double leastPivot = 1e-14, int threads = 1)
    {
        int n = b.Length;
        Check.Length(a.Length, (long)n * n, nameof(a), "element of n×n");
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) diagonal[i] = a[i * n + i];
        if (!Cholesky.TryFactor(a, n, threads)) return false;
        for (int i = 0; i < n; i++)
            if (!(a[i * n + i] * a[i * n + i] > leastPivot * diagonal[i])) return false;
        Cholesky.SolveLower(a, b);
        Cholesky.SolveUpper(a, b);
        return true;
    }
}
