using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>Least squares: the line, plane or hyperplane nearest to the targets.</summary>
/// <remarks>
/// Minimises Σᵢ sᵢ(yᵢ - wᵀxᵢ - b)², which has a closed form: see <see cref="Ridge"/> for the method and cost. Of several optima, as with
/// collinear columns or fewer rows than columns, it gives the one with the smallest ‖w‖, as scikit-learn. Rows may be dense or sparse.
/// <see cref="FitReport.Objective"/> is the minimum.
/// </remarks>
public sealed record LinearRegression : IRegressor<LinearRegressionModel>
{
    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    public LinearRegressionModel Fit(RegressionData data, FitContext context = default) =>
        RidgeFit.Run(data, 0, FitIntercept, this, context);
}

/// <summary>The closed-form fit that least squares and ridge regression share.</summary>
internal static class RidgeFit
{
    public static LinearRegressionModel Run(RegressionData data, double alpha, bool fitIntercept, object learner, FitContext context)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, learner.GetType().Name);
        double total = LogisticProblem.Total(data.Weights.IsEmpty ? null : data.Weights.ToArray(), data.RowCount);
        var problem = new SquaredProblem(x, data.Targets, data.Weights, fitIntercept, alpha / total, context);
        (double[] w, FitReport report) = LeastSquares.Solve(problem, alpha / total, context);
        double[] own = [.. w], residuals = new double[data.RowCount];
        problem.FromData(own);
        problem.Residuals(own, residuals);
        double unit = problem.TargetScale, objective = problem.MeanSquare(residuals) * total * unit * unit;
        // The square of a large weight may overflow where its product with a small penalty does not.
        foreach (double value in w) objective += alpha * value * value;
        report = report with { Objective = objective };
        return new LinearRegressionModel(w, problem.Intercept(w), report.Ended(learner, clock.Elapsed, data.FeatureNames));
    }
}
