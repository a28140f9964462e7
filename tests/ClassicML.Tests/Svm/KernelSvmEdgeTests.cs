using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Memory limits, singular kernels, warm starts, kernels of other people, sparse rows.</summary>
public class KernelSvmEdgeTests
{
    [Theory, InlineData(1e-6), InlineData(1e-2), InlineData(1e2), InlineData(1e6)]
    public void Singular_kernels_of_any_C_end_at_the_optimum(double c)
    {
        // Rank two for forty rows, each of them twice, some of them in both classes.
        ClassificationData blobs = SvmData.Blobs(2, 40, 2);
        int[] twice = [.. Enumerable.Range(0, 80).Select(i => i % 40)];
        int[] codes = [.. twice.Select((row, i) => i % 7 == 0 ? 1 - blobs.Codes[row] : blobs.Codes[row])];
        var data = new ClassificationData(blobs.Features.SelectRows(twice), codes, blobs.Labels);
        foreach (KernelFunction kernel in new[] { KernelFunction.Linear, KernelFunction.Polynomial(2, 1, 1), KernelFunction.Sigmoid(0.01,
            -0.1) })
        {
            FitReport report = new SvmClassifier { C = c, Kernel = kernel, MaxIterations = 300_000 }.Fit(data).Report;
            // Steps of two creep where C is huge and the matrix singular, as LIBSVM's do; that is reported.
            Assert.True(report.Converged || (c > 1e5 && report.Reason!.Contains("the limit of 300000")), $"{kernel}: {report.Reason}");
            // A sigmoid kernel is indefinite: its dual has no gap to speak of.
            if (kernel is SigmoidKernel || !report.Converged) continue;
            Assert.InRange(report.DualityGap!.Value, -1e-3 * Math.Abs(report.Objective!.Value),
                1e-2 * Math.Abs(report.Objective.Value) + c * 0.1);
        }
    }

    [Fact]
    public void Unscaled_features_and_far_offsets_fit()
    {
        ClassificationData blobs = SvmData.Blobs(2, 100, 2);
        double[] x = [.. ((Matrix)blobs.Features).Span.ToArray().Select((value, at) => at % 2 == 0 ? 1e6 * value : 1e-6 * value + 100)];
        FitReport report = new SvmClassifier().Fit(blobs.WithFeatures(Matrix.Wrap(x, 100, 2))).Report;
        Assert.True(report.Converged, report.Reason);
        Assert.InRange(report.DualityGap!.Value, -1e-9, 0.2);
    }

    [Theory, InlineData(2), InlineData(3)]
    public void A_warm_start_ends_where_a_plain_fit_ends_only_sooner(int classes)
    {
        ClassificationData data = SvmData.Blobs(classes, 300, 3);
        var learner = new SvmClassifier { C = 10, Tolerance = 1e-5 };
        SvmClassifierModel plain = learner.Fit(data);
        foreach (double c in new[] { 10.0, 9, 30 })
        {
            SvmClassifierModel warm = learner.FitFrom(data, (learner with { C = c }).Fit(data));
            Assert.Equal(plain.Report.Objective!.Value, warm.Report.Objective!.Value, 1e-6 * Math.Abs(plain.Report.Objective.Value));
            Assert.Equal(plain.Predict(data.Features), warm.Predict(data.Features));
            if (c == 10) Assert.InRange(warm.Report.Iterations, 0, plain.Report.Iterations / 10);
        }
        Assert.Contains("same classes", Assert.ThrowsAny<ArgumentException>(() => learner.FitFrom(SvmData.Blobs(5, 50, 3), plain)).Message);
    }

    [Fact]
    public void A_regressor_starts_from_another()
    {
        ClassificationData blobs = SvmData.Blobs(3, 200, 3);
        var data = new RegressionData(blobs.Features, [.. blobs.Codes.ToArray().Select((code, i) => code + 0.1 * (i % 5))]);
        var learner = new SvmRegressor { C = 5, Tolerance = 1e-5 };
        SvmRegressorModel plain = learner.Fit(data), warm = learner.FitFrom(data, plain), larger = learner.FitFrom(data,
            (learner with { C = 50 }).Fit(data));
        Assert.InRange(warm.Report.Iterations, 0, plain.Report.Iterations / 10);
        Assert.Equal(plain.Report.Objective!.Value, larger.Report.Objective!.Value, 1e-6 * Math.Abs(plain.Report.Objective.Value));
        Assert.InRange(plain.Report.DualityGap!.Value, 0, 1e-3 * Math.Abs(plain.Report.Objective.Value));
    }

    [Fact]
    public void A_precomputed_kernel_and_a_users_own_give_what_the_built_in_one_gives()
    {
        ClassificationData data = SvmData.Blobs(3, 90, 3);
        var x = (Matrix)data.Features;
        KernelFunction rbf = KernelFunction.Rbf(0.5);
        SvmClassifierModel plain = new SvmClassifier { Kernel = rbf, Tolerance = 1e-5 }.Fit(data),
            own = new SvmClassifier { Kernel = new Bell { Width = 1 }, Tolerance = 1e-5 }.Fit(data);
        Matrix rows = PrecomputedKernel.Rows(rbf.Gram(x));
        SvmClassifierModel given = new SvmClassifier { Kernel = KernelFunction.Precomputed, Tolerance = 1e-5 }.Fit(data.WithFeatures(rows));
        Assert.Equal(plain.Predict(x), own.Predict(x));
        Assert.Equal(plain.Predict(x), given.Predict(rows));
        // Entries are floats; a row's number is not read where it is predicted.
        Assert.Equal(plain.Report.Objective!.Value, own.Report.Objective!.Value, 1e-5);
        Assert.Equal(plain.Report.Objective!.Value, given.Report.Objective!.Value, 1e-5);
        // A subset keeps the columns of all.
        int[] half = [.. Enumerable.Range(0, 90).Where(i => i % 2 == 0)];
        ClassificationData train = data.WithFeatures(rows).SelectRows(half);
        SvmClassifierModel fitted = new SvmClassifier { Kernel = KernelFunction.Precomputed, Tolerance = 1e-5 }.Fit(train),
            direct = new SvmClassifier { Kernel = rbf, Tolerance = 1e-5 }.Fit(data.SelectRows(half));
        Assert.Equal(direct.Predict(x), fitted.Predict(rows));
        Assert.Contains("it must be the row's number", Assert.ThrowsAny<ArgumentException>(() =>
            new SvmClassifier { Kernel = KernelFunction.Precomputed }.Fit(data)).Message);
    }

    [Fact]
    public void Sparse_rows_give_what_dense_rows_give()
    {
        ClassificationData data = SvmData.Blobs(3, 80, 4);
        double[] some = [.. ((Matrix)data.Features).Span.ToArray().Select((value, at) => at % 3 == 0 ? 0 : value)];
        Matrix dense = Matrix.Wrap(some, 80, 4);
        SparseMatrix sparse = SparseMatrix.FromDense(dense);
        SvmClassifierModel a = new SvmClassifier().Fit(data.WithFeatures(dense)), b = new SvmClassifier().Fit(data.WithFeatures(sparse));
        Assert.Equal(a.DecisionScores(dense).Span, b.DecisionScores(sparse).Span);
        Assert.Equal(new OneClassSvm().Fit(dense).Score(dense), new OneClassSvm().Fit(sparse).Score(sparse));
        double[] targets = [.. Enumerable.Range(0, 80).Select(i => (double)i % 7)];
        Assert.Equal(
            new SvmRegressor().Fit(new RegressionData(dense, targets)).Predict(dense), new SvmRegressor().Fit(new RegressionData(sparse,
                targets)).Predict(sparse));
    }

    [Fact]
    public void Nu_and_one_class_report_a_closed_gap()
    {
        ClassificationData data = SvmData.Blobs(2, 200, 3);
        var numbers = new RegressionData(data.Features, [.. data.Codes.ToArray().Select((code, i) => code + 0.01 * i)]);
        FitReport[] reports =
        [
            new SvmClassifier { Nu = 0.3, Tolerance = 1e-6 }.Fit(data).Report, new SvmRegressor { Nu = 0.3,
                Tolerance = 1e-6 }.Fit(numbers).Report,
            new SvmRegressor { Tolerance = 1e-6 }.Fit(numbers).Report, new OneClassSvm { Nu = 0.3,
                Tolerance = 1e-6 }.Fit(data.Features).Report,
        ];
        foreach (FitReport report in reports)
        {
            // A violation of 1e-6 for each unit of the multipliers.
            Assert.InRange(report.DualityGap!.Value, -1e-3, 1e-2);
            Assert.Equal(report.Details["primal_objective"], -report.Details["dual_objective"], 1e-2);
            Assert.True(report.Details["support_vectors"] >= report.Details["bounded_support_vectors"]);
            Assert.True(report.Details["half_squared_norm"] > 0 && report.Details["slack_cost"] > 0 && report.Details["violation"] <= 1e-6);
        }
    }

    private sealed record Bell : PairwiseKernelFunction
    {
        public double Width { get; init; } = 1;

        protected override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
            Math.Exp(-Internal.Kernels.SquaredDistance(x, y) / (2 * Width * Width));
    }
}
