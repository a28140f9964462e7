using System.Diagnostics;

namespace ClassicML.Svm;

/// <summary>A one-class support vector machine: the plane, in the space of a kernel, that parts most rows from the origin with the widest
/// gap.</summary>
/// <remarks>
/// <para>Minimises ½‖w‖² + Σ ξᵢ/(νn) - ρ subject to wᵀφ(xᵢ) ≥ ρ - ξᵢ, ξᵢ ≥ 0 (B. Schölkopf et al., Estimating the Support of a
/// High-Dimensional Distribution, 2001). At most a share ν of the rows become outliers, and at least that share support vectors.</para>
/// <para>Solved through the dual by sequential minimal optimisation and scaled as in LIBSVM: 0 ≤ αᵢ ≤ 1, Σα = νn. Sparse rows stay sparse
/// as with <see cref="SvmClassifier"/>. Cost between O(n²p) and O(n³). The result has the same bits on any number of threads and for any
/// memory limit.</para>
/// </remarks>
public sealed record OneClassSvm : IOutlierDetector<OneClassSvmModel>
{
    /// <summary>ν: at most this share of the rows become outliers. Default 0.5, in (0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in (0, 1].</exception>
    public double Nu { get; init => field = Check.Within(value, SvmClassifier.NuRange, nameof(Nu)); } = 0.5;

    /// <summary>The kernel function. Default RBF with γ = 1/(p·variance of x).</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public KernelFunction Kernel { get; init => field = Check.NotNull(value, nameof(Kernel)); } = KernelFunction.Rbf(Gamma.Scale);

    /// <summary>The solver ends when optimality is violated by no more. Default 1e-3, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-3;

    /// <summary>The most iterations, at least 1. Default null: max(10⁷, 100n).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxIterations { get; init => field = Check.AtLeast(value, 1, nameof(MaxIterations)); }

    /// <summary>Whether variables that seem settled at a bound are set aside; all are looked at again before the end. Default
    /// true.</summary>
    public bool Shrinking { get; init; } = true;

    /// <summary>The most memory for kernel entries, in 10⁶ bytes. Default 1000, at least 1. A few rows are kept in any case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MemoryMegabytes { get; init => field = Check.Positive(value, nameof(MemoryMegabytes)); } = 1000;

    /// <inheritdoc/>
    /// <remarks>On all rows, known outliers or not. Missing values are refused.</remarks>
    public OneClassSvmModel Fit(OutlierData data, FitContext context = default) => Fit(Check.NotNull(data, nameof(data)).Features, context);

    /// <inheritdoc/>
    /// <remarks>Missing values are refused.</remarks>
    public OneClassSvmModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features rows = SvmInput.Rows(x, nameof(OneClassSvm));
        if (rows.RowCount == 0 || rows.ColumnCount == 0)
            throw new ArgumentException(
                $"data must have at least one row and one feature, has {rows.RowCount}×{rows.ColumnCount}", nameof(x));
        context.ThrowIfCancelled();
        KernelFunction kernel = Kernel.Resolve(rows);
        SmoProblem problem = SmoProblems.OneClass(rows.RowCount, Nu);
        IKernelSource source = new TrainingRows(rows, context).Source(kernel, MemoryMegabytes, 1);
        SmoResult result = new SmoSolver(
            problem, source,
            new SmoOptions
            {
                Tolerance = Tolerance, MaxIterations = MaxIterations, Shrinking = Shrinking,
                RowBytes = TrainingRows.RowBytes(MemoryMegabytes, source)
            },
            context).Solve();
        int[] supports = [.. Enumerable.Range(0, rows.RowCount).Where(i => result.Values[i] != 0)];
        return new OneClassSvmModel(kernel, rows.SelectRows(supports), supports, Array.ConvertAll(supports, i => result.Values[i]),
            result.Rho.First, SmoReports.OneClass(this, problem, result, supports.Length).Ended(this, clock.Elapsed, x.ColumnNames));
    }
}
