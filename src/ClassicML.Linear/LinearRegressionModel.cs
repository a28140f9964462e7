using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>A fitted linear regressor: y ≈ wᵀx + b.</summary>
public sealed class LinearRegressionModel : IRegressorModel, IFeatureImportances, IRowRegressor
{
    private readonly double[] coefficients;
    private double[]? importances;

    internal LinearRegressionModel(double[] coefficients, double intercept, FitReport report)
    {
        this.coefficients = coefficients;
        Intercept = intercept;
        Report = report;
    }

    /// <summary>The weights w, p values.</summary>
    public ReadOnlySpan<double> Coefficients => coefficients;

    /// <summary>The intercept b; 0 where none was fitted.</summary>
    public double Intercept { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => coefficients.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<double> FeatureImportances => importances ??= Array.ConvertAll(coefficients, Math.Abs);

    bool IFeatureImportances.IsSparse => Report.Learner is Lasso or ElasticNet { L1Ratio: 1 } or SgdRegressor { Penalty: Penalty.L1 };

    /// <inheritdoc/>
    public void Predict(Features x, Memory<double> destination) =>
        LinearScores.Compute(
            x, Matrix.Wrap(coefficients, 1, FeatureCount), new[] { Intercept }, destination, this);

    double IRowRegressor.PredictRow(ReadOnlySpan<double> row)
    {
        RowChecks.Complete(row, this);
        Span<double> score = stackalloc double[1];
        LinearScores.OfRow(row, coefficients, [Intercept], score);
        return score[0];
    }
}
