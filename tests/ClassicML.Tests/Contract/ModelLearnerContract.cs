using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>Every model knows the learner that made it, with all its options, and so does what is read from its form.</summary>
public class ModelLearnerContract
{
    private static readonly Samples Plain = Samples.Of(63);

    private static readonly ClassificationData Classes = Rows.Of(3);

    private static readonly RegressionData Numbers = Rows.Numbers();

    public static TheoryData<string> Names => Variants.Names;

    public static TheoryData<string> Defaults => [.. Kinds.SelectMany(names => names.Select(row => row.Data)).Distinct()];

    private static TheoryData<string>[] Kinds =>
        [Learners.Classifiers, Learners.Regressors, Learners.Transformers, Learners.OutlierDetectors];

    [Theory, MemberData(nameof(Names))]
    public void A_model_knows_its_learner_whatever_the_options(string name)
    {
        foreach (Variant variant in Variants.Of(name)) Knows(AnyLearner.Fit(variant.Learner, variant.Prepare(Plain)), variant.Learner);
    }

    [Theory, MemberData(nameof(Defaults))]
    public void A_model_of_every_learner_knows_it(string name)
    {
        object learner = Learners.All[name];
        Knows(AnyLearner.Fit(learner, Plain), learner);
    }

    // What is read of a pipeline has other stage types, and an array is none that is equal to another, so forms are compared there.
    private static void Knows(IModel model, object learner)
    {
        Assert.Equal(learner, model.Learner);
        object? byKind = model switch
        {
            IClassifierModel classifier => classifier.Learner,
            IRegressorModel regressor => regressor.Learner,
            IOutlierModel detector => detector.Learner,
            _ => ((ITransformerModel)model).Learner,
        };
        Assert.Same(model.Learner, byKind);
        Assert.Equal(Written(learner), Written(Copy(model).Learner!));
    }

    [Fact]
    public void A_saved_model_says_its_options()
    {
        LogisticRegressionModel model = new LogisticRegression { C = 10 }.Fit(Classes);
        Assert.Equal(10, Assert.IsType<LogisticRegression>(Copy(model).Learner).C);
        Assert.Equal(new NearestNeighbors(), Copy(new NearestNeighbors().Fit(Classes.Features)).Learner);
        // It can be fitted again.
        Assert.Equal(Written(model), Written(model.Learner!.Fit(Classes)));
    }

    [Fact]
    public void Models_inside_of_others_know_theirs()
    {
        var pipeline = new StandardScaler().Then(new LogisticRegression { C = 3 });
        ClassifierPipelineModel both = pipeline.Fit(Classes);
        Assert.Equal((pipeline.First, pipeline.Last), (both.First.Learner, both.Last.Learner));
        Assert.Equal(pipeline.Last, new CalibratedClassifier(pipeline.Last) { FoldCount = 2 }.Fit(Classes).Inner.Learner);
        var search = new GridSearch(ParameterGrid.For(new LogisticRegression()).Vary("C", [0.1, 10.0], (l, c) => l with { C = c }));
        SearchModel found = search.Fit(Classes);
        Assert.Same(search, found.Learner);
        Assert.Equal(found.BestCandidate.Learner, found.Best.Learner);
        Assert.Equal(found.BestCandidate.Learner, Copy(found).Best.Learner);
    }

    [Fact]
    public void Models_from_shared_work_and_from_earlier_ones_know_theirs()
    {
        Shared([new SvmClassifier { C = 3 }, new SvmClassifier(), new SvmClassifier { Kernel = KernelFunction.Linear }]);
        Shared([new KNearestNeighborsClassifier { NeighborCount = 3 }, new KNearestNeighborsClassifier()]);
        Shared([new DecisionTreeClassifier { MaxDepth = 2 }, new DecisionTreeClassifier()]);
        Shared([new RandomForestClassifier { TreeCount = 3 }, new RandomForestClassifier { TreeCount = 5 }]);
        ILearner<RegressionData, IRegressorModel>[] regressors =
            [new SvmRegressor { C = 3 }, new SvmRegressor(), new SvmRegressor { C = 1e9, Epsilon = 20 }];
        Assert.Equal(
            regressors, ((SvmRegressor)regressors[0]).FitShared(regressors, Numbers, Numbers.Features).Select(model => model.Learner));
        ITransformer<ITransformerModel>[] projections = [new Pca(), new Pca { Whiten = true }];
        Assert.Equal(
            projections, ((Pca)projections[0]).FitShared(projections, Numbers.Features, Numbers.Features).Select(model => model.Learner));
        Assert.Equal(new Lasso { Alpha = 0.1 }, new Lasso { Alpha = 0.1 }.FitFrom(Numbers, new LinearRegression().Fit(Numbers)).Learner);
        Assert.Equal(new SvmClassifier { C = 2 }, new SvmClassifier { C = 2 }.FitFrom(Classes, new SvmClassifier().Fit(Classes)).Learner);
        Assert.Equal(new SgdRegressor { Seed = 3 }, new SgdRegressor { Seed = 3 }.FitBatches([Numbers]).Learner);
        Assert.All(
            new LassoPath { PointCount = 3 }.Compute(Numbers),
            point => Assert.Equal(point.Alpha, Assert.IsType<ElasticNet>(point.Model.Learner).Alpha));

        static void Shared<T>(T[] learners)
            where T : class, ISharesWork<ClassificationData, IClassifierModel>, IClassifier<IClassifierModel> =>
            Assert.Equal(learners, learners[0].FitShared(learners, Classes, Classes.Features).Select(model => model.Learner));
    }

    [Fact]
    public void What_made_no_fit_has_no_learner_and_one_without_a_form_is_left_out()
    {
        Assert.Null(new RandomForestClassifier { TreeCount = 2 }.Fit(Classes).Tree(1).Learner);
        var own = new Metric<ClassificationOutcome>("own", higherIsBetter: true, outcome => ClassificationMetric.Accuracy.Compute(outcome));
        SearchModel model = new GridSearch(ParameterGrid.For(new LogisticRegression())) { Metric = own }.Fit(Classes);
        SearchModel read = Copy(model);
        Assert.Null(read.Learner);
        Assert.Equal(new LogisticRegression(), read.Best.Learner);
    }

    [Fact]
    public void A_learner_that_makes_no_such_model_is_refused()
    {
        string form = Learners.Registry.Write(new LinearRegression().Fit(Numbers)).ToString();
        string other = form.Replace("\"Learner\":{\"type\":\"linear-regression\"", "\"Learner\":{\"type\":\"ridge-classifier\"");
        Assert.NotEqual(form, other);
        string said = Assert.Throws<WireException>(() => Learners.Registry.Read<IModel>(WireForm.Parse(other))).Message;
        Assert.Contains("Learner: RidgeClassifier makes no LinearRegressionModel", said);
    }
}
