using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.Optimization;

namespace ClassicML.Tests.Linear;

/// <summary>Logistic regression on columns with an offset, of any size, and under penalties of any weight: what a report says is
/// so.</summary>
public class LogisticScaleTests
{
    private static readonly LogisticSolver[] Solvers =
    [
        LogisticSolver.LBfgs, LogisticSolver.NewtonCholesky, LogisticSolver.TrustRegionNewton, LogisticSolver.CoordinateDescent,
        LogisticSolver.Saga,
    ];

    public static TheoryData<int, Penalty> Problems { get; } = new MatrixTheoryData<int, Penalty>([2, 3], Enum.GetValues<Penalty>());

    // x = s(z + o), exact in doubles, with w = w̃/s: the problem in w̃ is the one on z with C times s² (L2) or s (L1), and its cost is J
    // times that. The optimum is that of proximal gradient steps on z, whose columns have means near 0 and deviations near 1.
    [Theory, MemberData(nameof(Problems))]
    public void No_offset_and_no_size_of_the_columns_makes_a_report_untrue(int classes, Penalty penalty)
    {
        (double[,] z, int[] y, double[] weights) = Noisy(classes);
        foreach (int exponent in (int[])[-26, 0, 26])
        {
            double size = Math.ScaleB(1, exponent), factor = penalty switch { Penalty.L1 => size, Penalty.L2 => size * size, _ => 1 };
            // An elastic net has no such twin.
            if (penalty == Penalty.ElasticNet && exponent != 0) continue;
            foreach (double strength in (double[])[0.5, 0.5 / factor])
            {
                var learner = new LogisticRegression { Penalty = penalty, C = strength };
                (double best, double[] shares) = LogisticReference.Optimum(
                    learner with { C = strength * factor }, new Matrix(z), y, weights);
                foreach (double offset in (double[])[0, 1e3, 1e8])
                    foreach (LogisticSolver solver in Solvers.Where(one => Takes(one, penalty)))
                        Holds(learner with { Solver = solver }, Moved(z, size, offset), y, weights, best / factor, shares);
                if (factor == 1) break;
            }
        }
    }

    [Theory]
    [InlineData("air-none"), InlineData("air-l1"), InlineData("air-l2"), InlineData("air-elasticnet")]
    [InlineData("air-two-none"), InlineData("air-two-l1"), InlineData("air-two-l2"), InlineData("air-two-elasticnet")]
    public void A_year_and_a_pressure_end_at_scikit_learns_optimum_for_centred_columns(string name)
    {
        LogisticGolden golden = LogisticGolden.ReadOffset(name);
        LogisticRegression learner = golden.Learner() with { Tolerance = 1e-9, MaxIterations = 1000 };
        // SAGA's steps suit the column of deviation 300, so the other would take it some 10⁵ epochs.
        foreach (LogisticSolver solver in Solvers.Where(one => Takes(one, learner.Penalty) && one != LogisticSolver.Saga))
            foreach (Features x in (Features[])[golden.X, SparseMatrix.FromDense(golden.X)])
            {
                LogisticRegressionModel model = (learner with { Solver = solver }).Fit(golden.Data().WithFeatures(x));
                Assert.True(model.Report.Converged, $"{solver}: {model.Report.Reason}");
                Assert.Equal(golden.Objective, model.Report.Objective!.Value, 1e-9 * golden.Objective);
                double[] shares = model.PredictProbabilities(x).Span.ToArray();
                // With curvatures above 1e-2 gradients of 1e-9 leave scores right to 1e-7.
                for (int at = 0; at < shares.Length; at++) Assert.Equal(golden.Probabilities![at], shares[at], 1e-6);
                // A warm start goes through the same columns; the intercept has lost some digits.
                Assert.InRange((learner with { Solver = solver }).FitFrom(golden.Data().WithFeatures(x), model).Report.Iterations, 0, 2);
            }
    }

    // Rows at ±1: J(w) = 2C·log(1 + exp(-w)) + R(w). With R = |w| the derivative is zero at w = log(2C - 1); with ½w² where
    // w(1 + exp w) = 2C, found by bisection.
    [Theory, InlineData(1e3), InlineData(1e6), InlineData(1e9)]
    public void A_weak_penalty_on_separable_rows_is_not_left_early(double c)
    {
        ClassificationData data = ClassificationData.Create(new Matrix(new double[,] { { -1 }, { 1 } }), [0, 1]);
        double lasso = Math.Log(2 * c - 1), low = 0, high = 100;
        for (int it = 0; it < 200; it++)
        {
            double middle = 0.5 * (low + high);
            if (middle * (1 + Math.Exp(middle)) > 2 * c) high = middle;
            else low = middle;
        }
        foreach (Penalty penalty in (Penalty[])[Penalty.L1, Penalty.L2])
        {
            double w = penalty == Penalty.L1 ? lasso : low;
            double best = 2 * c * LogisticReference.Log1P(Math.Exp(-w)) + (penalty == Penalty.L1 ? w : w * w / 2);
            foreach (LogisticSolver solver in Solvers.Where(one => Takes(one, penalty)))
            {
                FitReport report = new LogisticRegression { Penalty = penalty, C = c, Solver = solver }.Fit(data).Report;
                // SAGA's steps are too short for a loss that is nearly nothing, and it says so.
                if (solver != LogisticSolver.Saga) Assert.True(report.Converged, $"{penalty} {solver}: {report.Reason}");
                // 100 tolerances are what the gap may be.
                if (report.Converged) Assert.InRange(report.Objective!.Value, best * (1 - 1e-9), best * (1 + 1e-4));
                Assert.InRange(report.Objective!.Value - best, -1e-9 * best, report.DualityGap!.Value + 1e-9 * best);
            }
        }
    }

    // A power of two is exact, so the scores must be those of the plain columns.
    [Theory, InlineData(-564), InlineData(-30), InlineData(240)]
    public void Without_a_penalty_the_size_of_columns_changes_nothing(int exponent)
    {
        (double[,] z, int[] y, _) = Noisy(3);
        foreach (LogisticSolver solver in Solvers)
        {
            var learner = new LogisticRegression { Penalty = Penalty.None, Solver = solver };
            LogisticRegressionModel plain = learner.Fit(ClassificationData.Create(Moved(z, 1, 0), y));
            LogisticRegressionModel other = learner.Fit(ClassificationData.Create(Moved(z, Math.ScaleB(1, exponent), 0), y));
            Assert.True(other.Report.Converged, other.Report.Reason);
            Assert.Equal(plain.Report.Objective!.Value, other.Report.Objective!.Value, 1e-12 * plain.Report.Objective.Value);
            Assert.Equal(plain.Coefficients[1, 0], Math.ScaleB(other.Coefficients[1, 0], exponent), 1e-9);
        }
    }

    [Theory]
    [InlineData(1, 2, 1e75, 3)]
    [InlineData(1e-170, 2e-170, 5e-170, 3e-170)]
    [InlineData(1e75, 2e74, -1e75, 3e74)]
    [InlineData(1e-310, 2e-310, 3e-310, 1e-310)]
    [InlineData(1e-320, 1, 1e75, 3e-200)]
    [InlineData(1e75, 1e75, 1e75, 1e75)]
    public void Any_magnitude_ends_with_finite_numbers(double a, double b, double c, double d)
    {
        var x = new Matrix([a, b, c, d, a, b], 6, 1);
        foreach (int classes in (int[])[2, 3])
            foreach (Penalty penalty in Enum.GetValues<Penalty>())
                foreach (LogisticSolver solver in Solvers.Where(one => Takes(one, penalty)))
                    foreach (bool intercept in (bool[])[true, false])
                    {
                        LogisticRegressionModel model = new LogisticRegression
                        {
                            Penalty = penalty, Solver = solver, FitIntercept = intercept, MaxIterations = 100,
                        }.Fit(ClassificationData.Create(x, [.. Enumerable.Range(0, 6).Select(i => i % classes)]));
                        string name = $"{penalty} {solver} of {classes} classes";
                        Assert.True(Kernels.AllFinite(model.Coefficients.Span), name);
                        Assert.True(Kernels.AllFinite([.. model.Intercept]), name);
                        Assert.True(Kernels.AllFinite(model.PredictProbabilities(x).Span), name);
                        Assert.True(Kernels.AllFinite([model.Report.Objective!.Value, model.Report.DualityGap ?? 0]), name);
                    }
    }

    // Columns are scaled before they reach it, so only from below can the matrix overflow.
    [Theory, InlineData(true), InlineData(false)]
    public void A_curvature_that_overflows_ends_the_fit(bool cholesky)
    {
        var context = new FitContext();
        var problem = new LogisticProblem(
            new DesignRows(new Matrix([1, 2, 1e160, 3], 4, 1), context), [0, 1, 0, 1], null, 1, 0, 1, fitIntercept: true, context);
        double[]? h = null;
        LBfgsResult result = LogisticNewton.Minimize(problem, new double[2], 100, 1e-6, cholesky, ref h, context);
        Assert.NotEqual(LBfgsEnd.Converged, result.End);
    }

    // Models of one class against the rest don't have the sums of zero that a softmax ends with, so the end moves the point.
    [Fact]
    public void The_objective_is_that_of_the_model_however_early_a_solver_stops()
    {
        (double[,] z, int[] y, double[] weights) = Noisy(3);
        Matrix x = Moved(z, 1, 1);
        ClassificationData data = ClassificationData.Create(x, y).WithWeights(weights);
        LogisticRegressionModel start = new LogisticRegression { MultiClass = LogisticMultiClass.OneVersusRest, Penalty = Penalty.None }.Fit(data);
        foreach (LogisticSolver solver in Solvers)
            foreach (double tolerance in (double[])[10, 0.05])
            {
                var learner = new LogisticRegression { Solver = solver, Tolerance = tolerance, MaxIterations = 2, C = 0.01 };
                LogisticRegressionModel model = learner.FitFrom(data, start);
                double own = LogisticReference.Objective(learner, x, y, weights, model);
                Assert.Equal(own, model.Report.Objective!.Value, 1e-12 * own);
            }
    }

    // scikit-learn 1.2.1 is above the optimum by 2.9e-5 to 4.1e-5 after 160 epochs, for seeds 0 to 2 (by 1.5e-3 to 2.1e-3 after 80).
    [Fact]
    public void Saga_needs_no_more_epochs_for_a_softmax_than_scikit_learn()
    {
        LogisticGolden golden = LogisticGolden.Read("wine");
        FitReport report = (golden.Learner() with { Solver = LogisticSolver.Saga, Tolerance = 1e-12, MaxIterations = 160 })
            .Fit(golden.Data()).Report;
        Assert.InRange(report.Objective!.Value - golden.Objective, 0, 6e-5);
    }

    private static bool Takes(LogisticSolver solver, Penalty penalty) =>
        penalty is Penalty.None or Penalty.L2 || solver is LogisticSolver.CoordinateDescent or LogisticSolver.Saga;

    private static void Holds(LogisticRegression learner, Matrix x, int[] y, double[] weights, double best, double[] shares)
    {
        foreach (Features rows in (Features[])[x, SparseMatrix.FromDense(x)])
        {
            LogisticRegressionModel model = learner.Fit(ClassificationData.Create(rows, y).WithWeights(weights));
            string name = $"{learner.Solver}, C = {learner.C}, first value {x[0, 0]}, {rows.GetType().Name}: {model.Report.Reason}";
            double own = LogisticReference.Objective(learner, x, y, weights, model);
            Assert.True(model.Report.Converged, name);
            // b holds the offset times the weights, to half a unit in the last place: some 1e-8 of a score at 1e8, of no first order in J.
            Assert.True(Math.Abs(own - model.Report.Objective!.Value) <= 1e-12 * own, $"{name} says {model.Report.Objective}, is {own}");
            // The gap holds, and a fit that says that it converged has one of at most 100 tolerances. The reference is right to 1e-11.
            double above = own - best;
            Assert.True(above <= (model.Report.DualityGap ?? 1e-9 * best) + 1e-11 * best, $"{name} is {above} above");
            Assert.True((model.Report.DualityGap ?? 0) <= 1e-4 * own, $"{name} gap {model.Report.DualityGap}");
            ReadOnlySpan<double> found = model.PredictProbabilities(x).Span;
            // A gap of 1e-4·J bounds the scores' squared error by 4e-4 or so; solvers come nearer.
            for (int at = 0; at < found.Length; at++)
                Assert.True(Math.Abs(shares[at] - found[at]) <= 1e-3, $"{name} says {found[at]} for {shares[at]}");
        }
    }

    private static Matrix Moved(double[,] z, double size, double offset)
    {
        double[,] moved = (double[,])z.Clone();
        for (int i = 0; i < z.GetLength(0); i++)
            for (int j = 0; j < z.GetLength(1); j++) moved[i, j] = size * (z[i, j] + offset);
        return new Matrix(moved);
    }

    // 60 rows of two columns in multiples of 2⁻¹⁰, whose classes overlap.
    private static (double[,] Z, int[] Y, double[] Weights) Noisy(int classes)
    {
        var rng = new Rng(5);
        double[,] z = new double[60, 2];
        int[] y = new int[60];
        double[] weights = new double[60];
        for (int i = 0; i < 60; i++)
        {
            y[i] = i % classes;
            weights[i] = 0.5 + rng.NextInt(4);
            double first = 0.4 * (y[i] - 0.5 * (classes - 1)), second = y[i] == 1 ? 0.3 : 0;
            z[i, 0] = Math.Round(1024 * (3.4 * (rng.NextDouble() - 0.5) + first)) / 1024;
            z[i, 1] = Math.Round(1024 * (3.4 * (rng.NextDouble() - 0.5) + second)) / 1024;
        }
        return (z, y, weights);
    }
}
