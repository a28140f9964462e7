using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Dual coordinate descent for a linear SVM of two classes.</summary>
/// <remarks>
/// <para>Primal: min ½‖w‖² + Σ cᵢξᵢ (or ξᵢ²), ξᵢ = max(0, 1 - yᵢwᵀxᵢ). Dual: min ½αᵀ(Q + D)α - eᵀα over 0 ≤ αᵢ ≤ Uᵢ, where Qᵢⱼ =
/// yᵢyⱼxᵢᵀxⱼ; hinge has D = 0, U = cᵢ and squared hinge D = 1/(2cᵢ), U = ∞. w = Σ αᵢyᵢxᵢ is kept beside α, so a step reads one row.</para>
/// <para>Source: C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. Keerthi, S. Sundararajan, A Dual Coordinate Descent Method for Large-scale Linear
/// SVM, ICML 2008, algorithm 3, with shrinking; the same as LIBLINEAR's solvers 1 and 3.</para>
/// <para>The intercept is the weight of a constant column, and so is penalised, as in LIBLINEAR. Stops when the projected gradients of a
/// pass over all rows lie within the tolerance of one another and the duality gap is closed (<see cref="DualityGap"/>). A pass costs one
/// reading of the rows; memory 5n doubles. One thread, the order drawn from the seed.</para>
/// </remarks>
internal sealed class DualCoordinateDescent
{
    private readonly LinearRows x;
    private readonly int[] rows;
    private readonly sbyte[] signs;
    private readonly double[] upper, ridge, diagonal, alpha, w;

    /// <param name="x">Rows, n×p.</param>
    /// <param name="rows">Those that take part.</param>
    /// <param name="signs">y of each of them, ±1.</param>
    /// <param name="costs">c of each of them, positive.</param>
    /// <param name="loss">The loss.</param>
    public DualCoordinateDescent(LinearRows x, int[] rows, sbyte[] signs, double[] costs, HingeLoss loss)
    {
        this.x = x;
        this.rows = rows;
        this.signs = signs;
        bool squared = loss == HingeLoss.SquaredHinge;
        upper = Array.ConvertAll(costs, c => squared ? double.PositiveInfinity : c);
        ridge = Array.ConvertAll(costs, c => squared ? 0.5 / c : 0);
        diagonal = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++) diagonal[i] = x.SquaredNorm(rows[i]) + ridge[i];
        alpha = new double[rows.Length];
        w = new double[x.ColumnCount + 1];
    }

    /// <summary>Runs to the tolerance.</summary>
    public LinearSolution Solve(double tolerance, int maxPasses, ulong seed, FitContext context)
    {
        var rng = new Rng(seed);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        int active = rows.Length, passes = 0;
        bool converged = false;
        double wanted = tolerance;
        double violation = double.PositiveInfinity, oldHighest = double.PositiveInfinity, oldLowest = double.NegativeInfinity;
        while (passes < maxPasses && !converged && !context.Stop.IsCancellationRequested)
        {
            double highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
            rng.Shuffle(order.AsSpan(0, active));
            for (int k = 0; k < active; k++)
            {
                if (k % 1024 == 0) context.ThrowIfCancelled();
                int i = order[k];
                double gradient = Gradient(i);
                // A bound that the gradient presses against harder than any row of the last pass violated: the row is set aside.
                if ((alpha[i] == 0 && gradient > oldHighest) || (alpha[i] == upper[i] && gradient < oldLowest))
                {
                    (order[k], order[active - 1]) = (order[active - 1], order[k]);
                    active--;
                    k--;
                    continue;
                }
                double projected = Projected(i, gradient);
                highest = Math.Max(highest, projected);
                lowest = Math.Min(lowest, projected);
                if (Math.Abs(projected) > 1e-12) Step(i, gradient);
            }
            passes++;
            violation = active == 0 ? 0 : highest - lowest;
            (oldHighest, oldLowest) = (highest <= 0 ? double.PositiveInfinity : highest, lowest >= 0 ? double.NegativeInfinity : lowest);
            if (violation > wanted) continue;
            if (active == rows.Length)
            {
                converged = DualityGap.IsClosed(Primal(), Objective(), tolerance);
                wanted *= DualityGap.Tightening;
            }
            active = rows.Length;
            (oldHighest, oldLowest) = (double.PositiveInfinity, double.NegativeInfinity);
        }
        if (!converged)
        {
            // What passes over some rows measured, on their way, is not what the weights are left with.
            violation = Violation();
            converged = passes > 0 && violation <= tolerance && DualityGap.IsClosed(Primal(), Objective(), tolerance);
        }
        return new LinearSolution(w, passes, converged, violation, Objective());
    }

    private double Gradient(int i) => signs[i] * x.Dot(rows[i], w) - 1 + alpha[i] * ridge[i];

    private double Projected(int i, double gradient) =>
        alpha[i] == 0 ? Math.Min(gradient, 0) : alpha[i] == upper[i] ? Math.Max(gradient, 0) : gradient;

    private double Violation()
    {
        double highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
        for (int i = 0; i < rows.Length; i++)
        {
            double projected = Projected(i, Gradient(i));
            highest = Math.Max(highest, projected);
            lowest = Math.Min(lowest, projected);
        }
        return Math.Max(0, highest) - Math.Min(0, lowest);
    }

    private double Primal()
    {
        double sum = 0.5 * Kernels.Dot(w, w);
        for (int i = 0; i < rows.Length; i++)
        {
            double slack = Math.Max(0, 1 - signs[i] * x.Dot(rows[i], w));
            sum += ridge[i] > 0 ? 0.5 / ridge[i] * slack * slack : upper[i] * slack;
        }
        return sum;
    }

    // ½αᵀ(Q + D)α - eᵀα.
    private double Objective()
    {
        double sum = Kernels.Dot(w, w);
        for (int i = 0; i < alpha.Length; i++) sum += alpha[i] * (alpha[i] * ridge[i] - 2);
        return 0.5 * sum;
    }

    private void Step(int i, double gradient)
    {
        double before = alpha[i];
        // A row of zeros has a curvature of zero: its alpha goes to the bound at once.
        alpha[i] = diagonal[i] > 0 ? Math.Clamp(before - gradient / diagonal[i], 0, upper[i]) : upper[i];
        double change = (alpha[i] - before) * signs[i];
        if (change != 0) x.Add(rows[i], change, w);
    }
}
