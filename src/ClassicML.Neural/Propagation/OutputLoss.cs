using System.Numerics;

namespace ClassicML.Neural;

/// <summary>The loss E of a row as a function of the scores u of the output layer.</summary>
internal abstract class OutputLoss<T>(double[]? weights) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>u ← δ = s·∂E/∂u for each row; returns Σ sᵢEᵢ.</summary>
    /// <param name="u">rows×outputs.</param>
    /// <param name="rows">The numbers of the rows.</param>
    public abstract double Differentiate(Span<T> u, ReadOnlySpan<int> rows);

    protected double WeightOf(int row) => weights is null ? 1 : weights[row];
}

/// <summary>E = -log softmax(u)_y, so δ = softmax(u) - onehot(y). Classes without rows take no part.</summary>
internal sealed class SoftmaxLoss<T>(int[] codes, double[]? weights, bool[] absent) : OutputLoss<T>(weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Differentiate(Span<T> u, ReadOnlySpan<int> rows)
    {
        int classes = absent.Length;
        double loss = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Span<T> row = u.Slice(i * classes, classes);
            T max = T.NegativeInfinity;
            for (int k = 0; k < classes; k++)
                if (!absent[k]) max = T.Max(max, row[k]);
            for (int k = 0; k < classes; k++) row[k] = absent[k] ? T.NegativeInfinity : row[k] - max;
            loss -= WeightOf(rows[i]) * double.CreateTruncating(row[codes[rows[i]]]);
        }
        Elementwise<T>.Exp(u);
        for (int i = 0; i < rows.Length; i++)
        {
            Span<T> row = u.Slice(i * classes, classes);
            T sum = T.Zero;
            foreach (T value in row) sum += value;
            double weight = WeightOf(rows[i]);
            loss += weight * Math.Log(double.CreateTruncating(sum));
            T s = T.CreateTruncating(weight);
            for (int k = 0; k < classes; k++) row[k] /= sum;
            row[codes[rows[i]]] -= T.One;
            for (int k = 0; k < classes; k++) row[k] *= s;
        }
        return loss;
    }
}

/// <summary>Of two classes, with one score: E = -log p for the second and -log(1 - p) for the first, p = 1/(1 + exp(-u)), so δ = p - y.</summary>
internal sealed class LogisticLoss<T>(int[] codes, double[]? weights) : OutputLoss<T>(weights) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Differentiate(Span<T> u, ReadOnlySpan<int> rows)
    {
        double loss = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double z = double.CreateTruncating(u[i]), y = codes[rows[i]], e = Math.Exp(-Math.Abs(z)), weight = WeightOf(rows[i]);
            loss += weight * (Math.Max(z, 0) - z * y + Math.Log(1 + e));
            double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
            u[i] = T.CreateTruncating(weight * (p - y));
        }
        return loss;
    }
}

/// <summary>E = ½(a - y)² with a = f(u), so δ = (a - y)·f′(u).</summary>
internal sealed class SquaredLoss<T>(double[] targets, double[]? weights, Activation f) : OutputLoss<T>(weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Differentiate(Span<T> u, ReadOnlySpan<int> rows)
    {
        double loss = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double a = Scalar.Activate(f, double.CreateTruncating(u[i])), error = a - targets[rows[i]], weight = WeightOf(rows[i]);
            loss += 0.5 * weight * error * error;
            u[i] = T.CreateTruncating(weight * error * Scalar.Derivative(f, a));
        }
        return loss;
    }
}
