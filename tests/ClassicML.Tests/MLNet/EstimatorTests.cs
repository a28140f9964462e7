using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.MLNet;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using Microsoft.ML;
using Microsoft.ML.Data;
using static ClassicML.Tests.MLNet.Fixtures;

namespace ClassicML.Tests.MLNet;

/// <summary>Learners as estimators: what ML.NET gets is what they predict.</summary>
public class EstimatorTests
{
    private readonly MLContext ml = new(seed: 1);

    private static readonly Dictionary<string, IClassifier<IClassifierModel>> Classifiers = new()
    {
        ["kernel machine"] = new StandardScaler().Then(new SvmClassifier()),
        ["logistic regression"] = new LogisticRegression(),
        ["neighbours"] = new KNearestNeighborsClassifier(),
        ["forest"] = new RandomForestClassifier { TreeCount = 10 },
        ["perceptron"] = new Perceptron(),
        ["network"] = new StandardScaler().Then(new MlpClassifier { HiddenLayers = [5], MaxEpochs = 20 }),
        ["discriminants"] = new LinearDiscriminantAnalysis(),
        ["search"] = new GridSearch(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.1, 1], (l, c) => l with { C = c }))
        { Splitter = new StratifiedKFold { FoldCount = 3 } },
    };

    public static TheoryData<string> ClassifierNames => [.. Classifiers.Keys];

    [Theory, MemberData(nameof(ClassifierNames))]
    public void Keys_are_predicted_as_the_model_predicts_them(string name)
    {
        IClassifierModel model = Classifiers[name].Fit(Iris);
        IDataView predicted = Classifiers[name].ToEstimator(ml).Fit(Iris.ToDataView()).Transform(Iris.ToDataView());

        Assert.Equal(model.Predict(Iris.Features), predicted.GetColumn<uint>("PredictedLabel").Select(key => (int)key - 1));
        double[] scores = model.As<IProbabilisticModel>() is { } probabilistic ? probabilistic.PredictProbabilities(Iris.Features).Span.ToArray()
            : model.As<IDecisionScores>()!.DecisionScores(Iris.Features).Span.ToArray();
        Assert.Equal(Rounded(scores), Rounded(Vectors(predicted, "Score")));
    }

    [Theory, MemberData(nameof(ClassifierNames))]
    public void Truth_values_are_predicted_as_the_model_predicts_them(string name)
    {
        IClassifierModel model = Classifiers[name].Fit(Cancer);
        IDataView view = Cancer.ToDataView(booleanLabels: true), predicted = Classifiers[name].ToEstimator(ml).Fit(view).Transform(view);

        Assert.Equal(model.Predict(Cancer.Features), predicted.GetColumn<bool>("PredictedLabel").Select(label => label ? 1 : 0));
        float[] scores = Floats(predicted, "Score");
        if (model.As<IDecisionScores>() is { } scored) Assert.Equal(Rounded(scored.DecisionScores(Cancer.Features).Span.ToArray()), scores);
        if (model.As<IProbabilisticModel>() is not { } probabilistic)
        {
            Assert.Null(predicted.Schema.GetColumnOrNull("Probability"));
            return;
        }
        double[] ofTrue = [.. probabilistic.PredictProbabilities(Cancer.Features).Span.ToArray().Where((_, i) => i % 2 == 1)];
        Assert.Equal(Rounded(ofTrue), Floats(predicted, "Probability"));
        if (model.As<IDecisionScores>() is null)
            Assert.Equal(Rounded(ofTrue.Select(p => Math.Clamp(p, 1e-15, 1 - 1e-15)).Select(p => Math.Log(p / (1 - p)))), scores);
    }

    [Fact]
    public void Numbers_are_predicted_as_the_model_predicts_them()
    {
        foreach (IRegressor<IRegressorModel> learner in (IRegressor<IRegressorModel>[])
            [new Ridge(), new RandomForestRegressor { TreeCount = 5 }, new StandardScaler().Then(new SvmRegressor()), new KNearestNeighborsRegressor()])
        {
            // Targets are of single precision too.
            RegressionData data = Petals;
            IDataView predicted = learner.ToEstimator(ml).Fit(data.ToDataView()).Transform(data.ToDataView());
            Assert.Equal(Rounded(learner.Fit(data).Predict(data.Features)), Floats(predicted, "Score"));
        }
    }

    [Fact]
    public void Outliers_have_high_scores_as_ML_NET_has_them()
    {
        var learner = new StandardScaler().Then(new OneClassSvm { Nu = 0.1 });
        IOutlierModel model = learner.Fit(Iris.Features);
        IDataView predicted = learner.ToEstimator(ml).Fit(Iris.Features.ToDataView()).Transform(Iris.Features.ToDataView());

        Assert.Equal(Rounded(model.Score(Iris.Features).Select(score => -score)), Floats(predicted, "Score"));
        Assert.Equal(model.IsInlier(Iris.Features).Select(isInlier => !isInlier), predicted.GetColumn<bool>("PredictedLabel"));
    }

    [Fact]
    public void Transformers_give_vectors_with_the_names_of_their_columns()
    {
        Features x = Iris.Features;
        IDataView rows = Iris.ToDataView();
        Assert.Equal(
            Rounded(((Matrix)new Pca { ComponentCount = 2 }.Fit(x).Transform(x)).Span.ToArray()),
            Rounded(Vectors(new Pca { ComponentCount = 2 }.ToEstimator(ml).Fit(rows).Transform(rows), "Features")));

        IDataView scaled = new StandardScaler().ToEstimator(ml, new MLNetColumns { Output = "Scaled" }).Fit(rows).Transform(rows);
        VBuffer<ReadOnlyMemory<char>> names = default;
        scaled.Schema["Scaled"].GetSlotNames(ref names);
        Assert.Equal(x.ColumnNames!.Value, names.DenseValues().Select(name => name.ToString()));

        var projection = new LinearDiscriminantProjection();
        Assert.Equal(
            Rounded(((Matrix)projection.Fit(Iris).Transform(x)).Span.ToArray()),
            Rounded(Vectors(projection.ToEstimator(ml).Fit(rows).Transform(rows), "Features")));

        RegressionData petals = Petals;
        var best = new SelectKBest { K = 1 };
        Assert.Equal(
            ((Matrix)((IRegressionTransformer<ITransformerModel>)best).Fit(petals).Transform(petals.Features)).Span.ToArray(),
            Vectors(best.ToRegressionEstimator(ml).Fit(petals.ToDataView()).Transform(petals.ToDataView()), "Features"));
    }
}
