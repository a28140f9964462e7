using ClassicML.Internal;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>Newton's method for a logistic regression, for smooth penalties and for L1.</summary>
/// <remarks>
/// Problem: min F(w) = f(w) + λ₁Σ|wⱼ|, f as in <see cref="LogisticProblem"/>; intercepts are free of penalty.
/// Method: at each point the quadratic model g·d + ½dᵀHd + λ₁‖w + d‖₁ is minimised over a working set of columns. With λ₁ = 0 that is a
/// linear system, by Cholesky (iteratively reweighted least squares); otherwise <see cref="CoordinateDescent"/> on H, as in glmnet
/// (Friedman, Hastie, Tibshirani 2010) and newGLMNET (Yuan, Ho, Lin 2012). Then the step is halved until F falls enough (Armijo on g·d +
/// λ₁Δ‖·‖₁).
/// Where halving was needed, or H is singular (separable data, collinear columns), a multiple of the identity is added to H, and taken back
/// as full steps succeed (Levenberg 1944).
/// A softmax does not change when a column's weights move together, so after each step of coordinate descent <see cref="LogisticShift"/> puts
/// them where the penalty is least: with a weak penalty the descent itself would creep there.
/// The working set is every column where there are few, otherwise those with a weight and those that violate most.
/// Stops when no coordinate violates its optimality condition by more than the tolerance. Cost of an iteration: n·q² flops for q columns of
/// the set and one read of x, for f and H together; where the set changes, one for each. Memory: (M·q)² doubles. Bits do not depend on the
/// threads.
/// </remarks>
internal static class LogisticNewton
{
    private const int AllColumns = 512, LargestSet = 4096, MaxHalvings = 40;
    private const double LargestDamping = 1e6;

    /// <param name="problem">f and λ₁.</param>
    /// <param name="point">The start; receives the minimum.</param>
    /// <param name="maxIterations">The most steps.</param>
    /// <param name="tolerance">On the largest violation.</param>
    /// <param name="cholesky">Whether steps are linear systems.</param>
    /// <param name="h">Second derivatives near the start where some are known; receives the last ones that were used.</param>
    /// <param name="context">Threads, cancellation, progress.</param>
    public static LBfgsResult Minimize(
        LogisticProblem problem, double[] point, int maxIterations, double tolerance, bool cholesky, ref double[]? h, FitContext context)
    {
        double[] gradient = new double[point.Length], trial = new double[point.Length], trialGradient = new double[point.Length];
        LogisticCurvature? whole = cholesky || TakesAll(problem) ? new LogisticCurvature(problem, All(problem)) : null;
        bool ready = whole is not null && h is null, given = whole is not null && !ready;
        double value = problem.Evaluate(point, gradient, ready ? whole : null), penalty = problem.Penalty1(point);
        double damping = 0, first = 0, before = 0;
        for (int iteration = 0; ; iteration++)
        {
            double violation = Violation(problem, point, gradient);
            if (iteration == 0) first = violation;
            if (violation <= tolerance) return new LBfgsResult(value + penalty, violation, iteration, LBfgsEnd.Converged);
            if (iteration == maxIterations) return new LBfgsResult(value + penalty, violation, iteration, LBfgsEnd.IterationLimit);
            context.ThrowIfCancelled();
            if (context.Stop.IsCancellationRequested) return new LBfgsResult(value + penalty, violation, iteration, LBfgsEnd.Stopped);

            LogisticCurvature curvature = whole ?? new LogisticCurvature(problem, WorkingSet(problem, point, gradient, violation));
            if (!given) h = ready ? curvature.Gather() : curvature.Build();
            given = false;
            double[]? step = Step(problem, curvature, h!, point, gradient, cholesky, ref damping,
                Math.Max(0.1 * tolerance, 0.1 * violation * Math.Min(1, violation / first)));
            // Violations fall with their square: where the next one ends the fit its curvature would be made for nothing.
            bool goesOn = !(violation * (violation / before) * (violation / before) <= tolerance);
            before = violation;
            double share = 1;
            bool moved = false;
            for (int halving = 0; step is not null && halving < MaxHalvings && !moved; halving++, share *= 0.5)
            {
                double slope = Move(curvature, point, step, gradient, share, trial), nextPenalty = problem.Penalty1(trial);
                double promised = slope + nextPenalty - penalty;
                // Most first steps are taken, so the next curvature comes with them in one read of x.
                ready = whole is not null && halving == 0 && goesOn;
                double next = problem.Evaluate(trial, trialGradient, ready ? whole : null);
                double rise = next + nextPenalty - value - penalty;
                // Where the fall is below rounding, the violation tells whether the point is better.
                moved = rise <= 1e-4 * promised
                    || (rise <= 1e-14 * Math.Abs(value + penalty) && Violation(problem, trial, trialGradient) < violation);
                if (moved) (value, penalty) = (next, nextPenalty);
            }
            if (!moved)
            {
                ready = false;
                problem.Evaluate(point, gradient);
                if (damping > LargestDamping) return new LBfgsResult(value + penalty, violation, iteration, LBfgsEnd.NoProgress);
                damping = Math.Max(1e-6, 100 * damping);
                continue;
            }
            damping = share >= 0.5 ? damping < 1e-9 ? 0 : 0.1 * damping : share < 0.1 ? Math.Max(1e-8, 10 * damping) : damping;
            Array.Copy(trial, point, point.Length);
            (gradient, trialGradient) = (trialGradient, gradient);
            context.Progress?.Report(new FitProgress("iteration", iteration + 1, maxIterations, value + penalty));
        }
    }

    /// <summary>How many numbers the matrix has that comes with the evaluations; 0 where working sets change from step to step.</summary>
    public static long CurvatureSize(int columns, int outputs, bool fitIntercept, bool cholesky)
    {
        long size = (long)outputs * (columns + (fitIntercept ? 1 : 0));
        return cholesky || (long)outputs * columns <= AllColumns ? size * size : 0;
    }

    /// <summary>The largest violation of an optimality condition, over weights and intercepts.</summary>
    public static double Violation(LogisticProblem problem, ReadOnlySpan<double> point, ReadOnlySpan<double> gradient)
    {
        double worst = 0;
        for (int j = 0; j < point.Length; j++)
            worst = Math.Max(worst, CoordinateDescent.Violation(gradient[j], problem.L1(j), point[j]));
        return worst;
    }

    // Null where the matrix is no number or as good as zero, so that weights run to infinity, or where no damping makes it definite.
    private static double[]? Step(
        LogisticProblem problem, LogisticCurvature curvature, double[] h, double[] point, double[] gradient, bool cholesky,
        ref double damping, double tolerance)
    {
        int size = curvature.Size;
        double[] step = new double[size], own = new double[size];
        for (int v = 0; v < size; v++) own[v] = gradient[curvature.Parameter(v)];
        if (!cholesky)
        {
            double[] penalties = new double[size];
            for (int v = 0; v < size; v++)
            {
                int at = curvature.Parameter(v);
                (step[v], penalties[v]) = (point[at], problem.L1(at));
                h[v * size + v] *= 1 + damping;
            }
            new CoordinateDescent { Tolerance = tolerance, MaxPasses = 1000 }.Minimize(h, penalties, step, own, problem.Cancellation);
            if (!Kernels.AllFinite(step)) return null;
            if (problem.Outputs > 1) ShiftColumns(problem, curvature, step);
            for (int v = 0; v < size; v++) step[v] -= point[curvature.Parameter(v)];
            return step;
        }
        double[] factor = new double[h.Length];
        for (; damping <= LargestDamping; damping = Math.Max(1e-10, 10 * damping))
        {
            h.CopyTo(factor, 0);
            for (int v = 0; v < size; v++)
            {
                step[v] = -own[v];
                factor[v * size + v] *= 1 + damping;
            }
            if (PositiveDefinite.TrySolve(factor, step)) return step;
        }
        return null;
    }

    // The quadratic model is as flat as the loss where the weights of one column move together.
    private static void ShiftColumns(LogisticProblem problem, LogisticCurvature curvature, double[] weights)
    {
        int q = curvature.Size / problem.Outputs;
        int[] classes = [.. Enumerable.Range(0, problem.Outputs).Where(problem.IsPresent)];
        double[] column = new double[classes.Length];
        for (int at = 0; at < q && curvature.Parameter(at) < problem.WeightCount; at++)
        {
            for (int k = 0; k < column.Length; k++) column[k] = weights[classes[k] * q + at];
            LogisticShift.Apply(column, problem.L1(curvature.Parameter(at)), problem.L2(curvature.Parameter(at)));
            for (int k = 0; k < column.Length; k++) weights[classes[k] * q + at] = column[k];
        }
    }

    // trial ← point + share·step; returns share·(g·step).
    private static double Move(LogisticCurvature curvature, double[] point, double[] step, double[] gradient, double share, double[] trial)
    {
        Array.Copy(point, trial, point.Length);
        double slope = 0;
        for (int v = 0; v < step.Length; v++)
        {
            int at = curvature.Parameter(v);
            trial[at] += share * step[v];
            slope += share * step[v] * gradient[at];
        }
        return slope;
    }

    private static bool TakesAll(LogisticProblem problem) => problem.WeightCount <= AllColumns;

    private static int[] All(LogisticProblem problem) => [.. Enumerable.Range(0, problem.Rows.ColumnCount)];

    // Columns with a weight first, then the worst violators: at most twice as many as have a weight, and 64 more.
    private static int[] WorkingSet(LogisticProblem problem, double[] point, double[] gradient, double violation)
    {
        int p = problem.Rows.ColumnCount, used = 0;
        double[] order = new double[p];
        int[] columns = All(problem);
        for (int j = 0; j < p; j++)
        {
            bool has = false;
            for (int k = 0; k < problem.Outputs; k++)
            {
                int at = k * p + j;
                has |= point[at] != 0;
                order[j] = Math.Max(order[j], CoordinateDescent.Violation(gradient[at], problem.L1(at), point[at]));
            }
            if (order[j] < 0.1 * violation && !has) order[j] = 0;
            else if (has) order[j] += 1e3 * Math.Max(1, violation);
            if (has) used++;
        }
        Array.Sort(order, columns);
        int count = Math.Min(Math.Min(2 * used + 64, p), Math.Max(1, LargestSet / problem.Outputs));
        int[] set = [.. columns[^count..].Where((_, i) => order[p - count + i] > 0)];
        Array.Sort(set);
        return set;
    }
}
