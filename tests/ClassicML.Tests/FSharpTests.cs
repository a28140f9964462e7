using ClassicML.FSharp;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Svm;

namespace ClassicML.Tests;

/// <summary>A project in F# fits, searches and predicts, with the same results as C#.</summary>
public class FSharpTests
{
    [Fact]
    public void A_project_in_fsharp_gets_what_one_in_csharp_gets()
    {
        (ClassificationData train, ClassificationData test) = Datasets.Wine().Split(0.3, seed: 1, stratified: true);
        var pipeline = new StandardScaler().Then(new LogisticRegression());
        Assert.Equal(pipeline.Fit(train).Score(test), Usage.accuracy(train, test));
        SearchModel expected = new GridSearch(ParameterGrid.For(pipeline).Vary("C", [0.01, 1, 100], (p, c) => p with { Last = p.Last with { C = c } }))
        {
            Metric = ClassificationMetric.LogLoss,
        }.Fit(train), found = Usage.search(train);
        Assert.Equal(expected.Results.Select(result => result.MeanScore), found.Results.Select(result => result.MeanScore));
        Assert.Equal(expected.BestCandidate.ToString(), found.BestCandidate.ToString());
        Assert.Equal(expected.Predict(test.Features), found.Predict(test.Features));
        var numbers = new RegressionData(Datasets.Wine().Features.SelectColumns([1, 2, 3]),
            [.. Enumerable.Range(0, 178).Select(i => ((Matrix)Datasets.Wine().Features)[i, 0])]);
        Assert.Equal(CrossValidation.Run(new StandardScaler().Then(new Ridge { Alpha = 1 }), numbers).Mean(RegressionMetric.R2), Usage.regression(numbers));
    }

    [Fact]
    public void A_learner_seen_as_any_of_its_kind_is_the_same()
    {
        var (classifier, regressor, transformer, detector) = (new LogisticRegression(), new Ridge(), new StandardScaler(), new OneClassSvm());
        Assert.Same(classifier, classifier.AsClassifier());
        Assert.Same(regressor, regressor.AsRegressor());
        Assert.Same(transformer, transformer.AsTransformer());
        Assert.Same(detector, detector.AsOutlierDetector());
        Assert.Throws<ArgumentNullException>(() => ((LogisticRegression)null!).AsClassifier());
    }
}
