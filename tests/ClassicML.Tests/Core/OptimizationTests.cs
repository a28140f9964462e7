using ClassicML.Internal;
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

    /// <summary>The optimum by trying all sign patterns: on each the problem is a linear system, and the least of what has the signs that
    /// were assumed is the minimum.</summary>
    [Theory, InlineData(1, 1), InlineData(3, 2), InlineData(5, 3), InlineData(5, 4), InlineData(5, 5)]
    public void Coordinate_descent_ends_at_the_least_of_all_sign_patterns_from_anywhere(int n, int seed)
    {
        (double[] a, double[] b) = Problem(n, (ulong)seed, columns: 7);
        double[] penalties = [.. Enumerable.Range(0, n).Select(j => j % 3 == 1 ? 0 : 0.2 + 0.1 * j)];
        double best = double.PositiveInfinity;
        double[] least = [];
        for (int pattern = 0; pattern < (int)Math.Pow(3, n); pattern++)
        {
            int[] signs = [.. Enumerable.Range(0, n).Select(j => pattern / (int)Math.Pow(3, j) % 3 - 1)];
            // Without a penalty any sign will do, and zero is not held.
            int[] free = [.. Enumerable.Range(0, n).Where(j => signs[j] != 0)];
            double[] matrix = [.. free.SelectMany(i => free.Select(j => a[i * n + j]))];
            double[] solved = [.. free.Select(j => b[j] - penalties[j] * signs[j])], w = new double[n];
            if (free.Length > 0) Assert.True(PositiveDefinite.TrySolve(matrix, solved));
            for (int at = 0; at < free.Length; at++) w[free[at]] = solved[at];
            if (free.Any(j => penalties[j] > 0 && w[j] * signs[j] < 0)) continue;
            if (Value(w) < best) (best, least) = (Value(w), w);
        }
        Assert.Contains(least, w => w != 0);
        for (int start = 0; start < 8; start++)
        {
            // From zero, from points far away, from the optimum, and from it with one coordinate left out.
            var rng = new Rng((ulong)start);
            double[] w = start == 0 ? new double[n] : start < 4 ? [.. least.Select(_ => 20 * (rng.NextDouble() - 0.5))] : [.. least];
            if (start > 4) w[start % n] = 0;
            double[] g = [.. Enumerable.Range(0, n).Select(i => Kernels.Dot(a.AsSpan(i * n, n), w) - b[i])];
            (int passes, double violation) = new CoordinateDescent { Tolerance = 1e-12, MaxPasses = 100_000 }.Minimize(a, penalties, w, g);
            Assert.InRange(violation, 0, 1e-12);
            Assert.Equal(best, Value(w), 1e-11);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(least[j], w[j], 1e-8);
                Assert.Equal(Kernels.Dot(a.AsSpan(j * n, n), w) - b[j], g[j], 1e-10);
            }
            if (start == 4) Assert.InRange(passes, 0, 1);
        }

        double Value(double[] w)
        {
            double value = 0;
            for (int i = 0; i < n; i++)
                value += 0.5 * w[i] * Kernels.Dot(a.AsSpan(i * n, n), w) - b[i] * w[i] + penalties[i] * Math.Abs(w[i]);
            return value;
        }
    }

    /// <summary>A coordinate that is zero and may stay so at first, but not once another one has moved: the optimum of the others is none.
    /// </summary>
    [Fact]
    public void A_coordinate_that_violates_only_after_others_have_moved_is_taken_in()
    {
        // w₁ alone ends at 2.7 - 0.2 = 2.5, where the slope of w₀ is 0.9·2.5 - 0.5 = 1.75, beyond its penalty of 1; at zero it is 0.5.
        double[] a = [1, 0.9, 0.9, 1], penalties = [1, 0.2], w = [0, 0], g = [-0.5, -2.7];
        new CoordinateDescent { Tolerance = 1e-12 }.Minimize(a, penalties, w, g);
        // Signs (-, +): w₀ + 0.9w₁ = 1.5, 0.9w₀ + w₁ = 2.5.
        Assert.Equal((1.5 - 0.9 * 2.5) / 0.19, w[0], 1e-9);
        Assert.Equal((2.5 - 0.9 * 1.5) / 0.19, w[1], 1e-9);
        // From the optimum of the second coordinate alone.
        (w, g) = ([0, 2.5], [-0.5 + 0.9 * 2.5, -2.7 + 2.5]);
        (int passes, double violation) = new CoordinateDescent { Tolerance = 1e-12 }.Minimize(a, penalties, w, g);
        Assert.True(passes > 0 && violation <= 1e-12);
        Assert.Equal((1.5 - 0.9 * 2.5) / 0.19, w[0], 1e-9);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public void Passes_are_limited_and_the_violation_is_that_of_the_point(int limit)
    {
        (double[] a, double[] b) = Problem(30, 6, columns: 31);
        double[] w = new double[30], g = [.. b.Select(value => -value)], penalties = [.. Enumerable.Repeat(0.01, 30)];
        (int passes, double violation) = new CoordinateDescent { MaxPasses = limit, Tolerance = 1e-10 }.Minimize(a, penalties, w, g);
        Assert.Equal(limit, passes);
        double worst = 0;
        for (int j = 0; j < 30; j++)
        {
            double own = Kernels.Dot(a.AsSpan(30 * j, 30), w) - b[j];
            worst = Math.Max(worst, w[j] == 0 ? Math.Abs(own) - 0.01 : Math.Abs(own + 0.01 * Math.Sign(w[j])));
        }
        Assert.True(violation > 1e-3);
        Assert.Equal(worst, violation, 1e-10);
    }

    [Fact]
    public void Coordinates_whose_passes_would_creep_take_newton_steps()
    {
        // The least curvature is a 10⁵th of the largest: passes alone would take that many.
        const int n = 12;
        double[] a = new double[n * n], w = new double[n], penalties = [.. Enumerable.Range(0, n).Select(j => j == 5 ? 0 : 1e-3)];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) a[i * n + j] = i == j ? 1 + 1e-5 : 1;
        double[] g = [.. Enumerable.Range(0, n).Select(j => -1 - 0.01 * Math.Sin(j))];
        (int passes, double violation) = new CoordinateDescent { Tolerance = 1e-9 }.Minimize(a, penalties, w, g);
        Assert.InRange(violation, 0, 1e-9);
        Assert.InRange(passes, 1, 200);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new CoordinateDescent().Minimize(new double[3], [0, 0], new double[2], new double[2]));
        Assert.ThrowsAny<ArgumentException>(() => new CoordinateDescent().Minimize(new double[4], [0], new double[2], new double[2]));
        Assert.ThrowsAny<ArgumentException>(() => new CoordinateDescent().Minimize(new double[4], [0, 0], new double[2], new double[1]));
    }

    [Theory]
    [InlineData(0.1, 0, 0.5), InlineData(0.1, 0, -0.5), InlineData(0.1, 0.4, 0.5), InlineData(0.1, 0.4, -0.5), InlineData(-0.3, 1, -0.5)]
    [InlineData(1.2, 1, 0.1), InlineData(-1.2, 0.7, 0.1)]
    public void A_violation_is_the_distance_to_the_subdifferential(double gradient, double penalty, double weight)
    {
        Assert.Equal(Math.Abs(gradient + Math.Sign(weight) * penalty), CoordinateDescent.Violation(gradient, penalty, weight), 1e-15);
        // At zero any slope within the penalty is none.
        Assert.Equal(Math.Max(0, Math.Abs(gradient) - penalty), CoordinateDescent.Violation(gradient, penalty, 0), 1e-15);
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

    /// <summary>A radius that never grows, never shrinks or is not of the step that was taken, or a model whose fall is not the real one,
    /// ends where these do, but after many more iterations.</summary>
    [Theory]
    [InlineData("Rosenbrock", 32), InlineData("Brown badly scaled", 30), InlineData("Beale", 12), InlineData("Powell singular", 20)]
    [InlineData("Wood", 75), InlineData("Linear, full rank", 3)]
    public void Trust_region_Newton_takes_no_more_iterations_than_its_kind(string name, int most)
    {
        StandardProblem problem = StandardProblem.Every.First(one => one.Name == name);
        double last = double.PositiveInfinity;
        int told = 0;
        double[] w = problem.Start;
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-8, MaxIterations = 2000 }.Minimize(problem, w, new FitContext
        {
            Progress = new ProgressSink(report =>
            {
                Assert.True(report.Objective <= last);
                (last, told) = (report.Objective!.Value, told + 1);
            }),
        });
        Assert.Equal(LBfgsEnd.Converged, result.End);
        Assert.InRange(result.Iterations, 1, most);
        // Iterations count steps that were refused too; only those that were taken are told.
        Assert.InRange(told, 1, result.Iterations);
        double[] gradient = new double[w.Length];
        Assert.Equal(result.Objective, problem.Evaluate(w, gradient));
        Assert.Equal(result.GradientNorm, gradient.Max(Math.Abs));
    }

    /// <summary>√(1 + w²) far out: Newton's step is w² times too long, and each region is a quarter of the step that was refused.</summary>
    [Theory, InlineData(3), InlineData(30), InlineData(1e4)]
    public void A_region_shrinks_until_its_model_holds(double start)
    {
        double[] w = [start];
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-10, MaxIterations = 200 }.Minimize(new Root(), w);
        Assert.Equal(LBfgsEnd.Converged, result.End);
        Assert.Equal(0, w[0], 1e-9);
        // log₄ of w² steps are refused, some are taken at the border, and the last ones are Newton's.
        Assert.InRange(result.Iterations, 4, 12 + (int)(1.5 * Math.Log(start * start, 4)));
    }

    /// <summary>Conjugate gradients end where a tenth of the slope is left, in the norm of the diagonal, and on a quadratic that is what
    /// the next step finds.</summary>
    [Fact]
    public void A_step_on_a_quadratic_leaves_a_tenth_of_the_slope_at_most()
    {
        (double[] a, double[] b) = Problem(20, 7, columns: 25);
        double[] w = new double[20];
        var quadratic = new Quadratic(a, b);
        quadratic.Evaluate(w, new double[20]);
        List<double> slopes = [quadratic.LastSlope];
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-9 }.Minimize(quadratic, w, new FitContext
        {
            Progress = new ProgressSink(_ => slopes.Add(quadratic.LastSlope)),
        });
        Assert.Equal(LBfgsEnd.Converged, result.End);
        Assert.Equal(result.Iterations + 1, slopes.Count);
        for (int at = 1; at < slopes.Count; at++) Assert.True(slopes[at] <= 0.1001 * slopes[at - 1], string.Join(' ', slopes));
    }

    /// <summary>The diagonal scales the inner iteration, so on a diagonal matrix one product is enough, whatever its condition.</summary>
    [Theory, InlineData(3, 1), InlineData(30, 1e4), InlineData(200, 1e6)]
    public void A_diagonal_quadratic_takes_one_step_and_one_product(int n, double condition)
    {
        double[] a = new double[n * n], b = [.. Enumerable.Range(0, n).Select(i => Math.Cos(i))], w = new double[n];
        for (int i = 0; i < n; i++) a[i * n + i] = Math.Pow(condition, i / (n - 1.0));
        var quadratic = new Quadratic(a, b);
        LBfgsResult result = new TrustRegionNewton { Tolerance = 1e-12 }.Minimize(quadratic, w);
        Assert.Equal((LBfgsEnd.Converged, 1, 1), (result.End, result.Iterations, quadratic.Products));
        for (int i = 0; i < n; i++) Assert.Equal(b[i] / a[i * n + i], w[i], 1e-12);
    }

    [Fact]
    public void What_is_not_finite_at_the_start_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new TrustRegionNewton().Minimize(new Quadratic([1], [double.NaN]), [1.0]));
        Assert.Throws<ArgumentNullException>(() => new TrustRegionNewton().Minimize(null!, [1.0]));
    }

    [Theory]
    [InlineData(0.9, 0.5, true, false), InlineData(0.9, 0.5, false, false), InlineData(1.1, 0.5, true, true)]
    [InlineData(1.02, 0.9, false, true), InlineData(1.02, 0.9, true, false), InlineData(1.0005, 0.9, false, false)]
    [InlineData(0.99, 0.4, true, true), InlineData(0.99, 0.4, false, true), InlineData(0.5, 0.1, true, false)]
    public void A_loss_far_above_the_best_or_above_that_of_zero_weights_went_astray(double loss, double best, bool limited, bool astray)
    {
        // Zero weights cost 1, and 1e-3 more is as good: far is 0.501.
        var divergence = new Divergence(1, 1e-3);
        Assert.Equal(astray, divergence.IsAstray(loss, best, limited));
        string reason = divergence.Reason(loss, best, "lower the rate");
        Assert.Equal(loss > 1.001
            ? FormattableString.Invariant($"the loss ended at {loss:G4}, above the 1 of zero weights: lower the rate")
            : FormattableString.Invariant($"the loss ended at {loss:G4}, far above its best, {best:G4}: lower the rate"), reason);
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

    [Fact]
    public void A_training_is_astray_above_zero_weights_or_far_above_its_best()
    {
        var divergence = new Divergence(ZeroLoss: 8, Tolerance: 0.5);
        double zero = divergence.ZeroLoss + divergence.Tolerance, beyond = Math.BitIncrement(zero);
        Assert.Equal((false, true), (divergence.IsAstray(zero, zero, limited: false), divergence.IsAstray(beyond, beyond, limited: false)));
        // A limit may cut off a training that is still on its way down.
        Assert.False(divergence.IsAstray(100, 100, limited: true));
        // Half of what zero weights cost above the best is too far in any case.
        double far = 1 + 0.5 * divergence.ZeroLoss + divergence.Tolerance;
        foreach (bool limited in (bool[])[false, true])
            Assert.Equal((false, true), (divergence.IsAstray(far, 1, limited), divergence.IsAstray(Math.BitIncrement(far), 1, limited)));
        Assert.Equal("the loss ended at 9, above the 8 of zero weights: lower the rate", divergence.Reason(9, 1, "lower the rate"));
        Assert.Equal("the loss ended at 8.5, far above its best, 1.235: wait", divergence.Reason(zero, 1.2346, "wait"));
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
        /// <summary>How often a product was asked for.</summary>
        public int Products { get; private set; }

        /// <summary>The slope where it was last evaluated, in the norm of 1 by the diagonal.</summary>
        public double LastSlope { get; private set; }

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            Times(point, gradient);
            double value = 0.5 * Kernels.Dot(point, gradient) - Kernels.Dot(point, b);
            for (int i = 0; i < b.Length; i++) gradient[i] -= b[i];
            LastSlope = Math.Sqrt(gradient.ToArray().Select((g, i) => g * g / a[i * b.Length + i]).Sum());
            return value;
        }

        public void HessianTimes(ReadOnlySpan<double> vector, Span<double> product)
        {
            Products++;
            Times(vector, product);
        }

        private void Times(ReadOnlySpan<double> vector, Span<double> product)
        {
            for (int i = 0; i < b.Length; i++) product[i] = Kernels.Dot(a.AsSpan(i * b.Length, b.Length), vector);
        }

        public void HessianDiagonal(Span<double> diagonal)
        {
            for (int i = 0; i < b.Length; i++) diagonal[i] = a[i * b.Length + i];
        }
    }

    // √(1 + w²), whose curvature vanishes far out.
    private sealed class Root : ISecondOrderObjective
    {
        private double at;

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            at = point[0];
            gradient[0] = at / Math.Sqrt(1 + at * at);
            return Math.Sqrt(1 + at * at);
        }

        public void HessianTimes(ReadOnlySpan<double> vector, Span<double> product) => product[0] = vector[0] * Math.Pow(1 + at * at, -1.5);

        public void HessianDiagonal(Span<double> diagonal) => diagonal[0] = Math.Pow(1 + at * at, -1.5);
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
