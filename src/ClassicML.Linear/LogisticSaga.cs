using ClassicML.Numerics;
using ClassicML.Optimization;

namespace ClassicML.Linear;

/// <summary>SAGA for a logistic regression: a step for each row, whose noise dies out because the last gradient of every row is
/// remembered.</summary>
/// <remarks>
/// Problem: as in <see cref="LogisticNewton"/>.
/// Source: Defazio, Bach, Lacoste-Julien, "SAGA" (2014); on sparse rows with the scaled steps of Pedregosa, Leblond, Lacoste-Julien,
/// "Breaking the nonsmooth barrier" (2017): a row moves only the columns that it holds, and the mean gradient and the penalty of column j
/// count n/nⱼ times there, nⱼ being the number of rows that hold it. Difference from scikit-learn: that skips and catches up instead.
/// Step 1/(3L), L the largest of sᵢn/S·(‖xᵢ‖² + 1)/4 (½ for a softmax) plus λ₂. Rows are drawn by a permutation an epoch.
/// Memory: one number a row and output. Stops as <see cref="LogisticNewton"/> does, the full gradient being computed when the mean gradient
/// promises it. Cost of an epoch: 4·n·p·M flops on one thread, since each step needs the one before.
/// </remarks>
internal static class LogisticSaga
{
    public static LBfgsResult Minimize(
        LogisticProblem problem, double[] point, int maxIterations, double tolerance, ulong seed, FitContext context)
    {
        int n = problem.Rows.RowCount, m = problem.Outputs;
        double[] gradient = new double[point.Length], mean = new double[point.Length], old = new double[n * m], scores = new double[m];
        double[] repeat = Repeats(problem);
        double step = Step(problem), value = problem.Evaluate(point, gradient);
        // The remembered residuals start at those of the first point, so the mean gradient is exact there.
        for (int i = 0; i < n; i++)
            for (int k = 0; k < m; k++)
                old[i * m + k] = problem.WeightOf(i) * n / problem.TotalWeight * (problem.Probabilities[i * m + k] - Own(problem, i, k));
        gradient.CopyTo(mean, 0);
        Kernels.AddScaled(-problem.Lambda2, point.AsSpan(0, problem.WeightCount), mean.AsSpan(0, problem.WeightCount));

        for (int epoch = 0; ;)
        {
            double violation = LogisticNewton.Violation(problem, point, gradient);
            if (violation <= tolerance || epoch >= maxIterations || context.Stop.IsCancellationRequested)
            {
                LBfgsEnd end = violation <= tolerance ? LBfgsEnd.Converged : epoch >= maxIterations ? LBfgsEnd.IterationLimit
                    : LBfgsEnd.Stopped;
                double norm = 0;
                foreach (double weight in point.AsSpan(0, problem.WeightCount)) norm += Math.Abs(weight);
                return new LBfgsResult(value + problem.Lambda1 * norm, violation, epoch, end);
            }
            do
            {
                context.ThrowIfCancelled();
                foreach (int i in new Rng(seed, (ulong)epoch).Permutation(n)) Update(problem, point, mean, old, repeat, scores, i, step);
                epoch++;
                mean.CopyTo(gradient, 0);
                Kernels.AddScaled(problem.Lambda2, point.AsSpan(0, problem.WeightCount), gradient.AsSpan(0, problem.WeightCount));
                context.Progress?.Report(new FitProgress("epoch", epoch, maxIterations));
            }
            while (epoch < maxIterations && LogisticNewton.Violation(problem, point, gradient) > tolerance
                && !context.Stop.IsCancellationRequested);
            value = problem.Evaluate(point, gradient);
        }
    }

    private static void Update(
        LogisticProblem problem, double[] point, double[] mean, double[] old, double[] repeat, double[] scores, int i, double step)
    {
        DesignRows rows = problem.Rows;
        int m = problem.Outputs, p = rows.ColumnCount, n = rows.RowCount;
        double weight = problem.WeightOf(i) * n / problem.TotalWeight;
        ReadOnlySpan<int> at = rows.IsSparse ? rows.Sparse.RowColumns(i) : default;
        ReadOnlySpan<double> x = rows.IsSparse ? rows.Sparse.RowValues(i) : rows.Dense.Row(i);
        for (int k = 0; k < m; k++)
        {
            ReadOnlySpan<double> w = point.AsSpan(k * p, p);
            scores[k] = (rows.IsSparse ? RowKernels.SparseDot(at, x, w) : Kernels.Dot(x, w)) + point[problem.WeightCount + k];
            if (m > 1 && !problem.IsPresent(k)) scores[k] = double.NegativeInfinity;
        }
        if (m == 1) scores[0] = 1 / (1 + Math.Exp(-scores[0]));
        else Kernels.Softmax(scores);
        double shrink = 1 / (1 + step * problem.Lambda2), threshold = step * problem.Lambda1;
        for (int k = 0; k < m; k++)
        {
            double residual = weight * (scores[k] - Own(problem, i, k)), change = residual - old[i * m + k];
            old[i * m + k] = residual;
            Span<double> w = point.AsSpan(k * p, p), g = mean.AsSpan(k * p, p);
            if (rows.IsSparse)
                for (int e = 0; e < at.Length; e++)
                {
                    int j = at[e];
                    double times = repeat[j];
                    w[j] = CoordinateDescent.SoftThreshold(w[j] - step * (change * x[e] + times * g[j]), times * threshold)
                        / (1 + times * step * problem.Lambda2);
                    g[j] += change / n * x[e];
                }
            else
                for (int j = 0; j < w.Length; j++)
                {
                    w[j] = CoordinateDescent.SoftThreshold(w[j] - step * (change * x[j] + g[j]), threshold) * shrink;
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

    private static double Step(LogisticProblem problem)
    {
        double largest = 0;
        for (int i = 0; i < problem.Rows.RowCount; i++)
        {
            ReadOnlySpan<double> x = problem.Rows.IsSparse ? problem.Rows.Sparse.RowValues(i) : problem.Rows.Dense.Row(i);
            largest = Math.Max(largest, problem.WeightOf(i) * (Kernels.Dot(x, x) + (problem.FitIntercept ? 1 : 0)));
        }
        double bound = problem.Outputs == 1 ? 0.25 : 0.5;
        return 1 / (3 * (bound * largest * problem.Rows.RowCount / problem.TotalWeight + problem.Lambda2));
    }
}
