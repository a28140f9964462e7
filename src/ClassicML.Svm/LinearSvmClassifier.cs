using System.Diagnostics;
using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>A linear support vector machine for many rows: the widest margin between the planes wᵀx + b = ±1, without a kernel
/// matrix.</summary>
/// <remarks>
/// <para>For two classes, y = ±1: minimises ½(‖w‖² + b²/s²) + C Σ sᵢℓ(ξᵢ), ξᵢ = max(0, 1 - yᵢ(wᵀxᵢ + b)), where ℓ is <see cref="Loss"/> and
/// s
/// <see cref="InterceptScaling"/>; more classes are one machine each against the rest. By dual coordinate descent with shrinking
/// (C.-J. Hsieh et al., ICML 2008), the method of LIBLINEAR and scikit-learn's LinearSVC, with the same optimum. The loss is a sum over
/// rows.</para>
/// <para>The intercept is the weight of a column of the constant s, so it is penalised, as in LIBLINEAR; a large s penalises it
/// less.</para>
/// <para>A pass costs O(n·p) and some tens of passes are usual; features of very different scale need many more. The result has the same
/// bits on
/// any number of threads.</para>
/// </remarks>
public sealed record LinearSvmClassifier : IClassifier<LinearSvmClassifierModel>
{
    /// <summary>What an error costs: large C punishes slack, small C tolerates it. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double C { get; init => field = Check.Positive(value, nameof(C)); } = 1;

    /// <summary>The loss. Default <see cref="HingeLoss.SquaredHinge"/>, as in scikit-learn's LinearSVC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public HingeLoss Loss { get; init => field = Check.Defined(value, nameof(Loss)); } = HingeLoss.SquaredHinge;

    /// <summary>Weights of classes, which multiply C. Default <see cref="ClassWeights.None"/>.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>Whether there is an intercept. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The value s of the column that the intercept is the weight of. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double InterceptScaling { get; init => field = Check.Positive(value, nameof(InterceptScaling)); } = 1;

    /// <summary>Stops when the projected gradients of the dual lie within this of one another. Default 1e-4, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-4;

    /// <summary>The most passes over the rows. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 1000;

    /// <summary>The seed of the order in which rows are visited. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <remarks>A class without rows is never predicted. Rows of weight zero take no part. Missing values are refused.</remarks>
    public LinearSvmClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Matrix x = Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(LinearSvmClassifier));
        Check.SeveralClasses(data, nameof(LinearSvmClassifier));
        context.ThrowIfCancelled();
        double[]? weights = ClassWeights.OfRows(data);
        int[] rows = [.. Enumerable.Range(0, data.RowCount).Where(i => weights is null || weights[i] > 0)];
        int[] codes = data.Codes.ToArray();
        bool[] present = new bool[data.ClassCount];
        foreach (int i in rows) present[codes[i]] = true;
        if (present.Count(p => p) < 2)
            throw new ArgumentException($"{nameof(LinearSvmClassifier)} needs rows of two classes with a weight above zero", nameof(data));
        double[] costs = Array.ConvertAll(rows, i => C * (weights is null ? 1 : weights[i]));
        int machineCount = data.ClassCount == 2 ? 1 : data.ClassCount, p = x.ColumnCount;
        double[] coefficients = new double[machineCount * p], intercept = new double[machineCount];
        var solvers = new DualCoordinateDescent?[machineCount];
        bool[] converged = new bool[machineCount];
        Workers.For(machineCount, context.Threads, m =>
        {
            int positive = data.ClassCount == 2 ? 1 : m;
            converged[m] = true;
            intercept[m] = double.NegativeInfinity;
            if (!present[positive]) return;
            sbyte[] signs = Array.ConvertAll(rows, i => (sbyte)(codes[i] == positive ? 1 : -1));
            var solver = new DualCoordinateDescent(x, rows, signs, costs, Loss, FitIntercept ? InterceptScaling : 0);
            converged[m] = solver.Solve(Tolerance, MaxIterations, Rng.DeriveSeed((ulong)Seed, (ulong)m), context);
            solver.Weights[..p].CopyTo(coefficients.AsSpan(m * p));
            intercept[m] = FitIntercept ? solver.Weights[p] * InterceptScaling : 0;
            solvers[m] = solver;
        }, context.Cancellation);

        var matrix = Matrix.Wrap(coefficients, machineCount, p);
        double primal = 0, dual = 0, norm = 0;
        for (int m = 0; m < machineCount; m++)
        {
            if (solvers[m] is not { } solver) continue;
            double halfNorm = 0.5 * Kernels.Dot(solver.Weights, solver.Weights);
            norm += 0.5 * Kernels.Dot(matrix.Row(m), matrix.Row(m));
            primal += halfNorm + Slack(x, rows, codes, data.ClassCount == 2 ? 1 : m, costs, matrix.Row(m), intercept[m]);
            dual += solver.DualObjective();
        }
        bool all = Array.TrueForAll(converged, c => c), stopped = !all && context.Stop.IsCancellationRequested;
        double violation = solvers.Max(s => s?.Violation ?? 0);
        FitReport report = new FitReport
        {
            Iterations = solvers.Max(s => s?.Passes ?? 0), Converged = all, Stopped = stopped,
            Reason = all ? null : stopped
                ? "the caller asked to stop" : $"the limit of {MaxIterations} passes was reached with a violation of {violation:G3}",
            Objective = primal, DualityGap = primal + dual, Elapsed = clock.Elapsed,
        }.With("primal_objective", primal).With("dual_objective", dual).With("half_squared_norm", norm).With("violation", violation);
        if (machineCount == 1 && norm > 0) report = report.With("margin_width", 2 / Math.Sqrt(2 * norm));
        return new LinearSvmClassifierModel(matrix, intercept, data.Labels, report);
    }

    private double Slack(Matrix x, int[] rows, int[] codes, int positive, double[] costs, ReadOnlySpan<double> w, double b)
    {
        double sum = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            double score = Kernels.Dot(x.Row(rows[k]), w) + b, slack = Math.Max(0, 1 - (codes[rows[k]] == positive ? score : -score));
            sum += costs[k] * (Loss == HingeLoss.Hinge ? slack : slack * slack);
        }
        return sum;
    }
}
