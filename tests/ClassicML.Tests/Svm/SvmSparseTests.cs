using ClassicML.Svm;
using ClassicML.Wire;
using CsCheck;

namespace ClassicML.Tests.Svm;

/// <summary>Kernel machines on sparse rows: what they are on dense ones but for rounding, and on rows that could not be dense.</summary>
public class SvmSparseTests
{
    private static readonly Dictionary<string, KernelFunction> Functions = new()
    {
        ["linear"] = KernelFunction.Linear, ["polynomial"] = KernelFunction.Polynomial(3, 2, 0.5), ["rbf"] = KernelFunction.Rbf(2),
        ["rbf, scale"] = KernelFunction.Rbf(), ["sigmoid"] = KernelFunction.Sigmoid(0.3, -0.1), ["cosine"] = KernelFunction.Cosine,
        ["laplacian"] = KernelFunction.Laplacian(0.5), ["chi-squared"] = KernelFunction.ChiSquared(0.5), ["own"] = new Shared(),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    public static TheoryData<string> OfSparseRows => [.. Functions.Keys.Where(name => name != "own")];

    [Theory, MemberData(nameof(Names))]
    public void Sparse_rows_give_the_optimum_of_dense_rows(string name)
    {
        ClassificationData sparse = SvmData.Texts(3, 150, 500, 12), dense = sparse.WithFeatures(((SparseMatrix)sparse.Features).ToDense());
        double[] targets = [.. Enumerable.Range(0, 150).Select(i => (double)(sparse.Codes[i] + i % 4))];
        KernelFunction kernel = Functions[name];
        var classifier = new SvmClassifier { Kernel = kernel, C = 2, Tolerance = 1e-6 };
        var regressor = new SvmRegressor { Kernel = kernel, Tolerance = 1e-6 };
        var detector = new OneClassSvm { Kernel = kernel, Tolerance = 1e-6 };
        SvmClassifierModel a = classifier.Fit(sparse), b = classifier.Fit(dense);
        SvmRegressorModel c = regressor.Fit(new RegressionData(sparse.Features, targets)),
            d = regressor.Fit(new RegressionData(dense.Features, targets));
        OneClassSvmModel e = detector.Fit(sparse.Features), f = detector.Fit(dense.Features);
        Assert.All<Features>([a.SupportVectors, c.SupportVectors, e.SupportVectors], vectors => Assert.IsType<SparseMatrix>(vectors));
        Assert.All<Features>([b.SupportVectors, d.SupportVectors, f.SupportVectors], vectors => Assert.IsType<Matrix>(vectors));

        // Entries of size 1 are floats either way, rounded from other sums: some move by 2⁻²⁵, and a violation of 1e-6 is left. Objectives
        // are of size 100; intercepts and scores move by the square root of what objectives move by.
        (FitReport, FitReport)[] reports = [(a.Report, b.Report), (c.Report, d.Report), (e.Report, f.Report)];
        foreach ((FitReport left, FitReport right) in reports)
            Assert.Equal(right.Objective!.Value, left.Objective!.Value, 1e-6 * Math.Max(1, Math.Abs(right.Objective.Value)));
        for (int m = 0; m < 3; m++) Assert.Equal(b.Intercept[m], a.Intercept[m], 1e-4);
        Assert.Equal(d.Intercept, c.Intercept, 1e-4);
        Assert.Equal(f.Rho, e.Rho, 1e-4 * Math.Max(1, f.Rho));
        Assert.Equal(b.Predict(dense.Features), a.Predict(sparse.Features));
        Close(d.Predict(dense.Features), c.Predict(sparse.Features), 2e-4);
        Close(f.Score(dense.Features), e.Score(sparse.Features), 2e-4);

        // Either model reads either storage.
        Close(a.DecisionScores(sparse.Features).Span, a.DecisionScores(dense.Features).Span, 1e-12);
        Close(b.DecisionScores(dense.Features).Span, b.DecisionScores(sparse.Features).Span, 1e-12);
        Close(c.Predict(sparse.Features), c.Predict(dense.Features), 1e-12);
        Close(d.Predict(dense.Features), d.Predict(sparse.Features), 1e-12);
        Close(e.Score(sparse.Features), e.Score(dense.Features), 1e-12);
        Close(f.Score(dense.Features), f.Score(sparse.Features), 1e-12);
    }

    [Theory, MemberData(nameof(OfSparseRows))]
    public void Memory_threads_and_batches_change_no_bit(string name)
    {
        ClassificationData data = SvmData.Texts(3, 600, 500, 12);
        var learner = new SvmClassifier { Kernel = Functions[name] };
        SvmClassifierModel plain = learner.Fit(data);
        foreach (SvmClassifierModel other in new[]
            { (learner with { MemoryMegabytes = 1 }).Fit(data), learner.Fit(data, new FitContext { MaxThreads = 1 }) })
        {
            Assert.Equal(plain.DualCoefficients.Span, other.DualCoefficients.Span);
            Assert.Equal(plain.Intercept, other.Intercept);
        }
        double[] all = plain.DecisionScores(data.Features).Span.ToArray();
        for (int i = 0; i < 600; i += 83)
            Assert.Equal(all[(3 * i)..(3 * i + 3)], plain.DecisionScores(data.Features.SelectRows([i])).Span.ToArray());
    }

    [Fact]
    public void Shared_models_are_those_of_plain_fits() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[40, 90], Gen.ULong, Gen.Bool).Sample((classes, rows, seed, denseQueries) =>
        {
            ClassificationData data = SvmData.Texts(classes, rows + 20, 300, 10, seed),
                train = data.SelectRows([.. Enumerable.Range(0, rows)]);
            Features queries = data.Features.SelectRows([.. Enumerable.Range(rows, 20)]);
            if (denseQueries) queries = ((SparseMatrix)queries).ToDense();
            SvmClassifier[] learners =
            [
                .. new[] { 0.5, 20 }.SelectMany(gamma => new[] { 100, 1.0 }.Select(c =>
                    new SvmClassifier { C = c, Kernel = KernelFunction.Rbf(gamma) })),
                .. Functions.Values.Select(kernel => new SvmClassifier { Kernel = kernel }),
            ];
            IReadOnlyList<IClassifierModel> shared = learners[0].FitShared(learners, train, queries);
            for (int i = 0; i < learners.Length; i++)
            {
                SvmClassifierModel plain = learners[i].Fit(train);
                var model = (SvmClassifierModel)shared[i];
                Assert.Equal(Registry.Write(plain).Without(WireReader.ElapsedName), Registry.Write(model).Without(WireReader.ElapsedName));
                Assert.Equal(plain.DecisionScores(queries).Span, model.DecisionScores(queries).Span);
            }
        }, iter: 4);

    [Theory, MemberData(nameof(Names))]
    public void A_model_written_and_read_predicts_the_same(string name)
    {
        ClassificationData data = SvmData.Texts(2, 120, 300, 10);
        SvmClassifierModel model = new SvmClassifier { Kernel = Functions[name] }.Fit(data);
        string text = Registry.Write(model).ToString();
        var read = Registry.Read<SvmClassifierModel>(WireForm.Parse(text));
        Assert.Equal(text, Registry.Write(read).ToString());
        Assert.IsType<SparseMatrix>(read.SupportVectors);
        Assert.Equal(model.DecisionScores(data.Features).Span, read.DecisionScores(data.Features).Span);
        // Ten words a row, and not 300 numbers.
        Assert.InRange(text.Length, 0, 80 * 10 * model.SupportVectors.RowCount + 5000);
    }

    [Theory, InlineData("linear"), InlineData("polynomial"), InlineData("rbf"), InlineData("sigmoid")]
    public void Libsvm_text_written_and_read_stays_sparse(string name)
    {
        ClassificationData data = SvmData.Texts(3, 120, 300, 10);
        SvmClassifierModel model = new SvmClassifier { Kernel = Functions[name] }.Fit(data);
        using var writer = new StringWriter();
        LibSvmModelFile.Write(model, writer);
        SvmClassifierModel read = LibSvmModelFile.Read(new StringReader(writer.ToString()), 300);
        Assert.IsType<SparseMatrix>(read.SupportVectors);
        Assert.Equal(model.DecisionScores(data.Features).Span, read.DecisionScores(data.Features).Span);
    }

    [Fact]
    public void Rows_that_are_all_empty_are_one_point()
    {
        var empty = new SparseMatrix([0, 0, 0, 0, 0], [], [], 7);
        ClassificationData data = ClassificationData.Create(empty, [0, 1, 0, 1]);
        foreach (KernelFunction kernel in Functions.Values)
        {
            SvmClassifierModel model = new SvmClassifier { Kernel = kernel }.Fit(data);
            Assert.Single(model.DecisionScores(empty).Span.ToArray().Distinct());
        }
    }

    [Fact]
    public void Mostly_filled_sparse_rows_are_read_as_dense_ones()
    {
        ClassificationData data = SvmData.Blobs(2, 60, 4);
        ClassificationData stored = data.WithFeatures(SparseMatrix.FromDense((Matrix)data.Features));
        SvmClassifierModel dense = new SvmClassifier().Fit(data), sparse = new SvmClassifier().Fit(stored);
        Assert.IsType<Matrix>(sparse.SupportVectors);
        Assert.Equal(dense.DecisionScores(data.Features).Span, sparse.DecisionScores(stored.Features).Span);
    }

    [Theory, MemberData(nameof(OfSparseRows))]
    public void Regressors_and_detectors_too_take_rows_that_could_not_be_dense(string name)
    {
        // 3·10⁸ values, more than 2²⁸.
        ClassificationData data = SvmData.Texts(2, 3000, 100_000, 20);
        Features x = data.Features;
        SvmRegressorModel regressor = new SvmRegressor { Kernel = Functions[name] }.Fit(
            new RegressionData(x, [.. data.Codes.ToArray().Select(code => (double)code)]));
        OneClassSvmModel detector = new OneClassSvm { Kernel = Functions[name], Nu = 0.1 }.Fit(x);
        Assert.True(regressor.Report.Converged && detector.Report.Converged);
        Assert.All<Features>([regressor.SupportVectors, detector.SupportVectors], vectors => Assert.IsType<SparseMatrix>(vectors));
        Features some = x.SelectRows([0, 1, 7]);
        Assert.Equal(regressor.Predict(x)[..2], regressor.Predict(some)[..2]);
        Assert.Equal(regressor.Predict(x)[7], regressor.Predict(some)[2]);
        Assert.Equal(detector.Score(x)[7], detector.Score(some)[2]);
    }

    [Fact]
    public void A_kernel_that_reads_dense_rows_refuses_those_that_could_not_be()
    {
        ClassificationData data = SvmData.Texts(2, 3000, 100_000, 5);
        Assert.Contains("Shared reads dense rows here, and 3000×100000 are more than 2²⁸ values",
            Assert.Throws<ArgumentException>(() => new SvmClassifier { Kernel = new Shared() }.Fit(data)).Message);
    }

    private static WireRegistry Registry { get; } = BuiltIn.Registry.With(
        new WireOptions<Shared>("shared-values", WireKind.Part, "Σ min(x, y) of the tests", () => new()));

    private sealed record Shared : PairwiseKernelFunction
    {
        protected override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double sum = 0;
            for (int j = 0; j < x.Length; j++) sum += Math.Min(x[j], y[j]);
            return sum;
        }
    }
}
