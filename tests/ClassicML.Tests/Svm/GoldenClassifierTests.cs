using System.Text.Json;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Classifiers against scikit-learn, which is LIBSVM.</summary>
public class GoldenClassifierTests
{
    [Theory]
    [InlineData("iris-rbf"), InlineData("iris-rbf-weights"), InlineData("iris-rbf-zero-weights"), InlineData("iris-rbf-class-weights")]
    [InlineData("iris-rbf-balanced"), InlineData("iris-rbf-auto-large-c"), InlineData("iris-linear"), InlineData("iris-linear-weights")]
    [InlineData("iris-poly"), InlineData("iris-sigmoid"), InlineData("iris-nu"), InlineData("iris-nu-linear-weights"),
        InlineData("iris-nu-poly")]
    [InlineData("iris-no-shrinking"), InlineData("two-classes-rbf"), InlineData("two-classes-linear"), InlineData("two-classes-nu")]
    [InlineData("iris-sigmoid-weights"), InlineData("iris-poly-class-weights"), InlineData("iris-linear-balanced"),
        InlineData("iris-laplacian")]
    [InlineData("iris-laplacian-weights"), InlineData("iris-chi2"), InlineData("iris-chi2-class-weights"), InlineData("iris-nu-sigmoid")]
    [InlineData("iris-nu-laplacian"), InlineData("iris-nu-chi2"), InlineData("iris-large-gamma"), InlineData("iris-small-c")]
    [InlineData("wine-rbf"), InlineData("wine-unscaled"), InlineData("breast-cancer-rbf")]
    public void Equals_scikit_learn(string name)
    {
        var golden = new GoldenSvm("svm-classifier", name);
        ClassificationData data = ClassificationData.Create(golden.X, golden.Get<int[]>("y"));
        if (golden.Weights is { } weights) data = data.WithWeights(weights);
        SvmClassifierModel model = new SvmClassifier
        {
            C = golden.C, Nu = golden.Nu, Kernel = golden.Kernel, Tolerance = golden.Tolerance,
            Shrinking = golden.Option("Shrinking").GetBoolean(), ClassWeights = golden.ClassWeights,
        }.Fit(data);

        Assert.True(model.Report.Converged, model.Report.Reason);
        // Both stop at a violation of 1e-5, which leaves the objective about its square from the optimum. The solution of nu-SVC is divided
        // by r, which is known to the violation only.
        Assert.Equal(golden.Objective, Objective(model, golden.Nu is not null), (golden.Nu is null
            ? 1e-6 : 2e-4) * Math.Abs(golden.Objective));
        Assert.Equal(golden.Get<int[]>("predictions"), model.Predict(data.Features));
        double[] rho = golden.Get<double[]>("rho");
        int sign = data.ClassCount == 2 ? -1 : 1;
        for (int m = 0; m < rho.Length; m++) Assert.Equal(rho[m], -sign * model.Intercept[m], 1e-4 * Math.Max(1, Math.Abs(rho[m])));
        int[] ties = FirstEqual(golden.X);
        Assert.Equal(Distinct(golden.Get<int[][]>("supports"), ties), Distinct([model.SupportIndices.ToArray()], ties));
        Compare(golden.Root.GetProperty("scores"), model.DecisionScores(data.Features));
    }

    [Theory, InlineData("iris-rbf"), InlineData("iris-poly-weights")]
    public void One_versus_rest_equals_scikit_learns_machines_one_by_one(string name)
    {
        var golden = new GoldenSvm("svm-one-versus-rest", name);
        ClassificationData data = ClassificationData.Create(golden.X, golden.Get<int[]>("y"));
        if (golden.Weights is { } weights) data = data.WithWeights(weights);
        SvmClassifierModel model = new SvmClassifier
        {
            C = golden.C, Kernel = golden.Kernel, Tolerance = golden.Tolerance, MultiClass = SvmMultiClass.OneVersusRest,
        }.Fit(data);
        Compare(golden.Root.GetProperty("scores"), model.DecisionScores(data.Features));
        Assert.Equal(golden.Get<int[]>("predictions"), model.Predict(data.Features));
    }

    // ½aᵀKa - Σ|a| of each pair, from the model alone and in double: the solver's own sum carries the rounding of float entries.
    private static double Objective(SvmClassifierModel model, bool nu)
    {
        Matrix gram = model.Kernel.Gram(model.SupportVectors);
        int classes = model.Labels.Count, count = gram.RowCount;
        int[] codes = [.. Enumerable.Range(0, classes).SelectMany(k => Enumerable.Repeat(k, model.SupportCounts[k]))];
        double sum = 0;
        for (int a = 0; a < classes; a++)
            for (int b = a + 1; b < classes; b++)
            {
                int row(int k) => classes == 2 ? 0 : codes[k] == a ? b - 1 : a;
                int[] pair = [.. Enumerable.Range(0, count).Where(k => codes[k] == a || codes[k] == b)];
                foreach (int k in pair)
                {
                    double own = model.DualCoefficients[row(k), k];
                    if (!nu) sum -= Math.Abs(own);
                    foreach (int l in pair) sum += 0.5 * own * model.DualCoefficients[row(l), l] * gram[k, l];
                }
            }
        return sum;
    }

    private static void Compare(JsonElement expected, Matrix actual)
    {
        double[] flat = expected[0].ValueKind == JsonValueKind.Number
            ? expected.Deserialize<double[]>()! : [.. expected.Deserialize<double[][]>()!.SelectMany(row => row)];
        // Scores move by the square root of what the objective moves by.
        Close(flat, actual.Span, 1e-4);
    }

    // Equal rows may share their coefficients in any way, so the first stands for all of them.
    private static int[] Distinct(int[][] supports,
        int[] ties) => [.. supports.SelectMany(rows => rows).Select(row => ties[row]).Distinct().Order()];

    private static int[] FirstEqual(Matrix x) => [.. Enumerable.Range(0, x.RowCount).Select(i =>
        Enumerable.Range(0, i + 1).First(j => x.Row(i).SequenceEqual(x.Row(j))))];
}
