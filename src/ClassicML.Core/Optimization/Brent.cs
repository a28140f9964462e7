namespace ClassicML.Optimization;

/// <summary>Minimises a function of one variable from values alone: brackets a minimum, then closes in on it.</summary>
/// <remarks>
/// Problem: min f(x), x in ℝ, f continuous; what is found is a local minimum, for a function with one valley the minimum.
/// Source: Brent, "Algorithms for minimization without derivatives", 1973, chapter 5: a parabola through the three best points, or a golden
/// section where that doesn't narrow the bracket. The bracket is found going downhill by golden steps from the two starting points, twice as
/// fast where nothing turns up. NaN counts as ∞.
/// Stops when the bracket is 2·(tolerance·|x| + 1e-11) wide. Near a minimum f is flat, so a tolerance below √ε = 1.5e-8 gains nothing.
/// Cost: some thirty evaluations.
/// </remarks>
public sealed record Brent
{
    private const double Golden = 1.618033988749895, Section = 0.3819660112501051, Least = 1e-11;

    /// <summary>How close to the minimum, relative to it, the search ends. Default 1.48e-8, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1.48e-8;

    /// <summary>The most evaluations of the bracketing, and then of the search. Default 500, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 500;

    /// <summary>The minimum downhill of two points.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="first">A point, finite.</param>
    /// <param name="second">Another, finite.</param>
    /// <returns>The best point that was found, its value, and whether the search ended within the tolerance.</returns>
    /// <exception cref="ArgumentException">The points are not finite, or the same.</exception>
    public BrentResult Minimize(Func<double, double> objective, double first, double second)
    {
        Check.NotNull(objective, nameof(objective));
        Check.Within(first, Interval.Finite, nameof(first));
        Check.Within(second, Interval.Finite, nameof(second));
        if (first == second) throw new ArgumentException("the two points of a search must differ", nameof(second));
        double F(double at) => objective(at) is var value && double.IsNaN(value) ? double.PositiveInfinity : value;

        // Downhill from a to b, and on to c while it goes on.
        double a = first, b = second, fa = F(a), fb = F(b);
        if (fa < fb) (a, b, fa, fb) = (b, a, fb, fa);
        double c = b + Golden * (b - a), fc = F(c);
        int evaluations = 3;
        while (fc < fb && evaluations < MaxIterations && double.IsFinite(c + 2 * Golden * (c - b)))
        {
            (a, b, fb) = (b, c, fc);
            c = b + 2 * Golden * (b - a);
            fc = F(c);
            evaluations++;
        }
        if (fc < fb) return new BrentResult(c, fc, evaluations, false);
        return CloseIn(F, Math.Min(a, c), Math.Max(a, c), b, fb, evaluations);
    }

    // Brent's localmin: x is the best point, w the second best, v the one before that; a and b enclose the minimum.
    private BrentResult CloseIn(Func<double, double> f, double a, double b, double x, double fx, int evaluations)
    {
        double w = x, v = x, fw = fx, fv = fx, step = 0, before = 0;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            double middle = 0.5 * (a + b), tolerance = Tolerance * Math.Abs(x) + Least;
            if (Math.Abs(x - middle) <= 2 * tolerance - 0.5 * (b - a)) return new BrentResult(x, fx, evaluations, true);
            double p = 0, q = 0;
            if (Math.Abs(before) > tolerance)
            {
                double r = (x - w) * (fx - fv);
                q = (x - v) * (fx - fw);
                p = (x - v) * q - (x - w) * r;
                q = 2 * (q - r);
                if (q > 0) p = -p;
                q = Math.Abs(q);
            }
            // A parabolic step that stays inside, and is less than half of the one before the last; infinite values give none.
            if (Math.Abs(p) < Math.Abs(0.5 * q * before) && p > q * (a - x) && p < q * (b - x))
            {
                (before, step) = (step, p / q);
                double next = x + step;
                if (next - a < 2 * tolerance || b - next < 2 * tolerance) step = x < middle ? tolerance : -tolerance;
            }
            else
            {
                before = x < middle ? b - x : a - x;
                step = Section * before;
            }
            double u = x + (Math.Abs(step) >= tolerance ? step : step > 0 ? tolerance : -tolerance), fu = f(u);
            evaluations++;
            if (fu <= fx)
            {
                if (u < x) b = x;
                else a = x;
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
                continue;
            }
            if (u < x) a = u;
            else b = u;
            if (fu <= fw || w == x) (v, fv, w, fw) = (w, fw, u, fu);
            else if (fu <= fv || v == x || v == w) (v, fv) = (u, fu);
        }
        return new BrentResult(x, fx, evaluations, false);
    }
}

/// <summary>What a search by <see cref="Brent"/> ends with.</summary>
/// <param name="Point">The best point.</param>
/// <param name="Objective">Its value.</param>
/// <param name="Evaluations">How often the function was evaluated.</param>
/// <param name="Converged">Whether the search ended within its tolerance.</param>
public sealed record BrentResult(double Point, double Objective, int Evaluations, bool Converged);
