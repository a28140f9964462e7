using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>A logistic regression written out from its definition, beside the library: the cost of a model as if in twice the precision,
/// and the optimum of well-conditioned problems.</summary>
internal static class LogisticReference
{
    /// <summary>J of a model, its scores by dot products as if in twice the precision.</summary>
    public static double Objective(LogisticRegression learner, Matrix x, int[] codes, double[]? weights, LogisticRegressionModel model)
    {
        int outputs = model.Coefficients.RowCount;
        double loss = 0;
        for (int i = 0; i < x.RowCount; i++)
        {
            double[] z = new double[Math.Max(2, outputs)];
            for (int k = 0; k < outputs; k++) z[z.Length - outputs + k] = Score(model.Coefficients.Row(k), x.Row(i), model.Intercept[k]);
            loss += (weights?[i] ?? 1) * Loss(z, codes[i]);
        }
        return learner.C * loss + Penalty(learner, model.Coefficients.Span);
    }

    /// <summary>The least J and its probabilities, by proximal gradient steps of a fixed length; for columns of mean 0 and deviation
    /// 1.</summary>
    public static (double Objective, double[] Probabilities) Optimum(
        LogisticRegression learner, Matrix x, int[] codes, double[]? weights, int steps = 3000)
    {
        int p = x.ColumnCount, classes = codes.Max() + 1;
        double total = weights?.Sum() ?? x.RowCount, largest = 1 + Enumerable.Range(0, x.RowCount).Max(
            i => x.Row(i).ToArray().Sum(v => v * v));
        double l1 = L1(learner) / learner.C, l2 = L2(learner) / learner.C;
        // Of two classes the score of the first is zero.
        int first = classes == 2 ? 1 : 0;
        double[] w = new double[classes * (p + 1)], old = [.. w], ahead = [.. w], shares = new double[x.RowCount * classes];
        // The curvature is at most twice that of its diagonal blocks, weights and intercepts.
        double step = 1 / (total * (largest - 1) + l2), stepOfIntercept = 1 / total, momentum = 1;
        for (int it = 0; ; it++)
        {
            double[] g = new double[w.Length];
            double loss = 0;
            for (int i = 0; i < x.RowCount; i++)
            {
                double[] z = new double[classes];
                for (int k = first; k < classes; k++)
                {
                    z[k] = ahead[k * (p + 1) + p];
                    for (int j = 0; j < p; j++) z[k] += ahead[k * (p + 1) + j] * x[i, j];
                }
                double weight = weights?[i] ?? 1, top = z.Max(), sum = z.Sum(v => Math.Exp(v - top));
                loss += weight * Loss(z, codes[i]);
                for (int k = first; k < classes; k++)
                {
                    shares[i * classes + k] = Math.Exp(z[k] - top) / sum;
                    double r = weight * (shares[i * classes + k] - (codes[i] == k ? 1 : 0));
                    for (int j = 0; j < p; j++) g[k * (p + 1) + j] += r * x[i, j];
                    g[k * (p + 1) + p] += r;
                }
                if (first == 1) shares[i * classes] = 1 - shares[i * classes + 1];
            }
            if (it == steps)
            {
                double[] own = [.. Enumerable.Range(0, w.Length).Where(at => at % (p + 1) < p).Select(at => ahead[at])];
                return (learner.C * loss + Penalty(learner, own), shares);
            }
            for (int at = 0; at < w.Length; at++)
            {
                bool weight = at % (p + 1) < p;
                double moved = ahead[at] - (weight ? step * (g[at] + l2 * ahead[at]) : stepOfIntercept * g[at]);
                if (weight) moved = Math.Sign(moved) * Math.Max(0, Math.Abs(moved) - step * l1);
                (old[at], w[at]) = (w[at], moved);
            }
            // Nesterov's momentum, begun anew every 200 steps; none in the last ones.
            double next = it % 200 == 0 || it > steps - 200 ? 1 : 0.5 * (1 + Math.Sqrt(1 + 4 * momentum * momentum));
            for (int at = 0; at < w.Length; at++) ahead[at] = w[at] + (momentum - 1) / next * (next == 1 ? 0 : w[at] - old[at]);
            momentum = next;
        }
    }

    private static double L1(LogisticRegression learner) =>
        learner.Penalty switch { ClassicML.Linear.Penalty.L1 => 1, ClassicML.Linear.Penalty.ElasticNet => learner.L1Ratio, _ => 0 };

    private static double L2(LogisticRegression learner) => learner.Penalty == ClassicML.Linear.Penalty.None ? 0 : 1 - L1(learner);

    private static double Penalty(LogisticRegression learner, ReadOnlySpan<double> w)
    {
        double sum = 0;
        foreach (double one in w) sum += L1(learner) * Math.Abs(one) + 0.5 * L2(learner) * one * one;
        return sum;
    }

    private static double Loss(double[] z, int code)
    {
        double top = z.Max();
        return top == z[code] ? Log1P(z.Select((v, k) => k == code ? 0 : Math.Exp(v - top)).Sum())
            : Math.Log(z.Sum(v => Math.Exp(v - top))) + top - z[code];
    }

    /// <summary>log(1 + x), whose argument may be far below a rounding of 1.</summary>
    public static double Log1P(double x) => Math.Abs(x) < 1e-5 ? x * (1 - x * (0.5 - x / 3)) : Math.Log(1 + x);

    // Ogita, Rump, Oishi, "Accurate sum and dot product" (2005): Dot2.
    private static double Score(ReadOnlySpan<double> w, ReadOnlySpan<double> x, double intercept)
    {
        double sum = intercept, rest = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double product = w[j] * x[j], low = Math.FusedMultiplyAdd(w[j], x[j], -product), next = sum + product, back = next - sum;
            rest += low + (sum - (next - back) + (product - back));
            sum = next;
        }
        return sum + rest;
    }
}
