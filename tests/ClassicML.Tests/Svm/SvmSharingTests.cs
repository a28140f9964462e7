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
                new() { Strategy = MulticlassStrategy.OneVersusRest }, new() { Nu = 0.2, Kernel = KernelFunction.Rbf(0.4) },
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
    public void A_search_scores_what_plain_cross_validation_scores()
    {
        ClassificationData data = SvmData.Blobs(3, 120, 3);
        var splitter = new StratifiedKFold { FoldCount = 3 };
        SearchModel found = new GridSearch(ParameterGrid.For(new StandardScaler().Then(new SvmClassifier()))
            .Vary("C", [0.1, 10], (p, c) => p with { Last = p.Last with { C = c } })
            .Vary("gamma", [0.05, 2, 40], (p,
                gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } })) { Splitter = splitter }.Fit(data);
        foreach (CandidateResult result in found.Results)
            Assert.Equal(CrossValidation.Run(result.Candidate.Classifier, data,
                splitter).Scores(ClassicML.Metrics.ClassificationMetric.Accuracy), result.Scores);
    }

    [Fact]
    public void Learners_of_other_weights_do_not_share()
    {
        var learner = new SvmClassifier();
        Assert.False(learner.SharesWith(learner with { ClassWeights = ClassWeights.Balanced }));
        Assert.False(learner.SharesWith(new LinearSvmClassifier()));
    }
}
