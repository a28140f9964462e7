using ClassicML.ModelSelection;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Kernel machines end with finite numbers, or a refusal that names the cause, on data of any size.</summary>
public class SvmMagnitudeTests
{
    [Fact]
    public void Nu_svc_of_classes_in_the_same_places_is_refused()
    {
        // w = 0 and so r = 0 for every ν: LIBSVM divides by it, and scikit-learn refuses what comes of that.
        var data = ClassificationData.Create(new Matrix([0.0, 0, 1, 1], 4, 1), [0, 1, 0, 1]);
        foreach (double nu in new[] { 0.1, 0.5, 1 })
            Assert.Contains("no border parts classes '1' and '0'", Refusal(() => new SvmClassifier { Nu = nu }.Fit(data)));
        var three = ClassificationData.Create(new Matrix([0.0, 0, 1, 1, 5, 6], 6, 1), [0, 1, 0, 1, 2, 2]);
        Assert.Contains("no border parts classes '0' and '1'", Refusal(() => new SvmClassifier { Nu = 0.5 }.Fit(three)));
        // C-SVC has an answer: the border is anywhere, and both classes are as well met by either label.
        Assert.Equal(0.5, new SvmClassifier().Fit(data).Score(data));
        ClassificationData uneven = SvmData.Blobs(2, 40, 2).SelectRows([0, 2, 4, 6, 1]);
        Assert.Contains("Nu 0.9 is too large", Refusal(() => new SvmClassifier { Nu = 0.9 }.Fit(uneven)));
    }

    [Fact]
    public void Kernel_values_beyond_single_precision_are_refused_by_every_machine()
    {
        ClassificationData data = Scaled(SvmData.Blobs(3, 60, 3), 1e25);
        var numbers = new RegressionData(data.Features, [.. data.Codes.ToArray().Select(code => (double)code)]);
        foreach (KernelFunction kernel in new[] { KernelFunction.Linear, KernelFunction.Polynomial(9, 1e-40) })
        {
            string[] refusals =
            [
                Refusal(() => new SvmClassifier { Kernel = kernel }.Fit(data)),
                Refusal(() => new SvmClassifier { Kernel = kernel, Nu = 0.3 }.Fit(data)),
                Refusal(() => new SvmClassifier { Kernel = kernel, MultiClass = SvmMultiClass.OneVersusRest }.Fit(data)),
                Refusal(() => new SvmClassifier { Kernel = kernel }.Fit(data.WithFeatures(SparseMatrix.FromDense((Matrix)data.Features)))),
                Refusal(() => new SvmRegressor { Kernel = kernel }.Fit(numbers)),
                Refusal(() => new SvmRegressor { Kernel = kernel, Nu = 0.3 }.Fit(numbers)),
                Refusal(() => new OneClassSvm { Kernel = kernel }.Fit(data.Features)),
            ];
            Assert.All(refusals, message => Assert.Matches("Kernel gives values of up to .*; scale the features", message));
        }
    }

    [Fact]
    public void A_search_records_refusals_also_of_fits_that_share_work()
    {
        ClassificationData data = SvmData.Blobs(3, 60, 3);
        // Values reach 20^60 = 1e78 with the second kernel.
        KernelFunction[] kernels = [KernelFunction.Rbf(), KernelFunction.Polynomial(60, 1, 1)];
        SearchModel found = new GridSearch(kernels.Select(kernel => new Candidate(new SvmClassifier { Kernel = kernel }, [])))
        { Failures = FailureHandling.Record, Splitter = new StratifiedKFold { FoldCount = 3 } }.Fit(data);
        Assert.All(found.Results[0].Scores, score => Assert.InRange(score, 0.5, 1));
        Assert.All(found.Results[1].Scores, score => Assert.Equal(double.NaN, score));
    }

    [Theory, InlineData(-240), InlineData(-400), InlineData(70), InlineData(240)]
    public void An_rbf_machine_does_not_depend_on_the_unit_of_the_data(int exponent)
    {
        // A power of two changes no digit, and γ = 1/(p·variance) follows it.
        ClassificationData data = SvmData.Blobs(3, 90, 3), other = Scaled(data, Math.ScaleB(1, exponent));
        foreach (bool isSparse in new[] { false, true })
        {
            ClassificationData Stored(ClassificationData d) => isSparse ? d.WithFeatures(SparseMatrix.FromDense((Matrix)d.Features)) : d;
            // The second γ is one for products in double precision.
            foreach (double times in new[] { 1.0, 100 })
            {
                double gamma = times * Gamma.Scale.Resolve(data.Features).Value!.Value;
                SvmClassifierModel plain = new SvmClassifier { Kernel = KernelFunction.Rbf(gamma) }.Fit(Stored(data)),
                    scaled = new SvmClassifier { Kernel = KernelFunction.Rbf(Math.ScaleB(gamma, -2 * exponent)) }.Fit(Stored(other));
                Assert.Equal(plain.DualCoefficients.Span, scaled.DualCoefficients.Span);
                Assert.Equal(plain.DecisionScores(data.Features).Span, scaled.DecisionScores(other.Features).Span);
            }
        }
        Assert.Equal(new OneClassSvm().Fit(data.Features).DualCoefficients, new OneClassSvm().Fit(other.Features).DualCoefficients);
    }

    [Theory, InlineData(1e-300), InlineData(1e-170), InlineData(1e-155), InlineData(1e74)]
    public void Every_kernel_gives_finite_numbers_on_tiny_and_huge_features(double scale)
    {
        ClassificationData data = Scaled(SvmData.Blobs(2, 40, 3), scale);
        KernelFunction[] kernels =
        [
            KernelFunction.Rbf(), KernelFunction.Polynomial(), KernelFunction.Sigmoid(), KernelFunction.Laplacian(),
            KernelFunction.ChiSquared(), KernelFunction.Cosine, .. scale < 1 ? new[] { KernelFunction.Linear } : [],
        ];
        foreach (KernelFunction kernel in kernels)
        {
            SvmClassifierModel model = new SvmClassifier { Kernel = kernel }.Fit(data);
            Assert.True(model.Report.Converged, $"{kernel}: {model.Report.Reason}");
            Assert.All(model.DecisionScores(data.Features).Span.ToArray(), score => Assert.True(double.IsFinite(score)));
            double[] outliers = new OneClassSvm { Kernel = kernel }.Fit(data.Features).Score(data.Features);
            Assert.All(outliers, score => Assert.True(double.IsFinite(score)));
        }
        var numbers = new RegressionData(data.Features, [.. data.Codes.ToArray().Select(code => scale * code)]);
        foreach (double? nu in new double?[] { null, 0.5 })
        {
            SvmRegressorModel model = new SvmRegressor { Nu = nu }.Fit(numbers);
            Assert.All(model.Predict(data.Features), value => Assert.True(double.IsFinite(value)));
            Assert.True(model.Report.Converged == model.Report.Details["violation"] <= 1e-3);
        }
    }

    [Fact]
    public void Gamma_of_a_variance_too_small_to_divide_by_is_that_of_none()
    {
        Assert.Equal(1.0 / 3, Gamma.Scale.Resolve(Scaled(SvmData.Blobs(2, 40, 3), 1e-155).Features).Value);
        Assert.Equal(1.0 / 3, Gamma.Scale.Resolve(Scaled(SvmData.Blobs(2, 40, 3), 1e-300).Features).Value);
    }

    [Fact]
    public void A_row_far_from_all_support_vectors_scores_the_intercept()
    {
        // exp(-γ·10³⁶) is 0, and so it is beyond; a square that overflows is no distance of zero.
        ClassificationData data = SvmData.Blobs(2, 60, 17);
        double[] far = new double[4 * 17];
        (far[0], far[18], far[34 + 16], far[51]) = (1e18, 1e40, 1e75, -1e75);
        far[52] = far[53] = 1e75;
        foreach (double gamma in new[] { 0.01, 10 })
        {
            SvmClassifierModel model = new SvmClassifier { Kernel = KernelFunction.Rbf(gamma) }.Fit(data);
            Assert.All(model.DecisionScores(Matrix.Wrap(far, 4, 17)).Span.ToArray(), score => Assert.Equal(model.Intercept[0], score));
        }
    }

    [Fact]
    public void A_row_whose_score_is_not_finite_is_refused_by_number()
    {
        SvmClassifierModel model = new SvmClassifier { Kernel = KernelFunction.Polynomial(9) }.Fit(SvmData.Blobs(3, 60, 2));
        var x = new Matrix([1.0, 2, 1e60, -1e60], 2, 2);
        Assert.Contains("row 1 has no finite score", Refusal(() => model.Predict(x)));
        Assert.Contains("row 1 has no finite score", Refusal(() => model.DecisionScores(x)));
    }

    private static ClassificationData Scaled(ClassificationData data, double scale)
    {
        double[] x = [.. ((Matrix)data.Features).Span.ToArray().Select(value => scale * value)];
        return data.WithFeatures(Matrix.Wrap(x, data.RowCount, data.Features.ColumnCount));
    }

    private static string Refusal(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
