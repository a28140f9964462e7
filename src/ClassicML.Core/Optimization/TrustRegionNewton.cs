using ClassicML.Internal;

namespace ClassicML.Optimization;

/// <summary>A smooth function with its gradient and products of its second derivatives with a vector.</summary>
public interface ISecondOrderObjective
{
    /// <summary>The objective and its gradient at a point; later products are taken there.</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>product ← H·vector, H the matrix of second derivatives where <see cref="Evaluate"/> was last called.</summary>
    void HessianTimes(ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>The diagonal of H there, which scales the inner iteration; positive.</summary>
    void HessianDiagonal(Span<double> diagonal);
}

/// <summary>Newton's method with a trust region, whose systems are solved by conjugate gradients: no matrix is ever formed.</summary>
/// <remarks>
/// Problem: min f(w), w in ℝⁿ, f twice differentiable; made for convex f.
/// Source: Lin, Weng, Keerthi, "Trust region Newton method for large-scale logistic regression" (2008), as in LIBLINEAR's TRON; the radius
/// and its update after Lin and Moré (1999); the inner conjugate gradients (Steihaug 1983) are preconditioned with the diagonal of H,
/// so the region is an ellipsoid. Difference from LIBLINEAR: it mixes the diagonal with the identity.
/// Stops when max|∂f/∂wᵢ| is at most the tolerance, or when no step lowers f in floating point.
/// Cost: an evaluation an iteration and a product H·v an inner one; memory 7·n doubles. Deterministic where the objective is.
/// </remarks>
public sealed record TrustRegionNewton
{
    private const double InnerTolerance = 0.1;

    /// <summary>The most iterations. Default 100, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 100;

    /// <summary>Stops when no component of the gradient is larger. Default 1e-6, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-6;

    /// <summary>Minimises from <paramref name="point"/>, which is overwritten with the best point found.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="point">The start, n values; receives the result.</param>
    /// <param name="context">Cancellation, early stop and progress, once an iteration.</param>
    /// <exception cref="ArgumentException">The objective or its gradient is not finite at the start.</exception>
    public LBfgsResult Minimize(ISecondOrderObjective objective, Span<double> point, FitContext context = default)
    {
        int n = point.Length;
        double[] gradient = new double[n], step = new double[n], trial = new double[n], trialGradient = new double[n],
            diagonal = new double[n];
        var inner = new ConjugateGradients(n);
        double value = Check.NotNull(objective, nameof(objective)).Evaluate(point, gradient), radius = 0;
        if (!double.IsFinite(value) || !Kernels.AllFinite(gradient))
            throw new ArgumentException("the objective and its gradient must be finite at the start", nameof(point));
        objective.HessianDiagonal(diagonal);

        for (int iteration = 0, refused = 0; ; iteration++)
        {
            double norm = MaxNorm(gradient);
            if (norm <= Tolerance) return new LBfgsResult(value, norm, iteration, LBfgsEnd.Converged);
            if (iteration == MaxIterations) return new LBfgsResult(value, norm, iteration, LBfgsEnd.IterationLimit);
            if (refused == 40) return new LBfgsResult(value, norm, iteration, LBfgsEnd.NoProgress);
            context.ThrowIfCancelled();
            if (context.Stop.IsCancellationRequested) return new LBfgsResult(value, norm, iteration, LBfgsEnd.Stopped);

            if (iteration == 0) radius = double.PositiveInfinity;
            double length = inner.Solve(objective, gradient, diagonal, radius, InnerTolerance, step, out double predicted);
            if (double.IsInfinity(radius)) radius = Math.Max(length, double.Epsilon);
            point.CopyTo(trial);
            Kernels.AddScaled(1, step, trial);
            double next = objective.Evaluate(trial, trialGradient), actual = value - next;
            // Near the optimum the difference of two values is rounding: there the slopes at both ends tell how f changed.
            if (Math.Abs(actual) <= 1e-10 * Math.Abs(value))
                actual = -0.5 * (Kernels.Dot(gradient, step) + Kernels.Dot(trialGradient, step));
            double ratio = actual / predicted;
            radius = ratio < 0.25 || !double.IsFinite(next) ? 0.25 * Math.Min(length, radius) : ratio < 0.75 ? radius
                : Math.Max(radius, 3 * length);
            if (!(ratio > 1e-4) || !double.IsFinite(next))
            {
                refused++;
                objective.Evaluate(point, trialGradient);
                continue;
            }
            refused = 0;
            trial.CopyTo(point);
            (gradient, trialGradient) = (trialGradient, gradient);
            value = next;
            objective.HessianDiagonal(diagonal);
            context.Progress?.Report(new FitProgress("iteration", iteration + 1, MaxIterations, value));
        }
    }

    private static double MaxNorm(ReadOnlySpan<double> x)
    {
        double max = 0;
        foreach (double value in x) max = Math.Max(max, Math.Abs(value));
        return max;
    }

    /// <summary>Solves H·d = -g inside the region ‖d‖_M ≤ radius, M the diagonal.</summary>
    private sealed class ConjugateGradients(int n)
    {
        private readonly double[] residual = new double[n], direction = new double[n], product = new double[n], scaled = new double[n];

        /// <returns>The length ‖d‖_M; <paramref name="predicted"/> is how much the quadratic model falls.</returns>
        public double Solve(
            ISecondOrderObjective objective, double[] gradient, double[] diagonal, double radius, double tolerance, double[] step,
                out double predicted)
        {
            Array.Clear(step);
            for (int i = 0; i < n; i++)
            {
                residual[i] = -gradient[i];
                direction[i] = scaled[i] = residual[i] / diagonal[i];
            }
            double rho = Kernels.Dot(residual, scaled), start = rho;
            for (int k = 0; k < Math.Max(n, 10) && rho > tolerance * tolerance * start; k++)
            {
                objective.HessianTimes(direction, product);
                double curvature = Kernels.Dot(direction, product);
                double alpha = curvature > 0 ? rho / curvature : double.PositiveInfinity;
                double to = ToBorder(step, direction, diagonal, radius);
                bool leaves = alpha >= to;
                if (leaves && double.IsInfinity(to)) break;
                Kernels.AddScaled(leaves ? to : alpha, direction, step);
                Kernels.AddScaled(-(leaves ? to : alpha), product, residual);
                if (leaves) break;
                for (int i = 0; i < n; i++) scaled[i] = residual[i] / diagonal[i];
                double next = Kernels.Dot(residual, scaled), beta = next / rho;
                for (int i = 0; i < n; i++) direction[i] = scaled[i] + beta * direction[i];
                rho = next;
            }
            // residual = -g - Hd, so gᵀd + ½dᵀHd = ½(gᵀd - dᵀresidual).
            predicted = -0.5 * (Kernels.Dot(gradient, step) - Kernels.Dot(step, residual));
            return Norm(step, diagonal);
        }

        // The largest t with ‖d + t·p‖_M ≤ radius.
        private static double ToBorder(double[] d, double[] p, double[] diagonal, double radius)
        {
            if (double.IsInfinity(radius)) return radius;
            double pp = 0, dp = 0, dd = 0;
            for (int i = 0; i < d.Length; i++)
            {
                pp += p[i] * diagonal[i] * p[i];
                dp += d[i] * diagonal[i] * p[i];
                dd += d[i] * diagonal[i] * d[i];
            }
            double root = Math.Sqrt(Math.Max(0, dp * dp + pp * (radius * radius - dd)));
            return dp >= 0 ? (radius * radius - dd) / (dp + root) : (root - dp) / pp;
        }

        private static double Norm(double[] x, double[] diagonal)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++) sum += x[i] * diagonal[i] * x[i];
            return Math.Sqrt(sum);
        }
    }
}
