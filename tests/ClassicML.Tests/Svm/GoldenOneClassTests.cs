using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>One-class machines against scikit-learn, which is LIBSVM.</summary>
public class GoldenOneClassTests
{
    [Theory, InlineData("iris"), InlineData("iris-small-nu"), InlineData("iris-linear"), InlineData("iris-poly")]
    [InlineData("iris-sigmoid"), InlineData("iris-laplacian"), InlineData("iris-chi2")]
    public void Equals_scikit_learn(string name)
    {
        var golden = new GoldenSvm("one-class-svm", name);
        Matrix x = golden.X;
        OneClassSvmModel model = new OneClassSvm { Nu = golden.Nu!.Value, Kernel = golden.Kernel, Tolerance = golden.Tolerance }.Fit(x);
        Assert.True(model.Report.Converged, model.Report.Reason);
        Matrix gram = model.Kernel.Gram(model.SupportVectors);
        double objective = 0;
        for (int k = 0; k < gram.RowCount; k++)
            for (int l = 0; l < gram.RowCount; l++) objective += 0.5 * model.DualCoefficients[k] * model.DualCoefficients[l] * gram[k, l];
        Assert.Equal(golden.Objective, objective, 1e-6 * golden.Objective);
        Assert.Equal(golden.Get<double>("rho"), model.Rho, 1e-4 * Math.Max(1, Math.Abs(model.Rho)));
        double[] expected = golden.Get<double[]>("scores"), scores = model.Score(x);
        // Scores move by the square root of what the objective moves by.
        for (int i = 0; i < scores.Length; i++) Assert.Equal(expected[i], scores[i], 2e-4 * Math.Max(1, Math.Abs(model.Rho)));
        // Iris has equal rows, which may share their coefficients in any way: there the sets are ties.
        if (name != "iris-linear") Assert.Equal(golden.Get<double>("support_share"), (double)model.SupportVectors.RowCount / x.RowCount,
            0.02);
    }

    [Fact]
    public void At_most_a_share_nu_of_the_rows_become_outliers()
    {
        Features x = SvmData.Blobs(2, 200, 3).Features;
        foreach (double nu in new[] { 0.05, 0.2, 0.5 })
        {
            OneClassSvmModel model = new OneClassSvm { Nu = nu, Tolerance = 1e-6 }.Fit(x);
            // Rows on the border have a score of zero within the tolerance.
            Assert.True(model.Score(x).Count(score => score < -1e-4) <= nu * 200 + 1);
            Assert.True(model.SupportVectors.RowCount >= nu * 200 - 1e-9);
        }
    }
}
