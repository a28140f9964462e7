using ClassicML.Numerics;
using ClassicML.Optimization;

namespace ClassicML.Tests.Core;

/// <summary>Coordinate descent and the trust-region Newton method on standard problems.</summary>
public class OptimizationTests
{
    public static TheoryData<string> Problems { get; } = [.. StandardProblem.Every.Select(problem => problem.Name)];

    [Theory, MemberData(nameof(Problems))]
    public void Standard_problems_are_solved_from_their_standard_starts(string name)
    {
        StandardProblem problem = StandardProblem.Every.First(one => one.Name == name);
        double[] byGradients = problem.Start, byCurvature = problem.Start;
        LBfgsResult first = new LBfgs { Tolerance = 1e-8, MaxIterations = 2000 }.Minimize(problem.Evaluate, byGradients);
        LBfgsResult second = new TrustRegionNewton { Tolerance = 1e-8, MaxIterations = 2000 }.Minimize(problem, byCurvature);
        foreach (LBfgsResult result in (LBfgsResult[])[first, second])
        {
            Assert.Equal(LBfgsEnd.Converged, result.End);
            // The objective is within the square of the gradient over the least curvature.
            Assert.Equal(problem.Least, result.Objective, 1e-9);
        }
    }

    [Fact]
    public void Orthonormal_columns_are_thresholded_in_one_pass()
    {
        double[] b = [3, -0.2, 0.7, -5], identity = new double[16], w = new double[4], g = [.. b.Select(value => -value)];
        for (int j = 0; j < 4; j++) identity[5 * j] = 1;
        (int passes, _) = new CoordinateDescent().Minimize(identity, [0.5, 0.5, 0.5, 0.5], w, g);
        Assert.Equal([.. b.Select(value => CoordinateDescent.SoftThreshold(value, 0.5))], w);
        Assert.Equal(1, passes);
    }

    [Theory, InlineData(1, 1), InlineData(6, 2), InlineData(30, 3), InlineData(30, 4)]
    public void Coordinate_descent_meets_the_optimality_conditions(int n, int seed)
    {
        (double[] a, double[] b) = Problem(n, (ulong)seed, columns: 40);
        double[] penalties = new double[n], w = new double[n], g = b.Select(value => -value).ToArray();
        for (int j = 0; j < n; j++) penalties[j] = j % 3 == 0 ? 0 : 0.5;
        (_, double violation) = new CoordinateDescent { Tolerance = 1e-10 }.Minimize(a, penalties, w, g);
        Assert.True(violation <= 1e-10);
        for (int j = 0; j < n; j++)
        {
            double own = Kernels.Dot(a.AsSpan(j * n, n), w) - b[j];
            // The gradient kept up to date differs from a fresh one by rounding.
            Assert.True(CoordinateDescent.Violation(own, penalties[j], w[j]) < 1e-8);
        }
    }

    [Fact]
    public void Nearly_parallel_columns_need_few_passes_and_constant_ones_none()
    {
        (double[] a, double[] b) = Problem(8, 5, columns: 9);
        // Column 7 becomes column 6 and a millionth of column 0; column 3 has no variance.
        double[,] mix = new double[8, 8];
        for (int j = 0; j < 8; j++) mix[j, j] = j == 3 || j == 7 ? 0 : 1;
        (mix[6, 7], mix[0, 7]) = (1, 1e-6);
        double[] mixed = new double[64], target = new double[8], w = new double[8];
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 8; j++)
            {
                for (int k = 0; k < 8; k++)
                    for (int l = 0; l < 8; l++) mixed[i * 8 + j] += mix[k, i] * a[k * 8 + l] * mix[l, j];
                target[i] += mix[j, i] * b[j];
            }
        double[] g = target.Select(value => -value).ToArray(), penalties = Enumerable.Repeat(1e-6, 8).ToArray();
        (int passes, double violation) = new CoordinateDescent { Tolerance = 1e-9, MaxPasses = 5000 }.Minimize(mixed, penalties, w, g);
        Assert.True(violation <= 1e-9, $"{violation} after {passes} passes");
        Assert.Equal(0, w[3]);
    }

    [Fact]
    public void Soft_thresholding_is_what_it_says() =>
        Assert.Equal([2.0, 0, 0, -1.5],
            new[] { (3.0, 1.0), (1, 1), (-0.5, 1), (-2.5, 1) }.Select(p => CoordinateDescent.SoftThreshold(p.Item1, p.Item2)));

    [Theory, InlineData(5), InlineData(40)]
    public void Trust_region_Newton_solves_a_quadratic(int n)
    {
        (double[] a, double[] b) = Problem(n, 7, columns: n + 5);
        double[] w = new double[n];
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-10 }.Minimize(new Quadratic(a, b), w);
        Assert.Equal(LBfgsEnd.Converged, result.End);
        for (int i = 0; i < n; i++) Assert.Equal(b[i], Kernels.Dot(a.AsSpan(i * n, n), w), 1e-9);
    }

    [Fact]
    public void Trust_region_Newton_finds_the_valley_of_Rosenbrock()
    {
        double[] w = [-1.2, 1];
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-9, MaxIterations = 200 }.Minimize(new Rosenbrock(), w);
        Assert.Equal(LBfgsEnd.Converged, result.End);
        Assert.Equal(1, w[0], 1e-7);
        Assert.Equal(1, w[1], 1e-7);
    }

    [Fact]
    public void Limits_and_stops_are_told_apart()
    {
        double[] w = [-1.2, 1];
        Assert.Equal(LBfgsEnd.IterationLimit, new TrustRegionNewton { MaxIterations = 1 }.Minimize(new Rosenbrock(), w).End);
        Assert.Equal(LBfgsEnd.Stopped,
            new TrustRegionNewton().Minimize(new Rosenbrock(), w, new FitContext { Stop = new CancellationToken(true) }).End);
        Assert.Throws<OperationCanceledException>(() =>
            new TrustRegionNewton().Minimize(new Rosenbrock(), [-1.2, 1], new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Fact]
    public void A_nearly_singular_system_is_refused()
    {
        double[] b = [1, 2];
        Assert.False(PositiveDefinite.TrySolve([1, 0, 1, 1 + 1e-15], b, 1e-12));
        Assert.Equal([1.0, 2], b);
        Assert.True(PositiveDefinite.TrySolve([4, 0, 2, 3], b));
        Assert.Equal(-0.125, b[0], 1e-15);
        Assert.Equal(0.75, b[1], 1e-15);
    }

    // A = XᵀX/columns of random rows, b = Xᵀy.
    private static (double[] A, double[] B) Problem(int n, ulong seed, int columns)
    {
        var rng = new Rng(seed);
        double[] x = new double[n * columns], a = new double[n * n], b = new double[n];
        for (int at = 0; at < x.Length; at++) x[at] = rng.NextDouble() - 0.5;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) a[i * n + j] = Kernels.Dot(x.AsSpan(i * columns, columns), x.AsSpan(j * columns, columns));
            b[i] = 3 * (rng.NextDouble() - 0.5);
        }
        return (a, b);
    }

    private sealed class Quadratic(double[] a, double[] b) : ISecondOrderObjective
    {
        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            HessianTimes(point, gradient);
            double value = 0.5 * Kernels.Dot(point, gradient) - Kernels.Dot(point, b);
            for (int i = 0; i < b.Length; i++) gradient[i] -= b[i];
            return value;
        }

        public void HessianTimes(ReadOnlySpan<double> vector, Span<double> product)
        {
            for (int i = 0; i < b.Length; i++) product[i] = Kernels.Dot(a.AsSpan(i * b.Length, b.Length), vector);
        }

        public void HessianDiagonal(Span<double> diagonal)
        {
            for (int i = 0; i < b.Length; i++) diagonal[i] = a[i * b.Length + i];
        }
    }

    private sealed class Rosenbrock : ISecondOrderObjective
    {
        private double x, y;

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            (x, y) = (point[0], point[1]);
            (gradient[0], gradient[1]) = (-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x));
            return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
        }

        public void HessianTimes(ReadOnlySpan<double> v, Span<double> product)
        {
            (product[0], product[1]) = ((1200 * x * x - 400 * y + 2) * v[0] - 400 * x * v[1], -400 * x * v[0] + 200 * v[1]);
        }

        public void HessianDiagonal(Span<double> diagonal) => (diagonal[0], diagonal[1]) = (Math.Abs(1200 * x * x - 400 * y + 2), 200);
    }
}
