using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Candidates that are fitted together score, bit for bit, as they do when each is fitted by itself.</summary>
public class SharingTests
{
    [Fact]
    public void A_search_scores_what_plain_cross_validation_scores() =>
        Gen.Select(Gen.Int[40, 120], Gen.Int[1, 6], Gen.ULong).Sample((rows, columns, seed) =>
        {
            ClassificationData data = Contract.Rows.Of(3, rows, columns, seed);
            var splitter = new StratifiedKFold { FoldCount = 3 };
            NeighborWeighting[] weightings = [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance];
            IParameterGrid<IClassifier<IClassifierModel>>[] grids =
            [
                ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [7, 1, 20], (knn, k) => knn with { NeighborCount = k })
                    .Vary("votes", weightings, (knn, w) => knn with { Weighting = w })
                    .Vary("metric", [DistanceMetric.Euclidean, DistanceMetric.Manhattan], (knn, metric) => knn with { Metric = metric }),
                ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
                    .Vary("k", [3, 9], (p, k) => p with { Last = p.Last with { NeighborCount = k } }),
                ParameterGrid.For(new StandardScaler().Then(new LogisticRegression())).Vary("C", [0.1, 1], (p, c) => p with { Last = p.Last with { C = c } }),
            ];
            ClassificationMetric[] metrics = [ClassificationMetric.Accuracy, ClassificationMetric.LogLoss];
            SearchModel found = new GridSearch(grids) { Splitter = splitter, MoreMetrics = [ClassificationMetric.LogLoss] }.Fit(data);
            foreach (CandidateResult result in found.Results)
            {
                CrossValidationResult plain = CrossValidation.Run(result.Candidate.Classifier, data, splitter, metrics);
                Assert.Equal(plain.Scores(ClassificationMetric.Accuracy), result.Scores);
                Assert.Equal(plain.Scores(ClassificationMetric.LogLoss), result.MoreScores[ClassificationMetric.LogLoss.Name]);
            }
        }, iter: 5);

    [Fact]
    public void Shared_models_are_those_of_plain_fits_for_any_rows()
    {
        ClassificationData data = Contract.Rows.Of(3, 90), train = data.SelectRows([.. Enumerable.Range(0, 60)]), test = data.SelectRows([.. Enumerable.Range(60, 30)]);
        KNearestNeighborsClassifier[] learners =
            [new() { NeighborCount = 3 }, new() { NeighborCount = 11, Weighting = NeighborWeighting.InverseDistance }, new() { NeighborCount = 1 }];
        IReadOnlyList<IClassifierModel> shared = learners[0].FitShared(learners, train, test.Features);
        for (int i = 0; i < learners.Length; i++)
        {
            KNearestNeighborsModel plain = learners[i].Fit(train);
            var model = (KNearestNeighborsModel)shared[i];
            Assert.Equal(plain.PredictProbabilities(test.Features).Span, model.PredictProbabilities(test.Features).Span);
            Assert.Equal(plain.Predict(data.Features), model.Predict(data.Features));
            Assert.Equal(
                BuiltIn.Registry.Write(plain).Without(ClassicML.Wire.WireReader.ElapsedName), BuiltIn.Registry.Write(model).Without(ClassicML.Wire.WireReader.ElapsedName));
        }
    }

    [Fact]
    public void Of_candidates_that_share_only_the_one_at_fault_fails()
    {
        ClassificationData data = Contract.Rows.Of(2, 40);
        var search = new GridSearch(ParameterGrid.For(new KNearestNeighborsClassifier()).Vary("k", [1, 500], (knn, k) => knn with { NeighborCount = k }))
        {
            Failures = FailureHandling.Record,
        };
        SearchModel found = search.Fit(data);
        Assert.Null(found.Results[0].Error);
        Assert.Contains("NeighborCount must be at most", found.Results[1].Error);
    }
}
