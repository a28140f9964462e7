using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>A symmetric positive definite matrix by its factor: A = LLᵀ.</summary>
internal sealed class PositiveDefinite
{
    private readonly double[] lower;

    private PositiveDefinite(double[] lower) => this.lower = lower;

    /// <summary>Factors a matrix in place, or returns null where it is not positive definite but for rounding.</summary>
    /// <param name="a">n×n, row-major; its lower triangle becomes L.</param>
    /// <param name="n">The size.</param>
    /// <param name="context">A thread limit.</param>
    public static PositiveDefinite? TryFactor(double[] a, int n, FitContext context) =>
        Cholesky.TryFactor(a, n, context.Threads) ? new PositiveDefinite(a) : null;

    /// <summary>b ← L⁻¹b.</summary>
    public void SolveLower(Span<double> b) => Cholesky.SolveLower(lower, b);

    /// <summary>b ← L⁻ᵀb.</summary>
    public void SolveUpper(Span<double> b) => Cholesky.SolveUpper(lower, b);

    /// <summary>b ← A⁻¹b.</summary>
    public void Solve(Span<double> b)
    {
        SolveLower(b);
        SolveUpper(b);
    }
}
