using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.MLNet;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static ClassicML.Tests.MLNet.Fixtures;

namespace ClassicML.Tests.MLNet;

/// <summary>What ML.NET does with an estimator, it does with one of ours.</summary>
public class WorkflowTests
{
    // Two ways to sum the same terms, some hundred of them, of numbers of single precision.
    private const double Rounding = 1e-6;

    private readonly MLContext ml = new(seed: 1);

    public sealed class Flower
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }

    public sealed class Guess
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    public sealed class Case
    {
        [VectorType(30)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    public sealed class Verdict
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    private IEnumerable<Flower> Flowers => Enumerable.Range(0, Iris.RowCount).Select(
        i => new Flower { Features = Rounded(((Matrix)Iris.Features).Row(i).ToArray()), Label = Iris.Labels[Iris.Codes[i]] });

    private IDataView FlowerView => ml.Data.LoadFromEnumerable(Flowers);

    private IEstimator<ITransformer> Pipeline(IClassifier<IClassifierModel> learner) => ml.Transforms.Conversion.MapValueToKey("Label")
        .Append(learner.ToEstimator(ml)).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    [Fact]
    public void Evaluate_finds_what_our_metrics_find_in_several_classes()
    {
        var learner = new LogisticRegression();
        LogisticRegressionModel model = learner.Fit(Iris);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(
            learner.ToEstimator(ml).Fit(Iris.ToDataView()).Transform(Iris.ToDataView()));

        Assert.Equal(model.Score(Iris), metrics.MicroAccuracy, Rounding);
        Assert.Equal(model.Score(Iris, ClassificationMetric.LogLoss), metrics.LogLoss, Rounding);
        // Its counts lie by row of truth, as ours do.
        var ours = ClassicML.Metrics.ConfusionMatrix.Of(model, Iris);
        for (int truth = 0; truth < 3; truth++)
            for (int predicted = 0; predicted < 3; predicted++)
                Assert.Equal(ours[truth, predicted], metrics.ConfusionMatrix.Counts[truth][predicted]);
    }

    [Fact]
    public void Evaluate_finds_what_our_metrics_find_in_two_classes()
    {
        var learner = new StandardScaler().Then(new LogisticRegression());
        IClassifierModel model = learner.Fit(Cancer);
        IDataView view = Cancer.ToDataView(booleanLabels: true), predicted = learner.ToEstimator(ml).Fit(view).Transform(view);
        CalibratedBinaryClassificationMetrics metrics = ml.BinaryClassification.Evaluate(predicted);

        Assert.Equal(model.Score(Cancer), metrics.Accuracy, Rounding);
        Assert.Equal(model.Score(Cancer, ClassificationMetric.RocAuc), metrics.AreaUnderRocCurve, Rounding);
        // Its logarithm has base two.
        Assert.Equal(model.Score(Cancer, ClassificationMetric.LogLoss) / Math.Log(2), metrics.LogLoss, Rounding);

        // A machine without probabilities is evaluated as ML.NET's own are.
        var machine = new StandardScaler().Then(new SvmClassifier());
        BinaryClassificationMetrics margins = ml.BinaryClassification.EvaluateNonCalibrated(machine.ToEstimator(ml).Fit(view).Transform(view));
        Assert.Equal(machine.Fit(Cancer).Score(Cancer), margins.Accuracy, Rounding);
    }

    [Fact]
    public void Evaluate_finds_what_our_metrics_find_of_numbers()
    {
        RegressionData data = Petals;
        var learner = new RandomForestRegressor { TreeCount = 10 };
        Microsoft.ML.Data.RegressionMetrics metrics = ml.Regression.Evaluate(learner.ToEstimator(ml).Fit(data.ToDataView()).Transform(data.ToDataView()));

        Assert.Equal(learner.Fit(data).Score(data), metrics.RSquared, Rounding);
        Assert.Equal(learner.Fit(data).Score(data, RegressionMetric.MeanSquaredError), metrics.MeanSquaredError, Rounding);
    }

    [Fact]
    public void Evaluate_finds_the_outliers_of_a_detector()
    {
        // Two hundred rows about the middle and ten far away.
        var rng = new Rng(1);
        double[] values = [.. Enumerable.Range(0, 420).Select(i => (i < 400 ? 0 : 9) + rng.NextDouble())];
        Matrix x = Single(Matrix.Wrap(values, 210, 2));
        IDataView view = new Table(
            new NumberColumn("a", Enumerable.Range(0, 210).Select(i => x[i, 0])), new NumberColumn("b", Enumerable.Range(0, 210).Select(i => x[i, 1])),
            new NumberColumn("Label", Enumerable.Range(0, 210).Select(i => i < 200 ? 0.0 : 1))).ToDataView(NumberDataViewType.Single);
        IDataView predicted = ml.Transforms.Concatenate("Features", "a", "b").Append(new OneClassSvm { Nu = 0.05 }.ToEstimator(ml)).Fit(view).Transform(view);

        var data = new OutlierData(x, [.. Enumerable.Range(0, 210).Select(i => i >= 200)]);
        Assert.Equal(
            new OneClassSvm { Nu = 0.05 }.Fit(x).Score(data, OutlierMetric.RocAuc), ml.AnomalyDetection.Evaluate(predicted).AreaUnderRocCurve, Rounding);
    }

    [Fact]
    public void CrossValidate_fits_and_scores_every_fold()
    {
        var machine = new StandardScaler().Then(new SvmClassifier());
        var folds = ml.MulticlassClassification.CrossValidate(Iris.ToDataView(), machine.ToEstimator(ml), numberOfFolds: 5);
        Assert.Equal(5, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.8, 1));
        Assert.Equal(150, folds.Sum(fold => fold.ScoredHoldOutSet.GetColumn<uint>("PredictedLabel").Count()));

        var two = ml.BinaryClassification.CrossValidate(
            Cancer.ToDataView(booleanLabels: true), new StandardScaler().Then(new LogisticRegression()).ToEstimator(ml), numberOfFolds: 3);
        Assert.All(two, fold => Assert.InRange(fold.Metrics.AreaUnderRocCurve, 0.95, 1));

        var numbers = ml.Regression.CrossValidate(Petals.ToDataView(), new Ridge().ToEstimator(ml), numberOfFolds: 3);
        Assert.All(numbers, fold => Assert.InRange(fold.Metrics.RSquared, 0.5, 1));
    }

    [Fact]
    public void A_prediction_engine_predicts_row_by_row_what_the_view_has()
    {
        ITransformer chain = Pipeline(new StandardScaler().Then(new LogisticRegression())).Fit(FlowerView);
        using PredictionEngine<Flower, Guess> engine = ml.Model.CreatePredictionEngine<Flower, Guess>(chain);
        IDataView predicted = chain.Transform(FlowerView);
        string[] labels = [.. predicted.GetColumn<string>("PredictedLabel")];
        float[][] scores = [.. predicted.GetColumn<float[]>("Score")];
        int row = 0;
        foreach (Flower flower in Flowers)
        {
            Guess guess = engine.Predict(flower);
            Assert.Equal(labels[row], guess.PredictedLabel);
            Assert.Equal(scores[row++], guess.Score);
        }
        Assert.Equal(150, row);

        ITransformer two = new LogisticRegression().ToEstimator(ml).Fit(Cancer.ToDataView(booleanLabels: true));
        using PredictionEngine<Case, Verdict> verdicts = ml.Model.CreatePredictionEngine<Case, Verdict>(two);
        Verdict verdict = verdicts.Predict(new Case { Features = Rounded(((Matrix)Cancer.Features).Row(0).ToArray()) });
        Assert.Equal(verdict.Score > 0, verdict.PredictedLabel);
        Assert.Equal(verdict.Probability > 0.5f, verdict.PredictedLabel);
    }

    [Fact]
    public void A_saved_model_predicts_the_same()
    {
        IEstimator<ITransformer>[] pipelines =
        [
            Pipeline(new StandardScaler().Then(new SvmClassifier { C = 3 })), Pipeline(new RandomForestClassifier { TreeCount = 5 }),
            Pipeline(new GridSearch(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.1, 1], (l, c) => l with { C = c }))),
        ];
        foreach (IEstimator<ITransformer> pipeline in pipelines)
        {
            ITransformer model = pipeline.Fit(FlowerView);
            using var file = new MemoryStream();
            ml.Model.Save(model, FlowerView.Schema, file);

            // Another program: it has made no estimator, so it says that it reads models of this library.
            var other = new MLContext();
            other.RegisterClassicML();
            file.Position = 0;
            ITransformer loaded = other.Model.Load(file, out DataViewSchema schema);
            Assert.Equal(["Features", "Label"], schema.Select(column => column.Name).Order());
            IDataView before = model.Transform(FlowerView), after = loaded.Transform(other.Data.LoadFromEnumerable(Flowers));
            Assert.Equal(before.GetColumn<string>("PredictedLabel"), after.GetColumn<string>("PredictedLabel"));
            Assert.Equal(before.GetColumn<float[]>("Score"), after.GetColumn<float[]>("Score"));
            using PredictionEngine<Flower, Guess> engine = other.Model.CreatePredictionEngine<Flower, Guess>(loaded);
            Assert.Equal(before.GetColumn<string>("PredictedLabel").Last(), engine.Predict(Flowers.Last()).PredictedLabel);
        }
    }

    [Fact]
    public void A_saved_model_keeps_its_columns_and_what_its_labels_were()
    {
        var names = new MLNetColumns
        {
            Features = ["a", "b"], Label = "y", Weight = "w", Score = "s", Probability = "p", PredictedLabel = "guess", Output = "o",
        };
        var table = new Table(
            new NumberColumn("a", [1.0, 2, 3, 4]), new TextColumn("b", ["x", "x", "z", "z"]), new BooleanColumn("y", [false, true, true, false]),
            new NumberColumn("w", [1.0, 1, 2, 1]));
        ModelTransformer model = new DecisionTreeClassifier().ToEstimator(ml, names).Fit(table.ToDataView());
        using var file = new MemoryStream();
        ml.Model.Save(model, null, file);
        file.Position = 0;
        var loaded = (ModelTransformer)ml.Model.Load(file, out _);

        Assert.Equal(names with { Features = loaded.Columns.Features }, loaded.Columns);
        Assert.Equal<string>(["a", "b"], loaded.Columns.Features);
        Assert.Equal(Written(model.Model), Written(loaded.Model));
        Assert.Equal([false, true, true, false], loaded.Transform(table.ToDataView()).GetColumn<bool>("guess"));
    }

    [Fact]
    public void A_model_without_a_form_is_not_saved_in_words()
    {
        ITransformer model = new Mine().ToEstimator(ml).Fit(Iris.ToDataView());
        using var file = new MemoryStream();
        Assert.Contains("is not registered", Fail(() => ml.Model.Save(model, null, file)));
    }

    private sealed record Mine : IClassifier<MineModel>
    {
        public MineModel Fit(ClassificationData data, FitContext context = default) => new(data.Labels, data.FeatureCount);
    }

    // It has neither probabilities nor scores: always the second class.
    private sealed class MineModel(ClassLabels labels, int featureCount) : IClassifierModel
    {
        public ClassLabels Labels => labels;

        public int FeatureCount => featureCount;

        public FitReport Report { get; } = new();

        public void Predict(Features x, Memory<int> destination) => destination.Span.Fill(1);
    }

    [Fact]
    public void A_model_that_only_names_classes_scores_the_named_one()
    {
        IDataView predicted = new Mine().ToEstimator(ml).Fit(Iris.ToDataView()).Transform(Iris.ToDataView());
        Assert.All(predicted.GetColumn<float[]>("Score"), scores => Assert.Equal([0, 1, 0], scores));
        IDataView two = Cancer.ToDataView(booleanLabels: true);
        Assert.All(new Mine().ToEstimator(ml).Fit(two).Transform(two).GetColumn<float>("Score"), score => Assert.Equal(1, score));
    }

    [Fact]
    public void Predicted_keys_stand_for_the_values_of_the_labels()
    {
        // Numbers that were mapped to keys in order of occurrence come back as numbers.
        var table = new Table(new NumberColumn("a", [1.0, 2, 9, 10]), new NumberColumn("Label", [7.0, 7, 3, 3]));
        var names = new MLNetColumns { Features = ["a"] };
        IDataView view = table.ToDataView(NumberDataViewType.Single);
        IEstimator<ITransformer> learner = new DecisionTreeClassifier().ToEstimator(ml, names);
        IDataView keyed = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence)
            .Append(learner).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(view).Transform(view);
        Assert.Equal([7f, 7, 3, 3], keyed.GetColumn<float>("PredictedLabel"));
        // So do numbers that were no keys; their classes go by value.
        IDataView plain = learner.Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(view).Transform(view);
        Assert.Equal([7f, 7, 3, 3], plain.GetColumn<float>("PredictedLabel"));
        Assert.Equal([2u, 2, 1, 1], learner.Fit(view).Transform(view).GetColumn<uint>("PredictedLabel"));
        // Keys without values stay keys.
        var hashed = ml.Transforms.Conversion.Hash("Label", numberOfBits: 4);
        IDataView nameless = hashed.Append(learner).Fit(view).Transform(view);
        Assert.Equal(nameless.GetColumn<uint>("Label"), nameless.GetColumn<uint>("PredictedLabel"));
        Assert.Null(nameless.Schema["PredictedLabel"].Annotations.Schema.GetColumnOrNull("KeyValues"));
    }

    [Fact]
    public void A_table_of_texts_dates_and_holes_goes_into_a_pipeline_as_it_is()
    {
        var table = new Table(
            new NumberColumn("age", [20.0, double.NaN, 60, 61, 33, 59]), new TextColumn("city", ["Oslo", "Gent", null, "Gent", "Oslo", "Gent"]),
            new DateColumn("joined", ((int?[])[2020, null, 2024, 2023, 2019, 2022]).Select(year => year is { } y ? new DateTime(y, 1, 2) : (DateTime?)null)),
            new BooleanColumn("Label", [false, true, true, true, false, true]));
        var learner = new ColumnTransformer()
            .With("numbers", Columns.OfKind(ColumnKind.Number), new SimpleImputer())
            .With("texts", Columns.OfKind(ColumnKind.Text), new SimpleImputer { Statistic = ImputationStatistic.MostFrequent }.Then(new OneHotEncoder()))
            .With("dates", Columns.OfKind(ColumnKind.Date), new DateFeatures { Parts = DateParts.Year }.Then(new SimpleImputer()))
            .Then(new DecisionTreeClassifier());
        var names = new MLNetColumns { Features = ["age", "city", "joined"] };
        ModelTransformer model = learner.ToEstimator(ml, names).Fit(table.ToDataView());

        Assert.Equal<string>(["age", "city", "joined"], model.Model.FeatureNames!.Value);
        Assert.Equal(
            ((IClassifierModel)model.Model).Predict(table.Without("Label")).Select(code => code == 1),
            model.Transform(table.ToDataView()).GetColumn<bool>("PredictedLabel"));
    }

    [Fact]
    public void Weights_and_groups_of_columns_reach_the_learner()
    {
        double[] weights = [.. Enumerable.Range(0, Iris.RowCount).Select(i => 1.0 + i % 3)];
        int[] groups = [.. Enumerable.Range(0, Iris.RowCount).Select(i => i % 10)];
        ClassificationData data = Iris.WithWeights(weights).WithGroups(groups);
        var search = new GridSearch(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.1, 1], (l, c) => l with { C = c }))
        { Splitter = new GroupKFold { FoldCount = 5 } };
        var x = (Matrix)Iris.Features;
        IDataView view = new Table([
            .. Enumerable.Range(0, 4).Select(j => new NumberColumn(x.ColumnNames!.Value[j], Enumerable.Range(0, 150).Select(i => x[i, j]))),
            new TextColumn("Label", Iris.Codes.ToArray().Select(code => Iris.Labels[code])),
            new NumberColumn("Weight", weights), new NumberColumn("Group", groups.Select(group => (double)group)),
        ]).ToDataView();
        var names = new MLNetColumns { Features = x.ColumnNames!.Value, Weight = "Weight", Group = "Group" };

        Assert.Equal(Written(search.Fit(data)), Written(search.ToEstimator(ml, names).Fit(view).Model));
    }

    [Fact]
    public void Rows_of_sparse_vectors_stay_sparse_where_that_is_asked_for()
    {
        SparseMatrix sparse = SparseMatrix.FromDense(Single(Matrix.Wrap([.. RandomMatrix(40, 30).Span.ToArray().Select(v => v > 0.3 ? v : 0)], 40, 30)));
        var data = new ClassificationData(sparse, [.. Enumerable.Range(0, 40).Select(i => i % 2)], new ClassLabels(["a", "b"]));
        var names = new MLNetColumns { IsSparse = true };
        ModelTransformer model = new LinearSvmClassifier().ToEstimator(ml, names).Fit(data.ToDataView());
        Assert.Equal(Written(new LinearSvmClassifier().Fit(data)), Written(model.Model));
        Assert.Equal(
            ((IClassifierModel)model.Model).Predict(sparse), model.Transform(data.ToDataView()).GetColumn<uint>("PredictedLabel").Select(key => (int)key - 1));
    }
}
