using ClassicML.Numerics;

namespace ClassicML.Linear;

/// <summary>The duality gap of a penalised logistic regression: how far F can be above its minimum at most.</summary>
/// <remarks>
/// For residuals r = ∇loss(z) (times a factor τ ≤ 1 where a pure L1 penalty needs it, so that |Xᵀr|ⱼ ≤ λ₁) the dual point is -τr, and
/// gap = [loss(z) + loss*(τr) - τ⟨z, r⟩] + Σⱼ [h(wⱼ) + h*(vⱼ) - wⱼvⱼ] with v = -τXᵀr, h(w) = λ₁|w| + ½λ₂w², h*(v) = (|v| - λ₁)₊²/(2λ₂).
/// The first bracket is zero for τ = 1. The intercept is taken as optimal, that is Σr = 0, which holds to the solver's tolerance.
/// </remarks>
internal static class LogisticGap
{
    /// <param name="problem">The problem, last evaluated at <paramref name="point"/>.</param>
    /// <param name="point">W and b.</param>
    /// <param name="value">f at the point.</param>
    /// <param name="gradient">∇f at the point.</param>
    /// <returns>The gap of the scaled problem; null without a penalty, where the dual has no feasible point nearby.</returns>
    public static double? Of(LogisticProblem problem, ReadOnlySpan<double> point, double value, ReadOnlySpan<double> gradient)
    {
        double l1 = problem.Lambda1, l2 = problem.Lambda2;
        if (l1 + l2 == 0) return null;
        ReadOnlySpan<double> w = point[..problem.WeightCount];
        double largest = 0, product = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double v = l2 * w[j] - gradient[j];
            largest = Math.Max(largest, Math.Abs(v));
            product += w[j] * v;
        }
        double share = l2 == 0 && largest > l1 ? l1 / largest : 1, gap = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double v = share * (l2 * w[j] - gradient[j]), over = Math.Max(0, Math.Abs(v) - l1);
            gap += l1 * Math.Abs(w[j]) + 0.5 * l2 * w[j] * w[j] + (l2 > 0 ? over * over / (2 * l2) : 0) - w[j] * v;
        }
        if (share < 1)
        {
            double loss = value - 0.5 * l2 * Kernels.Dot(w, w);
            // -⟨z, r⟩ over weights is wᵀv; the intercepts' part is zero at their optimum.
            gap += Math.Max(0, loss - Entropy(problem, share) + share * product);
        }
        return gap;
    }

    // -loss*: the mean entropy of onehot(y) + τ(P - onehot(y)).
    private static double Entropy(LogisticProblem problem, double share)
    {
        double sum = 0;
        for (int i = 0; i < problem.Rows.RowCount; i++)
        {
            ReadOnlySpan<double> p = problem.Probabilities.Slice(i * problem.Outputs, problem.Outputs);
            double entropy = 0;
            for (int k = 0; k < p.Length; k++)
            {
                double own = problem.Codes[i] == (problem.Outputs == 1 ? 1 : k) ? 1 : 0, q = own + share * (p[k] - own);
                entropy -= PLogP(q);
                if (problem.Outputs == 1) entropy -= PLogP(1 - q);
            }
            sum += problem.WeightOf(i) * entropy;
        }
        return sum / problem.TotalWeight;
    }

    private static double PLogP(double p) => p <= 0 ? 0 : p * Math.Log(p);
}
