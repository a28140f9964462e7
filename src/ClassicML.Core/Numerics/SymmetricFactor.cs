namespace ClassicML.Numerics;

/// <summary>A symmetric matrix made ready to solve A·x = b: by Cholesky where it is positive definite, else by L·D·Lᵀ with pivoting.</summary>
/// <remarks>Cost: n³/3 operations once (twice where Cholesky fails), 2n² for each right-hand side. Immutable and thread-safe.</remarks>
public sealed class SymmetricFactor
{
    private readonly int n;
    private readonly double[]? lower;
    private readonly BunchKaufman? indefinite;

    /// <summary>Factors a copy of A.</summary>
    /// <param name="a">n×n, row-major; the lower triangle is read.</param>
    /// <param name="n">The order.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <exception cref="ArgumentException">a is not n×n, or its lower triangle is not finite.</exception>
    public SymmetricFactor(ReadOnlySpan<double> a, int n, int threads = 1)
    {
        Check.Length(a.Length, (long)n * n, nameof(a), "element of n×n");
        for (int i = 0; i < n; i++)
            if (!Kernels.AllFinite(a.Slice(i * n, i + 1))) throw new ArgumentException($"row {i} has a value that is not finite", nameof(a));
        this.n = n;
        double[] copy = a.ToArray();
        if (Cholesky.TryFactor(copy, n, threads)) lower = copy;
        else indefinite = new BunchKaufman(a.ToArray(), n);
    }

    /// <summary>Whether every eigenvalue is above zero, as far as doubles can tell.</summary>
    public bool IsPositiveDefinite => lower is not null;

    /// <summary>The number of eigenvalues below zero.</summary>
    public int NegativeCount => indefinite?.NegativeCount ?? 0;

    /// <summary>The rank, as far as doubles can tell: n less the pivots within n·2⁻⁵² of the largest element.</summary>
    public int Rank => n - (indefinite?.ZeroCount ?? 0);

    /// <summary>log |det A|; negative infinity for a singular matrix.</summary>
    public double LogDeterminant
    {
        get
        {
            if (indefinite is not null) return indefinite.LogDeterminant;
            double sum = 0;
            for (int i = 0; i < n; i++) sum += 2 * Math.Log(lower![i * n + i]);
            return sum;
        }
    }

    /// <summary>b ← A⁻¹b. For a singular A, a solution if b has one; what is free is set to zero.</summary>
    /// <param name="b">n values.</param>
    /// <exception cref="ArgumentException">b has another length.</exception>
    public void Solve(Span<double> b)
    {
        Check.Length(b.Length, n, nameof(b), "row");
        if (lower is null)
        {
            indefinite!.Solve(b);
            return;
        }
        Cholesky.SolveLower(lower, b);
        Cholesky.SolveUpper(lower, b);
    }
}
