using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Machines on sparse rows, like those of texts, against svm-train; one row is empty and some columns are.</summary>
public class GoldenSparseTests
{
    [Theory, InlineData("texts-linear"), InlineData("texts-rbf"), InlineData("texts-poly"), InlineData("texts-sigmoid")]
    [InlineData("texts-two-classes")]
    public void A_classifier_equals_that_of_svm_train(string name)
    {
        var golden = new GoldenSvm("svm-sparse", name);
        ClassificationData data = ClassificationData.Create(golden.Sparse, golden.Get<int[]>("y"));
        SvmClassifierModel model = new SvmClassifier { C = golden.C, Kernel = golden.Kernel, Tolerance = golden.Tolerance }.Fit(data);
        SvmClassifierModel theirs = LibSvmModelFile.Read(new StringReader(golden.Get<string>("model")), golden.Sparse.ColumnCount);
        Assert.True(model.Report.Converged, model.Report.Reason);
        Assert.IsType<SparseMatrix>(model.SupportVectors);
        Assert.IsType<SparseMatrix>(theirs.SupportVectors);
        Equal(golden, model.Report.Objective!.Value);
        double[] rho = golden.Get<double[]>("rho");
        int sign = data.ClassCount == 2 ? -1 : 1;
        for (int m = 0; m < rho.Length; m++) Assert.Equal(rho[m], -sign * model.Intercept[m], 1e-4);
        int[] predictions = [.. golden.Get<double[]>("predictions").Select(label => (int)label)];
        Assert.Equal(predictions, model.Predict(data.Features).Select(model.Labels.Integer));
        Assert.Equal(predictions, theirs.Predict(data.Features).Select(theirs.Labels.Integer));
        Assert.Equal(predictions, theirs.Predict(golden.Sparse.ToDense()).Select(theirs.Labels.Integer));
    }

    [Theory, InlineData("texts-svr"), InlineData("texts-nu-svr")]
    public void A_regressor_equals_that_of_svm_train(string name)
    {
        var golden = new GoldenSvm("svm-sparse", name);
        double? nu = name == "texts-nu-svr" ? golden.Nu : null;
        SvmRegressorModel model = new SvmRegressor
        {
            C = golden.C, Nu = nu, Epsilon = golden.Option("Epsilon").GetDouble(), Kernel = golden.Kernel, Tolerance = golden.Tolerance,
        }.Fit(new RegressionData(golden.Sparse, golden.Get<double[]>("y")));
        SvmRegressorModel theirs = LibSvmModelFile.ReadRegressor(new StringReader(golden.Get<string>("model")), golden.Sparse.ColumnCount);
        Assert.True(model.Report.Converged, model.Report.Reason);
        Equal(golden, model.Report.Objective!.Value);
        Assert.Equal(golden.Get<double[]>("rho")[0], -model.Intercept, 1e-4);
        double[] expected = golden.Get<double[]>("predictions"), ours = model.Predict(golden.Sparse), read = theirs.Predict(golden.Sparse);
        // svm-predict prints six digits; the solutions are known to the violation of 1e-6, and predictions move by its square root.
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], ours[i], 1e-3);
            Assert.Equal(expected[i], read[i], 1e-5);
        }
    }

    [Fact]
    public void A_one_class_machine_equals_that_of_svm_train()
    {
        var golden = new GoldenSvm("svm-sparse", "texts-one-class");
        var learner = new OneClassSvm { Nu = golden.Nu!.Value, Kernel = golden.Kernel, Tolerance = golden.Tolerance };
        OneClassSvmModel model = learner.Fit(golden.Sparse);
        OneClassSvmModel theirs = LibSvmModelFile.ReadOneClass(new StringReader(golden.Get<string>("model")), golden.Sparse.ColumnCount);
        Equal(golden, model.Report.Objective!.Value);
        Assert.Equal(golden.Get<double[]>("rho")[0], model.Rho, 1e-4);
        double[] expected = golden.Get<double[]>("predictions"), ours = model.Score(golden.Sparse), read = theirs.Score(golden.Sparse);
        // Most rows lie on the border, where scores are zero but for the tolerance of the training, and their signs are those of roundings.
        int[] clear = [.. Enumerable.Range(0, expected.Length).Where(i => Math.Abs(read[i]) > 1e-4)];
        Assert.True(clear.Length > 10);
        Assert.All(clear, i => Assert.Equal((expected[i] > 0, expected[i] > 0), (read[i] > 0, ours[i] > 0)));
        // Scores move by the square root of what the objective moves by.
        for (int i = 0; i < ours.Length; i++) Assert.Equal(read[i], ours[i], 1e-4 * Math.Abs(model.Rho));
    }

    // Both stop at a violation of 1e-6; the solver's own sum carries the rounding of entries to floats.
    private static void Equal(GoldenSvm golden, double objective) =>
        Assert.Equal(golden.Objective, objective, 1e-6 * Math.Max(1, Math.Abs(golden.Objective)));
}
