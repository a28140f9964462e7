using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>The optimality conditions of a logistic regression, written out from its definition alone.</summary>
internal static class LogisticConditions
{
    /// <summary>
    /// The largest violation in J/(C·Σsᵢ): with g the gradient of loss and squares, |g| over the weight of |w| where w is zero,
    /// |g + sign(w)·that weight| where not, |g| at an intercept. J is convex, so it is zero at the optimum and nowhere else.
    /// </summary>
    public static double Violation(LogisticRegression learner, ClassificationData data, Matrix x, LogisticRegressionModel model)
    {
        int outputs = model.Coefficients.RowCount;
        if (outputs == 1 || learner.MultiClass == LogisticMultiClass.Multinomial)
            return Violation(learner, x, data.Codes.ToArray(), learner.ClassWeights.OfRows(data), model, 0, outputs);
        return Enumerable.Range(0, outputs).Max(k => Violation(
            learner, x, [.. data.Codes.ToArray().Select(code => code == k ? 1 : 0)], learner.ClassWeights.OfRows(data, k), model, k, 1));
    }

    // One problem: the outputs from the first on; a single one is the score of class 1, that of class 0 being zero.
    private static double Violation(
        LogisticRegression learner, Matrix x, int[] codes, double[]? weights, LogisticRegressionModel model, int first, int outputs)
    {
        int p = x.ColumnCount;
        double[] gradient = new double[outputs * (p + 1)], shares = new double[outputs];
        double total = weights?.Sum() ?? codes.Length;
        for (int i = 0; i < codes.Length; i++)
        {
            ReadOnlySpan<double> row = x.Row(i);
            for (int k = 0; k < outputs; k++)
            {
                shares[k] = model.Intercept[first + k];
                for (int j = 0; j < p; j++) shares[k] += model.Coefficients[first + k, j] * row[j];
            }
            double top = Math.Max(shares.Max(), outputs == 1 ? 0 : double.NegativeInfinity), sum = outputs == 1 ? Math.Exp(-top) : 0;
            for (int k = 0; k < outputs; k++) sum += shares[k] = Math.Exp(shares[k] - top);
            for (int k = 0; k < outputs; k++)
            {
                double residual = (weights?[i] ?? 1) / total * (shares[k] / sum - (codes[i] == (outputs == 1 ? 1 : k) ? 1 : 0));
                for (int j = 0; j < p; j++) gradient[k * (p + 1) + j] += residual * row[j];
                gradient[k * (p + 1) + p] += residual;
            }
        }
        double strength = learner.Penalty == Penalty.None ? 0 : 1 / (learner.C * total), worst = 0;
        double ratio = learner.Penalty switch { Penalty.L1 => 1, Penalty.ElasticNet => learner.L1Ratio, _ => 0 };
        for (int k = 0; k < outputs; k++)
        {
            for (int j = 0; j < p; j++)
            {
                double w = model.Coefficients[first + k, j], g = gradient[k * (p + 1) + j] + (1 - ratio) * strength * w;
                worst = Math.Max(worst, w == 0 ? Math.Abs(g) - ratio * strength : Math.Abs(g + Math.Sign(w) * ratio * strength));
            }
            if (learner.FitIntercept) worst = Math.Max(worst, Math.Abs(gradient[k * (p + 1) + p]));
        }
        return worst;
    }
}
