using ClassicML.Numerics;

namespace ClassicML.Decomposition;

/// <summary>A = LLᵀ of a symmetric positive definite matrix.</summary>
internal sealed class PositiveDefinite
{
    private readonly double[] lower, upper;
    private readonly int n;

    private PositiveDefinite(double[] lower, double[] upper, int n) => (this.lower, this.upper, this.n) = (lower, upper, n);

    /// <summary>Factors a matrix, or returns null where a pivot is not above rounding of its diagonal entry.</summary>
    /// <param name="a">n×n, row-major.</param>
    /// <param name="n">The size.</param>
    public static PositiveDefinite? TryFactor(ReadOnlySpan<double> a, int n)
    {
        double[] lower = new double[n * n], upper = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            Span<double> row = lower.AsSpan(i * n, n);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = lower.AsSpan(j * n, j + 1);
                row[j] = (a[i * n + j] - Kernels.Dot(row[..j], other[..j])) / other[j];
            }
            double pivot = a[i * n + i] - Kernels.Dot(row[..i], row[..i]);
            if (!(pivot > n * 1.2e-16 * a[i * n + i])) return null;
            row[i] = Math.Sqrt(pivot);
            for (int j = 0; j <= i; j++) upper[j * n + i] = row[j];
        }
        return new PositiveDefinite(lower, upper, n);
    }

    /// <summary>b ← L⁻¹b.</summary>
    public void SolveLower(Span<double> b)
    {
        for (int i = 0; i < n; i++) b[i] = (b[i] - Kernels.Dot(lower.AsSpan(i * n, i), b[..i])) / lower[i * n + i];
    }

    /// <summary>b ← L⁻ᵀb.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (int i = n - 1; i >= 0; i--)
            b[i] = (b[i] - Kernels.Dot(upper.AsSpan(i * n + i + 1, n - i - 1), b[(i + 1)..])) / upper[i * n + i];
    }

    /// <summary>b ← A⁻¹b.</summary>
    public void Solve(Span<double> b)
    {
        SolveLower(b);
        SolveUpper(b);
    }
}
