using System.Text.Json;
using ClassicML.Calibration;
using ClassicML.Linear;
using ClassicML.Svm;

namespace ClassicML.Tests.Core;

public class CalibrationTests
{
    [Theory, InlineData("plain"), InlineData("weights")]
    public void Equals_scikit_learn(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(Repository.Golden("calibration", name));
        T Get<T>(string key) => golden.RootElement.GetProperty(key).Deserialize<T>()!;
        double[] scores = Get<double[]>("scores"), weights = Get<double[]?>("weights") ?? [], at = Get<double[]>("at");
        bool[] positive = Get<bool[]>("positive");
        double[] sigmoid = Get<double[]>("sigmoid"), isotonic = Get<double[]>("isotonic");
        (double a, double b) = PlattScaling.Fit(scores, positive, weights);
        (double[] points, double[] values) = IsotonicScaling.Fit(scores, positive, weights);
        for (int i = 0; i < at.Length; i++)
        {
            // BFGS stops at a slope of 1e-5, which leaves A and B some 1e-4 from the optimum.
            Assert.Equal(sigmoid[i], PlattScaling.Probability(at[i], a, b), 1e-3);
            Assert.Equal(isotonic[i], IsotonicScaling.Probability(at[i], points, values), 1e-9);
        }
    }

    [Theory, InlineData(CalibrationMethod.Platt), InlineData(CalibrationMethod.Isotonic)]
    public void Probabilities_are_right_on_the_average(CalibrationMethod method)
    {
        ClassificationData train = ClassicML.Tests.Svm.SvmData.Blobs(2, 600, 2, 1), test = ClassicML.Tests.Svm.SvmData.Blobs(2, 600, 2, 2);
        CalibratedClassifierModel model = new CalibratedClassifier(new SvmClassifier()) { Method = method }.Fit(train);
        Matrix p = model.PredictProbabilities(test.Features);
        double likely = 0, right = 0;
        int[] predicted = model.Predict(test.Features);
        for (int i = 0; i < test.RowCount; i++)
        {
            likely += p[i, predicted[i]] / test.RowCount;
            right += predicted[i] == test.Codes[i] ? 1.0 / test.RowCount : 0;
        }
        // Three standard errors of a share of 600 rows.
        Assert.Equal(right, likely, 0.06);
    }

    [Fact]
    public void Rows_that_can_not_be_split_and_models_without_scores_are_refused()
    {
        ClassificationData data = ClassicML.Tests.Svm.SvmData.Blobs(2, 40, 2).SelectRows([0, 2, 4, 6, 1]);
        Assert.Contains("class '1' has one row", Assert.ThrowsAny<ArgumentException>(() =>
            new CalibratedClassifier(new LogisticRegression()).Fit(data)).Message);
        Assert.Contains(
            "has none",
            Assert.ThrowsAny<ArgumentException>(
                () => new CalibratedClassifier(new ClassicML.Trees.DecisionTreeClassifier()).Fit(ClassicML.Tests.Svm.SvmData.Blobs(2, 40,
                    2))).Message);
    }
}
