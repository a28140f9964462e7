using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>Every solver against scikit-learn's and LIBLINEAR's optimum, on dense rows and on sparse ones.</summary>
public class LogisticGoldenTests
{
    public static TheoryData<string, LogisticSolver> Cases => LogisticGolden.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void Every_solver_equals_scikit_learn_and_LIBLINEAR(string name, LogisticSolver solver)
    {
        LogisticGolden golden = LogisticGolden.Read(name);
        ClassificationData data = golden.Data();
        LogisticRegression learner = golden.Learner() with { Solver = solver, Tolerance = Tolerance(solver, golden) };

        LogisticRegressionModel model = learner.Fit(data), sparse = learner.Fit(data.WithFeatures(SparseMatrix.FromDense(golden.X)));

        foreach (LogisticRegressionModel each in (LogisticRegressionModel[])[model, sparse])
        {
            Assert.True(each.Report.Converged, each.Report.Reason);
            Assert.InRange(LogisticConditions.Violation(learner, data, golden.X, each), 0, 2 * learner.Tolerance);
            // With such gradients the mean objective is within their square over the curvature, which is nothing.
            Assert.Equal(golden.Objective, each.Report.Objective!.Value, 1e-8 * golden.Objective);
            // Two classes of one size and no weight tie at a probability of one half.
            if (golden.Predictions is { } codes && learner.C > 1e-5) Assert.Equal(codes, each.Predict(golden.X));
            if (golden.Probabilities is { } shares) Close(shares, each.PredictProbabilities(golden.X).Span, 1e-5);
            // Collinear columns leave L1's weights undetermined along one direction.
            if (name != "collinear-l1") Close(golden.Coefficients, each.Coefficients.Span, 1e-5);
            // Where 1/(C·n) is near the tolerance, a pure L1 dual is scaled to nothing.
            if (each.Report.DualityGap is { } gap && (learner.C < 1000 || solver != LogisticSolver.Saga))
                Assert.InRange(gap, -1e-9 * golden.Objective, 1e-5 * golden.Objective);
        }
    }

    [Theory, InlineData("broad-l1"), InlineData("broad-elasticnet")]
    public void Problems_of_many_columns_go_by_working_sets(string name)
    {
        LogisticGolden golden = LogisticGolden.Read(name);
        Assert.Equal(0, LogisticNewton.CurvatureSize(golden.X.ColumnCount, outputs: 3, fitIntercept: true, cholesky: false));
        Assert.Contains(golden.Coefficients, w => w == 0);
        Assert.Contains(golden.Coefficients, w => w != 0);
    }

    // The objective is off by at most the gradient's square over twice the least curvature, a weight by the gradient over it. SAGA
    // approaches linearly and L-BFGS by differences of gradients, so both stop before methods that know the curvature do; but not where
    // all that curves is the penalty, 1/(C·n) = 1e-8.
    private static double Tolerance(LogisticSolver solver, LogisticGolden golden) =>
        solver is (LogisticSolver.Saga or LogisticSolver.LBfgs) && golden.Learner().C < 1e6 ? 1e-10 : 1e-12;
}
