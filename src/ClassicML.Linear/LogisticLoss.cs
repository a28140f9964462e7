using ClassicML.Numerics;

namespace ClassicML.Linear;

/// <summary>The scaled objective of <see cref="LogisticRegression"/> and its gradient, J/(C·Σsᵢ), with x read once.</summary>
/// <remarks>
/// Parameters: W of M×p row-major, then b of M, where M is 1 for two classes and otherwise K. With a softmax over scores z = Wx + b, and
/// r = P - onehot(y) weighted by sᵢ, the gradient is ∂/∂W = Σᵢ rᵢxᵢᵀ + W/C and ∂/∂b = Σᵢ rᵢ. Two classes: z = (0, wᵀx + b).
/// Rows go in fixed blocks with a gradient each, added in order, so the bits do not depend on the threads.
/// </remarks>
internal sealed class LogisticLoss
{
    private const int BlockSize = 1024;

    private readonly Matrix x;
    private readonly ClassificationData data;
    private readonly FitContext context;
    private readonly bool fitIntercept;
    private readonly int outputs, weightCount;
    private readonly double penalty, totalWeight;
    private readonly bool[] present;
    private readonly double[][] gradients;
    private readonly double[] losses;

    public LogisticLoss(Matrix x, ClassificationData data, double c, bool fitIntercept, FitContext context)
    {
        this.x = x;
        this.data = data;
        this.context = context;
        this.fitIntercept = fitIntercept;
        outputs = data.ClassCount == 2 ? 1 : data.ClassCount;
        weightCount = outputs * x.ColumnCount;
        present = Array.ConvertAll(data.ClassCounts(), count => count > 0);
        totalWeight = data.Weights.IsEmpty ? x.RowCount : Sum(data.Weights);
        penalty = 1 / (c * totalWeight);
        Scale = c * totalWeight;
        int blocks = (x.RowCount + BlockSize - 1) / BlockSize;
        gradients = new double[blocks][];
        losses = new double[blocks];
        for (int block = 0; block < blocks; block++) gradients[block] = new double[ParameterCount];
    }

    public int ParameterCount => weightCount + outputs;

    /// <summary>C·Σsᵢ: what turns the scaled objective into J.</summary>
    public double Scale { get; }

    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[] w = parameters.ToArray();
        // Below some 10⁵ multiplications a block is not worth a thread.
        int threads = (long)x.RowCount * weightCount < 100_000 ? 1 : context.Threads;
        Workers.ForBlocks(
            x.RowCount, BlockSize, threads, (start, end) => losses[start / BlockSize] = Block(w, gradients[start / BlockSize], start, end));

        gradient.Clear();
        double loss = 0;
        for (int block = 0; block < losses.Length; block++)
        {
            loss += losses[block];
            Kernels.AddScaled(1 / totalWeight, gradients[block], gradient);
        }
        ReadOnlySpan<double> weights = parameters[..weightCount];
        Kernels.AddScaled(penalty, weights, gradient[..weightCount]);
        if (!fitIntercept) gradient[weightCount..].Clear();
        return loss / totalWeight + 0.5 * penalty * Kernels.Dot(weights, weights);
    }

    public LogisticRegressionModel Model(double[] parameters, FitReport report)
    {
        double[] intercept = parameters[weightCount..];
        if (outputs > 1)
            for (int code = 0; code < outputs; code++)
                if (!present[code]) intercept[code] = double.NegativeInfinity;
        return new LogisticRegressionModel(Matrix.Wrap(parameters[..weightCount], outputs, x.ColumnCount), intercept, data.Labels, report);
    }

    private double Block(double[] parameters, double[] gradient, int start, int end)
    {
        int p = x.ColumnCount, rows = end - start;
        ReadOnlySpan<double> block = x.Span.Slice(start * p, rows * p);
        double[] scores = new double[rows * outputs];
        Gemm.MultiplyTransposed(block, parameters.AsSpan(0, weightCount), scores, rows, outputs, p);
        ReadOnlySpan<double> intercept = parameters.AsSpan(weightCount);
        ReadOnlySpan<int> codes = data.Codes[start..end];
        ReadOnlySpan<double> weights = data.Weights.IsEmpty ? default : data.Weights[start..end];

        gradient.AsSpan().Clear();
        Span<double> gradientOfIntercept = gradient.AsSpan(weightCount);
        double loss = 0;
        for (int i = 0; i < rows; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0) continue;
            Span<double> residual = scores.AsSpan(i * outputs, outputs);
            for (int k = 0; k < outputs; k++) residual[k] += intercept[k];
            loss += weight * (outputs == 1 ? BinaryResidual(ref residual[0], codes[i]) : SoftmaxResidual(residual, codes[i]));
            for (int k = 0; k < outputs; k++)
            {
                double r = weight * residual[k];
                gradientOfIntercept[k] += r;
                Kernels.AddScaled(r, block.Slice(i * p, p), gradient.AsSpan(k * p, p));
            }
        }
        return loss;
    }

    // ℓ = log(1 + exp(-z)) for y = 1 and log(1 + exp(z)) for y = 0, neither of which overflows this way; r = σ(z) - y.
    private static double BinaryResidual(ref double score, int code)
    {
        double z = score, e = Math.Exp(-Math.Abs(z));
        score = (z >= 0 ? 1 : e) / (1 + e) - code;
        return Math.Max(code == 1 ? -z : z, 0) + Math.Log(1 + e);
    }

    // A class without rows takes no part: its probability is zero.
    private double SoftmaxResidual(Span<double> scores, int code)
    {
        for (int k = 0; k < scores.Length; k++)
            if (!present[k]) scores[k] = double.NegativeInfinity;
        double own = scores[code];
        double loss = Kernels.Softmax(scores) - own;
        scores[code] -= 1;
        return loss;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
