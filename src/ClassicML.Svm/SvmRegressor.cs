using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.Svm;

/// <summary>Support vector regression: the flattest function, in the space of a kernel, that keeps most rows within a tube.</summary>
/// <remarks>
/// <para>Minimises ½‖w‖² + C Σ sᵢ(ξᵢ + ξᵢ*) where a row whose error is at most ε costs nothing and one beyond it costs ξ, the excess. With
/// <see cref="Nu"/> the width of the tube is found so that about a share ν of the rows lies outside.</para>
/// <para>Solved through the dual by sequential minimal optimisation, as LIBSVM's ε-SVR and ν-SVR. Scale the targets: C and ε are in
/// their unit. Sparse rows stay sparse as with <see cref="SvmClassifier"/>. Cost between O(n²p) and O(n³). The result has the same bits on
/// any number of threads and for any memory limit.</para>
/// </remarks>
public sealed record SvmRegressor : IRegressor<SvmRegressorModel>, IWarmStart<RegressionData, SvmRegressorModel>,
    ISharesWork<RegressionData, IRegressorModel>, IKernelLearner<SvmRegressor>
{
    /// <summary>What an error beyond the tube costs. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double C { get; init => field = Check.Positive(value, nameof(C)); } = 1;

    /// <summary>Half the width of the tube. Default 0.1, at least 0. With <see cref="Nu"/> it is found and this is not used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Epsilon { get; init => field = Check.NonNegative(value, nameof(Epsilon)); } = 0.1;

    /// <summary>ν in (0, 1] for ν-SVR: at most this share of rows lies outside the tube, and at least as many are support vectors. Default
    /// null: ε-SVR.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in (0, 1].</exception>
    public double? Nu { get; init => field = value is { } nu ? Check.Within(nu, SvmClassifier.NuRange, nameof(Nu)) : null; }

    /// <summary>The kernel function. Default RBF with γ = 1/(p·variance of x).</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public KernelFunction Kernel { get; init => field = Check.NotNull(value, nameof(Kernel)); } = KernelFunction.Rbf(Gamma.Scale);

    /// <summary>The solver ends when optimality is violated by no more. Default 1e-3, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-3;

    /// <summary>The most iterations, at least 1. Default null: max(10⁷, 200n).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxIterations { get; init => field = Check.AtLeast(value, 1, nameof(MaxIterations)); }

    /// <summary>Whether variables that seem settled at a bound are set aside; all are looked at again before the end. Default
    /// true.</summary>
    public bool Shrinking { get; init; } = true;

    /// <summary>The most memory for kernel entries, in 10⁶ bytes. Default 1000, at least 1. A few rows are kept in any case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MemoryMegabytes { get; init => field = Check.Positive(value, nameof(MemoryMegabytes)); } = 1000;

    /// <inheritdoc/>
    /// <remarks>Rows of weight zero take no part. Missing values are refused.</remarks>
    public SvmRegressorModel Fit(RegressionData data, FitContext context = default) => Fit(data, null, context);

    /// <inheritdoc/>
    /// <remarks>
    /// Starts from the earlier model's dual coefficients, by the training rows that its support vectors were; so the data is the same, or
    /// begins with the same rows. ν-SVR has no such start: it is fitted anew.
    /// </remarks>
    public SvmRegressorModel FitFrom(RegressionData data, SvmRegressorModel earlier, FitContext context = default)
    {
        Check.Width(Check.NotNull(data, nameof(data)).Features, Check.NotNull(earlier, nameof(earlier)).FeatureCount);
        return Fit(data, earlier, context);
    }

    /// <inheritdoc/>
    /// <remarks>Learners of one memory limit share, whatever their kernel: one kernel matrix serves every C, ε and ν, one matrix of
    /// distances every γ.</remarks>
    public bool SharesWith(ILearner<RegressionData, IRegressorModel> other) => other is SvmRegressor svm && svm.MemoryMegabytes == MemoryMegabytes;

    /// <inheritdoc/>
    public IReadOnlyList<IRegressorModel> FitShared(
        IReadOnlyList<ILearner<RegressionData, IRegressorModel>> learners, RegressionData train, Features queries, FitContext context = default)
    {
        var all = Check.NotNull(learners, nameof(learners)).Cast<SvmRegressor>().ToArray();
        (RegressionRows rows, TrainingRows training, Features x) = Prepare(train, context);
        Check.Width(queries, x.ColumnCount);
        var shared = new SharedQueries(Check.CompleteRows(queries, nameof(SvmRegressorModel)), training, rows.Order, context);
        return SharedFits.Run(all, x, training, (alike, kernel, source) =>
        {
            var models = new SvmRegressorModel[alike.Length];
            SmoResult? known = null;
            for (int c = 0; c < alike.Length; c++)
            {
                var clock = Stopwatch.StartNew();
                SmoProblem problem = alike[c].Problem(rows);
                // A larger C takes other steps only where one ended at C; ν-SVR starts from a share of it.
                if (alike[c].Nu is null && known is { End: SmoEnd.Converged, ReachedBound: false })
                {
                    FitReport report = SmoReports.Regression(alike[c], problem, known, rows.Targets, models[c - 1].SupportIndices.Length);
                    models[c] = models[c - 1].Reported(report.Ended(alike[c], clock.Elapsed, train.FeatureNames));
                    continue;
                }
                known = alike[c].Solve(problem, source, context);
                models[c] = alike[c].Model(kernel, problem, known, rows, training, clock, train.FeatureNames).Prepared(shared);
            }
            return models;
        });
    }

    SvmRegressor IKernelLearner<SvmRegressor>.With(KernelFunction kernel, double c) => this with { Kernel = kernel, C = c };

    private SvmRegressorModel Fit(RegressionData data, SvmRegressorModel? earlier, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        (RegressionRows rows, TrainingRows training, Features x) = Prepare(data, context);
        KernelFunction kernel = Kernel.Resolve(x);
        SmoProblem problem = Problem(rows);
        if (earlier is not null && Nu is null) WarmValues.Set(problem, Wanted(earlier, rows.Order));
        SmoResult result = Solve(problem, training.Source(kernel, MemoryMegabytes, 1), context);
        return Model(kernel, problem, result, rows, training, clock, data.FeatureNames);
    }

    private static (RegressionRows, TrainingRows, Features) Prepare(RegressionData data, FitContext context)
    {
        Features x = SvmInput.Rows(Check.NotNull(data, nameof(data)).Features, nameof(SvmRegressor));
        context.ThrowIfCancelled();
        var rows = new RegressionRows(data);
        return (rows, new TrainingRows(x.SelectRows(rows.Order), context), x);
    }

    private SmoProblem Problem(RegressionRows rows) => Nu is { } nu
        ? SmoProblems.RegressNu(rows.Targets, C, nu, rows.Weights)
        : SmoProblems.Regress(rows.Targets, C, Epsilon, rows.Weights);

    private SmoResult Solve(SmoProblem problem, IKernelSource source, FitContext context) => new SmoSolver(
        problem, source,
        new SmoOptions
        {
            Tolerance = Tolerance, MaxIterations = MaxIterations, Shrinking = Shrinking,
            RowBytes = TrainingRows.RowBytes(MemoryMegabytes, source),
        },
        context).Solve();

    private SvmRegressorModel Model(
        KernelFunction kernel, SmoProblem problem, SmoResult result, RegressionRows rows, TrainingRows training, Stopwatch clock,
        ImmutableArray<string>? names)
    {
        double[] beta = new double[rows.Order.Length];
        for (int k = 0; k < problem.Count; k++) beta[problem.Items[k]] += result.Values[k];
        int[] supports = [.. Enumerable.Range(0, beta.Length).Where(i => beta[i] != 0)];
        (double first, double second) = result.Rho;
        return new SvmRegressorModel(
            kernel, training.X.SelectRows(supports), Array.ConvertAll(supports, i => rows.Order[i]),
            Array.ConvertAll(supports, i => beta[i]), -0.5 * (first + second),
            SmoReports.Regression(this, problem, result, rows.Targets, supports.Length).Ended(this, clock.Elapsed, names),
            training.CentreFor(kernel));
    }

    // The earlier model's coefficients: positive ones are α, negative ones -α*.
    private static double[] Wanted(SvmRegressorModel earlier, int[] order)
    {
        var byRow = new Dictionary<int, double>();
        for (int k = 0; k < earlier.SupportIndices.Length; k++) byRow[earlier.SupportIndices[k]] = earlier.DualCoefficients[k];
        double[] wanted = new double[2 * order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            double own = byRow.GetValueOrDefault(order[i]);
            wanted[own > 0 ? i : order.Length + i] = own;
        }
        return wanted;
    }
}
