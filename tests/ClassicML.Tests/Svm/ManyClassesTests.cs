using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>One-versus-one with so many classes that a machine has a support vector or two.</summary>
public class ManyClassesTests
{
    private const int Classes = 60, Rows = 2 * Classes + 3;

    [Theory, InlineData("rbf"), InlineData("laplacian"), InlineData("linear")]
    public void Votes_and_scores_are_those_of_the_definition(string name)
    {
        KernelFunction kernel = name switch
        {
            "rbf" => KernelFunction.Rbf(0.7),
            "laplacian" => KernelFunction.Laplacian(0.7),
            _ => KernelFunction.Linear,
        };
        ClassificationData data = SvmData.Blobs(Classes, Rows, 5);
        SvmClassifierModel model = new SvmClassifier { Kernel = kernel, C = 10 }.Fit(data);
        Matrix values = kernel.Gram(data.Features, model.SupportVectors), scores = model.DecisionScores(data.Features);
        int[] predicted = model.Predict(data.Features), starts = new int[Classes + 1];
        for (int k = 0; k < Classes; k++) starts[k + 1] = starts[k] + model.SupportCounts[k];
        for (int i = 0; i < Rows; i++)
        {
            double[] votes = new double[Classes], sums = new double[Classes];
            for (int a = 0, machine = 0; a < Classes; a++)
                for (int b = a + 1; b < Classes; b++, machine++)
                {
                    double sum = model.Intercept[machine];
                    for (int s = starts[a]; s < starts[a + 1]; s++) sum += model.DualCoefficients[b - 1, s] * values[i, s];
                    for (int s = starts[b]; s < starts[b + 1]; s++) sum += model.DualCoefficients[a, s] * values[i, s];
                    votes[sum > 0 ? a : b]++;
                    (sums[a], sums[b]) = (sums[a] + sum, sums[b] - sum);
                }
            Assert.Equal(Array.IndexOf(votes, votes.Max()), predicted[i]);
            // Kernel values of RBF models are floats.
            for (int k = 0; k < Classes; k++) Assert.Equal(votes[k] + sums[k] / (3 * (Math.Abs(sums[k]) + 1)), scores[i, k], 1e-4);
        }
    }

    [Fact]
    public void Scores_of_all_machines_are_never_held_for_all_rows()
    {
        ClassificationData data = SvmData.Blobs(150, 300, 5);
        SvmClassifierModel model = new SvmClassifier().Fit(data);
        _ = model.Predict(data.Features);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = model.Predict(data.Features);
        // 11,175 machines times 300 rows would be 27 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
    }
}
