namespace ClassicML.Numerics;

/// <summary>Linear systems with a symmetric positive definite matrix, by Cholesky's factorisation A = LLᵀ.</summary>
public static class PositiveDefinite
{
    /// <summary>Solves A·x = b in place.</summary>
    /// <param name="a">n×n, row-major; only the lower triangle is read, and it is overwritten with L.</param>
    /// <param name="b">n values; receives x.</param>
    /// <param name="leastPivot">The smallest share of its diagonal element that a pivot may keep; a smaller one counts as singular.</param>
    /// <returns>False where A is not positive definite; then <paramref name="a"/> is spoilt and <paramref name="b"/> is as it was.</returns>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    /// <remarks>n³/3 flops, on one thread; rows of L are contiguous, so that each element is one dot product.</remarks>
    public static bool TrySolve(Span<double> a, Span<double> b, double leastPivot = 1e-14)
    {
        int n = b.Length;
        Check.Length(a.Length, (long)n * n, nameof(a), "element of n×n");
        for (int i = 0; i < n; i++)
        {
            Span<double> row = a.Slice(i * n, i + 1);
            for (int j = 0; j < i; j++)
                row[j] = (row[j] - Kernels.Dot(row[..j], a.Slice(j * n, j))) / a[j * n + j];
            double diagonal = row[i], pivot = diagonal - Kernels.Dot(row[..i], row[..i]);
            if (!(pivot > leastPivot * diagonal) || !double.IsFinite(pivot)) return false;
            row[i] = Math.Sqrt(pivot);
        }
        for (int i = 0; i < n; i++) b[i] = (b[i] - Kernels.Dot(a.Slice(i * n, i), b[..i])) / a[i * n + i];
        for (int i = n - 1; i >= 0; i--)
        {
            b[i] /= a[i * n + i];
            Kernels.AddScaled(-b[i], a.Slice(i * n, i), b[..i]);
        }
        return true;
    }
}
