using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>Least squares with an L1 penalty, alone or with L2, for one penalty after the other on the same data.</summary>
/// <remarks>
/// Problem: min P(w) = (1/2S) Σ sᵢ(yᵢ - wᵀxᵢ - b)² + λ₁Σ|wⱼ| + ½λ₂‖w‖² in the centred form of <see cref="SquaredProblem"/>.
/// Method: <see cref="CoordinateDescent"/> on the Gram matrix (glmnet's covariance updates). With few columns the matrix of all is made
/// once, n·p² flops, and x is not read again but for the gap; with many, of a working set: columns with a weight and the worst violators
/// (celer:
/// Massias, Gramfort, Salmon 2018), which grows until no column outside violates.
/// Stops when the duality gap is at most tolerance·(1/S)Σsᵢ(yᵢ - ȳ)², as scikit-learn. With r the residuals and v = Xᵀr/S the dual point
/// is τr, τ = min(1, λ₁/max|v|) where λ₂ = 0 and 1 otherwise: gap = ½(1-τ)²‖r‖²/S + Σ[λ₁|wⱼ| + ½λ₂wⱼ² + (|vⱼ| - λ₁)₊²/(2λ₂) - τwⱼvⱼ].
/// Memory: q² doubles for q columns. Bits do not depend on the threads.
/// </remarks>
internal sealed class LassoSolver
{
    private const int AllColumns = 2000, Rounds = 60;

    // Gaps of this share of the mean square of y can be had from the Gram matrix alone.
    private const double LeastByGram = 1e-10;

    private readonly SquaredProblem problem;
    private readonly double[] correlations, residuals, v;
    private readonly double scale;
    private double[]? gram;
    private double meanSquare;

    public LassoSolver(SquaredProblem problem)
    {
        this.problem = problem;
        correlations = new double[problem.ColumnCount];
        v = new double[problem.ColumnCount];
        residuals = new double[problem.RowCount];
        problem.Correlations(problem.Targets.ToArray(), correlations);
        scale = problem.MeanSquare(problem.Targets);
    }

    /// <summary>The least λ₁ at which every weight is zero.</summary>
    public double LargestPenalty => Largest * problem.Scale * problem.TargetScale;

    private double Largest => correlations.Max(Math.Abs);

    /// <summary>Minimises from <paramref name="w"/>, which is overwritten.</summary>
    /// <returns>How it went; objective and gap are those of P.</returns>
    public FitReport Solve(double l1, double l2, double[] w, double tolerance, int maxPasses, FitContext context)
    {
        problem.FromData(w);
        FitReport report = Minimise(problem.L1Of(l1), problem.RidgeOf(l2), w, tolerance, maxPasses, context);
        problem.ToData(w);
        double unit = problem.TargetScale * problem.TargetScale;
        return report with { Objective = report.Objective * unit, DualityGap = report.DualityGap * unit };
    }

    // Objective and gap are in inner units, what is said in those of P.
    private FitReport Minimise(double l1, double l2, double[] w, double tolerance, int maxPasses, FitContext context)
    {
        int passes = 0;
        double inner = Math.Max(1e-3 * Math.Sqrt(tolerance) * Math.Max(l1, 1e-3 * Largest), 1e-300);
        double target = Math.Max(tolerance * scale, double.Epsilon), gap = 0, objective = 0, unit = problem.TargetScale * problem.TargetScale;
        for (int round = 0; round < Rounds; round++)
        {
            context.ThrowIfCancelled();
            if (round == 0 && problem.ColumnCount > AllColumns) Look(w);
            int[] columns = problem.ColumnCount <= AllColumns ? [.. Enumerable.Range(0, problem.ColumnCount)] : WorkingSet(w, l1, l2);
            passes += Descend(columns, w, l1, l2, inner, maxPasses - passes, context.Cancellation);
            if (gram is null || tolerance < LeastByGram || RoundingByGram(w) > 1e-3 * target) Look(w);
            else LookByGram(w);
            (objective, gap) = Measure(w, l1, l2);
            context.Progress?.Report(new FitProgress("round", round + 1, 0, objective * unit));
            bool stop = context.Stop.IsCancellationRequested;
            if (gap <= target) return new FitReport { Iterations = passes, Objective = objective, DualityGap = gap };
            if (passes >= maxPasses || stop)
                return new FitReport
                {
                    Iterations = passes, Converged = false, Stopped = stop, Objective = objective, DualityGap = gap,
                    Reason = stop ? "the caller asked to stop"
                        : FormattableString.Invariant(
                            $"the limit of {maxPasses} passes was reached with a duality gap of {gap * unit:G3}, not {target * unit:G3}"),
                };
            // Columns outside the working set that still violate are taken in first.
            if (Violation(w, l1, l2) <= 2 * inner) inner *= 0.1;
        }
        return new FitReport
        {
            Iterations = passes, Converged = false, Objective = objective, DualityGap = gap,
            Reason = FormattableString.Invariant($"the duality gap stays at {gap * unit:G3} in floating point, not {target * unit:G3}"),
        };
    }

    private double Violation(double[] w, double l1, double l2)
    {
        double worst = 0;
        for (int j = 0; j < w.Length; j++) worst = Math.Max(worst, CoordinateDescent.Violation(l2 * w[j] - v[j], l1, w[j]));
        return worst;
    }

    // r and v at w.
    private void Look(double[] w)
    {
        problem.Residuals(w, residuals);
        problem.Correlations(residuals, v);
        meanSquare = problem.MeanSquare(residuals);
    }

    // What wᵀGw may be off by where large weights of correlated columns cancel: ε(Σ|wⱼ|√Gⱼⱼ)².
    private double RoundingByGram(double[] w)
    {
        double size = 0;
        for (int j = 0; j < w.Length; j++) size += Math.Abs(w[j]) * Math.Sqrt(gram![j * w.Length + j]);
        return (Math.BitIncrement(1.0) - 1) * size * size;
    }

    // The same from the Gram matrix, without reading x: ‖r‖²/S = ‖y‖²/S - wᵀ(c + v), which loses what is below rounding of ‖y‖².
    private void LookByGram(double[] w)
    {
        double explained = 0;
        for (int j = 0; j < w.Length; j++)
        {
            v[j] = correlations[j] - Kernels.Dot(gram.AsSpan(j * w.Length, w.Length), w);
            explained += w[j] * (correlations[j] + v[j]);
        }
        meanSquare = Math.Max(0, scale - explained);
    }

    private int Descend(int[] columns, double[] w, double l1, double l2, double tolerance, int maxPasses, CancellationToken cancellation)
    {
        int q = columns.Length;
        bool all = q == problem.ColumnCount;
        double[] a = all ? (double[])(gram ??= problem.Gram(columns)).Clone() : problem.Gram(columns);
        double[] own = new double[q], gradient = new double[q], penalties = new double[q];
        for (int at = 0; at < q; at++) own[at] = w[columns[at]];
        Array.Fill(penalties, l1);
        for (int at = 0; at < q; at++)
            if (a[at * q + at] > 0) a[at * q + at] += l2;
            else own[at] = w[columns[at]] = 0;
        // Gram·w - Xᵀy where all columns are here; otherwise what the last look found.
        if (all)
            for (int at = 0; at < q; at++) gradient[at] = Kernels.Dot(a.AsSpan(at * q, q), own) - correlations[columns[at]];
        else
            for (int at = 0; at < q; at++) gradient[at] = l2 * own[at] - v[columns[at]];
        (int passes, _) = new CoordinateDescent { Tolerance = tolerance, MaxPasses = Math.Max(1, maxPasses) }.Minimize(
            a, penalties, own, gradient, cancellation);
        for (int at = 0; at < q; at++) w[columns[at]] = own[at];
        return Math.Max(1, passes);
    }

    private int[] WorkingSet(double[] w, double l1, double l2)
    {
        int used = 0, p = w.Length;
        double[] order = new double[p];
        int[] columns = [.. Enumerable.Range(0, p)];
        for (int j = 0; j < p; j++)
        {
            order[j] = w[j] != 0 ? double.PositiveInfinity : CoordinateDescent.Violation(l2 * w[j] - v[j], l1, w[j]);
            if (w[j] != 0) used++;
        }
        Array.Sort(order, columns);
        int count = Math.Min(p, 2 * used + 64);
        int[] set = [.. columns[^count..].Where((_, i) => order[p - count + i] > 0)];
        Array.Sort(set);
        return set.Length == 0 ? [0] : set;
    }

    private (double Objective, double Gap) Measure(double[] w, double l1, double l2)
    {
        double loss = 0.5 * meanSquare, largest = 0, penalty = 0, over = 0, product = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double size = Math.Abs(v[j]);
            largest = Math.Max(largest, size);
            penalty += l1 * Math.Abs(w[j]) + 0.5 * l2 * w[j] * w[j];
            if (l2 > 0) over += Math.Max(0, size - l1) * Math.Max(0, size - l1) / (2 * l2);
            product += w[j] * v[j];
        }
        double share = l2 > 0 || largest <= l1 ? 1 : l1 / largest;
        return (loss + penalty, (1 - share) * (1 - share) * loss + penalty + over - share * product);
    }
}
