using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Coordinate descent on a quadratic with an L1 penalty, given its matrix.</summary>
/// <remarks>
/// Problem: min ½wᵀAw - bᵀw + Σ λⱼ|wⱼ|, A symmetric positive semi-definite n×n, λⱼ ≥ 0; λⱼ = 0 leaves wⱼ free. Every wⱼ with Aⱼⱼ = 0 stays.
/// Source: Friedman, Hastie, Tibshirani, "Regularization paths for generalized linear models via coordinate descent" (2010), covariance
/// updates: wⱼ ← S(wⱼ - gⱼ/Aⱼⱼ, λⱼ/Aⱼⱼ), where S is soft thresholding and g = Aw - b is kept up to date, so an unchanged coordinate costs
/// one step. Passes over the non-zero coordinates alone alternate with full ones. Where the columns are so correlated that passes creep,
/// a Newton step on the non-zero coordinates (signs held, cut at the first sign change) jumps ahead; each such step lowers the objective.
/// Where their matrix is singular a small share of its diagonal is added: along the directions in which the quadratic is flat the step then
/// is long and ends where a coordinate becomes zero, until the rest are independent.
/// Stops when no coordinate violates its optimality condition by more than the tolerance:
/// |gⱼ + λⱼ sign wⱼ| for wⱼ ≠ 0, |gⱼ| - λⱼ for wⱼ = 0. Cost of a pass: n, and n multiplications for each coordinate that moves.
/// Runs on one thread in a fixed order: the same bits always.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CoordinateDescent
{
    // How many passes over the non-zero coordinates come before each Newton step on them.
    private const int PassesToNewton = 8;
    private const int LargestNewton = 2048;
    private const double SingularShare = 1e-9;

    /// <summary>The largest violation of a coordinate's optimality condition at the end. Default 1e-8, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-8;

    /// <summary>The most passes. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxPasses { get; init => field = Check.Positive(value, nameof(MaxPasses)); } = 1000;

    /// <summary>Minimises from <paramref name="w"/>, which is overwritten.</summary>
    /// <param name="a">A, n×n, row-major, symmetric.</param>
    /// <param name="penalties">λ, n values.</param>
    /// <param name="w">The start, n values; receives the result.</param>
    /// <param name="gradient">g = Aw - b at the start, n values; receives that at the result.</param>
    /// <param name="cancellation">Looked at once a pass.</param>
    /// <returns>The number of passes and the largest violation at the end.</returns>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested; <paramref name="w"/> and
    /// <paramref name="gradient"/> fit each other.</exception>
    public (int Passes, double Violation) Minimize(
        ReadOnlySpan<double> a, ReadOnlySpan<double> penalties, Span<double> w, Span<double> gradient,
        CancellationToken cancellation = default)
    {
        int n = w.Length;
        Check.Length(a.Length, (long)n * n, nameof(a), "element of n×n");
        Check.Length(penalties.Length, n, nameof(penalties), "coordinate");
        Check.Length(gradient.Length, n, nameof(gradient), "coordinate");
        int passes = 0, sinceNewton = 0;
        double violation = Violation(a, penalties, w, gradient, activeOnly: false);
        while (violation > Tolerance && passes < MaxPasses)
        {
            cancellation.ThrowIfCancellationRequested();
            bool moved = Pass(a, penalties, w, gradient, activeOnly: false);
            passes++;
            while (passes < MaxPasses && Violation(a, penalties, w, gradient, activeOnly: true) > Tolerance)
            {
                cancellation.ThrowIfCancellationRequested();
                // A step that was cut is followed by the next one, unless that costs more than the passes between.
                if (++sinceNewton % PassesToNewton != 0) moved |= Pass(a, penalties, w, gradient, activeOnly: true);
                else if (Newton(a, penalties, w, gradient)) sinceNewton--;
                passes++;
            }
            violation = Violation(a, penalties, w, gradient, activeOnly: false);
            // What is left is rounding.
            if (!moved) break;
        }
        return (passes, violation);
    }

    /// <summary>How far each coordinate is from its optimality condition, at most: the measure that <see cref="Tolerance"/>
    /// bounds.</summary>
    /// <param name="gradient">The gradient of the smooth part.</param>
    /// <param name="penalty">λ of the coordinate.</param>
    /// <param name="weight">The coordinate.</param>
    public static double Violation(double gradient, double penalty, double weight) =>
        weight == 0 ? Math.Max(0, Math.Abs(gradient) - penalty) : Math.Abs(gradient + (weight > 0 ? penalty : -penalty));

    /// <summary>S(x, t) = sign(x)·max(|x| - t, 0).</summary>
    public static double SoftThreshold(double x, double threshold) =>
        x > threshold ? x - threshold : x < -threshold ? x + threshold : 0;

    // Whether a coordinate has changed.
    private static bool Pass(ReadOnlySpan<double> a, ReadOnlySpan<double> penalties, Span<double> w, Span<double> gradient, bool activeOnly)
    {
        int n = w.Length;
        bool moved = false;
        for (int j = 0; j < n; j++)
        {
            double curvature = a[j * n + j], old = w[j];
            if (curvature <= 0 || (activeOnly && old == 0 && penalties[j] > 0)) continue;
            double next = SoftThreshold(old - gradient[j] / curvature, penalties[j] / curvature);
            if (next == old) continue;
            w[j] = next;
            moved = true;
            Kernels.AddScaled(next - old, a.Slice(j * n, n), gradient);
        }
        return moved;
    }

    private static double Violation(
        ReadOnlySpan<double> a, ReadOnlySpan<double> penalties, ReadOnlySpan<double> w, ReadOnlySpan<double> gradient, bool activeOnly)
    {
        double worst = 0;
        for (int j = 0; j < w.Length; j++)
            if (a[j * w.Length + j] > 0 && !(activeOnly && w[j] == 0 && penalties[j] > 0))
                worst = Math.Max(worst, Violation(gradient[j], penalties[j], w[j]));
        return worst;
    }

    // With the signs held the problem on the non-zero coordinates S is the linear system A_SS d = -(g_S + λ_S sign w_S).
    // Returns whether another step should follow at once.
    private static bool Newton(ReadOnlySpan<double> a, ReadOnlySpan<double> penalties, Span<double> w, Span<double> gradient)
    {
        int n = w.Length;
        List<int> active = [];
        for (int j = 0; j < n; j++)
            if (a[j * n + j] > 0 && (w[j] != 0 || penalties[j] == 0)) active.Add(j);
        int size = active.Count;
        if (size is 0 or > LargestNewton) return false;
        double[] matrix = new double[size * size], step = new double[size];
        for (int i = 0; i < size; i++) step[i] = -(gradient[active[i]] + penalties[active[i]] * Math.Sign(w[active[i]]));
        Gather(a, 0);
        if (!PositiveDefinite.TrySolve(matrix, step))
        {
            Gather(a, SingularShare);
            if (!PositiveDefinite.TrySolve(matrix, step)) return false;
        }
        double share = 1;
        for (int i = 0; i < size; i++)
        {
            double weight = w[active[i]];
            if (penalties[active[i]] > 0 && weight * (weight + step[i]) < 0) share = Math.Min(share, -weight / step[i]);
        }
        for (int i = 0; i < size; i++)
        {
            int at = active[i];
            double next = w[at] + share * step[i];
            // The coordinate that stopped the step is exactly zero there.
            if (share < 1 && penalties[at] > 0 && share == -w[at] / step[i]) next = 0;
            Kernels.AddScaled(next - w[at], a.Slice(at * n, n), gradient);
            w[at] = next;
        }
        return share < 1 && (long)size * size <= 3L * PassesToNewton * n;

        void Gather(ReadOnlySpan<double> a, double more)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++) matrix[i * size + j] = a[active[i] * n + active[j]];
                matrix[i * size + i] *= 1 + more;
            }
        }
    }
}
