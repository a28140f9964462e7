using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>Ridge regression onto the classes: targets 1 for a class and -1 for the rest, the highest prediction wins.</summary>
/// <remarks>
/// Minimises Σᵢ sᵢ(tᵢ - wᵀxᵢ - b)² + α‖w‖² for each class (once for two), as scikit-learn. Cost: that of a <see cref="Ridge"/> a class.
/// </remarks>
public sealed record RidgeClassifier : IClassifier<LinearClassifierModel>
{
    /// <summary>The strength α of the penalty. Default 1, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Alpha { get; init => field = Check.NonNegative(value, nameof(Alpha)); } = 1;

    /// <summary>Weights of classes, which multiply the weights of their rows. Default none.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    public LinearClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(RidgeClassifier));
        Check.SeveralClasses(data, nameof(RidgeClassifier));
        double[]? weights = ClassWeights.OfRows(data);
        bool[] present = WeightedClasses.Present(data, weights, nameof(RidgeClassifier));
        int outputs = data.ClassCount == 2 ? 1 : data.ClassCount, p = data.FeatureCount;
        double[] w = new double[outputs * p], b = new double[outputs], targets = new double[data.RowCount];
        var report = new FitReport { Objective = 0 };
        for (int k = 0; k < outputs; k++)
        {
            int own = outputs == 1 ? 1 : k;
            if (outputs > 1 && !present[own])
            {
                b[k] = double.NegativeInfinity;
                continue;
            }
            for (int i = 0; i < targets.Length; i++) targets[i] = data.Codes[i] == own ? 1 : -1;
            LinearRegressionModel one = RidgeFit.Run(
                new RegressionData(x, targets, weights), Alpha, FitIntercept, this, context);
            one.Coefficients.CopyTo(w.AsSpan(k * p));
            b[k] = one.Intercept;
            report = one.Report with
            {
                Iterations = Math.Max(report.Iterations, one.Report.Iterations),
                Objective = report.Objective + one.Report.Objective,
                Reason = report.Reason ?? one.Report.Reason,
                Converged = report.Converged && one.Report.Converged,
                Stopped = report.Stopped || one.Report.Stopped,
            };
        }
        return new LinearClassifierModel(Matrix.Wrap(w, outputs, p), b, data.Labels, [],
            report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
