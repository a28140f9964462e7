using ClassicML.Numerics;
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
/// calls; singular values below ε·max(n, p) of the largest count as zero. Columns beyond <see cref="LargestMatrix"/> go to conjugate
/// gradients (<see cref="TrustRegionNewton"/>, which on a quadratic is one Newton step after the other).
/// </remarks>
internal static class LeastSquares
{
    public const int LargestMatrix = 6000;

    public static (double[] W, FitReport Report) Solve(SquaredProblem problem, double ridge, FitContext context)
    {
        int n = problem.RowCount, p = problem.ColumnCount;
        double[] w = new double[p];
        context.ThrowIfCancelled();
        if (Math.Min(n, p) > LargestMatrix) return Iterate(problem, w, context);
        if (p <= n || ridge == 0)
        {
            if (p <= n)
            {
                double[] gram = problem.Gram([.. Enumerable.Range(0, p)]);
                problem.Correlations(problem.Targets.ToArray(), w);
                for (int j = 0; j < p; j++) gram[j * p + j] += ridge;
                if (PositiveDefinite.TrySolve(gram, w, leastPivot: 1e-10)) return (w, new FitReport());
            }
            if (ridge == 0) return (LeastNorm(problem), new FitReport());
        }
        return (Dual(problem, ridge), new FitReport());
    }

    // (XXᵀ + λS·I)a = y and w = Xᵀa, where rows of X are √sᵢ(xᵢ - x̄) and targets √sᵢ(yᵢ - ȳ).
    private static double[] Dual(SquaredProblem problem, double ridge)
    {
        int n = problem.RowCount, p = problem.ColumnCount;
        double[] x = problem.Centred(), a = new double[n], w = new double[p];
        if (p <= n)
        {
            // Nearly singular, with a small penalty: the singular values shrink by d/(d² + λS).
            return LeastNorm(problem, ridge * problem.TotalWeight);
        }
        double[] products = new double[n * n];
        Syrk.RowProducts(new MatrixView<double>(x, n, p), products);
        for (int i = 0; i < n; i++)
        {
            products[i * n + i] += ridge * problem.TotalWeight;
            a[i] = Math.Sqrt(problem.WeightOf(i)) * problem.Targets[i];
        }
        if (!PositiveDefinite.TrySolve(products, a)) return LeastNorm(problem, ridge * problem.TotalWeight);
        Gemv.AddTransposed(x, a, w);
        return w;
    }

    private static double[] LeastNorm(SquaredProblem problem, double ridge = 0)
    {
        int n = problem.RowCount, p = problem.ColumnCount;
        Matrix<double> x = Matrix<double>.Build.DenseOfRowMajor(n, p, problem.Centred());
        Vector<double> y = Vector<double>.Build.Dense(n, i => Math.Sqrt(problem.WeightOf(i)) * problem.Targets[i]);
        // X = QR, or Xᵀ = QR for wide data; the small square factor is decomposed.
        bool tall = n >= p;
        QR<double> qr = (tall ? x : x.Transpose()).QR(QRMethod.Thin);
        Svd<double> svd = (tall ? qr.R : qr.R.Transpose()).Svd();
        Vector<double> right = svd.U.TransposeThisAndMultiply(tall ? qr.Q.TransposeThisAndMultiply(y) : y);
        double least = svd.S[0] * Math.Max(n, p) * (Math.BitIncrement(1.0) - 1);
        for (int k = 0; k < right.Count; k++)
            right[k] = svd.S[k] > least ? right[k] * svd.S[k] / (svd.S[k] * svd.S[k] + ridge) : 0;
        Vector<double> w = svd.VT.TransposeThisAndMultiply(right);
        return (tall ? w : qr.Q * w).ToArray();
    }

    private static (double[], FitReport) Iterate(SquaredProblem problem, double[] w, FitContext context)
    {
        double[] start = new double[w.Length];
        problem.Correlations(problem.Targets.ToArray(), start);
        double largest = start.Max(Math.Abs);
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-10 * largest, MaxIterations = 1000 }.Minimize(problem, w, context);
        bool converged = result.End == LBfgsEnd.Converged;
        return (w, new FitReport
        {
            Iterations = result.Iterations, Converged = converged, Stopped = result.End == LBfgsEnd.Stopped,
            Reason = converged ? null : FormattableString.Invariant($"the gradient is {result.GradientNorm:G3} after {result.Iterations} iterations"),
        });
    }
}
