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
        LogisticRegression learner = golden.Learner() with { Solver = solver, Tolerance = solver is LogisticSolver.Saga ? 1e-7 : 1e-9 };

        LogisticRegressionModel model = learner.Fit(data), sparse = learner.Fit(data.WithFeatures(SparseMatrix.FromDense(golden.X)));

        foreach (LogisticRegressionModel each in (LogisticRegressionModel[])[model, sparse])
        {
            Assert.True(each.Report.Converged, each.Report.Reason);
            // With a gradient of 1e-9 (SAGA 1e-7) the mean objective is within its square over the curvature, 1e-12 or less.
            Assert.Equal(golden.Objective, each.Report.Objective!.Value, 1e-8 * golden.Objective);
            // Two classes of one size and no weight tie at a probability of one half.
            if (golden.Predictions is { } codes && learner.C > 1e-5) Assert.Equal(codes, each.Predict(golden.X));
            if (golden.Probabilities is { } shares) Close(shares, each.PredictProbabilities(golden.X).Span, 1e-5);
            // Collinear columns leave L1's weights undetermined along one direction.
            if (name != "collinear-l1") Close(golden.Coefficients, each.Coefficients.Span, CoefficientTolerance(learner));
            // Where 1/C is of the order of the tolerance, a pure L1 dual is scaled to nothing.
            if (each.Report.DualityGap is { } gap && learner.C < 1000) Assert.InRange(
                gap, -1e-9 * golden.Objective, 1e-5 * golden.Objective);
        }
    }

    // A weak penalty leaves directions almost flat: there a weight moves by the gradient over the least curvature, 1/(C·n).
    private static double CoefficientTolerance(LogisticRegression learner) =>
        learner.C >= 100 ? 1e-3 : learner.Solver == LogisticSolver.Saga ? 1e-4 : 1e-5;

    private static void Close(double[] expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
