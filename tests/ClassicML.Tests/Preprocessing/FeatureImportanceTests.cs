using System.Text.Json;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Tests.Preprocessing;

/// <summary>Selection by what a model says of its features: <see cref="SelectFromModel"/> and <see cref="RecursiveFeatureElimination"/>.</summary>
public class FeatureImportanceTests
{
    private static readonly ClassificationData Iris = Datasets.Iris();

    private static readonly RegressionData Numbers = new(Iris.Features, ((Matrix)Iris.Features).SelectColumns([3]).Span);

    public static TheoryData<string> Selections => [.. Golden.Cases("select-from-model")];

    public static TheoryData<string> Eliminations => [.. Golden.Cases("recursive-feature-elimination")];

    [Theory, MemberData(nameof(Selections))]
    public void Equals_scikit_learn_select_from_model(string name)
    {
        Golden golden = Golden.Read("select-from-model", name);
        foreach (JsonProperty one in golden["cases"].EnumerateObject())
        {
            string[] options = one.Name.Split('|');
            ImportanceThreshold threshold = ImportanceThreshold.Parse(options[0]);
            int? most = options[1] == "none" ? null : int.Parse(options[1]);
            ImportanceSelectorModel model = Regressor(golden) is { } regressor
                ? new RegressorSelectFromModel(regressor) { Threshold = threshold, MaxFeatureCount = most }.Fit(NumbersOf(golden))
                : new SelectFromModel(Classifier(golden)) { Threshold = threshold, MaxFeatureCount = most }.Fit(golden.Data());
            Assert.Equal(one.Value.GetProperty("kept").Deserialize<int[]>(), model.SelectedColumns.ToArray());
            // Both solvers end at the optimum, up to their tolerances.
            Assert.Equal(1, model.Threshold / one.Value.GetProperty("threshold").GetDouble(), 1e-4);
        }
    }

    [Theory, MemberData(nameof(Eliminations))]
    public void Equals_scikit_learn_recursive_elimination(string name)
    {
        Golden golden = Golden.Read("recursive-feature-elimination", name);
        foreach (JsonElement one in golden["cases"].EnumerateArray())
        {
            CountOrShare keep = CountOrShare.Parse(one.GetProperty("keep").GetString()!), step = CountOrShare.Parse(one.GetProperty("step").GetString()!);
            RecursiveEliminationModel model = Regressor(golden) is { } regressor
                ? new RegressorRecursiveFeatureElimination(regressor) { Keep = keep, Step = step }.Fit(NumbersOf(golden))
                : new RecursiveFeatureElimination(Classifier(golden)) { Keep = keep, Step = step }.Fit(golden.Data());
            Assert.Equal(one.GetProperty("ranking").Deserialize<int[]>(), model.Ranking.ToArray());
        }
    }

    [Fact]
    public void Selectors_that_learn_from_numbers_alone_come_back_from_their_form()
    {
        foreach (IRegressionTransformer<ITransformerModel> learner in (IRegressionTransformer<ITransformerModel>[])
            [
                new RegressorSelectFromModel(new Ridge()), new RegressorRecursiveFeatureElimination(new Ridge()) { Keep = 2 },
                new RegressorSequentialFeatureSelector(new Ridge()) { Keep = 2 },
            ])
        {
            IModel model = learner.Fit(Numbers);
            Assert.Same(learner, model.Learner);
            Assert.Equal(Written(model), Written(Copy(model)));
            Assert.Equal(Written(learner), Written(Copy(model).Learner!));
        }
        RegressorPipelineModel pipeline = new RegressorSelectFromModel(new Ridge()).Then(new Ridge()).Fit(Numbers);
        Assert.Equal(pipeline.Predict(Numbers.Features), Copy(pipeline).Predict(Numbers.Features));
    }

    [Fact]
    public void Every_family_with_weights_or_impurities_says_how_much_each_feature_counts()
    {
        IModel[] models =
        [
            new LogisticRegression().Fit(Iris), new RidgeClassifier().Fit(Iris), new LinearSvmClassifier().Fit(Iris), new DecisionTreeClassifier().Fit(Iris),
            new RandomForestClassifier { TreeCount = 5 }.Fit(Iris), new LinearRegression().Fit(Numbers), new LinearSvmRegressor().Fit(Numbers),
            new DecisionTreeRegressor().Fit(Numbers), new RandomForestRegressor { TreeCount = 5 }.Fit(Numbers),
        ];
        Assert.All(models, model =>
        {
            IFeatureImportances counting = model.As<IFeatureImportances>()!;
            Assert.Equal((4, 4, false), (counting.FeatureCount, counting.FeatureImportances.Length, counting.IsSparse));
            Assert.All(counting.FeatureImportances.ToArray(), one => Assert.True(one >= 0));
        });
        // The magnitudes of a feature's weights, over the classes.
        var logistic = (LogisticRegressionModel)models[0];
        for (int j = 0; j < 4; j++)
            Assert.Equal(Enumerable.Range(0, 3).Sum(k => Math.Abs(logistic.Coefficients[k, j])), logistic.FeatureImportances[j]);
    }

    [Fact]
    public void Weights_under_an_L1_penalty_say_that_they_are_sparse()
    {
        IModel[] models =
        [
            new LogisticRegression { Penalty = Penalty.L1 }.Fit(Iris), new SgdClassifier { Penalty = Penalty.L1 }.Fit(Iris),
            new LinearSvmClassifier { Penalty = LinearSvmPenalty.L1 }.Fit(Iris), new Lasso { Alpha = 0.1 }.Fit(Numbers),
            new ElasticNet { Alpha = 0.1, L1Ratio = 1 }.Fit(Numbers), new SgdRegressor { Penalty = Penalty.L1 }.Fit(Numbers),
        ];
        Assert.All(models, model => Assert.True(model.As<IFeatureImportances>()!.IsSparse));
        IFeatureImportances mixed = new ElasticNet { Alpha = 0.1, L1Ratio = 0.5 }.Fit(Numbers);
        Assert.False(mixed.IsSparse);
    }

    [Fact]
    public void Equal_importances_all_reach_their_mean_and_the_first_are_kept_of_equal_ones()
    {
        // Three copies of a column: ridge regression divides the weight among them.
        Matrix x = Matrix.Wrap([.. Enumerable.Range(0, 30).SelectMany(i => new[] { i / 7.0, i / 7.0, i / 7.0 })], 30, 3);
        var data = new RegressionData(x, [.. Enumerable.Range(0, 30).Select(i => 0.3 * i)]);
        ImportanceSelectorModel all = new RegressorSelectFromModel(new Ridge { Alpha = 0.1 }) { Threshold = ImportanceThreshold.Of(0.1) }.Fit(data);
        Assert.Equal([0, 1, 2], all.SelectedColumns.ToArray());
        Assert.Equal((3, 3), (all.FeatureCount, all.OutputCount));
        ImportanceSelectorModel mean = new RegressorSelectFromModel(new DecisionTreeRegressor()) { Threshold = ImportanceThreshold.Mean() }.Fit(data);
        Assert.Equal(1, mean.Importances.ToArray().Sum(), 1e-12);
        Matrix same = Matrix.Wrap([.. Enumerable.Repeat(0.1, 9)], 3, 3);
        var nothing = new RegressorSelectFromModel(new DecisionTreeRegressor());
        Assert.Equal([0, 1, 2], nothing.Fit(new RegressionData(same, [1, 2, 3])).SelectedColumns.ToArray());
        Assert.Equal([0, 1], (nothing with { MaxFeatureCount = 2 }).Fit(new RegressionData(same, [1, 2, 3])).SelectedColumns.ToArray());
        var eliminating = new RegressorRecursiveFeatureElimination(new DecisionTreeRegressor()) { Keep = 1 };
        RecursiveEliminationModel dropped = eliminating.Fit(new RegressionData(same, [1, 2, 3]));
        Assert.Equal([1, 2, 3], dropped.Ranking.ToArray());
        Assert.Equal([0], dropped.SelectedColumns.ToArray());
    }

    [Fact]
    public void Missing_values_and_sparse_rows_pass_where_the_learner_takes_them()
    {
        Matrix x = new(new[,] { { 1, double.NaN, 0 }, { 2, 1, 0 }, { 8, double.NaN, 0 }, { 9, 2, 0 } });
        ImportanceSelectorModel model = new SelectFromModel(new DecisionTreeClassifier()).Fit(ClassificationData.Create(x, [0, 0, 1, 1]));
        Assert.Equal([0], model.SelectedColumns.ToArray());
        Assert.Equal([double.NaN], ((Matrix)model.Transform(new Matrix(new[,] { { double.NaN, 1, 2 } }))).Span.ToArray());
        ClassificationData sparse = Iris.WithFeatures(SparseMatrix.FromDense((Matrix)Iris.Features));
        var eliminating = new RecursiveFeatureElimination(new LogisticRegression { Tolerance = 1e-10 });
        Assert.Equal(eliminating.Fit(Iris).Ranking.ToArray(), eliminating.Fit(sparse).Ranking.ToArray());
        Assert.Equal(2, Assert.IsType<SparseMatrix>(eliminating.Fit(sparse).Transform(sparse.Features)).ColumnCount);
    }

    [Fact]
    public void An_elimination_counts_its_rounds_and_a_stop_keeps_what_is_left()
    {
        List<FitProgress> told = [];
        using var stop = new CancellationTokenSource();
        var learner = new RecursiveFeatureElimination(new DecisionTreeClassifier()) { Keep = 1 };
        RecursiveEliminationModel whole = learner.Fit(Iris, new FitContext { Progress = new ProgressSink(told.Add) });
        Assert.Equal([("round", 1, 3), ("round", 2, 3), ("round", 3, 3)], told.Select(one => (one.Stage, one.Done, one.Total)));
        Assert.Equal((3, true, 1), (whole.Report.Iterations, whole.Report.Converged, whole.OutputCount));
        Assert.Equal(3, learner.Fit(Iris).Report.Iterations);
        RecursiveEliminationModel stopped = learner.Fit(Iris, new FitContext { Stop = stop.Token, Progress = new ProgressSink(_ => stop.Cancel()) });
        Assert.Equal((1, true, 3), (stopped.Report.Iterations, stopped.Report.Stopped, stopped.OutputCount));
        Assert.Equal(Iris.FeatureNames, whole.Report.FeatureNames);
        Assert.Equal(whole.Ranking.ToArray(), Copy(whole).Ranking.ToArray());
        ITransformerModel[] models = [whole, new SelectFromModel(new LogisticRegression()) { MaxFeatureCount = 1 }.Fit(Iris)];
        Assert.All(models, model =>
        {
            Assert.Equal([Iris.FeatureNames!.Value[model.OutputSources!.Value[0]]], model.OutputNames!.Value.ToArray());
            Assert.Equal(model.OutputNames!.Value.ToArray(), model.Transform(Iris.Features).ColumnNames!.Value.ToArray());
        });
    }

    [Fact]
    public void Selections_keep_the_promises_of_all_learners()
    {
        // What columns are picked from may be stored otherwise than what the learner reads.
        var traits = new LearnerTraits { TakesMissing = true };
        foreach (ISupervisedTransformer<ITransformerModel> learner in (ISupervisedTransformer<ITransformerModel>[])
            [new SelectFromModel(new DecisionTreeClassifier()), new RecursiveFeatureElimination(new DecisionTreeClassifier { MaxDepth = 4 })])
            Assert.All(
                LearnerContract.Transformer(learner, Contract.Learners.Registry, traits).Where(check => check.Topic != ContractTopic.SparseRows),
                check => check.Run());
    }

    [Theory, InlineData("auto"), InlineData("mean"), InlineData("median"), InlineData("1.25*mean"), InlineData("0.5*median"), InlineData("0.25")]
    public void A_threshold_is_read_from_its_text(string text) => Assert.Equal(text, ImportanceThreshold.Parse(text).ToString());

    [Fact]
    public void Selectors_are_written_with_their_learners()
    {
        object[] learners =
        [
            new SelectFromModel(new LogisticRegression { C = 2 }) { Threshold = ImportanceThreshold.Median(0.5), MaxFeatureCount = 3 },
            new RegressorSelectFromModel(new Lasso()) { Threshold = 0.25 }, new RecursiveFeatureElimination(new LinearSvmClassifier()) { Keep = 2, Step = 3 },
            new RegressorRecursiveFeatureElimination(new Ridge()) { Step = CountOrShare.Share(0.1) },
        ];
        Assert.All(learners, learner => Assert.Equal(learner, Copy(learner)));
        Assert.Equal(ImportanceThreshold.Auto, new SelectFromModel(new LogisticRegression()).Threshold);
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        Assert.Contains("features are selected by a model with importances; KNearestNeighborsClassifierModel has none",
            Fail(() => new SelectFromModel(new KNearestNeighborsClassifier()).Fit(Iris)));
        Assert.Contains("no feature reaches the threshold '1000', 1000; the largest importance is",
            Fail(() => new SelectFromModel(new LogisticRegression()) { Threshold = 1000 }.Fit(Iris)));
        Assert.Contains("MaxFeatureCount must be at least 1", Fail(() => new SelectFromModel(new LogisticRegression()) { MaxFeatureCount = 0 }));
        Assert.Contains("it must be auto, a number", Assert.Throws<FormatException>(() => ImportanceThreshold.Parse("2*most")).Message);
        Assert.Contains("factor must be positive", Fail(() => ImportanceThreshold.Mean(0)));
        Assert.Throws<ArgumentNullException>(() => new RegressorSelectFromModel(null!));
        Assert.Throws<ArgumentNullException>(() => new RecursiveFeatureElimination(null!));
        Assert.Contains("fitted on 4 features, this matrix has 1",
            Fail(() => new RecursiveFeatureElimination(new DecisionTreeClassifier()).Fit(Iris).Transform(new Matrix(new double[1, 1]))));
    }

    private static RegressionData NumbersOf(Golden golden) => new(golden.Matrix("x"), golden.Numbers("y"));

    private static IRegressor<IRegressorModel>? Regressor(Golden golden) => golden["learner"].GetString() switch
    {
        "ridge" => new Ridge { Alpha = 2 },
        // scikit-learn's objective is ours.
        "lasso" => new Lasso { Alpha = 4, Tolerance = 1e-12 },
        _ => null,
    };

    private static IClassifier<IClassifierModel> Classifier(Golden golden) => golden["learner"].GetString() == "logistic"
        ? new LogisticRegression { C = 0.5, Tolerance = 1e-10 }
        : new LogisticRegression { C = 0.1, Penalty = Penalty.L1, Tolerance = 1e-10 };
}
