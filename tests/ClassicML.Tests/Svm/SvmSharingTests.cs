using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Wire;
using CsCheck;

namespace ClassicML.Tests.Svm;

/// <summary>Candidates that are fitted together are, bit for bit, those that are fitted by themselves.</summary>
public class SvmSharingTests
{
    [Fact]
    public void Shared_models_are_those_of_plain_fits() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[30, 90], Gen.Int[1, 5], Gen.ULong).Sample((classes, rows, columns, seed) =>
        {
            ClassificationData data = SvmData.Blobs(classes, rows + 20, columns, seed), train = data.SelectRows([.. Enumerable.Range(0,
                rows)]);
            Features queries = data.Features.SelectRows([.. Enumerable.Range(rows, 20)]);
            SvmClassifier[] learners =
            [
                .. new double[] { 0.01, 0.4, 1000 }.SelectMany(gamma => new[] { 1000, 0.1, 10.0 }.Select(c => new SvmClassifier { C = c,
                    Kernel = KernelFunction.Rbf(gamma) })),
                new() { Kernel = KernelFunction.Linear, C = 2 }, new() { Kernel = KernelFunction.Polynomial(2, 0.5, 1) },
                    new() { Kernel = KernelFunction.Laplacian() },
                new() { MultiClass = SvmMultiClass.OneVersusRest },
                // Classes of one column overlap too much for a small one.
                new() { Nu = 0.8, Kernel = KernelFunction.Rbf(0.4) },
            ];
            Assert.All(learners, learner => Assert.True(learners[0].SharesWith(learner)));
            IReadOnlyList<IClassifierModel> shared = learners[0].FitShared(learners, train, queries);
            for (int i = 0; i < learners.Length; i++)
            {
                SvmClassifierModel plain = learners[i].Fit(train);
                var model = (SvmClassifierModel)shared[i];
                Assert.Equal(BuiltIn.Registry.Write(plain).Without(WireReader.ElapsedName),
                    BuiltIn.Registry.Write(model).Without(WireReader.ElapsedName));
                Assert.Equal(plain.DecisionScores(queries).Span, model.DecisionScores(queries).Span);
                Assert.Equal(plain.Predict(queries), model.Predict(queries));
                Assert.Equal(plain.DecisionScores(train.Features).Span, model.DecisionScores(train.Features).Span);
            }
        }, iter: 6);

    [Fact]
    public void Shared_regressors_are_those_of_plain_fits() =>
        Gen.Select(Gen.Int[30, 90], Gen.Int[1, 5], Gen.ULong, Gen.Bool, Gen.Bool).Sample((rows, columns, seed, weighted, isSparse) =>
        {
            ClassificationData blobs = isSparse ? SvmData.Texts(3, rows + 20, 300, 10, seed) : SvmData.Blobs(3, rows + 20, columns, seed);
            double[] targets = [.. blobs.Codes.ToArray().Select((code, i) => code + 0.1 * (i % 5))];
            var data = new RegressionData(blobs.Features, targets, weighted ? [.. targets.Select((_, i) => (double)(i % 3))] : null);
            RegressionData train = data.SelectRows([.. Enumerable.Range(0, rows)]);
            Features queries = data.Features.SelectRows([.. Enumerable.Range(rows, 20)]);
            SvmRegressor[] learners =
            [
                .. new double[] { 0.01, 0.4, 1000 }.SelectMany(gamma => new[] { 1000, 0.1, 10.0 }.Select(c =>
                    new SvmRegressor { C = c, Epsilon = c == 10 ? 0.3 : 0.1, Kernel = KernelFunction.Rbf(gamma) })),
                new() { Kernel = KernelFunction.Linear, C = 2 }, new() { Kernel = KernelFunction.Polynomial(2, 0.5, 1) },
                new() { Kernel = KernelFunction.Laplacian() }, new() { Nu = 0.3, Kernel = KernelFunction.Rbf(0.4) },
                new() { Nu = 0.3, C = 50, Kernel = KernelFunction.Rbf(0.4) }, new() { Nu = 0.7, Kernel = KernelFunction.Linear },
            ];
            Assert.All(learners, learner => Assert.True(learners[0].SharesWith(learner)));
            IReadOnlyList<IRegressorModel> shared = learners[0].FitShared(learners, train, queries);
            for (int i = 0; i < learners.Length; i++)
            {
                SvmRegressorModel plain = learners[i].Fit(train);
                var model = (SvmRegressorModel)shared[i];
                Assert.Equal(BuiltIn.Registry.Write(plain).Without(WireReader.ElapsedName),
                    BuiltIn.Registry.Write(model).Without(WireReader.ElapsedName));
                Assert.Equal(plain.Predict(queries), model.Predict(queries));
                Assert.Equal(plain.Predict(train.Features), model.Predict(train.Features));
            }
        }, iter: 8);

    [Fact]
    public void A_regressor_that_met_no_bound_is_that_of_every_larger_C()
    {
        ClassificationData blobs = SvmData.Blobs(3, 80, 3);
        var data = new RegressionData(blobs.Features, [.. blobs.Codes.ToArray().Select(code => (double)code)]);
        SvmRegressor[] learners = [.. new[] { 1e6, 1e3, 1e-2 }.Select(c => new SvmRegressor { C = c, Kernel = KernelFunction.Rbf(1) })];
        IReadOnlyList<IRegressorModel> shared = learners[0].FitShared(learners, data, data.Features);
        var (large, larger) = ((SvmRegressorModel)shared[1], (SvmRegressorModel)shared[0]);
        Assert.Equal(0, large.Report.Details["bounded_support_vectors"]);
        Assert.Same(large.SupportVectors, larger.SupportVectors);
        Assert.NotSame(large.SupportVectors, ((SvmRegressorModel)shared[2]).SupportVectors);
        for (int i = 0; i < 3; i++) Assert.Equal(learners[i].Fit(data).Predict(data.Features), shared[i].Predict(data.Features));
    }

    [Fact]
    public void A_search_scores_what_plain_cross_validation_scores()
    {
        ClassificationData data = SvmData.Blobs(3, 120, 3);
        var splitter = new StratifiedKFold { FoldCount = 3 };
        SearchModel found = new GridSearch(ParameterGrid.For(new StandardScaler().Then(new SvmClassifier()))
            .Vary("C", [0.1, 10], (p, c) => p with { Last = p.Last with { C = c } })
            .Vary("gamma", [0.05, 2, 40], (p,
                gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } }))
        { Splitter = splitter }.Fit(data);
        foreach (CandidateResult result in found.Results)
            Assert.Equal(CrossValidation.Run(result.Candidate.Classifier, data,
                splitter).Scores(ClassicML.Metrics.ClassificationMetric.Accuracy), result.Scores);
    }

    // ν-SVR starts from a share of C, so another C is another solution even where no coefficient ended at it.
    [Fact]
    public void Nu_regressions_of_several_C_share_no_solution()
    {
        RegressionData data = Contract.Rows.Numbers(12);
        SvmRegressor[] learners = [.. new[] { 1.0, 3, 50 }
            .Select(c => new SvmRegressor { Nu = 0.2, C = c, Kernel = KernelFunction.Rbf(0.001), Tolerance = 1e-6 })];
        IReadOnlyList<IRegressorModel> shared = learners[0].FitShared(learners, data, data.Features);
        SvmRegressorModel[] own = [.. learners.Select(learner => learner.Fit(data))];
        Assert.All(own[0].DualCoefficients.ToArray(), value => Assert.InRange(Math.Abs(value), 0, 0.999));
        for (int i = 0; i < learners.Length; i++)
        {
            Assert.Equal(own[i].Predict(data.Features), shared[i].Predict(data.Features));
            if (i > 0) Assert.NotEqual(own[0].Predict(data.Features), own[i].Predict(data.Features));
        }
    }

    [Fact]
    public void Learners_of_other_weights_do_not_share()
    {
        var learner = new SvmClassifier();
        Assert.False(learner.SharesWith(learner with { ClassWeights = ClassWeights.Balanced }));
        Assert.False(learner.SharesWith(new LinearSvmClassifier()));
        Assert.False(new SvmRegressor().SharesWith(new SvmRegressor { MemoryMegabytes = 10 }));
        Assert.False(new SvmRegressor().SharesWith(new LinearSvmRegressor()));
    }
}
