using ClassicML.Internal;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>SAGA for a logistic regression: a step for each row, whose noise dies out because the last gradient of every row is
/// remembered.</summary>
/// <remarks>
/// Problem: as in <see cref="LogisticNewton"/>.
/// Source: Defazio, Bach, Lacoste-Julien, "SAGA" (2014); on sparse rows with the scaled steps of Pedregosa, Leblond, Lacoste-Julien,
/// "Breaking the nonsmooth barrier" (2017): a row moves only the columns that it holds, and the mean gradient and the penalty of column j
/// count n/nⱼ times there, nⱼ being the number of rows that hold it. Difference from scikit-learn: that skips and catches up instead.
/// Step 1/(2L + min(2nμ, L)) as in scikit-learn, L the largest of sᵢn/S·(‖xᵢ‖² + 1)/4 plus μ = λ₂. A softmax can curve twice as much, yet
/// only between two classes of probability one half; where the steps diverge they are halved and begin anew. Rows are drawn by a
/// permutation an epoch.
/// Memory: one number a row and output. Stops as <see cref="LogisticNewton"/> does, the full gradient being computed when the mean gradient
/// promises it. Cost of an epoch: 4·n·p·M flops on one thread, since each step needs the one before.
/// </remarks>
internal sealed class LogisticSaga
{
    // Gradients may grow at first, hardly by so much.
    private const double Divergence = 100;

    private readonly LogisticProblem problem;
    private readonly double[] point, gradient, mean, old, scores, repeat, shrink, threshold;
    private double step;

    private LogisticSaga(LogisticProblem problem, double[] point)
    {
        (this.problem, this.point) = (problem, point);
        int m = problem.Outputs;
        (gradient, mean, scores) = (new double[point.Length], new double[point.Length], new double[m]);
        old = new double[problem.Rows.RowCount * m];
        repeat = Repeats(problem);
        (shrink, threshold) = (new double[problem.WeightCount], new double[problem.WeightCount]);
        SetStep(FirstStep(problem));
    }

    public static LBfgsResult Minimize(
        LogisticProblem problem, double[] point, int maxIterations, double tolerance, ulong seed, FitContext context) =>
        new LogisticSaga(problem, point).Run(maxIterations, tolerance, seed, context);

    private LBfgsResult Run(int maxIterations, double tolerance, ulong seed, FitContext context)
    {
        double value = Remember(), first = LogisticNewton.Violation(problem, point, gradient);
        double[] safe = [.. point];
        for (int epoch = 0; ;)
        {
            double violation = LogisticNewton.Violation(problem, point, gradient);
            if (violation <= tolerance || epoch >= maxIterations || context.Stop.IsCancellationRequested)
            {
                LBfgsEnd end = violation <= tolerance ? LBfgsEnd.Converged : epoch >= maxIterations ? LBfgsEnd.IterationLimit
                    : LBfgsEnd.Stopped;
                return new LBfgsResult(value + problem.Penalty1(point), violation, epoch, end);
            }
            do
            {
                context.ThrowIfCancelled();
                foreach (int i in new Rng(seed, (ulong)epoch).Permutation(problem.Rows.RowCount)) Update(i);
                epoch++;
                mean.CopyTo(gradient, 0);
                problem.AddSlope2(1, point, gradient);
                violation = LogisticNewton.Violation(problem, point, gradient);
                if (!(violation <= Divergence * first))
                {
                    safe.CopyTo(point, 0);
                    SetStep(0.5 * step);
                    Remember();
                }
                context.Progress?.Report(new FitProgress("epoch", epoch, maxIterations));
            }
            while (epoch < maxIterations && !(violation <= tolerance) && !context.Stop.IsCancellationRequested);
            value = problem.Evaluate(point, gradient);
        }
    }

    // The remembered residuals become those of the point, so the mean gradient is exact there. Returns f.
    private double Remember()
    {
        int n = problem.Rows.RowCount, m = problem.Outputs;
        double value = problem.Evaluate(point, gradient);
        for (int i = 0; i < n; i++)
            for (int k = 0; k < m; k++)
                old[i * m + k] = problem.WeightOf(i) * n / problem.TotalWeight * (problem.Probabilities[i * m + k] - Own(problem, i, k));
        gradient.CopyTo(mean, 0);
        problem.AddSlope2(-1, point, mean);
        return value;
    }

    private void SetStep(double to)
    {
        step = to;
        for (int j = 0; j < shrink.Length; j++) (shrink[j], threshold[j]) = (step * problem.L2(j), step * problem.L1(j));
    }

    private void Update(int i)
    {
        DesignRows rows = problem.Rows;
        int m = problem.Outputs, p = rows.ColumnCount, n = rows.RowCount;
        double weight = problem.WeightOf(i) * n / problem.TotalWeight;
        ReadOnlySpan<int> at = rows.IsSparse ? rows.Sparse.RowColumns(i) : default;
        ReadOnlySpan<double> x = rows.IsSparse ? rows.Sparse.RowValues(i) : rows.Dense.Row(i);
        for (int k = 0; k < m; k++)
        {
            ReadOnlySpan<double> w = point.AsSpan(k * p, p);
            scores[k] = (rows.IsSparse ? SparseProduct.Dot(at, x, w) : Kernels.Dot(x, w)) + point[problem.WeightCount + k];
            if (m > 1 && !problem.IsPresent(k)) scores[k] = double.NegativeInfinity;
        }
        if (m == 1) scores[0] = 1 / (1 + Math.Exp(-scores[0]));
        else Kernels.Softmax(scores);
        for (int k = 0; k < m; k++)
        {
            double residual = weight * (scores[k] - Own(problem, i, k)), change = residual - old[i * m + k];
            old[i * m + k] = residual;
            Span<double> w = point.AsSpan(k * p, p), g = mean.AsSpan(k * p, p);
            ReadOnlySpan<double> less = threshold.AsSpan(k * p, p), smaller = shrink.AsSpan(k * p, p);
            if (rows.IsSparse)
                for (int e = 0; e < at.Length; e++)
                {
                    int j = at[e];
                    double times = repeat[j];
                    w[j] = CoordinateDescent.SoftThreshold(w[j] - step * (change * x[e] + times * g[j]), times * less[j])
                        / (1 + times * smaller[j]);
                    g[j] += change / n * x[e];
                }
            else
                for (int j = 0; j < w.Length; j++)
                {
                    w[j] = CoordinateDescent.SoftThreshold(w[j] - step * (change * x[j] + g[j]), less[j]) / (1 + smaller[j]);
                    g[j] += change / n * x[j];
                }
            if (!problem.FitIntercept) continue;
            int b = problem.WeightCount + k;
            point[b] -= step * (change + mean[b]);
            mean[b] += change / n;
        }
    }

    private static double Own(LogisticProblem problem, int row, int k) => problem.Codes[row] == (problem.Outputs == 1 ? 1 : k) ? 1 : 0;

    // n/nⱼ for sparse rows.
    private static double[] Repeats(LogisticProblem problem)
    {
        if (!problem.Rows.IsSparse) return [];
        double[] counts = new double[problem.Rows.ColumnCount];
        foreach (int column in problem.Rows.Sparse.Columns) counts[column]++;
        return Array.ConvertAll(counts, count => count == 0 ? 0 : problem.Rows.RowCount / count);
    }

    private static double FirstStep(LogisticProblem problem)
    {
        double largest = 0, mu = 0;
        int n = problem.Rows.RowCount;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> x = problem.Rows.IsSparse ? problem.Rows.Sparse.RowValues(i) : problem.Rows.Dense.Row(i);
            largest = Math.Max(largest, problem.WeightOf(i) * (Kernels.Dot(x, x) + (problem.FitIntercept ? 1 : 0)));
        }
        for (int j = 0; j < problem.WeightCount; j++) mu = Math.Max(mu, problem.L2(j));
        double bound = 0.25 * largest * n / problem.TotalWeight + mu;
        return 1 / (2 * bound + Math.Min(2 * n * mu, bound));
    }
}
