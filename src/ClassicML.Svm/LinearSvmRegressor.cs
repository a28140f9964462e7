using System.Diagnostics;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Linear support vector regression: the flattest linear function that keeps most rows within a tube.</summary>
/// <remarks>
/// <para>Minimises ½(‖w‖² + b²/s²) + C Σ sᵢℓ(ξᵢ), ξᵢ = max(0, |zᵢ - wᵀxᵢ - b| - ε), where ℓ is ξ or ξ² by <see cref="Loss"/> and s <see
/// cref="InterceptScaling"/>: LIBLINEAR's and scikit-learn's LinearSVR, with the same optimum. The intercept is penalised as there.</para>
/// <para>Reads dense and sparse rows; scale the targets, since C and ε are in their unit. A pass costs one reading of the rows. The result
/// has the same bits on any number of threads.</para>
/// </remarks>
public sealed record LinearSvmRegressor : IRegressor<LinearSvmRegressorModel>
{
    /// <summary>What an error beyond the tube costs. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double C { get; init => field = Check.Positive(value, nameof(C)); } = 1;

    /// <summary>Half the width of the tube. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Epsilon { get; init => field = Check.NonNegative(value, nameof(Epsilon)); }

    /// <summary>The loss: ξ, or ξ². Default <see cref="HingeLoss.Hinge"/>, as in scikit-learn's LinearSVR.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public HingeLoss Loss { get; init => field = Check.Defined(value, nameof(Loss)); } = HingeLoss.Hinge;

    /// <summary>How it is solved. Default by loss and shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public LinearSvmSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); }

    /// <summary>Whether there is an intercept. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The value s of the column that the intercept is the weight of. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double InterceptScaling { get; init => field = Check.Positive(value, nameof(InterceptScaling)); } = 1;

    /// <summary>Stops when the sum of violations of a pass, or the gradient of the primal, is at most this share of that at zero, and the
    /// duality gap at most ten times this share of the objective. Default 1e-4, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-4;

    /// <summary>The most passes over the rows, or Newton steps. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 1000;

    /// <summary>The seed of the order of coordinate descent. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <remarks>Rows of weight zero take no part. Missing values are refused.</remarks>
    /// <exception cref="ArgumentException">The loss does not go with the solver, the data can't be fitted on, or values are so large
    /// that the objective is not finite.</exception>
    public LinearSvmRegressorModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features features = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(LinearSvmRegressor));
        if (Loss == HingeLoss.Hinge && Solver == LinearSvmSolver.TrustRegionNewton)
            throw new ArgumentException($"{nameof(Loss)} Hinge needs coordinate descent; the trust region needs SquaredHinge");
        context.ThrowIfCancelled();
        var x = new LinearRows(features, FitIntercept ? InterceptScaling : 0);
        double[] targets = data.Targets.ToArray();
        double[] costs = data.Weights.IsEmpty
            ? [.. Enumerable.Repeat(C, targets.Length)] : [.. data.Weights.ToArray().Select(weight => C * weight)];
        LinearSolution found = Solve(x, targets, costs, context);
        double slack = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double beyond = Math.Max(0, Math.Abs(targets[i] - x.Dot(i, found.Weights)) - Epsilon);
            slack += costs[i] * (Loss == HingeLoss.Hinge ? beyond : beyond * beyond);
        }
        double[] w = found.Weights[..x.ColumnCount];
        FitReport report = LinearReports.Of(
            [found], 0.5 * Kernels.Dot(found.Weights, found.Weights), slack, Tolerance, MaxIterations, context)
            .With("half_squared_norm", 0.5 * Kernels.Dot(w, w));
        return new LinearSvmRegressorModel(w, found.Weights[^1] * x.Constant, report.Ended(this, clock.Elapsed, data.FeatureNames));
    }

    private LinearSolution Solve(LinearRows x, double[] targets, double[] costs, FitContext context)
    {
        bool squared = Loss == HingeLoss.SquaredHinge;
        bool primal = Solver == LinearSvmSolver.TrustRegionNewton
            || (Solver == LinearSvmSolver.Auto && squared && x.Dense is not null && x.RowCount >= 4L * x.ColumnCount);
        if (primal) return new SquaredLossPrimal(x, targets, costs, Epsilon, context.Threads).Solve(Tolerance, MaxIterations, context);
        int[] rows = [.. Enumerable.Range(0, costs.Length).Where(i => costs[i] > 0)];
        return new RegressionCoordinateDescent(
            x, rows, Array.ConvertAll(rows, i => targets[i]), Array.ConvertAll(rows, i => costs[i]), squared, Epsilon)
            .Solve(Tolerance, MaxIterations, (ulong)Seed, context);
    }
}
