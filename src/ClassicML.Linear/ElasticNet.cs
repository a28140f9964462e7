using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>Least squares with an L1 and an L2 penalty: sparse weights, and correlated columns stay together.</summary>
/// <remarks>
/// Minimises (1/2S) Σᵢ sᵢ(yᵢ - wᵀxᵢ - b)² + αρΣ|wⱼ| + ½α(1-ρ)‖w‖² with S = Σsᵢ, as scikit-learn; the intercept is not penalised.
/// Source: Zou and Hastie (2005). Method and cost: coordinate descent on the Gram matrix, n·p² flops, or on that of a working set where
/// there are more than 2000 columns. Rows may be dense or sparse. The result has the same bits on any number of threads.
/// </remarks>
public sealed record ElasticNet : IRegressor<LinearRegressionModel>, IWarmStart<RegressionData, LinearRegressionModel>
{
    /// <summary>The strength α of the penalty. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Alpha { get; init => field = Check.Positive(value, nameof(Alpha)); } = 1;

    /// <summary>The share ρ of L1, in [0, 1]. Default 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double L1Ratio { get; init => field = Check.Within(value, Interval.Share, nameof(L1Ratio)); } = 0.5;

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Stops when the duality gap is at most this share of the mean square of y - ȳ. Default 1e-6, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-6;

    /// <summary>The most passes over the coordinates. Default 10,000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 10_000;

    /// <inheritdoc/>
    public LinearRegressionModel Fit(RegressionData data, FitContext context = default) => Run(data, null, this, context);

    /// <inheritdoc/>
    public LinearRegressionModel FitFrom(RegressionData data, LinearRegressionModel earlier, FitContext context = default) =>
        Run(data, Check.NotNull(earlier, nameof(earlier)), this, context);

    internal LinearRegressionModel Run(RegressionData data, LinearRegressionModel? earlier, object learner, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, learner.GetType().Name);
        context.ThrowIfCancelled();
        double[] w = new double[data.FeatureCount];
        if (earlier is not null)
        {
            Check.Length(earlier.FeatureCount, w.Length, nameof(earlier), "feature");
            earlier.Coefficients.CopyTo(w);
        }
        var problem = new SquaredProblem(x, data.Targets, data.Weights, FitIntercept, 0, context);
        FitReport report = new LassoSolver(problem).Solve(Alpha * L1Ratio, Alpha * (1 - L1Ratio), w, Tolerance, MaxIterations, context);
        return new LinearRegressionModel(w, problem.Intercept(w), report.Ended(learner, clock.Elapsed, data.FeatureNames));
    }
}
