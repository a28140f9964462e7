using ClassicML.Internal;
using ClassicML.Optimization;

namespace ClassicML.Svm;

/// <summary>The primal of a linear SVM whose slack is squared, as a function of the weights: twice differentiable but for kinks in its
/// slope.</summary>
/// <remarks>
/// <para>½‖w‖² + Σ cᵢξᵢ², with ξᵢ = max(0, 1 - yᵢwᵀxᵢ) for classes and max(0, |zᵢ - wᵀxᵢ| - ε) for numbers. Its generalised Hessian is
/// I + 2Σ cᵢxᵢxᵢᵀ over the rows with slack.</para>
/// <para>Source: LIBLINEAR's solvers 2 and 11, by <see cref="TrustRegionNewton"/>. On few dense columns the Hessian is formed, one product
/// of half the rows' cost times p; otherwise each product with it reads the rows. Sums go by fixed blocks of rows.</para>
/// </remarks>
internal sealed class SquaredLossPrimal : ISecondOrderObjective
{
    private const int Block = 8192, Tile = 256, MostFormed = 512;

    private readonly LinearRows x;
    private readonly double[] targets, costs, curvature, slack;
    private readonly double? epsilon;
    private readonly int threads, width;
    private readonly double[] hessian;
    private readonly double[][] sums;
    private double[] last = [];
    private CancellationToken cancellation;
    private bool formed;

    /// <param name="x">Rows, n×p.</param>
    /// <param name="targets">±1 for each row, or its number.</param>
    /// <param name="costs">c of each row; 0 for one that takes no part.</param>
    /// <param name="epsilon">ε for numbers; null for classes.</param>
    /// <param name="threads">The most threads.</param>
    public SquaredLossPrimal(LinearRows x, double[] targets, double[] costs, double? epsilon, int threads)
    {
        (this.x, this.targets, this.costs, this.epsilon, this.threads) = (x, targets, costs, epsilon, threads);
        width = x.ColumnCount + 1;
        (curvature, slack) = (new double[x.RowCount], new double[x.RowCount]);
        hessian = x.Dense is not null && width <= MostFormed ? new double[width * width] : [];
        sums = [.. Enumerable.Range(0, (x.RowCount + Block - 1) / Block).Select(_ => new double[width + 1])];
    }

    /// <summary>Minimises from zero.</summary>
    /// <param name="tolerance">The largest component of the gradient at the end, as a share of that at zero; where neither the gap nor what
    /// a Newton step promises is then closed, less and less of it.</param>
    /// <param name="maxIterations">The most Newton steps.</param>
    /// <param name="context">Cancellation and an early stop.</param>
    public LinearSolution Solve(double tolerance, int maxIterations, FitContext context)
    {
        cancellation = context.Cancellation;
        double[] w = new double[width], gradient = new double[width];
        double value = Evaluate(w, gradient), start = gradient.Max(Math.Abs), wanted = tolerance * start;
        if (!double.IsFinite(value + wanted))
            throw new ArgumentException(
                "the slope of the objective at zero is not finite: C, weights of rows and values are too large to add up; scale them",
                "data");
        int iterations = 0;
        for (; ; wanted *= DualityGap.Tightening)
        {
            LBfgsResult result = new TrustRegionNewton { Tolerance = wanted, MaxIterations = maxIterations - iterations }
                .Minimize(this, w, context);
            iterations += result.Iterations;
            value = Evaluate(w, gradient);
            double dual = Dual(w, gradient), violation = start > 0 ? result.GradientNorm / start : 0;
            // Where no step changes the objective in floating point, the optimum may be reached all the same.
            bool ended = result.End is LBfgsEnd.Converged or LBfgsEnd.NoProgress;
            double limit = 0.1 * DualityGap.Largest(tolerance) * value;
            bool converged = ended && (DualityGap.IsClosed(value, dual, tolerance) || Promise(gradient, limit) <= limit);
            if (converged || result.End != LBfgsEnd.Converged || iterations >= maxIterations)
                return new LinearSolution(w, iterations, converged, violation, dual);
        }
    }

    // α = 2cξ gives Σ αᵢyᵢxᵢ = w - gradient, and so a point of the dual; of its multiples, the best.
    private double Dual(double[] w, double[] gradient)
    {
        double quadratic = 0, linear = 0;
        for (int j = 0; j < width; j++) quadratic += 0.5 * (w[j] - gradient[j]) * (w[j] - gradient[j]);
        for (int i = 0; i < slack.Length; i++)
        {
            double alpha = 2 * costs[i] * Math.Abs(slack[i]);
            if (alpha == 0) continue;
            quadratic += costs[i] * slack[i] * slack[i];
            linear += epsilon is { } e ? alpha * (Math.Sign(slack[i]) * targets[i] - e) : alpha;
        }
        if (!(linear > 0)) return 0;
        double t = double.IsFinite(quadratic) ? 0.5 * linear / quadratic : 0;
        return t * (t * quadratic - linear);
    }

    // A bound of ½gᵀH⁻¹g by conjugate gradients: how far the optimum lies below, were the objective quadratic. It knows the curvature, so
    // where
    // columns are long or have offsets it is small long before the gap is. With r = g - Hd it is ½(gᵀd + dᵀr + rᵀH⁻¹r), and H is at least
    // I.
    private double Promise(double[] gradient, double limit)
    {
        double[] residual = [.. gradient], diagonal = new double[width], direction = new double[width], scaled = new double[width],
            product = new double[width], step = new double[width];
        HessianDiagonal(diagonal);
        double rho = 0;
        for (int k = 0; k < Math.Min(10 * width, 1000) && Kernels.Dot(residual, residual) > 0.5 * limit; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < width; j++) scaled[j] = residual[j] / diagonal[j];
            double next = Kernels.Dot(residual, scaled);
            for (int j = 0; j < width; j++) direction[j] = scaled[j] + (k == 0 ? 0 : next / rho * direction[j]);
            rho = next;
            HessianTimes(direction, product);
            double alpha = rho / Kernels.Dot(direction, product);
            Kernels.AddScaled(alpha, direction, step);
            Kernels.AddScaled(-alpha, product, residual);
        }
        // The residual anew, with the rounding of this product rather than of all before.
        HessianTimes(step, product);
        for (int j = 0; j < width; j++) residual[j] = gradient[j] - product[j];
        return 0.5 * (Kernels.Dot(gradient, step) + Kernels.Dot(step, residual) + Kernels.Dot(residual, residual));
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        // At the point of the last call the Hessian is what it was.
        formed &= point.SequenceEqual(last);
        double[] w = last = point.ToArray();
        Workers.ForBlocks(x.RowCount, Block, Threads, (start, end) =>
        {
            double[] own = sums[start / Block];
            Array.Clear(own);
            Span<double> scores = stackalloc double[Tile];
            for (int from = start; from < end; from += Tile)
            {
                int to = Math.Min(end, from + Tile);
                Scores(from, to, w, scores);
                for (int i = from; i < to; i++)
                {
                    slack[i] = Slack(i, scores[i - from]);
                    curvature[i] = slack[i] == 0 ? 0 : 2 * costs[i];
                    own[width] += costs[i] * slack[i] * slack[i];
                    // The slope in wᵀx; slack has the sign in which the score must move.
                    scores[i - from] = -2 * costs[i] * (epsilon is null ? targets[i] * slack[i] : slack[i]);
                }
                AddTransposed(from, to, scores, own);
            }
        }, cancellation);
        point.CopyTo(gradient);
        double value = 0.5 * Kernels.Dot(point, point);
        foreach (double[] own in sums)
        {
            Kernels.AddScaled(1, own.AsSpan(0, width), gradient);
            value += own[width];
        }
        return value;
    }

    /// <inheritdoc/>
    public void HessianTimes(ReadOnlySpan<double> vector, Span<double> product)
    {
        if (hessian.Length > 0)
        {
            Form();
            Gemv.Multiply(hessian, vector, 0, product);
            return;
        }
        double[] v = vector.ToArray();
        Workers.ForBlocks(x.RowCount, Block, Threads, (start, end) =>
        {
            double[] own = sums[start / Block];
            Array.Clear(own);
            Span<double> scores = stackalloc double[Tile];
            for (int from = start; from < end; from += Tile)
            {
                int to = Math.Min(end, from + Tile);
                Scores(from, to, v, scores);
                for (int i = from; i < to; i++) scores[i - from] *= curvature[i];
                AddTransposed(from, to, scores, own);
            }
        }, cancellation);
        vector.CopyTo(product);
        foreach (double[] own in sums) Kernels.AddScaled(1, own.AsSpan(0, width), product);
    }

    /// <inheritdoc/>
    public void HessianDiagonal(Span<double> diagonal)
    {
        if (hessian.Length > 0)
        {
            Form();
            for (int j = 0; j < width; j++) diagonal[j] = hessian[j * width + j];
            return;
        }
        diagonal.Fill(1);
        for (int i = 0; i < x.RowCount; i++)
            if (curvature[i] > 0) x.AddSquares(i, curvature[i], diagonal);
    }

    private int Threads => (long)x.RowCount * width < 100_000 ? 1 : threads;

    private double Slack(int i, double score)
    {
        if (costs[i] == 0) return 0;
        if (epsilon is not { } e) return Math.Max(0, 1 - targets[i] * score);
        double error = targets[i] - score;
        return error > e ? error - e : error < -e ? error + e : 0;
    }

    private void Scores(int start, int end, ReadOnlySpan<double> w, Span<double> scores)
    {
        if (x.Dense is { } dense)
            Gemv.Multiply(dense.Rows(start, end - start).Span, w[..x.ColumnCount], x.Constant * w[x.ColumnCount], scores[..(end - start)]);
        else
            for (int i = start; i < end; i++) scores[i - start] = x.Dot(i, w);
    }

    private void AddTransposed(int start, int end, ReadOnlySpan<double> r, Span<double> to)
    {
        if (x.Dense is { } dense)
        {
            Gemv.AddTransposed(dense.Rows(start, end - start).Span, r[..(end - start)], to[..x.ColumnCount]);
            for (int i = 0; i < end - start; i++) to[x.ColumnCount] += r[i] * x.Constant;
            return;
        }
        for (int i = start; i < end; i++)
            if (r[i - start] != 0) x.Add(i, r[i - start], to);
    }

    private void Form()
    {
        if (formed) return;
        formed = true;
        int p = x.ColumnCount;
        double[] gram = new double[p * p], last = new double[p];
        var view = new MatrixView<double>(x.Dense!.Span, x.RowCount, p);
        Syrk.Gram(view, gram, weights: curvature, threads: Threads);
        for (int j = 0; j < p; j++) gram.AsSpan(j * p, p).CopyTo(hessian.AsSpan(j * width));
        double sum = 0;
        if (x.Constant != 0)
        {
            Gemv.AddTransposed(x.Dense.Span, curvature, last, Threads);
            foreach (double c in curvature) sum += c;
        }
        for (int j = 0; j < p; j++) hessian[j * width + p] = hessian[p * width + j] = x.Constant * last[j];
        hessian[p * width + p] = x.Constant * x.Constant * sum;
        for (int j = 0; j < width; j++) hessian[j * width + j]++;
    }
}
