namespace ClassicML.Svm;

/// <summary>Sequential minimal optimisation: two variables at a time, chosen by second-order information.</summary>
/// <remarks>
/// <para>Problem: <see cref="SmoProblem"/>. With g = Ka + c, a is optimal when m = max{-gᵢ : aᵢ &lt; Uᵢ} is at most M = min{-gⱼ : aⱼ &gt;
/// Lⱼ}.</para>
/// <para>Source: R.-E. Fan, P.-H. Chen, C.-J. Lin, Working Set Selection Using Second Order Information for Training SVM, JMLR 6, 2005:
/// WSS 2. Shrinking: C.-C. Chang, C.-J. Lin, LIBSVM: A Library for Support Vector Machines, section 5.1, with the un-shrinking at ten times
/// the tolerance. The ν forms choose both variables from one group, as LIBSVM does.</para>
/// <para>Differences from LIBSVM: the choice of the partner is made in single precision, which changes the path and not the optimum;
/// variables are shrunk when a fifth of them, and 16,384, can be, by packing all arrays; a step too small to change a in floating point ends the
/// solver.</para>
/// <para>Stops when m - M is at most the tolerance on all variables, LIBSVM's rule; or after max(10⁷, 100n) iterations if no limit is
/// given.</para>
/// <para>Cost: an iteration reads two rows of the kernel matrix and takes O(active variables); rows are floats, gradients and sums doubles.
/// Memory: the rows within the limit, and some 50 bytes a variable. One thread; the result does not depend on what is cached.</para>
/// </remarks>
internal sealed class SmoSolver
{
    /// <summary>The least curvature along a direction, in place of those at or below zero that singular and indefinite kernels
    /// have.</summary>
    public const float LeastCurvature = 1e-12f;

    private readonly SmoProblem problem;
    private readonly SmoVariables all;
    private readonly RowCache rows;
    private readonly IKernelSource source;
    private readonly SmoOptions options;
    private readonly FitContext context;
    private readonly int[] wanted;
    // The variables that are not shrunk; the same as all while none is.
    private SmoVariables active;
    private (double Value, int Position) first, second;
    private bool unshrunk;

    public SmoSolver(SmoProblem problem, IKernelSource source, SmoOptions options, FitContext context)
    {
        this.problem = problem;
        this.source = source;
        this.options = options;
        this.context = context;
        active = all = SmoVariables.Of(problem, source);
        rows = new RowCache(source, all.Items, options.RowBytes);
        wanted = new int[Math.Max(0, rows.BatchSize - 1)];
    }

    public SmoResult Solve()
    {
        StartGradient();
        SelectFirst();
        long iteration = 0, limit = options.MaxIterations ?? Math.Max(10_000_000, 100L * problem.Count);
        long interval = Math.Min(Math.Max(problem.Count, 1), 1000), untilShrinking = interval;
        SmoEnd end;
        double violation;
        while (true)
        {
            (int i, int j, float[]? rowI, violation) = Choose();
            if (violation <= options.Tolerance || j < 0)
            {
                if (active == all)
                {
                    end = SmoEnd.Converged;
                    break;
                }
                Unshrink();
                untilShrinking = interval;
                continue;
            }
            if (iteration == limit || context.Stop.IsCancellationRequested)
            {
                end = iteration == limit ? SmoEnd.IterationLimit : SmoEnd.Stopped;
                break;
            }
            if ((iteration & 255) == 0) context.ThrowIfCancelled();
            if (options.Shrinking && --untilShrinking <= 0)
            {
                untilShrinking = interval;
                if (Shrink(violation)) continue;
            }
            if (!Step(i, j, rowI!))
            {
                end = SmoEnd.NoProgress;
                break;
            }
            iteration++;
        }
        if (active != all) Unshrink();
        return Result(end, iteration, violation);
    }

    // g = Ka + c.
    private void StartGradient()
    {
        for (int k = 0; k < all.Count; k++) all.Gradient[k] = all.Linear[k];
        for (int k = 0; k < all.Count; k++)
            if (all.Values[k] != 0) AddRow(all.Gradient, rows.Row(k), all.Values[k]);
    }

    private void SelectFirst()
    {
        float[] zero = new float[active.Count];
        first = SmoPasses.Update(active.Gradient, active.Up, zero, zero, 0, 0, active.Split);
        second = SmoPasses.Update(active.Gradient, active.Up, zero, zero, 0, active.Split, active.Count);
    }

    // i is the most violating variable that may rise, j its partner of largest gain; with two groups, the better pair.
    private (int I, int J, float[]? RowI, double Violation) Choose()
    {
        (int I, int J, float[]? RowI, double Violation) best = (-1, -1, null, double.NegativeInfinity);
        float most = 0;
        for (int group = 0; group < 2; group++)
        {
            (double value, int i) = group == 0 ? first : second;
            if (i < 0) continue;
            float[] row = Row(i);
            (int start, int end) = group == 0 ? (0, active.Split) : (active.Split, active.Count);
            (float gain, int j, float violation) = SmoPasses.Partner(active.Gradient, active.Low, active.Diagonal, row, -value,
                active.ExactDiagonal[i], start, end);
            if (violation > best.Violation) best.Violation = violation;
            if (j >= 0 && gain > most)
            {
                most = gain;
                (best.I, best.J, best.RowI) = (i, j, row);
            }
        }
        return best;
    }

    private bool Step(int i, int j, float[] rowI)
    {
        float[] rowJ = Row(j);
        double curvature = active.ExactDiagonal[i] + active.ExactDiagonal[j] - 2.0 * rowI[j];
        if (!(curvature > LeastCurvature)) curvature = LeastCurvature;
        double[] a = active.Values;
        double step = (active.Gradient[j] - active.Gradient[i]) / curvature, roomI = active.Upper[i] - a[i], roomJ = a[j] - active.Lower[j];
        double beforeI = a[i], beforeJ = a[j];
        if (step >= roomI && roomI <= roomJ)
        {
            step = roomI;
            a[i] = active.Upper[i];
            a[j] -= step;
        }
        else if (step >= roomJ)
        {
            step = roomJ;
            a[j] = active.Lower[j];
            a[i] += step;
        }
        else
        {
            a[i] += step;
            a[j] -= step;
        }
        active.SetStatus(i);
        active.SetStatus(j);
        first = SmoPasses.Update(active.Gradient, active.Up, rowI, rowJ, step, 0, active.Split);
        second = SmoPasses.Update(active.Gradient, active.Up, rowI, rowJ, step, active.Split, active.Count);
        return a[i] != beforeI || a[j] != beforeJ;
    }

    // A row that has to be computed brings along those of the most violating variables, which come next.
    private float[] Row(int position)
    {
        if (wanted.Length == 0 || rows.Has(position)) return rows.Row(position);
        return rows.Row(position, wanted.AsSpan(0, active.MostViolating(wanted, position, rows)));
    }

    // Takes out the variables at a bound that the gradient presses against it. True if the variables have changed.
    private bool Shrink(double violation)
    {
        if (!unshrunk && violation <= 10 * options.Tolerance)
        {
            unshrunk = true;
            if (active == all) return false;
            Unshrink();
            return true;
        }
        List<int>? kept = active.Unshrinkable(options.LeastShrink);
        if (kept is null) return false;
        if (active != all) active.CopyTo(all);
        active = active.Select(kept, active == all, out int[] keep);
        rows.Restrict(keep);
        SelectFirst();
        return true;
    }

    // The gradient of the variables that were shrunk, from all that are not zero.
    private void Unshrink()
    {
        active.CopyTo(all);
        bool[] current = new bool[all.Count];
        foreach (int k in active.Origin)
            if (k >= 0) current[k] = true;
        int[] shrunk = [.. Enumerable.Range(0, all.Count).Where(k => !current[k] && all.Items[k] >= 0)];
        IKernelPanel panel = source.Panel([.. shrunk.Select(k => all.Items[k]).Distinct().Order()]);
        int[] columns = Array.ConvertAll(shrunk, k => panel.ColumnOf(all.Items[k]));
        foreach (int k in shrunk) all.Gradient[k] = all.Linear[k];
        int[] support = [.. Enumerable.Range(0, all.Count).Where(k => all.Values[k] != 0)];
        for (int from = 0; from < support.Length; from += panel.BatchSize)
        {
            int count = Math.Min(panel.BatchSize, support.Length - from);
            panel.Fill(Array.ConvertAll(support[from..(from + count)], k => all.Items[k]));
            for (int r = 0; r < count; r++)
            {
                ReadOnlySpan<float> row = panel.Row(r);
                double value = all.Values[support[from + r]];
                for (int c = 0; c < shrunk.Length; c++)
                    all.Gradient[shrunk[c]] = Math.FusedMultiplyAdd(value, row[columns[c]], all.Gradient[shrunk[c]]);
            }
        }
        active = all;
        rows.Reset(all.Items);
        SelectFirst();
    }

    private static void AddRow(double[] gradient, float[] row, double value)
    {
        for (int k = 0; k < gradient.Length; k++) gradient[k] = Math.FusedMultiplyAdd(value, row[k], gradient[k]);
    }

    private SmoResult Result(SmoEnd end, long iterations, double violation)
    {
        double[] values = new double[problem.Count], gradient = new double[problem.Count];
        double linear = 0, quadratic = 0;
        for (int k = 0; k < all.Count; k++)
        {
            if (all.Origin[k] < 0) continue;
            values[all.Origin[k]] = all.Values[k];
            gradient[all.Origin[k]] = all.Gradient[k];
            linear += all.Linear[k] * all.Values[k];
            quadratic += (all.Gradient[k] - all.Linear[k]) * all.Values[k];
        }
        double rho = all.Rho(0, all.Split);
        return new SmoResult
        {
            Values = values, Gradient = gradient, Rho = (rho, all.Split == all.Count ? rho : all.Rho(all.Split, all.Count)),
            Objective = 0.5 * quadratic + linear, HalfSquaredNorm = 0.5 * quadratic, Violation = Math.Max(0, violation),
            Iterations = iterations, End = end,
        };
    }
}
