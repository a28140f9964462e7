using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

public class LinearSvmTests
{
    [Theory]
    [InlineData("iris-two-classes"), InlineData("iris-two-classes-hinge"), InlineData("iris-hinge-weights"),
        InlineData("iris-no-intercept"), InlineData("wine")]
    public void Equals_scikit_learn(string name)
    {
        using var golden = new GoldenSvm("linear-svm", name);
        ClassificationData data = ClassificationData.Create(golden.X, golden.Get<int[]>("y"));
        if (golden.Weights is { } weights) data = data.WithWeights(weights);
        LinearSvmClassifierModel model = new LinearSvmClassifier
        {
            C = golden.C, FitIntercept = golden.Option("FitIntercept").GetBoolean(), Tolerance = 1e-8, MaxIterations = 1_000_000,
            Loss = golden.Option("Loss").GetString() == "hinge" ? HingeLoss.Hinge : HingeLoss.SquaredHinge,
        }.Fit(data);

        Assert.True(model.Report.Converged, model.Report.Reason);
        // The optimum is unique; a violation of 1e-8 leaves the objective well within 1e-9 of it.
        Assert.Equal(golden.Objective, model.Report.Objective!.Value, 1e-8 * golden.Objective);
        Assert.InRange(model.Report.DualityGap!.Value, -1e-8 * golden.Objective, 1e-6 * golden.Objective);
        Assert.Equal(golden.Get<int[]>("predictions"), model.Predict(data.Features));
        double[] coefficients = [.. golden.Get<double[][]>("coefficients").SelectMany(row => row)];
        // Weights move by the square root of what the objective moves by.
        for (int j = 0; j < coefficients.Length; j++) Assert.Equal(coefficients[j], model.Coefficients.Span[j], 1e-4);
    }

    [Fact]
    public void Hinge_loss_and_linear_kernel_find_the_same_margin_when_the_intercept_is_hardly_penalised()
    {
        ClassificationData data = SvmData.Blobs(2, 120, 2);
        double kernel = new SvmClassifier { Kernel = KernelFunction.Linear, Tolerance = 1e-6 }.Fit(data).Report.Details["margin_width"];
        double linear = new LinearSvmClassifier { Loss = HingeLoss.Hinge, InterceptScaling = 100, Tolerance = 1e-6,
            MaxIterations = 1_000_000 }
            .Fit(data).Report.Details["margin_width"];
        // A scaling of 100 leaves a ten-thousandth of the intercept's penalty.
        Assert.Equal(kernel, linear, 1e-3 * kernel);
    }
}
