using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Sequential minimal optimisation on working sets: some hundred variables are solved for, two at a time, then all gradients
/// follow at once.</summary>
/// <remarks>
/// <para>Problem: <see cref="SmoProblem"/>. With g = Ka + c, a is optimal when m = max{-gᵢ : aᵢ &lt; Uᵢ} is at most M = min{-gⱼ : aⱼ &gt;
/// Lⱼ}.</para>
/// <para>Source: R.-E. Fan, P.-H. Chen, C.-J. Lin, Working Set Selection Using Second Order Information for Training SVM, JMLR 6, 2005:
/// WSS 2, within sets (<see cref="WorkingSet"/>). Shrinking: C.-C. Chang, C.-J. Lin, LIBSVM: A Library for Support Vector Machines, section
/// 5.1. The ν forms choose both variables from one group, as LIBSVM does.</para>
/// <para>Differences from LIBSVM: it has a set of two, so that each step reads two rows of the whole matrix; here a step reads two rows of
/// the set's matrix, which stays in the second-level cache, and the whole matrix gives only the rows of variables that a set has changed.
/// Where a set holds all variables, they are solved for in place, and gradients follow step by step as in LIBSVM. The partner is chosen
/// in single precision, which changes the path and not the optimum. Variables are shrunk when a fifth of them can be; where a set can't hold
/// all, only when they are many. A set without a step that changes a in floating point ends the solver.</para>
/// <para>Stops when m - M is at most the tolerance on all variables, LIBSVM's rule; or after max(10⁷, 100n) steps if no limit is
/// given.</para>
/// <para>Cost of a set: O(steps·set) and O(changed·n·p); rows are floats, gradients and sums doubles. Memory: the rows within the limit,
/// and some 60 bytes a variable. The same bits on any number of threads, and whatever is kept.</para>
/// </remarks>
internal sealed class SmoSolver
{
    /// <summary>The least curvature along a direction, in place of those at or below zero that singular and indefinite kernels
    /// have.</summary>
    public const float LeastCurvature = 1e-12f;

    // Its matrix of floats takes 1 MB, which a second-level cache holds.
    private const int SetSize = 512;
    private const int Together = 8, Block = 2048;

    // Where a set holds all, it is solved for so many steps; then those that seem settled are set aside, which makes further steps shorter.
    private const int WholeSetSteps = 2000;

    private readonly SmoProblem problem;
    private readonly SmoVariables all;
    private readonly IKernelSource source;
    private readonly SmoOptions options;
    private readonly FitContext context;
    private readonly SetMatrix? whole;
    private readonly WorkingSet sets = new(SetSize);
    // The variables that are not shrunk, the same as all while none is; rows over their columns, and the column of each.
    private SmoVariables active;
    private IKernelRows rows;
    private int[] columns;
    private double[] change = [];
    private bool reachedBound;

    /// <param name="problem">The problem.</param>
    /// <param name="source">The kernel matrix.</param>
    /// <param name="options">What the solver may do.</param>
    /// <param name="context">Cancellation and threads.</param>
    /// <param name="whole">The matrix of all variables, for a set that holds them, which other problems over the same items share; null for
    /// one of its own.</param>
    public SmoSolver(SmoProblem problem, IKernelSource source, SmoOptions options, FitContext context, SetMatrix? whole = null)
    {
        this.whole = whole;
        this.problem = problem;
        this.source = source;
        this.options = options;
        this.context = context;
        active = all = SmoVariables.Of(problem, source);
        rows = source.Rows(SetMatrix.Distinct(all.Items), options.RowBytes);
        columns = ColumnsOf(all, rows);
    }

    // Whether one set holds all variables that are not shrunk.
    private bool IsWhole => active.VariableCount <= SetSize;

    public SmoResult Solve()
    {
        StartGradient();
        long iteration = 0, limit = options.MaxIterations ?? Math.Max(10_000_000, 100L * problem.Count);
        SmoEnd end;
        double violation;
        for (int round = 1; ; round++)
        {
            context.ThrowIfCancelled();
            violation = active.Violation();
            if (violation <= options.Tolerance)
            {
                if (active == all)
                {
                    end = SmoEnd.Converged;
                    break;
                }
                Unshrink();
                continue;
            }
            if (iteration == limit || context.Stop.IsCancellationRequested)
            {
                end = iteration == limit ? SmoEnd.IterationLimit : SmoEnd.Stopped;
                break;
            }
            if (options.Shrinking && (IsWhole ? round > 1 : round % 4 == 0) && Shrink()) continue;
            long steps = SolveSet(violation, limit - iteration);
            iteration += steps;
            if (steps == 0)
            {
                end = SmoEnd.NoProgress;
                break;
            }
        }
        if (active != all)
        {
            Unshrink();
            violation = all.Violation();
        }
        return Result(end, iteration, violation);
    }

    // g = Ka + c.
    private void StartGradient()
    {
        all.Linear.AsSpan().CopyTo(all.Gradient);
        int[] started = [.. Enumerable.Range(0, all.Count).Where(k => all.Values[k] != 0)];
        for (int from = 0; from < started.Length; from += SetSize)
        {
            int[] some = started[from..Math.Min(started.Length, from + SetSize)];
            AddRows(Array.ConvertAll(some, k => all.Items[k]), Array.ConvertAll(some, k => all.Values[k]));
        }
    }

    private long SolveSet(double violation, long limit)
    {
        if (IsWhole) return SolveLocally(active, options.Tolerance, Math.Min(limit, WholeSetSteps));
        SmoVariables set = active.Select(sets.Choose(active), all: true);
        // What is left of the violation when the others have moved is not worth solving for more closely than this.
        long steps = SolveLocally(set, Math.Max(options.Tolerance, 0.1 * violation), Math.Min(limit, 20 * SetSize));
        var items = new List<int>();
        var changes = new List<double>();
        for (int k = 0; k < set.Count; k++)
        {
            int at = set.Origin[k];
            if (at < 0 || set.Values[k] == active.Values[at]) continue;
            items.Add(set.Items[k]);
            changes.Add(set.Values[k] - active.Values[at]);
            active.Values[at] = set.Values[k];
            active.SetStatus(at);
        }
        AddRows([.. items], [.. changes]);
        return items.Count == 0 ? 0 : steps;
    }

    // Between sets a caller may cancel, so none takes too long.
    private long SolveLocally(SmoVariables set, double tolerance, long limit)
    {
        // Shrunk ones, and sets of larger problems, have a matrix of their own.
        using SetMatrix? own = set == all && whole is not null ? null : new SetMatrix(source);
        SetMatrix matrix = own ?? whole!;
        matrix.Use(set);
        var local = new LocalSolver(set, matrix);
        long steps = local.Solve(tolerance, limit);
        reachedBound |= local.ReachedBound;
        return steps;
    }

    // g ← g + Σ changeₖ·rowₖ, summed for itself first, by fixed blocks of columns.
    private void AddRows(int[] items, double[] changes)
    {
        if (items.Length == 0) return;
        rows.Require(items);
        if (change.Length < rows.Width) change = new double[rows.Width];
        int threads = (long)items.Length * rows.Width < 400_000 ? 1 : context.Threads;
        foreach ((int start, int end) in rows.Stretches)
            Workers.ForBlocks(end - start, Block, threads, (from, to) =>
            {
                Span<double> sum = change.AsSpan(start + from, to - from);
                sum.Clear();
                for (int k = 0; k < items.Length; k += Together)
                    SmoPasses.AddRows(sum, start + from, rows, items.AsSpan(k, Math.Min(Together, items.Length - k)), changes.AsSpan(k));
            });
        for (int k = 0; k < columns.Length; k++)
            if (columns[k] >= 0) active.Gradient[k] += change[columns[k]];
    }

    // Takes out the variables at a bound that the gradient presses against it. True if the variables have changed.
    private bool Shrink()
    {
        int least = IsWhole ? Math.Min(SmoPasses.Width, options.LeastShrink) : options.LeastShrink;
        if (active.Unshrinkable(least) is not { } kept) return false;
        if (active != all) active.CopyTo(all);
        Use(active.Select(kept, active == all), rows.Only);
        return true;
    }

    // The gradient of the variables that were shrunk, from all that are not zero.
    private void Unshrink()
    {
        active.CopyTo(all);
        bool[] current = new bool[all.Count];
        foreach (int k in active.Origin)
            if (k >= 0) current[k] = true;
        SmoVariables shrunk = all.Select([.. Enumerable.Range(0, all.Count).Where(k => !current[k] && all.Items[k] >= 0)], all: true);
        rows = null!;
        Use(shrunk, items => source.Rows(items, 0));
        StartGradientOf(shrunk);
        shrunk.CopyTo(all);
        Use(all, items => source.Rows(items, options.RowBytes));
    }

    private void StartGradientOf(SmoVariables shrunk)
    {
        shrunk.Linear.AsSpan().CopyTo(shrunk.Gradient);
        int[] support = [.. Enumerable.Range(0, all.Count).Where(k => all.Values[k] != 0)];
        for (int from = 0; from < support.Length; from += SetSize)
        {
            int[] some = support[from..Math.Min(support.Length, from + SetSize)];
            AddRows(Array.ConvertAll(some, k => all.Items[k]), Array.ConvertAll(some, k => all.Values[k]));
        }
    }

    private void Use(SmoVariables variables, Func<int[], IKernelRows> rowsOf)
    {
        active = variables;
        rows = rowsOf(SetMatrix.Distinct(variables.Items));
        columns = ColumnsOf(variables, rows);
        sets.Forget();
    }

    private static int[] ColumnsOf(SmoVariables variables, IKernelRows rows) =>
        Array.ConvertAll(variables.Items, item => item < 0 ? -1 : rows.ColumnOf(item));

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
        // Not finite where a sum overflowed, or a step was not a number.
        if (!double.IsFinite(quadratic + linear + rho) || !Kernels.AllFinite(values) || !Kernels.AllFinite(gradient))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the solution is not finite: kernel values of up to {all.ExactDiagonal.Max():G3}, multipliers of up to ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{all.Upper.Max():G3} and targets of up to {all.Linear.Max(Math.Abs):G3} are too large to add up; ")
                + "scale them, or lower C", "data");
        return new SmoResult
        {
            Values = values, Gradient = gradient, Rho = (rho, all.Split == all.Count ? rho : all.Rho(all.Split, all.Count)),
            Objective = 0.5 * quadratic + linear, HalfSquaredNorm = 0.5 * quadratic, Violation = Math.Max(0, violation),
            Iterations = iterations, End = end, ReachedBound = reachedBound,
        };
    }
}
