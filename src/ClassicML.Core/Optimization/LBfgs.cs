using ClassicML.Internal;

namespace ClassicML.Optimization;

/// <summary>Computes an objective and its gradient.</summary>
/// <param name="point">Where, n values.</param>
/// <param name="gradient">Receives the gradient, n values.</param>
/// <returns>The objective.</returns>
public delegate double DifferentiableObjective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>Limited-memory BFGS: minimises a smooth function from values and gradients alone.</summary>
/// <remarks>
/// Problem: min f(w), w in ℝⁿ, f continuously differentiable.
/// Source: Nocedal and Wright, "Numerical Optimization", 2nd edition: two-loop recursion (Algorithm 7.4), initial scaling γ = sᵀy/yᵀy
/// (7.20), line search for the strong Wolfe conditions (Algorithms 3.5 and 3.6, cubic interpolation, c₁ = 10⁻⁴, c₂ = 0.9).
/// Stops when max|∂f/∂wᵢ| is at most the tolerance, or when the line search can't lower f any more in floating point.
/// Cost: one evaluation an iteration as a rule, 4·m·n flops beside it; memory 2·m·n doubles for a history of m.
/// </remarks>
public sealed record LBfgs
{
    private const double SufficientDecrease = 1e-4, Curvature = 0.9, Rounding = 1e-13;
    private const int MaxLineSearchSteps = 30;

    /// <summary>How many past steps shape the curvature. Default 10, at least 1.</summary>
    public int HistoryCount { get; init => field = Check.Positive(value, nameof(HistoryCount)); } = 10;

    /// <summary>The most iterations. Default 100, at least 1.</summary>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 100;

    /// <summary>Stops when no component of the gradient is larger. Default 1e-5, at least 0.</summary>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-5;

    /// <summary>Minimises from <paramref name="point"/>, which is overwritten with the best point found.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="point">The start, n values; receives the result.</param>
    /// <param name="context">Cancellation, early stop and progress, once an iteration.</param>
    /// <exception cref="ArgumentException">The objective or its gradient is not finite at the start.</exception>
    public LBfgsResult Minimize(DifferentiableObjective objective, Span<double> point, FitContext context = default)
    {
        int n = point.Length;
        var history = new History(Math.Min(HistoryCount, MaxIterations), n);
        double[] gradient = new double[n], direction = new double[n], trial = new double[n], trialGradient = new double[n];
        double value = objective(point, gradient);
        if (!double.IsFinite(value) || !Kernels.AllFinite(gradient))
            throw new ArgumentException("the objective and its gradient must be finite at the start", nameof(point));

        for (int iteration = 0; ; iteration++)
        {
            double norm = MaxNorm(gradient);
            if (norm <= Tolerance) return new LBfgsResult(value, norm, iteration, LBfgsEnd.Converged);
            if (iteration == MaxIterations) return new LBfgsResult(value, norm, iteration, LBfgsEnd.IterationLimit);
            context.ThrowIfCancelled();
            if (context.Stop.IsCancellationRequested) return new LBfgsResult(value, norm, iteration, LBfgsEnd.Stopped);

            history.Direction(gradient, direction);
            double slope = Kernels.Dot(gradient, direction);
            if (!(slope < 0))
            {
                // Rounding has spoilt the curvature: fall back to steepest descent.
                history.Clear();
                history.Direction(gradient, direction);
                slope = Kernels.Dot(gradient, direction);
            }
            double first = history.IsEmpty ? Math.Min(1, 1 / norm) : 1;
            double step = WolfeStep(objective, point, value, slope, direction, first, trial, trialGradient, out double next);
            if (step == 0) return new LBfgsResult(value, norm, iteration, LBfgsEnd.NoProgress);
            history.Add(point, trial, gradient, trialGradient);
            trial.CopyTo(point);
            (gradient, trialGradient) = (trialGradient, gradient);
            value = next;
            context.Progress?.Report(new FitProgress("iteration", iteration + 1, MaxIterations, value));
        }
    }

    // Algorithm 3.5 widens [low, high] until it holds a step, Algorithm 3.6 narrows it. Returns 0 where no step lowers the objective.
    private static double WolfeStep(
        DifferentiableObjective objective, ReadOnlySpan<double> point, double value, double slope, double[] direction, double first,
        double[] trial, double[] trialGradient, out double next)
    {
        double low = 0, lowValue = value, lowSlope = slope, high = double.PositiveInfinity, highValue = 0, highSlope = 0, step = first;
        for (int search = 0; search < MaxLineSearchSteps; search++)
        {
            next = At(objective, point, direction, step, trial, trialGradient, out double nextSlope);
            // Near the optimum values differ by less than their rounding; there the slope alone tells that the step is right (Hager and
            // Zhang 2005).
            if (Math.Abs(next - value) <= Rounding * Math.Abs(value) && Math.Abs(nextSlope) <= -Curvature * slope) return step;
            if (!(next <= value + SufficientDecrease * step * slope) || (low > 0 && next >= lowValue))
                (high, highValue, highSlope) = (step, next, nextSlope);
            else if (Math.Abs(nextSlope) <= -Curvature * slope)
                return step;
            else
            {
                if (double.IsInfinity(high) ? nextSlope >= 0 : nextSlope * (high - low) >= 0)
                    (high, highValue, highSlope) = (low, lowValue, lowSlope);
                (low, lowValue, lowSlope) = (step, next, nextSlope);
            }
            step = double.IsInfinity(high) ? step * 2 : Between(low, lowValue, lowSlope, high, highValue, highSlope);
            if (step == low || step == high) break;
        }
        // No step meets both conditions within rounding; take the best one that lowers the objective.
        next = At(objective, point, direction, low, trial, trialGradient, out _);
        return next < value ? low : 0;
    }

    private static double At(
        DifferentiableObjective objective, ReadOnlySpan<double> point, double[] direction, double step, double[] trial, double[] gradient,
        out double slope)
    {
        point.CopyTo(trial);
        Kernels.AddScaled(step, direction, trial);
        double value = objective(trial, gradient);
        slope = Kernels.Dot(gradient, direction);
        return value;
    }

    // The minimiser of the cubic through both ends, (3.59), kept a tenth of the interval away from them.
    private static double Between(double a, double fa, double da, double b, double fb, double db)
    {
        double d1 = da + db - 3 * (fa - fb) / (a - b);
        double root = d1 * d1 - da * db;
        double d2 = Math.Sign(b - a) * Math.Sqrt(root);
        double cubic = b - (b - a) * ((db + d2 - d1) / (db - da + 2 * d2));
        double margin = 0.1 * Math.Abs(b - a), low = Math.Min(a, b) + margin, high = Math.Max(a, b) - margin;
        return cubic >= low && cubic <= high ? cubic : cubic < low ? low : cubic > high ? high : 0.5 * (a + b);
    }

    private static double MaxNorm(ReadOnlySpan<double> x)
    {
        double max = 0;
        foreach (double value in x) max = Math.Max(max, Math.Abs(value));
        return max;
    }

    /// <summary>The last m pairs s = Δw, y = Δ∇f, in a ring.</summary>
    private sealed class History(int capacity, int n)
    {
        private readonly double[][] steps = new double[capacity][], changes = new double[capacity][];
        private readonly double[] curvature = new double[capacity], alpha = new double[capacity];
        private int count, newest = -1;

        public bool IsEmpty => count == 0;

        public void Clear() => count = 0;

        public void Add(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> fromGradient, ReadOnlySpan<double> toGradient)
        {
            int at = (newest + 1) % capacity;
            double[] s = steps[at] ??= new double[n], y = changes[at] ??= new double[n];
            for (int i = 0; i < n; i++)
            {
                s[i] = to[i] - from[i];
                y[i] = toGradient[i] - fromGradient[i];
            }
            double sy = Kernels.Dot(s, y);
            // The pair that was here is gone in any case.
            if (count == capacity) count--;
            if (!(sy > double.Epsilon)) return;
            curvature[at] = sy;
            newest = at;
            count++;
        }

        /// <summary>direction ← -H·gradient (Algorithm 7.4).</summary>
        public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
        {
            for (int i = 0; i < n; i++) direction[i] = -gradient[i];
            for (int j = 0; j < count; j++)
            {
                int at = (newest - j + capacity) % capacity;
                alpha[at] = Kernels.Dot(steps[at], direction) / curvature[at];
                Kernels.AddScaled(-alpha[at], changes[at], direction);
            }
            if (count > 0)
            {
                double gamma = curvature[newest] / Kernels.Dot(changes[newest], changes[newest]);
                foreach (ref double value in direction) value *= gamma;
            }
            for (int j = count - 1; j >= 0; j--)
            {
                int at = (newest - j + capacity) % capacity;
                double beta = Kernels.Dot(changes[at], direction) / curvature[at];
                Kernels.AddScaled(alpha[at] - beta, steps[at], direction);
            }
        }
    }
}

/// <summary>How a minimisation ended.</summary>
public enum LBfgsEnd
{
    /// <summary>The gradient is within the tolerance.</summary>
    Converged,

    /// <summary>The iteration limit was reached.</summary>
    IterationLimit,

    /// <summary>No step along the direction lowers the objective in floating point.</summary>
    NoProgress,

    /// <summary>The caller asked for an early stop.</summary>
    Stopped,
}

/// <summary>What a minimisation found.</summary>
/// <param name="Objective">The objective at the result.</param>
/// <param name="GradientNorm">max|∂f/∂wᵢ| at the result.</param>
/// <param name="Iterations">The number of steps taken.</param>
/// <param name="End">Why it ended.</param>
public readonly record struct LBfgsResult(double Objective, double GradientNorm, int Iterations, LBfgsEnd End);
