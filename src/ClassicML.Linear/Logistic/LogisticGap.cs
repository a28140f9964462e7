using System.Numerics.Tensors;

namespace ClassicML.Linear;

/// <summary>The duality gap of a penalised logistic regression: how far F can be above its minimum at most.</summary>
/// <remarks>
/// For residuals r = ∇loss(z) (times a factor τ ≤ 1 where a pure L1 penalty needs it, so that |Xᵀr|ⱼ ≤ λ₁) the dual point is -τr, and
/// gap = [loss(z) + loss*(τr) - τ⟨z, r⟩] + Σⱼ [h(wⱼ) + h*(vⱼ) - wⱼvⱼ] with v = -τXᵀr, h(w) = λ₁|w| + ½λ₂w², h*(v) = (|v| - λ₁)₊²/(2λ₂).
/// The first bracket is zero for τ = 1. The intercept is taken as optimal, that is Σr = 0, which
/// <see cref="LogisticIntercepts"/> sees to.
/// </remarks>
internal static class LogisticGap
{
    // The share that an entropy gives to other classes is known to an absolute 1e-16, times the logarithm of next to nothing.
    private const double Rounding = 1e-14;

    /// <param name="problem">The problem, last evaluated at <paramref name="point"/>.</param>
    /// <param name="point">W and b.</param>
    /// <param name="value">f at the point.</param>
    /// <param name="gradient">∇f at the point.</param>
    /// <returns>The gap of the scaled problem; null without a penalty, where the dual has no feasible point nearby.</returns>
    public static double? Of(LogisticProblem problem, ReadOnlySpan<double> point, double value, ReadOnlySpan<double> gradient)
    {
        if (problem.Lambda1 + problem.Lambda2 == 0) return null;
        ReadOnlySpan<double> w = point[..problem.WeightCount];
        double share = 1, product = 0, gap = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double l1 = problem.L1(j), v = problem.L2(j) * w[j] - gradient[j];
            if (problem.Lambda2 == 0 && Math.Abs(v) > l1) share = Math.Min(share, l1 / Math.Abs(v));
            product += w[j] * v;
        }
        for (int j = 0; j < w.Length; j++)
        {
            double l1 = problem.L1(j), l2 = problem.L2(j), v = share * (l2 * w[j] - gradient[j]), over = Math.Max(0, Math.Abs(v) - l1);
            gap += l1 * Math.Abs(w[j]) + 0.5 * l2 * w[j] * w[j] + (l2 > 0 ? over * over / (2 * l2) : 0) - w[j] * v;
        }
        if (share < 1)
        {
            double loss = value - problem.Penalty2(point);
            // -⟨z, r⟩ over weights is wᵀv; the intercepts' part is zero at their optimum.
            gap += Math.Max(0, loss - Entropy(problem, share) + share * product) + Rounding;
        }
        return gap;
    }

    // -loss*: the mean entropy of onehot(y) + τ(P - onehot(y)).
    private static double Entropy(LogisticProblem problem, double share)
    {
        int blocks = problem.Rows.BlockCount(1);
        double[] sums = new double[blocks];
        problem.Rows.ForBlocks(blocks, (block, start, end) => sums[block] = Entropy(problem, share, start, end), 50L * problem.Outputs);
        return sums.Sum() / problem.TotalWeight;
    }

    private static double Entropy(LogisticProblem problem, double share, int start, int end)
    {
        const int tile = 256;
        // Of two classes the probability of the first is left out.
        int outputs = problem.Outputs, classes = Math.Max(outputs, 2), skipped = classes - outputs;
        double[] q = new double[tile * classes], logs = new double[tile * classes];
        double sum = 0;
        for (int from = start; from < end; from += tile)
        {
            int rows = Math.Min(tile, end - from), at = 0;
            ReadOnlySpan<double> p = problem.Probabilities.Slice(from * outputs, rows * outputs);
            for (int i = 0; i < rows; i++, at += classes)
            {
                for (int k = 0; k < outputs; k++) q[at + skipped + k] = share * p[i * outputs + k];
                if (outputs == 1) q[at] = share - q[at + 1];
                q[at + problem.Codes[from + i]] += 1 - share;
            }
            TensorPrimitives.Log(q.AsSpan(0, at), logs);
            for (int i = 0; i < rows; i++)
                for (int k = i * classes; k < (i + 1) * classes; k++) sum -= q[k] > 0 ? problem.WeightOf(from + i) * q[k] * logs[k] : 0;
        }
        return sum;
    }
}
