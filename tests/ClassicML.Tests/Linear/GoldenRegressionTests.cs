using System.Text.Json;
using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>Least squares, ridge, lasso, elastic net and their relatives against scikit-learn, on dense rows and on sparse ones.</summary>
public class GoldenRegressionTests
{
    public static TheoryData<string> Cases { get; } = [.. Golden.Cases("linear-regression")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("linear-regression", name);
        Matrix x = golden.Matrix("x");
        double[] y = golden.Numbers("y"), weights = golden.Weights;
        IRegressor<LinearRegressionModel> learner = Learner(golden);
        foreach (Features features in (Features[])[x, SparseMatrix.FromDense(x)])
        {
            LinearRegressionModel model = learner.Fit(new RegressionData(features, y, weights));
            Assert.True(model.Report.Converged, model.Report.Reason);
            double objective = golden.Number("objective");
            // A fit through every row leaves rounding: then the least squares themselves are the scale.
            Assert.Equal(objective, model.Report.Objective!.Value, 1e-8 * objective + 1e-12 * y.Sum(v => v * v));
            Close(golden.Numbers("predictions"), model.Predict(x), 1e-6);
            // Collinear columns leave the lasso's weights undetermined along one direction.
            if (!(name.Contains("collinear") && name.StartsWith("lasso")))
                Close(golden.Numbers("coefficients"), model.Coefficients, 1e-5);
        }
    }

    [Fact]
    public void A_path_equals_that_of_scikit_learn_and_its_gaps_are_small()
    {
        Golden golden = Golden.Read("lasso-path", "diabetes");
        var data = new RegressionData(golden.Matrix("x"), golden.Numbers("y"));
        var path = new LassoPath { PointCount = 12, LastShare = 1e-3, Tolerance = 1e-12 }.Compute(data);
        double[] alphas = golden.Numbers("alphas");
        double[][] coefficients = golden["coefficients"].Deserialize<double[][]>()!;
        for (int i = 0; i < alphas.Length; i++)
        {
            Assert.Equal(alphas[i], path[i].Alpha, 1e-9 * alphas[i]);
            Close(coefficients[i], path[i].Model.Coefficients, 1e-5);
            Assert.InRange(path[i].Model.Report.DualityGap!.Value, 0, 1e-8);
        }
        Assert.All(path[0].Model.Coefficients.ToArray(), w => Assert.Equal(0, w, 1e-6));
    }

    [Theory, InlineData("three"), InlineData("three-weights")]
    public void A_ridge_classifier_equals_that_of_scikit_learn(string name)
    {
        Golden golden = Golden.Read("ridge-classifier", name);
        ClassificationData data = golden.Data().WithWeights(golden.Weights);
        LinearClassifierModel model = new RidgeClassifier
        {
            Alpha = golden.Number("alpha"),
            ClassWeights = golden["balanced"].GetBoolean() ? ClassWeights.Balanced : ClassWeights.None,
        }.Fit(data);
        Close(golden.Matrix("coefficients").Span, model.Coefficients.Span, 1e-9);
        Close(golden.Numbers("intercept"), model.Intercept, 1e-9);
    }

    [Fact]
    public void A_warm_start_ends_at_the_same_weights_sooner()
    {
        RegressionData data = Contract.Rows.Numbers(200, 12);
        var learner = new Lasso { Alpha = 0.02, Tolerance = 1e-12 };
        LinearRegressionModel plain = learner.Fit(data), warm = learner.FitFrom(data, plain);
        // A gap of 1e-12 of the mean square leaves weights within its square root.
        Close(plain.Coefficients.ToArray(), warm.Coefficients, 1e-5);
        Assert.True(warm.Report.Iterations <= plain.Report.Iterations);
        Assert.Contains("earlier must have 12 entries",
            Fail(() => learner.FitFrom(data, learner.Fit(Contract.Rows.Numbers(50, 3)))));
    }

    [Fact]
    public void More_columns_than_two_thousand_go_by_working_sets_to_the_same_optimum()
    {
        var rng = new Rng(3);
        double[] x = new double[60 * 2500], y = new double[60];
        for (int at = 0; at < x.Length; at++) x[at] = rng.NextDouble() - 0.5;
        for (int i = 0; i < y.Length; i++) y[i] = x[i * 2500] - 2 * x[i * 2500 + 7] + 0.1 * rng.NextDouble();
        LinearRegressionModel model = new Lasso { Alpha = 0.005, Tolerance = 1e-10 }.Fit(new RegressionData(Matrix.Wrap(x, 60, 2500), y));
        Assert.True(model.Report.Converged, model.Report.Reason);
        Assert.True(model.Coefficients[0] > 0.5 && model.Coefficients[7] < -1.5);
        Assert.True(model.Coefficients.ToArray().Count(w => w != 0) < 60);
    }

    [Fact]
    public void Too_few_passes_are_reported_with_the_gap()
    {
        FitReport report = new Lasso { Alpha = 1e-4, MaxIterations = 1, Tolerance = 1e-14 }.Fit(Contract.Rows.Numbers()).Report;
        Assert.False(report.Converged);
        Assert.Contains("the limit of 1 passes was reached with a duality gap of", report.Reason);
        Assert.True(report.DualityGap > 0);
    }

    [Fact]
    public void Penalties_outside_their_range_are_refused()
    {
        Assert.Contains("Alpha must be positive, was -1", Fail(() => new Lasso { Alpha = -1 }));
        Assert.Contains("Alpha must be at least 0, was -1", Fail(() => new Ridge { Alpha = -1 }));
        Assert.Contains("L1Ratio must be in [0, 1], was 1.5", Fail(() => new ElasticNet { L1Ratio = 1.5 }));
    }

    private static IRegressor<LinearRegressionModel> Learner(Golden golden)
    {
        JsonElement options = golden["options"];
        bool intercept = options.GetProperty("FitIntercept").GetBoolean();
        double alpha = options.TryGetProperty("Alpha", out JsonElement a) ? a.GetDouble() : 0;
        return golden["learner"].GetString() switch
        {
            "LinearRegression" => new LinearRegression { FitIntercept = intercept },
            "Ridge" => new Ridge { Alpha = alpha, FitIntercept = intercept },
            "Lasso" => new Lasso { Alpha = alpha, FitIntercept = intercept, Tolerance = 1e-13, MaxIterations = 100_000 },
            _ => new ElasticNet
            {
                Alpha = alpha, L1Ratio = options.GetProperty("L1Ratio").GetDouble(), FitIntercept = intercept,
                Tolerance = 1e-13, MaxIterations = 100_000
            },
        };
    }
}
