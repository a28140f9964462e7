using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

public class SvmClassifierTests
{
    [Fact]
    public void Growing_C_never_raises_the_slack_nor_lowers_the_norm()
    {
        ClassificationData data = SvmData.Blobs(2, 150, 2);
        double lastSlack = double.PositiveInfinity, lastNorm = 0;
        foreach (double c in new[] { 1e-3, 1e-2, 0.1, 1, 10, 100 })
        {
            FitReport report = new SvmClassifier { C = c, Kernel = KernelFunction.Linear, Tolerance = 1e-6 }.Fit(data).Report;
            double slack = report.Details["slack_cost"] / c, norm = report.Details["half_squared_norm"];
            // Sums of 150 slacks at a violation of 1e-6.
            Assert.True(slack <= lastSlack + 1e-3 && norm >= lastNorm - 1e-3,
                $"C {c}: slack {slack} after {lastSlack}, norm {norm} after {lastNorm}");
            (lastSlack, lastNorm) = (slack, norm);
        }
    }

    [Fact]
    public void The_margin_between_the_planes_is_two_by_the_norm()
    {
        // Two rows at a distance of 4 along the first axis: the planes go through them.
        SvmClassifierModel model = new SvmClassifier { C = 1e3, Kernel = KernelFunction.Linear, Tolerance = 1e-8 }
            .Fit(ClassificationData.Create(new Matrix(new double[,] { { -2, 1 }, { 2, 1 } }), [0, 1]));
        Assert.Equal(4, model.Report.Details["margin_width"], 1e-6);
        Assert.Equal([-1, 1], model.DecisionScores(new Matrix(new double[,] { { -2, 7 }, { 2, 7 } })).Span.ToArray().Select(s =>
            Math.Round(s, 6)));
    }

    [Fact]
    public void The_polynomial_kernel_is_the_linear_kernel_of_its_map()
    {
        // (xᵀy + 1)² = φ(x)ᵀφ(y) with φ(x) = (1, √2x₁, √2x₂, x₁², x₂², √2x₁x₂).
        ClassificationData data = SvmData.Blobs(2, 100, 2);
        double root = Math.Sqrt(2);
        double[][] map = [.. Enumerable.Range(0, data.RowCount).Select(i => ((Matrix)data.Features).Row(i).ToArray())
            .Select(x => new[] { 1, root * x[0], root * x[1], x[0] * x[0], x[1] * x[1], root * x[0] * x[1] })];
        ClassificationData mapped = data.WithFeatures(new Matrix(map));
        SvmClassifierModel kernel = new SvmClassifier { Kernel = KernelFunction.Polynomial(2, 1, 1), Tolerance = 1e-6 }.Fit(data);
        SvmClassifierModel linear = new SvmClassifier { Kernel = KernelFunction.Linear, Tolerance = 1e-6 }.Fit(mapped);
        // Entries of some hundreds are stored as floats.
        Assert.Equal(linear.Report.Objective!.Value, kernel.Report.Objective!.Value, 1e-5 * Math.Abs(linear.Report.Objective.Value));
        Assert.Equal(linear.Predict(mapped.Features), kernel.Predict(data.Features));
    }

    [Theory, InlineData(2), InlineData(3)]
    public void A_kernel_matrix_beyond_the_memory_limit_gives_the_same_bits(int classes)
    {
        ClassificationData data = SvmData.Blobs(classes, 900, 4);
        var learner = new SvmClassifier { C = 10 };
        SvmClassifierModel whole = learner.Fit(data), little = (learner with { MemoryMegabytes = 1 }).Fit(data);
        Assert.Equal(whole.DualCoefficients.Span, little.DualCoefficients.Span);
        Assert.Equal(whole.Intercept, little.Intercept);
    }

    [Theory, InlineData(1e-6), InlineData(1), InlineData(1e6)]
    public void Extreme_C_and_gamma_on_duplicated_and_conflicting_rows_end_well(double c)
    {
        ClassificationData blobs = SvmData.Blobs(2, 30, 2);
        int[] twice = [.. Enumerable.Range(0, 30), .. Enumerable.Range(0, 30)];
        int[] codes = [.. twice.Select((row, i) => i < 30 ? blobs.Codes[row] : i % 5 == 0 ? 1 - blobs.Codes[row] : blobs.Codes[row])];
        var data = new ClassificationData(blobs.Features.SelectRows(twice), codes, blobs.Labels);
        foreach (double gamma in new[] { 1e-6, 1, 1e3 })
        {
            FitReport report = new SvmClassifier { C = c, Kernel = KernelFunction.Rbf(gamma) }.Fit(data).Report;
            Assert.True(report.Converged, $"gamma {gamma}: {report.Reason}");
            Assert.InRange(report.Details["violation"], 0, 1e-3);
            Assert.True(report.DualityGap > -1e-3 * Math.Abs(report.Objective!.Value));
        }
    }

    [Fact]
    public void One_versus_rest_predicts_the_class_of_the_highest_score()
    {
        ClassificationData data = SvmData.Blobs(3, 120, 3);
        SvmClassifierModel model = new SvmClassifier { MultiClass = SvmMultiClass.OneVersusRest }.Fit(data);
        Matrix scores = model.DecisionScores(data.Features);
        int[] predicted = model.Predict(data.Features);
        for (int i = 0; i < data.RowCount; i++) Assert.Equal(scores.Row(i).ToArray().Max(), scores[i, predicted[i]]);
        Assert.InRange(predicted.Where((code, i) => code == data.Codes[i]).Count(), 90, 120);
    }

    [Fact]
    public void An_offset_common_to_all_rows_costs_no_digits()
    {
        ClassificationData data = SvmData.Blobs(2, 100, 2);
        double[] moved = [.. ((Matrix)data.Features).Span.ToArray().Select(v => v + 1e4)];
        var learner = new SvmClassifier { Kernel = KernelFunction.Rbf(0.5), Tolerance = 1e-6 };
        double here = learner.Fit(data).Report.Objective!.Value, there = learner.Fit(data.WithFeatures(Matrix.Wrap(moved, 100,
            2))).Report.Objective!.Value;
        // The offset itself rounds the rows by 1e-12.
        Assert.Equal(here, there, 1e-6 * Math.Abs(here));
    }

    [Fact]
    public void Bad_options_are_refused_in_words()
    {
        Assert.Contains("C must be positive, was 0", Assert.ThrowsAny<ArgumentException>(() => new SvmClassifier { C = 0 }).Message);
        Assert.Contains("Nu must be in (0, 1], was 2", Assert.ThrowsAny<ArgumentException>(() => new SvmClassifier { Nu = 2 }).Message);
        ClassificationData few = SvmData.Blobs(2, 40, 2).SelectRows([0, 1, 2, 4, 6, 8, 10, 12, 14, 16]);
        Assert.Contains("Nu 0.9 is too large", Assert.ThrowsAny<ArgumentException>(() => new SvmClassifier { Nu = 0.9 }.Fit(few)).Message);
    }

    [Fact]
    public void Running_out_of_iterations_is_reported()
    {
        FitReport report = new SvmClassifier { MaxIterations = 3 }.Fit(SvmData.Blobs(2, 100, 2)).Report;
        Assert.False(report.Converged);
        Assert.Contains("the limit of 3 iterations was reached", report.Reason);
    }
}
