using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>Dual coordinate descent for a linear SVM of two classes.</summary>
/// <remarks>
/// <para>Primal: min ½‖w‖² + C Σ sᵢξᵢ (or ξᵢ²), ξᵢ = max(0, 1 - yᵢwᵀxᵢ). Dual: min ½αᵀ(Q + D)α - eᵀα over 0 ≤ αᵢ ≤ Uᵢ, where Qᵢⱼ =
/// yᵢyⱼxᵢᵀxⱼ; hinge has
/// D = 0, U = C·sᵢ and squared hinge D = 1/(2C·sᵢ), U = ∞. w = Σ αᵢyᵢxᵢ is kept beside α, so a step reads one row.</para>
/// <para>Source: C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. Keerthi, S. Sundararajan, A Dual Coordinate Descent Method for Large-scale Linear
/// SVM, ICML 2008, algorithm 3, with shrinking; the same as LIBLINEAR's solvers 1 and 3.</para>
/// <para>The intercept is the weight of a column of ones, and so is penalised, as in LIBLINEAR. Stops when the projected gradients of a
/// pass
/// over all rows lie within the tolerance of one another. A pass costs O(n·p); memory 3n doubles. One thread, the order drawn from the
/// seed.</para>
/// </remarks>
internal sealed class DualCoordinateDescent
{
    private readonly Matrix x;
    private readonly int[] rows;
    private readonly sbyte[] signs;
    private readonly double[] upper, ridge, diagonal, alpha, w;
    private readonly double intercept;

    /// <param name="x">Rows, n×p.</param>
    /// <param name="rows">Those that take part.</param>
    /// <param name="signs">y of each of them, ±1.</param>
    /// <param name="costs">C·sᵢ of each of them.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="intercept">The value of the column of ones; 0 for none.</param>
    public DualCoordinateDescent(Matrix x, int[] rows, sbyte[] signs, double[] costs, HingeLoss loss, double intercept)
    {
        this.x = x;
        this.rows = rows;
        this.signs = signs;
        this.intercept = intercept;
        bool squared = loss == HingeLoss.SquaredHinge;
        upper = Array.ConvertAll(costs, c => squared ? double.PositiveInfinity : c);
        ridge = Array.ConvertAll(costs, c => squared ? 0.5 / c : 0);
        diagonal = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            diagonal[i] = Kernels.Dot(x.Row(rows[i]), x.Row(rows[i])) + intercept * intercept + ridge[i];
        alpha = new double[rows.Length];
        w = new double[x.ColumnCount + 1];
    }

    /// <summary>The weights, and behind them that of the intercept's column.</summary>
    public ReadOnlySpan<double> Weights => w;

    public int Passes { get; private set; }

    /// <summary>The last largest difference of projected gradients.</summary>
    public double Violation { get; private set; } = double.PositiveInfinity;

    /// <summary>½αᵀ(Q + D)α - eᵀα.</summary>
    public double DualObjective()
    {
        double sum = Kernels.Dot(w, w);
        for (int i = 0; i < alpha.Length; i++) sum += alpha[i] * (alpha[i] * ridge[i] - 2);
        return 0.5 * sum;
    }

    /// <summary>Runs to the tolerance.</summary>
    /// <returns>Whether it was reached.</returns>
    public bool Solve(double tolerance, int maxPasses, ulong seed, FitContext context)
    {
        var rng = new Rng(seed);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        int active = rows.Length;
        double oldHighest = double.PositiveInfinity, oldLowest = double.NegativeInfinity;
        while (Passes < maxPasses)
        {
            context.ThrowIfCancelled();
            if (context.Stop.IsCancellationRequested) return false;
            double highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
            rng.Shuffle(order.AsSpan(0, active));
            for (int k = 0; k < active; k++)
            {
                int i = order[k];
                double gradient = Gradient(i);
                bool atZero = alpha[i] == 0, atUpper = alpha[i] == upper[i];
                // A bound that the gradient presses against harder than any row of the last pass violated: the row is set aside.
                if ((atZero && gradient > oldHighest) || (atUpper && gradient < oldLowest))
                {
                    (order[k], order[active - 1]) = (order[active - 1], order[k]);
                    active--;
                    k--;
                    continue;
                }
                double projected = atZero ? Math.Min(gradient, 0) : atUpper ? Math.Max(gradient, 0) : gradient;
                highest = Math.Max(highest, projected);
                lowest = Math.Min(lowest, projected);
                if (Math.Abs(projected) > 1e-12) Step(i, gradient);
            }
            Passes++;
            Violation = active == 0 ? 0 : highest - lowest;
            if (Violation <= tolerance)
            {
                if (active == rows.Length) return true;
                active = rows.Length;
                (oldHighest, oldLowest) = (double.PositiveInfinity, double.NegativeInfinity);
                continue;
            }
            oldHighest = highest <= 0 ? double.PositiveInfinity : highest;
            oldLowest = lowest >= 0 ? double.NegativeInfinity : lowest;
        }
        return false;
    }

    private double Gradient(int i)
    {
        double score = Kernels.Dot(x.Row(rows[i]), w.AsSpan(0, w.Length - 1)) + intercept * w[^1];
        return signs[i] * score - 1 + alpha[i] * ridge[i];
    }

    private void Step(int i, double gradient)
    {
        double before = alpha[i];
        // A row of zeros has a curvature of zero: its alpha goes to the bound at once.
        alpha[i] = diagonal[i] > 0 ? Math.Clamp(before - gradient / diagonal[i], 0, upper[i]) : upper[i];
        double change = (alpha[i] - before) * signs[i];
        if (change == 0) return;
        Kernels.AddScaled(change, x.Row(rows[i]), w.AsSpan(0, w.Length - 1));
        w[^1] += change * intercept;
    }
}
