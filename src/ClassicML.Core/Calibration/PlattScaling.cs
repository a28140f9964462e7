namespace ClassicML.Calibration;

/// <summary>Fits P(positive | f) = 1/(1 + exp(Af + B)) by maximum likelihood.</summary>
/// <remarks>
/// Problem: min Σ sᵢ·(-tᵢ log pᵢ - (1-tᵢ) log(1-pᵢ)), where t = (N₊+1)/(N₊+2) for positives and 1/(N₋+2) for negatives, so that no
/// probability is driven to 0 or 1. N₊ and N₋ are the shares of both in the weight, times the number of rows that weigh something: a unit
/// of weight is nothing known, so it must not say how many rows were seen (scikit-learn takes sums of weights). Source: J. Platt, 1999;
/// H.-T. Lin, C.-J. Lin, R. Weng, A Note on Platt's Probabilistic Outputs for Support Vector
/// Machines, Machine Learning 68, 2007, algorithm 1: Newton's method with backtracking, and formulas that neither overflow nor cancel.
/// Scores are divided by their largest size first, so the ridge of 10⁻¹² means the same for all. Stops when both slopes are below 10⁻⁷ of
/// the
/// weight, or after 100 steps. Differs from scikit-learn in the method (BFGS there), not in the optimum.
/// </remarks>
internal static class PlattScaling
{
    public static (double A, double B) Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, ReadOnlySpan<double> weights)
    {
        double plus = 0, minus = 0, largest = 0;
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (Weight(weights, i) == 0) continue;
            if (positive[i]) plus += Weight(weights, i);
            else minus += Weight(weights, i);
            largest = Math.Max(largest, Math.Abs(scores[i]));
            count++;
        }
        // Below that A would overflow.
        if (largest < 1e-290) largest = 1;
        double weight = plus + minus, rows = count / weight;
        (plus, minus) = (plus * rows, minus * rows);
        double high = (plus + 1) / (plus + 2), low = 1 / (minus + 2), a = 0, b = Math.Log((minus + 1) / (plus + 1));
        double[] scaled = new double[scores.Length];
        for (int i = 0; i < scaled.Length; i++) scaled[i] = Math.Clamp(scores[i] / largest, -1, 1);
        double cost = Cost(scaled, positive, weights, high, low, a, b);
        for (int step = 0; step < 100; step++)
        {
            double h11 = 1e-12, h22 = 1e-12, h21 = 0, g1 = 0, g2 = 0;
            for (int i = 0; i < scores.Length; i++)
            {
                double f = scaled[i], z = a * f + b, e = Math.Exp(-Math.Abs(z)), s = Weight(weights, i);
                double p = (z >= 0 ? e : 1) / (1 + e), q = (z >= 0 ? 1 : e) / (1 + e), curvature = s * p * q;
                h11 += f * f * curvature;
                h22 += curvature;
                h21 += f * curvature;
                double slope = s * ((positive[i] ? high : low) - p);
                g1 += f * slope;
                g2 += slope;
            }
            if (Math.Max(Math.Abs(g1), Math.Abs(g2)) < 1e-7 * weight) break;
            double determinant = h11 * h22 - h21 * h21;
            if (!(determinant > 0)) break;
            double da = -(h22 * g1 - h21 * g2) / determinant, db = -(-h21 * g1 + h11 * g2) / determinant, slopeAlong = g1 * da + g2 * db,
                size = 1;
            for (; size >= 1e-10; size /= 2)
            {
                double next = Cost(scaled, positive, weights, high, low, a + size * da, b + size * db);
                if (!(next < cost + 1e-4 * size * slopeAlong)) continue;
                (a, b, cost) = (a + size * da, b + size * db, next);
                break;
            }
            if (size < 1e-10) break;
        }
        return (a / largest, b);
    }

    public static double Probability(double score, double a, double b)
    {
        double z = a * score + b, e = Math.Exp(-Math.Abs(z));
        return (z >= 0 ? e : 1) / (1 + e);
    }

    private static double Cost(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive, ReadOnlySpan<double> weights, double high, double low, double a, double b)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double z = a * scores[i] + b, t = positive[i] ? high : low;
            sum += Weight(weights, i) * ((z >= 0 ? t * z : (t - 1) * z) + Math.Log(1 + Math.Exp(-Math.Abs(z))));
        }
        return sum;
    }

    private static double Weight(ReadOnlySpan<double> weights, int i) => weights.IsEmpty ? 1 : weights[i];
}
