using System.Numerics.Tensors;
using ClassicML.Internal;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>The smooth part of the scaled cost of a logistic regression, J/(C·S) with S = Σsᵢ, and its derivatives; x is read once for
/// each.</summary>
/// <remarks>
/// f(W, b) = (1/S) Σ sᵢ ℓ(xᵢ, yᵢ) + ½λ₂Σ(uⱼWₖⱼ)², uⱼ being the unit of column j (<see cref="LogisticColumns"/>), 1 as a rule.
/// Parameters: W of M×p row-major, then b of M; M is 1 for two classes, else K. With u = 1, P the softmax of the scores z = Wx + b (two
/// classes: the sigmoid) and rᵢ = sᵢ(Pᵢ - onehot(yᵢ))/S: ∂f/∂W = Σᵢ rᵢxᵢᵀ + λ₂W, ∂f/∂b = Σᵢ rᵢ, and
/// ∂²f = Σᵢ (sᵢ/S)(diag Pᵢ - PᵢPᵢᵀ) ⊗ xᵢxᵢᵀ + λ₂I. A class without weight takes no part. Sums go by fixed blocks of rows, added in order.
/// </remarks>
internal sealed class LogisticProblem : ISecondOrderObjective
{
    private const double Small = 1e-4;

    private readonly FitContext context;
    private readonly bool[] present;
    private readonly double[][] sums;
    private readonly double[] losses, probabilities, lastPoint, lastGradient;
    private readonly int blocks, width, oneOf;
    private double lastValue;
    private bool known;

    /// <param name="rows">The rows, n×p.</param>
    /// <param name="codes">A class in [0, K) for each row; 0 or 1 where <paramref name="outputs"/> is 1.</param>
    /// <param name="weights">sᵢ, or null for ones.</param>
    /// <param name="outputs">M.</param>
    /// <param name="lambda1">The scaled weight of Σ|wⱼ|, which is not part of f.</param>
    /// <param name="lambda2">λ₂.</param>
    /// <param name="fitIntercept">Whether b moves.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <param name="curvatureSize">How many numbers a matrix of second derivatives has that is made in the same pass; 0 for none.</param>
    /// <param name="units">u, by which each column's weights are multiplied in the penalties; null for ones.</param>
    /// <param name="oneOf">The sums are over the first 1/oneOf of each block of rows only. Default: 1, all rows.</param>
    public LogisticProblem(
        DesignRows rows, int[] codes, double[]? weights, int outputs, double lambda1, double lambda2, bool fitIntercept, FitContext context,
        double[]? units = null, long curvatureSize = 0, int oneOf = 1)
    {
        Units = units;
        (Rows, Codes, Weights, Outputs, Lambda1, Lambda2, FitIntercept) = (rows, codes, weights, outputs, lambda1, lambda2, fitIntercept);
        (this.context, this.oneOf) = (context, oneOf);
        present = new bool[Math.Max(outputs, 2)];
        width = rows.Width(outputs);
        blocks = rows.BlockCount(Math.Max((long)rows.ColumnCount * width, curvatureSize));
        rows.ForBlocks(blocks, (_, start, end) =>
        {
            for (int i = start; i < EndOfShare(start, end); i++)
            {
                TotalWeight += WeightOf(i);
                present[codes[i]] |= WeightOf(i) > 0;
            }
        }, workPerRow: 0);
        sums = new double[blocks][];
        for (int block = 0; block < blocks; block++) sums[block] = new double[rows.ColumnCount * width + outputs];
        losses = new double[blocks];
        probabilities = new double[rows.RowCount * outputs];
        (lastPoint, lastGradient) = (new double[ParameterCount], new double[ParameterCount]);
    }

    public DesignRows Rows { get; }

    public int[] Codes { get; }

    public double[]? Weights { get; }

    public int Outputs { get; }

    public CancellationToken Cancellation => context.Cancellation;

    public double Lambda1 { get; }

    public double Lambda2 { get; }

    public bool FitIntercept { get; }

    public double TotalWeight { get; private set; }

    public int WeightCount => Outputs * Rows.ColumnCount;

    public int ParameterCount => WeightCount + Outputs;

    /// <summary>u, or null for ones.</summary>
    public double[]? Units { get; }

    /// <summary>P, n×M, where f was last evaluated.</summary>
    public ReadOnlySpan<double> Probabilities => probabilities;

    /// <summary>Whether a class has weight among the rows that take part.</summary>
    public bool IsPresent(int code) => present[code];

    /// <summary>Where the rows of a block end that take part.</summary>
    public int EndOfShare(int start, int end) => oneOf == 1 ? end : start + (end - start + oneOf - 1) / oneOf;

    /// <summary>The weight of |w| for a parameter: λ₁uⱼ, 0 at an intercept.</summary>
    public double L1(int parameter) => parameter >= WeightCount ? 0 : Lambda1 * Unit(parameter);

    /// <summary>The weight of ½w² for a parameter: λ₂uⱼ², 0 at an intercept.</summary>
    public double L2(int parameter) => parameter >= WeightCount ? 0 : Lambda2 * Unit(parameter) * Unit(parameter);

    /// <summary>λ₁Σ|uⱼWₖⱼ|.</summary>
    public double Penalty1(ReadOnlySpan<double> point)
    {
        if (Lambda1 == 0) return 0;
        double sum = 0;
        for (int at = 0; at < WeightCount; at++) sum += Math.Abs(point[at]) * Unit(at);
        return Lambda1 * sum;
    }

    /// <summary>½λ₂Σ(uⱼWₖⱼ)².</summary>
    public double Penalty2(ReadOnlySpan<double> point)
    {
        ReadOnlySpan<double> w = point[..WeightCount];
        if (Units is null || Lambda2 == 0) return 0.5 * Lambda2 * Kernels.Dot(w, w);
        double sum = 0;
        for (int at = 0; at < w.Length; at++) sum += L2(at) * w[at] * w[at];
        return 0.5 * sum;
    }

    /// <summary>gradient ← gradient + factor·(the derivative of ½λ₂Σ(uⱼWₖⱼ)²).</summary>
    public void AddSlope2(double factor, ReadOnlySpan<double> point, Span<double> gradient)
    {
        ReadOnlySpan<double> w = point[..WeightCount];
        if (Units is null || Lambda2 == 0) Kernels.AddScaled(factor * Lambda2, w, gradient[..WeightCount]);
        else
            for (int at = 0; at < w.Length; at++) gradient[at] += factor * L2(at) * w[at];
    }

    public double WeightOf(int row) => Weights is null ? 1 : Weights[row];

    public static double Total(double[]? weights, int rows)
    {
        if (weights is null) return rows;
        double sum = 0;
        foreach (double weight in weights) sum += weight;
        return sum;
    }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient) => Evaluate(point, gradient, null);

    /// <summary>f, its gradient and, where one is given, its curvature at a point, in one pass. The point where f was last evaluated costs
    /// nothing.</summary>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, LogisticCurvature? curvature)
    {
        if (curvature is null && known && point.SequenceEqual(lastPoint))
        {
            lastGradient.CopyTo(gradient);
            return lastValue;
        }
        known = false;
        curvature?.Begin(blocks);
        double[] packed = Rows.Packed(point[..WeightCount], Outputs), intercept = point[WeightCount..].ToArray();
        Rows.ForBlocks(blocks, (block, start, end) => losses[block] = Block(packed, intercept, sums[block], block, start, end, curvature),
            4L * Rows.ColumnCount * Outputs, context.Cancellation);
        double loss = Gather(gradient);
        AddSlope2(1, point, gradient);
        lastValue = loss / TotalWeight + Penalty2(point);
        point.CopyTo(lastPoint);
        gradient.CopyTo(lastGradient);
        known = true;
        return lastValue;
    }

    public void HessianTimes(ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] packed = Rows.Packed(vector[..WeightCount], Outputs), intercept = vector[WeightCount..].ToArray();
        Rows.ForBlocks(blocks, (block, start, end) => ProductBlock(packed, intercept, sums[block], start, end),
            4L * Rows.ColumnCount * Outputs, context.Cancellation);
        Gather(product);
        AddSlope2(1, vector, product);
        // Where b is held its part of the matrix is the identity.
        if (!FitIntercept) vector[WeightCount..].CopyTo(product[WeightCount..]);
    }

    public void HessianDiagonal(Span<double> diagonal)
    {
        Rows.ForBlocks(blocks, (block, start, end) => DiagonalBlock(sums[block], start, end), 2L * Rows.ColumnCount * Outputs,
            context.Cancellation);
        Gather(diagonal);
        for (int j = 0; j < diagonal.Length; j++) diagonal[j] = Math.Max(diagonal[j] + L2(j), 1e-12);
        if (!FitIntercept) diagonal[WeightCount..].Fill(1);
    }

    private double Unit(int weight) => Units is null ? 1 : Units[weight % Units.Length];

    private double Gather(Span<double> gradient)
    {
        gradient.Clear();
        double loss = 0;
        int size = Rows.ColumnCount * width;
        for (int block = 1; block < blocks; block++) Kernels.AddScaled(1, sums[block], sums[0]);
        for (int block = 0; block < blocks; block++) loss += losses[block];
        Rows.Unpack(sums[0].AsSpan(0, size), Outputs, 1 / TotalWeight, gradient[..WeightCount]);
        if (FitIntercept) Kernels.AddScaled(1 / TotalWeight, sums[0].AsSpan(size), gradient[WeightCount..]);
        return loss;
    }

    // Forward, probabilities, backward and curvature on one tile after the other, while it is in the cache.
    private double Block(double[] w, double[] intercept, double[] sum, int block, int start, int end, LogisticCurvature? curvature)
    {
        Array.Clear(sum);
        int size = Rows.ColumnCount * width;
        double[] scores = new double[Rows.TileRows * width], logs = new double[Rows.TileRows];
        double loss = 0;
        end = EndOfShare(start, end);
        for (int from = start; from < end; from += Rows.TileRows)
        {
            int to = Math.Min(end, from + Rows.TileRows), rows = to - from;
            Span<double> z = scores.AsSpan(0, rows * width);
            Rows.Scores(from, to, w, Outputs, z);
            loss += Outputs == 1 ? BinaryResiduals(z, logs.AsSpan(0, rows), from, intercept[0])
                : SoftmaxResiduals(z, from, rows, intercept);
            Rows.AddTransposed(from, to, z, Outputs, sum.AsSpan(0, size));
            for (int i = 0; i < rows; i++)
                for (int k = 0; k < Outputs; k++) sum[size + k] += z[i * width + k];
            curvature?.Add(block, from, to);
        }
        return loss;
    }

    // ℓ = log(1 + exp(-|z|)) + max(∓z, 0), which can't overflow; σ(z) is 1/(1 + e) or e/(1 + e) with e = exp(-|z|), and 1 - σ(z) the other.
    private double BinaryResiduals(Span<double> z, Span<double> logs, int from, double intercept)
    {
        Span<double> p = probabilities.AsSpan(from, z.Length);
        TensorPrimitives.Add(z, intercept, z);
        TensorPrimitives.Abs(z, p);
        TensorPrimitives.Negate(p, p);
        TensorPrimitives.Exp(p, p);
        TensorPrimitives.Add(p, 1, logs);
        TensorPrimitives.Log(logs, logs);
        double loss = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double score = z[i], e = p[i], weight = WeightOf(from + i);
            int code = Codes[from + i];
            double one = 1 / (1 + e), other = e * one;
            p[i] = score >= 0 ? one : other;
            loss += weight * (Math.Max(code == 1 ? -score : score, 0) + (e < Small ? Log1P(e) : logs[i]));
            z[i] = weight * (code == 0 ? p[i] : score >= 0 ? -other : -one);
        }
        return loss;
    }

    private double SoftmaxResiduals(Span<double> z, int from, int rows, double[] intercept)
    {
        Span<double> tile = probabilities.AsSpan(from * Outputs, rows * Outputs);
        Span<double> tops = stackalloc double[rows];
        double loss = 0;
        for (int i = 0; i < rows; i++)
        {
            Span<double> scores = z.Slice(i * width, Outputs), p = tile.Slice(i * Outputs, Outputs);
            double top = double.NegativeInfinity;
            for (int k = 0; k < p.Length; k++)
            {
                p[k] = present[k] ? scores[k] + intercept[k] : double.NegativeInfinity;
                top = Math.Max(top, p[k]);
            }
            tops[i] = p[Codes[from + i]] - top;
            for (int k = 0; k < p.Length; k++) p[k] -= top;
        }
        TensorPrimitives.Exp(tile, tile);
        for (int i = 0; i < rows; i++)
        {
            Span<double> residual = z.Slice(i * width, Outputs), p = tile.Slice(i * Outputs, Outputs);
            double rest = 0, weight = WeightOf(from + i);
            int code = Codes[from + i];
            // Σ over the other classes: where they have next to nothing, 1 + rest and P - 1 would lose it.
            for (int k = 0; k < p.Length; k++) rest += k == code ? 0 : p[k];
            double sum = rest + p[code], inverse = 1 / sum;
            for (int k = 0; k < p.Length; k++) residual[k] = weight * (p[k] *= inverse);
            residual[code] = -weight * (rest * inverse);
            if (weight > 0) loss += weight * (tops[i] == 0 && rest < Small ? Log1P(rest) : Math.Log(sum) - tops[i]);
        }
        return loss;
    }

    // log(1 + x) for 0 ≤ x < Small; the next term is below a rounding.
    private static double Log1P(double x) => x * (1 - x * (0.5 - x * (1.0 / 3 - 0.25 * x)));

    private void ProductBlock(double[] v, double[] intercept, double[] sum, int start, int end)
    {
        Array.Clear(sum);
        int size = Rows.ColumnCount * width;
        double[] scores = new double[Rows.TileRows * width];
        end = EndOfShare(start, end);
        for (int from = start; from < end; from += Rows.TileRows)
        {
            int to = Math.Min(end, from + Rows.TileRows), rows = to - from;
            Span<double> z = scores.AsSpan(0, rows * width);
            Rows.Scores(from, to, v, Outputs, z);
            for (int i = 0; i < rows; i++)
            {
                Span<double> q = z.Slice(i * width, Outputs);
                ReadOnlySpan<double> p = probabilities.AsSpan((from + i) * Outputs, Outputs);
                double weight = WeightOf(from + i), mean = 0;
                for (int k = 0; k < q.Length; k++)
                {
                    if (FitIntercept) q[k] += intercept[k];
                    mean += p[k] * q[k];
                }
                // (diag P - PPᵀ)q; of two classes the score of the first is zero.
                for (int k = 0; k < q.Length; k++) sum[size + k] += q[k] = weight * p[k] * (q[k] - mean);
            }
            Rows.AddTransposed(from, to, z, Outputs, sum.AsSpan(0, size));
        }
    }

    private void DiagonalBlock(double[] sum, int start, int end)
    {
        Array.Clear(sum);
        int p = Rows.ColumnCount, size = p * width;
        end = EndOfShare(start, end);
        for (int i = start; i < end; i++)
            for (int k = 0; k < Outputs; k++)
            {
                double q = probabilities[i * Outputs + k], curvature = WeightOf(i) * q * (1 - q);
                sum[size + k] += curvature;
                if (Rows.IsSparse)
                {
                    ReadOnlySpan<int> columns = Rows.Sparse.RowColumns(i);
                    ReadOnlySpan<double> values = Rows.Sparse.RowValues(i);
                    for (int at = 0; at < columns.Length; at++) sum[columns[at] * width + k] += curvature * values[at] * values[at];
                }
                else
                {
                    ReadOnlySpan<double> x = Rows.Dense.Row(i);
                    Span<double> to = sum.AsSpan(k * p, p);
                    for (int j = 0; j < p; j++) to[j] += curvature * x[j] * x[j];
                }
            }
    }
}
