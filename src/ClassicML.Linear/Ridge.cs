namespace ClassicML.Linear;

/// <summary>Least squares with an L2 penalty: weights shrink, and correlated columns share theirs.</summary>
/// <remarks>
/// Minimises Σᵢ sᵢ(yᵢ - wᵀxᵢ - b)² + α‖w‖²; the intercept is not penalised, as in scikit-learn. Source: Hoerl and Kennard (1970).
/// Method: normal equations by Cholesky, n·p² flops, or their dual where columns outnumber rows, n²·p; conjugate gradients where both
/// exceed 6000; a singular value decomposition where the equations are nearly singular. Rows may be dense or sparse.
/// The result has the same bits on any number of threads. <see cref="FitReport.Objective"/> is the minimum.
/// </remarks>
public sealed record Ridge : IRegressor<LinearRegressionModel>
{
    /// <summary>The strength α of the penalty: larger means more regularisation. Default 1, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Alpha { get; init => field = Check.NonNegative(value, nameof(Alpha)); } = 1;

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    public LinearRegressionModel Fit(RegressionData data, FitContext context = default) =>
        RidgeFit.Run(data, Alpha, FitIntercept, this, context);
}
