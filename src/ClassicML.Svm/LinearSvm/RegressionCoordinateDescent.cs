using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Dual coordinate descent for linear support vector regression.</summary>
/// <remarks>
/// <para>Primal: min ½‖w‖² + Σ cᵢξᵢ (or ξᵢ²), ξᵢ = max(0, |zᵢ - wᵀxᵢ| - ε). Dual: min ½βᵀ(XXᵀ + D)β - zᵀβ + ε‖β‖₁ over |βᵢ| ≤ Uᵢ, with D
/// = 0,
/// U = cᵢ, or D = 1/(2cᵢ), U = ∞ where ξ is squared. w = Σ βᵢxᵢ.</para>
/// <para>Source: C.-H. Ho, C.-J. Lin, Large-scale Linear Support Vector Regression, JMLR 13, 2012, algorithm 4 with shrinking; LIBLINEAR's
/// solvers 12 and 13. Stops when the sum of violations of a pass over all rows is at most the tolerance times that of the first pass, and
/// the duality gap is closed (<see cref="DualityGap"/>).</para>
/// </remarks>
internal sealed class RegressionCoordinateDescent(LinearRows x, int[] rows, double[] targets, double[] costs, bool squared, double epsilon)
{
    private readonly double[] beta = new double[rows.Length], w = new double[x.ColumnCount + 1];

    /// <summary>Runs to the tolerance.</summary>
    public LinearSolution Solve(double tolerance, int maxPasses, ulong seed, FitContext context)
    {
        var rng = new Rng(seed);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        double[] ridge = Array.ConvertAll(costs, c => squared ? 0.5 / c : 0);
        double[] upper = Array.ConvertAll(costs, c => squared ? double.PositiveInfinity : c);
        double[] diagonal = [.. rows.Select((row, i) => x.SquaredNorm(row) + ridge[i])];
        int active = rows.Length, passes = 0;
        double last = double.PositiveInfinity, initial = 0, sum = 0, wanted = tolerance;
        bool converged = false;
        while (passes < maxPasses && !converged && !context.Stop.IsCancellationRequested)
        {
            rng.Shuffle(order.AsSpan(0, active));
            double largest = 0;
            sum = 0;
            for (int k = 0; k < active; k++)
            {
                if (k % 1024 == 0) context.ThrowIfCancelled();
                int i = order[k];
                double gradient = Gradient(i, ridge[i]), rise = gradient + epsilon, fall = gradient - epsilon;
                double violation = Violation(beta[i], upper[i], rise, fall, last);
                if (violation < 0)
                {
                    (order[k], order[active - 1]) = (order[active - 1], order[k]);
                    active--;
                    k--;
                    continue;
                }
                largest = Math.Max(largest, violation);
                sum += violation;
                Step(i, diagonal[i], upper[i], rise, fall);
            }
            if (passes++ == 0) initial = sum;
            last = largest;
            if (sum > wanted * initial) continue;
            if (active == rows.Length)
            {
                converged = DualityGap.IsClosed(Primal(), Dual(ridge), tolerance);
                wanted *= DualityGap.Tightening;
            }
            active = rows.Length;
            last = double.PositiveInfinity;
        }
        if (!converged)
        {
            // What passes over some rows measured, on their way, is not what the weights are left with.
            sum = Violation(upper, ridge);
            if (passes == 0) initial = sum;
            converged = passes > 0 && sum <= tolerance * initial && DualityGap.IsClosed(Primal(), Dual(ridge), tolerance);
        }
        return new LinearSolution(w, passes, converged, initial > 0 ? sum / initial : 0, Dual(ridge));
    }

    private double Gradient(int i, double ridge) => x.Dot(rows[i], w) - targets[i] + ridge * beta[i];

    private double Violation(double[] upper, double[] ridge)
    {
        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double gradient = Gradient(i, ridge[i]);
            sum += Violation(beta[i], upper[i], gradient + epsilon, gradient - epsilon, double.PositiveInfinity);
        }
        return sum;
    }

    private double Primal()
    {
        double sum = 0.5 * Kernels.Dot(w, w);
        for (int i = 0; i < beta.Length; i++)
        {
            double slack = Math.Max(0, Math.Abs(targets[i] - x.Dot(rows[i], w)) - epsilon);
            sum += costs[i] * (squared ? slack * slack : slack);
        }
        return sum;
    }

    private double Dual(double[] ridge)
    {
        double sum = 0.5 * Kernels.Dot(w, w);
        for (int i = 0; i < beta.Length; i++) sum += beta[i] * (0.5 * beta[i] * ridge[i] - targets[i]) + epsilon * Math.Abs(beta[i]);
        return sum;
    }

    // Below zero for a row that can be set aside.
    private static double Violation(double beta, double upper, double rise, double fall, double last)
    {
        if (beta == 0) return rise < 0 ? -rise : fall > 0 ? fall : rise > last && fall < -last ? -1 : 0;
        if (beta >= upper) return rise > 0 ? rise : rise < -last ? -1 : 0;
        if (beta <= -upper) return fall < 0 ? -fall : fall > last ? -1 : 0;
        return beta > 0 ? Math.Abs(rise) : Math.Abs(fall);
    }

    private void Step(int i, double curvature, double upper, double rise, double fall)
    {
        double before = beta[i];
        // A row of zeros gains nothing from w: its β goes as far as its target pulls.
        if (curvature == 0) beta[i] = rise < 0 ? upper : fall > 0 ? -upper : 0;
        else
        {
            double step = rise < curvature * before ? -rise / curvature : fall > curvature * before ? -fall / curvature : -before;
            beta[i] = Math.Clamp(before + step, -upper, upper);
        }
        if (beta[i] != before) x.Add(rows[i], beta[i] - before, w);
    }
}
