namespace ClassicML.Linear;

/// <summary>Least squares with an L1 penalty: weights that are not needed are exactly zero.</summary>
/// <remarks>
/// Minimises (1/2S) Σᵢ sᵢ(yᵢ - wᵀxᵢ - b)² + αΣ|wⱼ|: an <see cref="ElasticNet"/> whose share of L1 is 1. Source: Tibshirani (1996).
/// </remarks>
public sealed record Lasso : IRegressor<LinearRegressionModel>, IWarmStart<RegressionData, LinearRegressionModel>
{
    /// <summary>The strength α of the penalty. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Alpha { get; init => field = Check.Positive(value, nameof(Alpha)); } = 1;

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Stops when the duality gap is at most this share of the mean square of y - ȳ. Default 1e-6, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Tolerance { get; init => field = Check.Positive(value, nameof(Tolerance)); } = 1e-6;

    /// <summary>The most passes over the coordinates. Default 10,000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations { get; init => field = Check.Positive(value, nameof(MaxIterations)); } = 10_000;

    /// <inheritdoc/>
    public LinearRegressionModel Fit(RegressionData data, FitContext context = default) => Same().Run(data, null, this, context);

    /// <inheritdoc/>
    public LinearRegressionModel FitFrom(RegressionData data, LinearRegressionModel earlier, FitContext context = default) =>
        Same().Run(data, Check.NotNull(earlier, nameof(earlier)), this, context);

    private ElasticNet Same() =>
        new() { Alpha = Alpha, L1Ratio = 1, FitIntercept = FitIntercept, Tolerance = Tolerance, MaxIterations = MaxIterations };
}
