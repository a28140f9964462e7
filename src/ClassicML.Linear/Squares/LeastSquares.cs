using ClassicML.Internal;
using ClassicML.Optimization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ClassicML.Linear;

/// <summary>Least squares with or without an L2 penalty: w minimises (1/2S) Σ sᵢ(yᵢ - wᵀxᵢ - b)² + ½λ‖w‖².</summary>
/// <remarks>
/// The normal equations (XᵀSX/S + λI)w = XᵀSy/S on centred data, by Cholesky of p×p, n·p² flops; with more columns than rows and λ &gt; 0
/// their dual, n×n. Where the matrix is singular to 1e-10 of its diagonal, and λ is too small to help, the normal equations have lost half
/// the digits:
/// then QR and a singular value decomposition of the small factor give the solution of least norm, as LAPACK's gelsd, which scikit-learn
/// calls; singular values below ε·max(n, p) of the largest count as zero. Constant columns
/// take no part. Columns beyond <see cref="LargestMatrix"/> go to conjugate
/// gradients (<see cref="TrustRegionNewton"/>, which on a quadratic is one Newton step after the other).
/// </remarks>
internal static class LeastSquares
{
    public const int LargestMatrix = 6000;

    /// <summary>Weights in the units of the data.</summary>
    public static (double[] W, FitReport Report) Solve(SquaredProblem problem, double ridge, FitContext context)
    {
        context.ThrowIfCancelled();
        double[] w = new double[problem.ColumnCount];
        var report = new FitReport();
        int[] columns = problem.Varying;
        if (Math.Min(problem.RowCount, columns.Length) > LargestMatrix) report = Iterate(problem, w, context);
        else if (columns.Length > 0)
        {
            double[] own = Direct(problem, columns, problem.RidgeOf(ridge));
            for (int at = 0; at < own.Length; at++) w[columns[at]] = own[at];
        }
        problem.ToData(w);
        return (w, report);
    }

    private static double[] Direct(SquaredProblem problem, int[] columns, double ridge)
    {
        int n = problem.RowCount, q = columns.Length;
        if (q <= n)
        {
            double[] gram = problem.Gram(columns), right = new double[problem.ColumnCount];
            problem.Correlations(problem.Targets.ToArray(), right);
            double[] w = Array.ConvertAll(columns, j => right[j]);
            for (int at = 0; at < q; at++) gram[at * q + at] += ridge;
            if (PositiveDefinite.TrySolve(gram, w, leastPivot: 1e-10)) return w;
        }
        // Nearly singular, with a small penalty: the singular values shrink by d/(d² + λS).
        return q <= n || ridge == 0 ? LeastNorm(problem, ridge * problem.TotalWeight) : Dual(problem, q, ridge * problem.TotalWeight);
    }

    // (XXᵀ + λS·I)a = y and w = Xᵀa, where rows of X are √sᵢ(xᵢ - x̄) and targets √sᵢ(yᵢ - ȳ).
    private static double[] Dual(SquaredProblem problem, int q, double ridge)
    {
        int n = problem.RowCount;
        double[] x = problem.Centred(), a = new double[n], w = new double[q], products = new double[n * n];
        Syrk.RowProducts(new MatrixView<double>(x, n, q), products);
        for (int i = 0; i < n; i++)
        {
            products[i * n + i] += ridge;
            a[i] = Math.Sqrt(problem.WeightOf(i)) * problem.Targets[i];
        }
        if (!PositiveDefinite.TrySolve(products, a)) return LeastNorm(problem, ridge);
        Gemv.AddTransposed(x, a, w);
        return w;
    }

    private static double[] LeastNorm(SquaredProblem problem, double ridge)
    {
        int n = problem.RowCount, q = problem.Varying.Length;
        Matrix<double> x = Matrix<double>.Build.DenseOfRowMajor(n, q, problem.Centred());
        Vector<double> y = Vector<double>.Build.Dense(n, i => Math.Sqrt(problem.WeightOf(i)) * problem.Targets[i]);
        // X = QR, or Xᵀ = QR for wide data; the small square factor is decomposed.
        bool tall = n >= q;
        QR<double> qr = (tall ? x : x.Transpose()).QR(QRMethod.Thin);
        Svd<double> svd = (tall ? qr.R : qr.R.Transpose()).Svd();
        Vector<double> right = svd.U.TransposeThisAndMultiply(tall ? qr.Q.TransposeThisAndMultiply(y) : y);
        double least = svd.S[0] * Math.Max(n, q) * (Math.BitIncrement(1.0) - 1);
        for (int k = 0; k < right.Count; k++)
            right[k] = svd.S[k] > least ? right[k] * svd.S[k] / (svd.S[k] * svd.S[k] + ridge) : 0;
        Vector<double> w = svd.VT.TransposeThisAndMultiply(right);
        return (tall ? w : qr.Q * w).ToArray();
    }

    private static FitReport Iterate(SquaredProblem problem, double[] w, FitContext context)
    {
        double[] start = new double[w.Length];
        problem.Correlations(problem.Targets.ToArray(), start);
        double largest = start.Max(Math.Abs);
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-10 * largest, MaxIterations = 1000 }.Minimize(problem, w, context);
        bool converged = result.End == LBfgsEnd.Converged;
        return new FitReport
        {
            Iterations = result.Iterations, Converged = converged, Stopped = result.End == LBfgsEnd.Stopped,
            Reason = converged ? null
                : FormattableString.Invariant($"the gradient is {result.GradientNorm:G3} after {result.Iterations} iterations"),
        };
    }
}
