using ClassicML.Svm;
using ClassicML.Tests.Linear;

namespace ClassicML.Tests.Svm;

public class LibLinearSvmModelFileTests
{
    public static TheoryData<string> Classifiers => [.. Golden.Cases("liblinear-model").Where(name => name.StartsWith("svm", StringComparison.Ordinal))];

    public static TheoryData<string> Regressors => [.. Golden.Cases("liblinear-model").Where(name => name.StartsWith("svr", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Classifiers))]
    public void A_classifier_of_train_predicts_here_what_predict_says_and_is_written_again(string name)
    {
        Golden golden = Golden.Read("liblinear-model", name);
        LinearSvmClassifierModel model = LibLinearSvmModelFile.Read(new StringReader(golden["model"].GetString()!));
        Assert.Equal(golden.Numbers("predictions"), model.Predict(golden.Matrix("x")).Select(code => (double)model.Labels.Integer(code)));
        LinearSvmClassifierModel back = LibLinearSvmModelFile.Read(new StringReader(Text(model)));
        Assert.Equal(model.Coefficients.Span.ToArray(), back.Coefficients.Span.ToArray());
        Assert.Equal((model.Labels, model.Intercept[0]), (back.Labels, back.Intercept[0]));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_regressor_of_train_predicts_here_what_predict_says_and_is_written_again(string name)
    {
        Golden golden = Golden.Read("liblinear-model", name);
        LinearSvmRegressorModel model = LibLinearSvmModelFile.ReadRegressor(new StringReader(golden["model"].GetString()!));
        // The tool prints six digits of numbers up to some hundred.
        Close(golden.Numbers("predictions"), model.Predict(golden.Matrix("x")), 1e-5);
        LinearSvmRegressorModel back = LibLinearSvmModelFile.ReadRegressor(new StringReader(Text(model)));
        Assert.Equal(model.Coefficients.ToArray(), back.Coefficients.ToArray());
        Assert.Equal(model.Intercept, back.Intercept);
    }

    [Fact]
    public void Predict_says_what_is_predicted_here()
    {
        ClassificationData iris = ClassicML.Datasets.Iris();
        foreach ((LinearSvmClassifier learner, string solver) in new[]
        {
            (new LinearSvmClassifier(), "L2R_L2LOSS_SVC"), (new LinearSvmClassifier { Loss = HingeLoss.Hinge }, "L2R_L1LOSS_SVC_DUAL"),
            (new LinearSvmClassifier { Penalty = LinearSvmPenalty.L1 }, "L1R_L2LOSS_SVC"),
            (new LinearSvmClassifier { MultiClass = LinearSvmMultiClass.CrammerSinger }, "MCSVM_CS"),
        })
        {
            LinearSvmClassifierModel model = learner.Fit(iris);
            Assert.StartsWith($"solver_type {solver}\n", Text(model));
            Assert.Equal(
                LibLinearLogisticModelFileTests.Predicted(Text(model), (Matrix)iris.Features), model.Predict(iris.Features).Select(code => (double)code));
        }
        LinearSvmRegressorModel regressor = new LinearSvmRegressor { C = 10 }.Fit(
            new RegressionData(iris.Features.SelectColumns([0, 1, 2]), ((Matrix)iris.Features).SelectColumns([3]).Span));
        Matrix x = (Matrix)iris.Features.SelectColumns([0, 1, 2]);
        Close(LibLinearLogisticModelFileTests.Predicted(Text(regressor), x), regressor.Predict(x), 1e-5);
    }

    private static string Text(LinearSvmClassifierModel model)
    {
        using var writer = new StringWriter();
        LibLinearSvmModelFile.Write(model, writer);
        return writer.ToString();
    }

    private static string Text(LinearSvmRegressorModel model)
    {
        using var writer = new StringWriter();
        LibLinearSvmModelFile.Write(model, writer);
        return writer.ToString();
    }
}
