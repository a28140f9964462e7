namespace ClassicML.Svm;

/// <summary>Coordinate descent on the weights of a linear SVM with squared hinge and an L1 penalty, which leaves most weights at
/// zero.</summary>
/// <remarks>
/// <para>Problem: min ‖w‖₁ + Σ cᵢ max(0, 1 - yᵢwᵀxᵢ)². The intercept is the weight of a constant column, and so is penalised.</para>
/// <para>Source: G.-X. Yuan, K.-W. Chang, C.-J. Hsieh, C.-J. Lin, A Comparison of Optimization Methods and Software for Large-scale
/// L1-regularized Linear Classification, JMLR 11, 2010, section 4: a Newton step for each weight with a line search, and shrinking;
/// LIBLINEAR's solver 5. Stops when the sum of violations of a pass over all weights is at most the tolerance times that of the first, and
/// the duality gap is closed (<see cref="DualityGap"/>). Dual: min Σ(αᵢ²/(4cᵢ) - αᵢ) over α ≥ 0 with |Σ αᵢyᵢxᵢⱼ| ≤ 1; α = 2cξ of the
/// weights, shrunk into that, is a point of it.</para>
/// <para>A pass reads the stored values column by column; memory: 12 bytes for each of them. One thread, the order drawn from the
/// seed.</para>
/// </remarks>
internal sealed class L1CoordinateDescent
{
    private const double Sufficient = 0.01;
    private const int MostHalvings = 20;

    private readonly int[] starts, rows;
    private readonly double[] values, costs, room, w, squares;

    /// <param name="x">Rows, n×p.</param>
    /// <param name="signs">±1 for each row.</param>
    /// <param name="costs">c of each row; 0 for one that takes no part.</param>
    public L1CoordinateDescent(LinearRows x, double[] signs, double[] costs)
    {
        (starts, rows, values) = x.Columns();
        this.costs = costs;
        for (int k = 0; k < values.Length; k++) values[k] *= signs[rows[k]];
        room = new double[x.RowCount];
        Array.Fill(room, 1);
        w = new double[x.ColumnCount + 1];
        squares = new double[w.Length];
        for (int j = 0; j < w.Length; j++)
            for (int k = starts[j]; k < starts[j + 1]; k++) squares[j] += costs[rows[k]] * values[k] * values[k];
    }

    /// <summary>Runs to the tolerance.</summary>
    public LinearSolution Solve(double tolerance, int maxPasses, ulong seed, FitContext context)
    {
        var rng = new Rng(seed);
        int[] order = [.. Enumerable.Range(0, w.Length)];
        int active = w.Length, passes = 0;
        double last = double.PositiveInfinity, initial = 0, sum = 0, wanted = tolerance;
        bool converged = false;
        while (passes < maxPasses && !converged && !context.Stop.IsCancellationRequested)
        {
            rng.Shuffle(order.AsSpan(0, active));
            double largest = 0;
            sum = 0;
            for (int k = 0; k < active; k++)
            {
                if (k % 64 == 0) context.ThrowIfCancelled();
                int j = order[k];
                (double slope, double curvature) = Derivatives(j);
                double rise = slope + 1, fall = slope - 1;
                if (w[j] == 0 && rise > last / costs.Length && fall < -last / costs.Length)
                {
                    (order[k], order[active - 1]) = (order[active - 1], order[k]);
                    active--;
                    k--;
                    continue;
                }
                double violation = Violation(w[j], rise, fall);
                largest = Math.Max(largest, violation);
                sum += violation;
                double step = rise < curvature * w[j] ? -rise / curvature : fall > curvature * w[j] ? -fall / curvature : -w[j];
                if (w[j] + step != w[j]) Move(j, slope, step);
            }
            if (passes++ == 0) initial = sum;
            last = largest;
            if (sum > wanted * initial) continue;
            if (active == w.Length)
            {
                // Shrinking makes the dual a loose one: a tenth of the gap is true.
                converged = DualityGap.IsClosed(Primal(), Dual(), 10 * tolerance);
                wanted *= DualityGap.Tightening;
            }
            active = w.Length;
            last = double.PositiveInfinity;
        }
        if (!converged)
        {
            // What passes over some columns measured, on their way, is not what the weights are left with.
            sum = Violation();
            if (passes == 0) initial = sum;
            converged = passes > 0 && sum <= tolerance * initial && DualityGap.IsClosed(Primal(), Dual(), 10 * tolerance);
        }
        return new LinearSolution(w, passes, converged, initial > 0 ? sum / initial : 0, Dual());
    }

    private static double Violation(double weight, double rise, double fall) =>
        weight == 0 ? Math.Max(0, Math.Max(-rise, fall)) : Math.Abs(weight > 0 ? rise : fall);

    private double Violation()
    {
        double sum = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double slope = Derivatives(j).Slope;
            sum += Violation(w[j], slope + 1, slope - 1);
        }
        return sum;
    }

    private double Primal()
    {
        double sum = w.Sum(Math.Abs);
        for (int i = 0; i < room.Length; i++)
            if (room[i] > 0) sum += costs[i] * room[i] * room[i];
        return sum;
    }

    private double Dual()
    {
        double largest = 0, quadratic = 0, linear = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double sum = 0;
            for (int k = starts[j]; k < starts[j + 1]; k++) sum += 2 * costs[rows[k]] * Math.Max(0, room[rows[k]]) * values[k];
            largest = Math.Max(largest, Math.Abs(sum));
        }
        for (int i = 0; i < room.Length; i++)
        {
            double slack = Math.Max(0, room[i]);
            quadratic += costs[i] * slack * slack;
            linear += 2 * costs[i] * slack;
        }
        // The best point on the way from zero: t·α, t at most what keeps it within the constraints.
        double t = quadratic == 0 ? 0 : Math.Min(0.5 * linear / quadratic, largest > 0 ? 1 / largest : double.PositiveInfinity);
        return t * (t * quadratic - linear);
    }

    private (double Slope, double Curvature) Derivatives(int j)
    {
        double slope = 0, curvature = 0;
        for (int k = starts[j]; k < starts[j + 1]; k++)
        {
            double free = room[rows[k]];
            if (free <= 0) continue;
            double scaled = costs[rows[k]] * values[k];
            slope -= scaled * free;
            curvature += scaled * values[k];
        }
        return (2 * slope, Math.Max(2 * curvature, 1e-300));
    }

    // Halves the step until the objective falls by a share of what the slope promises; a bound that costs nothing is tried first.
    private void Move(int j, double slope, double step)
    {
        double delta = Math.Abs(w[j] + step) - Math.Abs(w[j]) + slope * step, moved = 0, before = double.NaN;
        for (int halving = 0; halving < MostHalvings; halving++, step /= 2, delta /= 2)
        {
            double penalty = Math.Abs(w[j] + step) - Math.Abs(w[j]) - Sufficient * delta;
            bool enough = squares[j] * step * step + slope * step + penalty <= 0;
            if (double.IsNaN(before) && !enough) before = Loss(j);
            Shift(j, moved - step);
            moved = step;
            if (enough || Loss(j) - before + penalty <= 0)
            {
                w[j] += step;
                return;
            }
        }
        Shift(j, moved);
    }

    // room holds 1 - y·wᵀx.
    private void Shift(int j, double change)
    {
        for (int k = starts[j]; k < starts[j + 1]; k++) room[rows[k]] += change * values[k];
    }

    private double Loss(int j)
    {
        double sum = 0;
        for (int k = starts[j]; k < starts[j + 1]; k++)
        {
            double free = room[rows[k]];
            if (free > 0) sum += costs[rows[k]] * free * free;
        }
        return sum;
    }
}
