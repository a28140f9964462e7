using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.MLNet;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using static ClassicML.Tests.MLNet.Fixtures;

namespace ClassicML.Tests.MLNet;

/// <summary>ML.NET's trainers as learners of ours.</summary>
public class TrainerTests
{
    private static MLNetClassifier Entropy(float l2 = 0.1f) => new("maximum entropy", ml => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
        new LbfgsMaximumEntropyMulticlassTrainer.Options { L1Regularization = 0, L2Regularization = l2, NumberOfThreads = 1 }));

    private static MLNetClassifier Machine => new("linear machine", ml => ml.BinaryClassification.Trainers.LinearSvm()) { HasBooleanLabels = true };

    private static MLNetClassifier Logistic(string? weight = null) => new("logistic", ml => ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
        new LbfgsLogisticRegressionBinaryTrainer.Options { ExampleWeightColumnName = weight, NumberOfThreads = 1 }))
    { HasBooleanLabels = true };

    [Fact]
    public void A_trainer_of_several_classes_predicts_what_ML_NET_predicts()
    {
        MLNetClassifierModel model = Entropy().Fit(Iris);
        var ml = new MLContext(1);
        IDataView predicted = Entropy().Trainer(ml).Fit(Iris.ToDataView()).Transform(Iris.ToDataView());

        Assert.Equal(predicted.GetColumn<uint>("PredictedLabel").Select(key => (int)key - 1), model.Predict(Iris.Features));
        Assert.Equal(Iris.Labels, model.Labels);
        // Shares of their sum, which is 1 to single precision.
        Close(Vectors(predicted, "Score"), model.As<IProbabilisticModel>()!.PredictProbabilities(Iris.Features).Span, 1e-6);
        Assert.Null(model.As<IDecisionScores>());
        Assert.InRange(model.Score(Iris), 0.95, 1);
        Assert.Equal(4, model.FeatureCount);
        Assert.Equal(Iris.FeatureNames!.Value, model.Report.FeatureNames!.Value);
        Assert.Equal("maximum entropy", model.Learner!.ToString());
        Assert.NotNull(model.Transformer);
    }

    [Fact]
    public void A_trainer_of_two_classes_gives_scores_and_probabilities_where_it_has_them()
    {
        MLNetClassifierModel model = Logistic().Fit(Cancer);
        IDataView view = Cancer.ToDataView(booleanLabels: true), predicted = Logistic().Trainer(new MLContext(1)).Fit(view).Transform(view);
        Assert.Equal(predicted.GetColumn<bool>("PredictedLabel").Select(label => label ? 1 : 0), model.Predict(Cancer.Features));
        Assert.Equal(Floats(predicted, "Score").Select(score => (double)score), model.DecisionScores(Cancer.Features).Span.ToArray());
        double[] probabilities = model.PredictProbabilities(Cancer.Features).Span.ToArray();
        Assert.Equal(Floats(predicted, "Probability").Select(p => (double)p), probabilities.Where((_, i) => i % 2 == 1));
        Assert.Equal(1, model.ScoreCount);
        Assert.Equal(1, probabilities[0] + probabilities[1]);

        MLNetClassifierModel machine = new StandardScaler().Then(Machine).Fit(Cancer).Last as MLNetClassifierModel ?? throw new InvalidOperationException();
        Assert.Null(machine.As<IProbabilisticModel>());
        Assert.NotNull(machine.As<IDecisionScores>());
        Assert.Throws<InvalidOperationException>(() => machine.PredictProbabilities(Cancer.Features));
    }

    [Fact]
    public void Scores_that_are_no_probabilities_are_decision_scores_if_it_is_said()
    {
        MLNetClassifier raw = new("one against the rest", ml => ml.MulticlassClassification.Trainers.OneVersusAll(
            ml.BinaryClassification.Trainers.LinearSvm(), useProbabilities: false))
        { ScoresAreProbabilities = false };
        MLNetClassifierModel model = raw.Fit(Iris);
        Assert.Null(model.As<IProbabilisticModel>());
        Assert.Equal(3, model.DecisionScores(Iris.Features).ColumnCount);
        Assert.Throws<InvalidOperationException>(() => Entropy().Fit(Iris).DecisionScores(Iris.Features));
        // Where nobody said so, the first row below nought tells.
        Assert.Contains(
            "are no probabilities: set ScoresAreProbabilities to false",
            Assert.Throws<InvalidOperationException>(() => (raw with { ScoresAreProbabilities = true }).Fit(Iris).PredictProbabilities(Iris.Features)).Message);
        // Two classes of keys have one score, positive for the second.
        ClassificationData two = Cancer.SelectRows([.. Enumerable.Range(0, 200)]);
        MLNetClassifierModel keys = raw.Fit(two);
        Assert.Equal(1, keys.ScoreCount);
        Assert.Equal(keys.Predict(two.Features), keys.DecisionScores(two.Features).Span.ToArray().Select(score => score > 0 ? 1 : 0));
    }

    [Fact]
    public void A_trainer_of_numbers_predicts_what_ML_NET_predicts()
    {
        RegressionData data = Petals;
        var learner = new MLNetRegressor("least squares", ml => ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1 }))
        { Seed = 3 };
        MLNetRegressorModel model = learner.Fit(data);
        IDataView predicted = learner.Trainer(new MLContext(3)).Fit(data.ToDataView()).Transform(data.ToDataView());
        Assert.Equal(Floats(predicted, "Score").Select(score => (double)score), model.Predict(data.Features));
        Assert.Equal((3, "least squares"), (model.FeatureCount, $"{model.Learner}"));
        Assert.NotNull(model.Transformer);
        Assert.True(Saved(model.Save) > 0);
    }

    [Fact]
    public void A_trainer_for_anomalies_is_an_outlier_detector()
    {
        Features x = Iris.Features;
        var learner = new MLNetOutlierDetector("principal components", ml => ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1, ensureZeroMean: true))
        { Threshold = 0.6 };
        MLNetOutlierDetectorModel model = learner.Fit(x);
        double[] scores = model.Score(x);
        float[] theirs = Floats(model.Transformer.Transform(x.ToDataView()), "Score");
        Close([.. theirs.Select(score => 0.6 - score)], scores, 1e-12);
        Assert.Equal((4, "principal components", 0.6), (model.FeatureCount, $"{model.Learner}", learner.Threshold));
        Assert.True(Saved(model.Save) > 0);
    }

    [Fact]
    public void A_trainer_stands_in_searches_and_nested_comparison_beside_ours()
    {
        var search = new GridSearch(
            ParameterGrid.For(new StandardScaler().Then(Entropy())).Vary("l2", [0.01f, 1f], (p, l2) => p with { Last = Entropy(l2) }))
        { Splitter = new StratifiedKFold { FoldCount = 3, Seed = 1 } };
        NestedResult nested = NestedCrossValidation.Run(
            [new("theirs", search), new("ours", new StandardScaler().Then(new LogisticRegression()))], Iris,
            new StratifiedKFold { FoldCount = 3, Seed = 2 }, [ClassificationMetric.Accuracy, ClassificationMetric.LogLoss]);
        Assert.All(nested.Entries, entry => Assert.InRange(entry.Folds.Mean(ClassificationMetric.Accuracy), 0.9, 1));

        var numbers = new RegressorGridSearch(ParameterGrid.For(new MLNetRegressor("sdca", ml => ml.Regression.Trainers.Sdca()))
            .Vary("seed", [1, 2], (l, seed) => l with { Seed = seed }))
        { Splitter = new KFold { FoldCount = 3, Seed = 1 } };
        Assert.InRange(numbers.Fit(Petals).Score(Petals), 0.5, 1);
    }

    [Fact]
    public void A_pipeline_of_theirs_reads_the_columns_of_a_table()
    {
        var table = new Table(
            new NumberColumn("age", [20.0, 25, 60, 61, 22, 58]), new TextColumn("city", ["Oslo", "Oslo", "Gent", "Gent", "Oslo", "Gent"]),
            new TextColumn("left", ["no", "no", "yes", "yes", "no", "yes"]));
        ClassificationData data = table.ToClassification("left");
        // It names its predictions again, and they are known by name.
        var learner = new MLNetClassifier("theirs", ml => ml.Transforms.Categorical.OneHotEncoding("city")
            .Append(ml.Transforms.Concatenate("Features", "age", "city")).Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.01f))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")));
        Assert.Equal(data.Codes.ToArray(), learner.Fit(data).Predict(data.Features));
        // A table of numbers is vectors as well.
        ClassificationData numbers = data.WithFeatures(((Table)data.Features).Select("age"));
        Assert.Equal(data.Codes.ToArray(), new StandardScaler().Then(Entropy(0.01f)).Fit(numbers).Predict(numbers.Features));
        Assert.Equal(data.Codes.ToArray(), new MLNetClassifier("scaled by theirs", ml => ml.Transforms.NormalizeMinMax("Features").Append(
            ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.01f))).Fit(numbers).Predict(numbers.Features));
    }

    [Fact]
    public void Weights_are_read_by_a_trainer_that_is_told_their_column_and_refused_where_they_are_not()
    {
        ClassificationData weighted = Cancer.WithWeights([.. Enumerable.Range(0, Cancer.RowCount).Select(i => i % 2 == 0 ? 5.0 : 1)]);
        IDataView view = weighted.ToDataView(booleanLabels: true);
        double[] scores = Logistic("Weight").Fit(weighted).DecisionScores(Cancer.Features).Span.ToArray();
        Assert.Equal(Floats(Logistic("Weight").Trainer(new MLContext(1)).Fit(view).Transform(view), "Score").Select(score => (double)score), scores);
        Assert.NotEqual(Logistic().Fit(Cancer).DecisionScores(Cancer.Features).Span.ToArray(), scores);
        Assert.Contains(
            "rows have weights, and logistic has not read them: make its trainer with exampleWeightColumnName \"Weight\"",
            Fail(() => Logistic().Fit(weighted)));
    }

    [Fact]
    public void Sparse_rows_are_sparse_vectors()
    {
        SparseMatrix sparse = SparseMatrix.FromDense(Single((Matrix)Iris.Features));
        ClassificationData data = Iris.WithFeatures(sparse);
        Assert.Equal(Entropy().Fit(Iris).Predict(Iris.Features), Entropy().Fit(data).Predict(sparse));
    }

    [Fact]
    public void What_is_saved_is_a_model_of_ML_NET()
    {
        MLNetClassifierModel model = Entropy().Fit(Iris);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        Assert.Equal(model.Predict(Iris.Features), loaded.Transform(Iris.ToDataView()).GetColumn<uint>("PredictedLabel").Select(key => (int)key - 1));
    }

    [Fact]
    public void A_fit_that_is_cancelled_ends_and_the_wrong_trainer_is_refused()
    {
        using var cancelled = new CancellationTokenSource();
        // The trainer asks for the first row when somebody cancels.
        var learner = new MLNetClassifier("slow", ml =>
        {
            cancelled.Cancel();
            return ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy();
        });
        Assert.Throws<OperationCanceledException>(() => learner.Fit(Iris, new FitContext { Cancellation = cancelled.Token }));
        Assert.Throws<OperationCanceledException>(() => Entropy().Fit(Iris, new FitContext { Cancellation = cancelled.Token }));

        Assert.Contains(
            "scaler gives no column 'PredictedLabel'", Fail(() => new MLNetClassifier("scaler", ml => ml.Transforms.NormalizeMinMax("Features")).Fit(Iris)));
        Assert.Contains(
            "scaler gives no column 'Score'", Fail(() => new MLNetRegressor("scaler", ml => ml.Transforms.NormalizeMinMax("Features")).Fit(Petals)));
        Assert.Contains("Name must not be null", Fail(() => new MLNetClassifier(null!, ml => ml.Transforms.NormalizeMinMax("Features"))));
        Assert.Contains("Trainer must not be null", Fail(() => new MLNetRegressor("none", null!)));
        Assert.Contains("Threshold must be", Fail(() => new MLNetOutlierDetector("x", ml => ml.Transforms.CopyColumns("a", "b")) { Threshold = double.NaN }));
        Assert.Contains("there are 3", Fail(() => Logistic().Fit(Iris)));
        Assert.Contains("the data lacks", Fail(() => Entropy().Fit(Iris).Predict(((Matrix)Iris.Features).WithNames(["p", "q", "r", "s"]))));
    }

    [Fact]
    public void Options_are_kept_and_changed_by_with()
    {
        MLNetClassifier classifier = Entropy() with { Name = "other", Seed = 2 };
        MLNetRegressor regressor = new MLNetRegressor("a", ml => ml.Regression.Trainers.Sdca()) with { Name = "b" };
        MLNetOutlierDetector detector = new MLNetOutlierDetector("c", ml => ml.AnomalyDetection.Trainers.RandomizedPca()) with { Name = "d", Seed = 4 };
        Assert.Equal(("other", 2, "b", 1, "d", 4), (classifier.Name, classifier.Seed, regressor.Name, regressor.Seed, detector.Name, detector.Seed));
        Assert.NotNull(detector.Trainer(new MLContext()));
    }

    private static long Saved(Action<Stream> save)
    {
        using var file = new MemoryStream();
        save(file);
        return file.Length;
    }
}
