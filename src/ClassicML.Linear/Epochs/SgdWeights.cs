using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>One weight vector under stochastic gradient descent: w = scale·u, so that the L2 penalty's shrinking costs one
/// multiplication.</summary>
/// <remarks>
/// Source of the L1 penalty: Tsuruoka, Tsujii, Ananiadou, "Stochastic gradient descent training for L1-regularized log-linear models with
/// cumulative penalty" (2009): a weight catches up with the penalties since it last moved, and stops at zero. The average over steps
/// (Polyak and Ruppert) is Σ scaleₜ·uₜ = S·u - v, where v collects each change of u times the sum S of the scales before it (Xu, 2011).
/// A step of a squared loss that would end beyond its target with a larger loss than before, as η‖(x, 1)‖² > 2 does, ends at the target:
/// the normalised rule of Kaczmarz (1937) and Nagumo and Noda (1967), which no size of x makes diverge. Penalties go by the shorter step.
/// Differences from scikit-learn: that, where its weights grow without bound; and its average leaves out what the L1 penalty takes off.
/// </remarks>
internal sealed class SgdWeights(SgdRule rule, int columnCount)
{
    private readonly double[] u = new double[columnCount], v = rule.Averaged ? new double[columnCount] : [];
    private readonly double[] applied = rule.L1Share > 0 ? new double[columnCount] : [];
    private double scale = 1, scaleSum, bias, biasMean, penalty;
    private long steps;
    private (double[] W, double Bias) saved = (new double[columnCount], 0);
    private bool restored;

    /// <summary>Whether the weights are numbers of a size that predictions can be made with.</summary>
    public bool IsSound => Math.Abs(bias) < 1e200 && scale * u.Max(Math.Abs) < 1e200;

    /// <summary>Keeps the weights as they are.</summary>
    public void Save() => saved.Bias = Write(saved.W);

    /// <summary>Lets <see cref="Write"/> give what was saved last; zero before that.</summary>
    public void Restore() => restored = true;

    /// <summary>Learns from one row; returns its loss before the step. The length is ‖x‖² where the loss can overshoot, otherwise
    /// below 0.</summary>
    public double Step(ReadOnlySpan<int> columns, ReadOnlySpan<double> x, bool sparse, double y, double weight, double rate, double length)
    {
        double z = bias + scale * (sparse ? SparseProduct.Dot(columns, x, u) : Kernels.Dot(x, u));
        double loss = rule.LossOf(z, y), move = -rate * rule.Slope(z, y) * weight;
        if (length >= 0)
        {
            double moved = Math.Abs(move) * (length + (rule.FitIntercept ? 1 : 0)), error = Math.Abs(y - z);
            if (moved > 2 * error)
            {
                rate *= error / moved;
                move *= error / moved;
            }
        }
        steps++;
        if (rule.Strength > 0 && rule.L1Share < 1)
        {
            scale *= Math.Max(0, 1 - (1 - rule.L1Share) * rate * rule.Strength);
            if (scale < 1e-9) Fold();
        }
        if (move != 0)
        {
            if (sparse)
            {
                double share = move / scale;
                for (int at = 0; at < columns.Length; at++) u[columns[at]] += share * x[at];
                if (rule.Averaged)
                    for (int at = 0; at < columns.Length; at++) v[columns[at]] += share * scaleSum * x[at];
            }
            else
            {
                Kernels.AddScaled(move / scale, x, u);
                if (rule.Averaged) Kernels.AddScaled(move / scale * scaleSum, x, v);
            }
            if (rule.FitIntercept) bias += move;
        }
        if (rule.L1Share > 0)
        {
            penalty += rule.L1Share * rate * rule.Strength;
            if (sparse)
                foreach (int j in columns) Shrink(j);
            else
                for (int j = 0; j < u.Length; j++) Shrink(j);
        }
        scaleSum += scale;
        biasMean += (bias - biasMean) / steps;
        return loss;
    }

    /// <summary>Writes the weights and returns the intercept.</summary>
    public double Write(Span<double> to)
    {
        if (restored)
        {
            saved.W.CopyTo(to);
            return saved.Bias;
        }
        for (int j = 0; j < u.Length; j++)
            to[j] = rule.Averaged && steps > 0 ? (scaleSum * u[j] - v[j]) / steps : scale * u[j];
        return rule.Averaged ? biasMean : bias;
    }

    private void Shrink(int j)
    {
        double old = u[j];
        if (old > 0) u[j] = Math.Max(0, old - (penalty + applied[j]) / scale);
        else if (old < 0) u[j] = Math.Min(0, old + (penalty - applied[j]) / scale);
        applied[j] += scale * (u[j] - old);
        if (rule.Averaged) v[j] += (u[j] - old) * scaleSum;
    }

    private void Fold()
    {
        for (int j = 0; j < u.Length; j++)
        {
            if (rule.Averaged) v[j] -= scaleSum * u[j];
            u[j] *= scale;
        }
        (scale, scaleSum) = (1, 0);
    }
}
