using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Regressors against scikit-learn, which is LIBSVM.</summary>
public class GoldenRegressorTests
{
    [Theory]
    [InlineData("diabetes-rbf"), InlineData("diabetes-rbf-weights"), InlineData("diabetes-linear"), InlineData("diabetes-poly")]
    [InlineData("diabetes-sigmoid"), InlineData("diabetes-laplacian-weights"), InlineData("diabetes-chi2"), InlineData("diabetes-nu-poly")]
    [InlineData("diabetes-nu-laplacian")]
    [InlineData("diabetes-nu"), InlineData("diabetes-nu-linear-weights")]
    public void Equals_scikit_learn(string name)
    {
        var golden = new GoldenSvm("svm-regressor", name);
        var data = new RegressionData(golden.X, golden.Get<double[]>("y"), golden.Weights);
        SvmRegressorModel model = new SvmRegressor
        {
            C = golden.C, Nu = golden.Nu, Epsilon = golden.Option("Epsilon").GetDouble(), Kernel = golden.Kernel,
            Tolerance = golden.Tolerance,
        }.Fit(data);

        Assert.True(model.Report.Converged, model.Report.Reason);
        double objective = Objective(model, data, golden.Nu is null ? golden.Option("Epsilon").GetDouble() : 0);
        Assert.Equal(golden.Objective, objective, 1e-6 * Math.Abs(golden.Objective));
        double rho = golden.Get<double>("rho");
        Assert.Equal(rho, -model.Intercept, 1e-4 * Math.Max(1, Math.Abs(rho)));
        double[] expected = golden.Get<double[]>("predictions"), actual = model.Predict(data.Features);
        // Targets are of the size of 100; predictions move by the square root of what the objective moves by.
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-2);
        Assert.Equal(golden.Get<int[]>("supports"), model.SupportIndices.ToArray());
    }

    private static double Objective(SvmRegressorModel model, RegressionData data, double epsilon)
    {
        Matrix gram = model.Kernel.Gram(model.SupportVectors);
        double sum = 0;
        for (int k = 0; k < gram.RowCount; k++)
        {
            double own = model.DualCoefficients[k];
            sum += epsilon * Math.Abs(own) - own * data.Targets[model.SupportIndices[k]];
            for (int l = 0; l < gram.RowCount; l++) sum += 0.5 * own * model.DualCoefficients[l] * gram[k, l];
        }
        return sum;
    }
}
