namespace ClassicML.Internal;

/// <summary>A Householder reflector H = I - τvvᵀ, v₀ = 1, that maps a vector x to (β, 0, …, 0) with |β| = ‖x‖ (LAPACK's dlarfg).</summary>
internal static class Reflector
{
    /// <param name="x">The vector; becomes v.</param>
    /// <returns>β and τ; τ is 0, and v = 0 but for v₀ = 1, where x has that form already.</returns>
    public static (double Beta, double Tau) Make(Span<double> x)
    {
        double alpha = x[0], largest = 0;
        foreach (double value in x[1..]) largest = Math.Max(largest, Math.Abs(value));
        x[0] = 1;
        if (largest == 0) return (alpha, 0);
        // Scaled, so that squares neither overflow nor vanish.
        double scale = Math.Max(largest, Math.Abs(alpha)), first = alpha / scale;
        Span<double> tail = x[1..];
        foreach (ref double value in tail) value /= scale;
        double beta = -Math.CopySign(Math.Sqrt(first * first + Kernels.Dot(tail, tail)), first), pivot = first - beta;
        foreach (ref double value in tail) value /= pivot;
        return (beta * scale, -pivot / beta);
    }
}
