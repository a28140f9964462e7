using System.Text.Json;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>What linear SVMs say of themselves holds on any scale and offset of the features, and where C·n is large.</summary>
public class LinearSvmClaimsTests
{
    private static readonly LinearSvmSolver[] Solvers = [LinearSvmSolver.CoordinateDescent, LinearSvmSolver.TrustRegionNewton];

    // An objective of sums that cancel, at an offset of 1e8, keeps some eight digits.
    private const double Rounding = 1e-6;

    [Theory, InlineData("classes"), InlineData("numbers")]
    public void Nothing_that_has_converged_is_far_from_the_exact_optimum(string name)
    {
        Golden golden = Golden.Read("linear-svm-exact", name);
        double[] y = golden.Numbers("y");
        foreach (JsonElement one in golden["cases"].EnumerateArray())
        {
            double offset = one.GetProperty("offset").GetDouble(), c = one.GetProperty("c").GetDouble(),
                optimum = one.GetProperty("objective").GetDouble();
            string what = $"{name}, scale {one.GetProperty("scale")}, offset {offset}, C {c}";
            double[][] rows = one.GetProperty("x").Deserialize<double[][]>()!;
            foreach (LinearSvmSolver solver in Solvers)
            {
                (FitReport report, double[] w, double b) = Fit(name == "classes", solver, new Matrix(rows), y, c);
                decimal slack = 0;
                for (int i = 0; i < rows.Length; i++)
                {
                    decimal score = (decimal)b;
                    for (int j = 0; j < w.Length; j++) score += (decimal)w[j] * (decimal)rows[i][j];
                    decimal error = name == "classes" ? Math.Max(0, 1 - (decimal)y[i] * score) : (decimal)y[i] - score;
                    slack += error * error;
                }
                double objective = 0.5 * (w.Sum(v => v * v) + b * b) + c * (double)slack, told = report.Objective!.Value;
                Assert.True(Math.Abs(told - objective) <= Rounding * objective, $"{what}, {solver}: {told} is {objective}");
                Assert.True(told >= (1 - Rounding) * optimum, $"{what}, {solver}: {told} is below {optimum}");
                Assert.True(told - report.DualityGap <= (1 + Rounding) * optimum, $"{what}, {solver}: {report.DualityGap} is no bound");
                // Ten tolerances.
                if (report.Converged) Assert.True(told <= (1 + 1e-3) * optimum, $"{what}, {solver}: converged at {told}, not {optimum}");
                if (solver == LinearSvmSolver.TrustRegionNewton && offset <= 1e5) Assert.True(report.Converged, $"{what}: {report.Reason}");
            }
        }
    }

    [Theory, InlineData(1e-3), InlineData(1), InlineData(1e3), InlineData(1e8), InlineData(1e74), InlineData(1e-170)]
    public void Every_solver_moves_on_features_of_any_size_and_its_gap_is_a_bound(double scale)
    {
        ClassificationData blobs = SvmData.Blobs(2, 60, 3);
        // Without an offset, coordinate descent takes its steps at any size.
        double[] x = [.. ((Matrix)blobs.Features).Span.ToArray().Select(value => scale * (value - 1.9))];
        ClassificationData data = blobs.WithFeatures(Matrix.Wrap(x, 60, 3));
        var numbers = new RegressionData(data.Features, [.. data.Codes.ToArray().Select(code => code - 0.5)]);
        double c = scale < 1e-100 ? 1 : 10 / scale / scale;
        foreach (double cost in new[] { 1, c })
        {
            FitReport[] reports =
            [
                new LinearSvmClassifier { C = cost, Loss = HingeLoss.Hinge }.Fit(data).Report,
                new LinearSvmClassifier { C = cost, Solver = LinearSvmSolver.CoordinateDescent }.Fit(data).Report,
                new LinearSvmClassifier { C = cost, Solver = LinearSvmSolver.TrustRegionNewton }.Fit(data).Report,
                new LinearSvmClassifier { C = cost, Penalty = LinearSvmPenalty.L1 }.Fit(data).Report,
                new LinearSvmClassifier { C = cost, MultiClass = LinearSvmMultiClass.CrammerSinger }.Fit(data).Report,
                new LinearSvmRegressor { C = cost }.Fit(numbers).Report,
                .. Solvers.Select(solver =>
                    new LinearSvmRegressor { C = cost, Loss = HingeLoss.SquaredHinge, Solver = solver }.Fit(numbers).Report),
            ];
            Assert.All(reports, report =>
            {
                Assert.True(double.IsFinite(report.Objective!.Value));
                // Zero is a point of every dual, so no gap is wider than the objective.
                Assert.InRange(
                    report.DualityGap!.Value, -1e-9 * report.Objective.Value, (1 + 1e-9) * Math.Max(report.Objective.Value, cost * 60));
            });
            // Classes that lie apart: where C is not too small, no solver stays at zero, whose objective is Σ C.
            if (scale >= 1 && cost == 1) Assert.All(reports[..5], report => Assert.InRange(report.Objective!.Value, 0, 0.9 * 60));
        }
    }

    [Fact]
    public void An_objective_that_is_not_finite_is_refused_with_its_cause()
    {
        ClassificationData data = SvmData.Blobs(2, 40, 2);
        double[] x = [.. ((Matrix)data.Features).Span.ToArray().Select(value => 1e74 * value)];
        data = data.WithFeatures(Matrix.Wrap(x, 40, 2));
        Assert.Contains("too large to add up", Assert.ThrowsAny<ArgumentException>(() =>
            new LinearSvmClassifier { C = 1e305, Solver = LinearSvmSolver.TrustRegionNewton }.Fit(data)).Message);
        var numbers = new RegressionData(data.Features, [.. data.Codes.ToArray().Select(code => 1e75 * code)]);
        Assert.Contains("too large to add up", Assert.ThrowsAny<ArgumentException>(() =>
            new LinearSvmRegressor { C = 1e300, MaxIterations = 20 }.Fit(numbers)).Message);
    }

    private static (FitReport Report, double[] Weights, double Intercept) Fit(
        bool classes, LinearSvmSolver solver, Matrix x, double[] y, double c)
    {
        if (classes)
        {
            LinearSvmClassifierModel model = new LinearSvmClassifier { C = c, Solver = solver }
                .Fit(ClassificationData.Create(x, Array.ConvertAll(y, v => v > 0 ? 1 : 0)));
            return (model.Report, model.Coefficients.Span.ToArray(), model.Intercept[0]);
        }
        LinearSvmRegressorModel fitted = new LinearSvmRegressor { C = c, Solver = solver, Loss = HingeLoss.SquaredHinge }
            .Fit(new RegressionData(x, y));
        return (fitted.Report, fitted.Coefficients.ToArray(), fitted.Intercept);
    }
}
