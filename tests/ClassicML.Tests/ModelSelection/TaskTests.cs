using System.Collections.Immutable;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Trees;

namespace ClassicML.Tests.ModelSelection;

/// <summary>Metrics of one's own, and selection by task where others go by its faces.</summary>
public class TaskTests
{
    // A case that is missed costs as much as ten false alarms.
    private static readonly Metric<ClassificationOutcome> Cost = new("cost", higherIsBetter: false, outcome =>
    {
        double sum = 0;
        for (int i = 0; i < outcome.RowCount; i++)
            if (outcome.Predicted[i] != outcome.Actual[i]) sum += outcome.Actual[i] == 1 ? 10 : 1;
        return sum / outcome.RowCount;
    });

    [Fact]
    public void A_metric_of_ones_own_decides_in_searches_cross_validation_and_comparison()
    {
        ClassificationData data = Known.Rows(40);
        // Rows of odd numbers are of class 1. One misses a case, the other raises four false alarms.
        KnownClassifier misses = new() { Number = 1, Wrong = [7] }, alarms = new() { Number = 2, Wrong = [0, 10, 20, 30] };
        Candidate[] candidates = [new(misses, []), new(alarms, [])];
        var splitter = new KFold { FoldCount = 4 };
        foreach (IClassifier<SearchModel> search in (IClassifier<SearchModel>[])[
            new GridSearch(candidates) { Metric = Cost, Splitter = splitter },
            new HalvingSearch(candidates) { Metric = Cost, Splitter = splitter, Factor = 2 },
        ])
        {
            SearchModel model = search.Fit(data);
            Assert.Same(alarms, model.BestCandidate.Learner);
            Assert.Equal(4.0 / 40, model.BestScore, 1e-15);
        }
        SearchModel plain = new GridSearch(candidates) { Splitter = splitter, MoreMetrics = [Cost] }.Fit(data);
        Assert.Same(misses, plain.BestCandidate.Learner);
        Assert.Equal([1.0, 0, 0, 0], plain.BestResult.MoreScores["cost"]);

        CrossValidationResult folds = CrossValidation.Run(misses, data, splitter, [Cost, ClassificationMetric.Accuracy], withTrainScores: true);
        Assert.Equal([1.0, 0, 0, 0], folds.Scores(Cost));
        Assert.Equal([0, 10.0 / 30, 10.0 / 30, 10.0 / 30], folds.TrainScores(Cost));
        Assert.Equal(39.0 / 40, folds.Mean(ClassificationMetric.Accuracy), 1e-15);

        NestedResult nested = NestedCrossValidation.Run([new("misses", misses), new("alarms", alarms)], data, splitter, [Cost]);
        Assert.Equal(0.25 - 0.1, nested.CorrectedT()[0].Test.Difference, 1e-15);
        Assert.Equal(0.25, LearningCurve.Run(misses, data, [1], splitter, Cost)[0].TestMean, 1e-15);
        Assert.Equal(0.25, misses.Fit(data).Score(data, Cost), 1e-15);
    }

    [Fact]
    public void A_written_search_names_built_in_metrics_only()
    {
        var search = new GridSearch(ParameterGrid.For(new DecisionTreeClassifier())) { MoreMetrics = [Cost] };
        Assert.Contains("a written search names its metrics, and 'cost' is none of the built-in ones",
            Assert.Throws<ArgumentException>(() => BuiltIn.Registry.Write(search)).Message);
        BuiltIn.Registry.Write(search with { MoreMetrics = [ClassificationMetric.LogLoss] });
    }

    [Fact]
    public void A_task_finds_its_built_in_metrics_by_name_those_with_a_number_as_well()
    {
        Assert.Same(ClassificationMetric.LogLoss, LearningTask.Classification.FindMetric("log-loss"));
        Assert.Equal(ClassificationMetric.Recall(1), LearningTask.Classification.FindMetric("recall-of-1"));
        Assert.Equal(RegressionMetric.PinballLoss(0.9), LearningTask.Regression.FindMetric("pinball-loss-0-9"));
        Assert.Contains("was 'cost'", Assert.Throws<ArgumentException>(() => LearningTask.Classification.FindMetric("cost")).Message);
        Assert.Contains("was 'log-loss'", Assert.Throws<ArgumentException>(() => LearningTask.Regression.FindMetric("log-loss")).Message);
    }

    [Theory, InlineData(""), InlineData("Cost"), InlineData("log_loss"), InlineData("-a"), InlineData("a-"), InlineData("a--b"),
        InlineData("a b"), InlineData("a\n")]
    public void A_name_that_is_not_of_words_and_hyphens_is_refused(string name)
    {
        string message = Assert.Throws<ArgumentException>(() => new Metric<RegressionOutcome>(name, higherIsBetter: true, _ => 0)).Message;
        Assert.Contains($"a metric's name has lower-case letters and digits, and hyphens between words; it was '{name}'", message);
    }

    [Fact]
    public void Metrics_are_equal_when_their_names_are_and_lists_are_searched_by_them()
    {
        var same = new Metric<ClassificationOutcome>("cost", higherIsBetter: true, _ => 1);
        Assert.Equal(Cost, same);
        Assert.Equal(Cost.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Cost, ClassificationMetric.Accuracy);
        Assert.Same(Cost, Metric.Find([.. ClassificationMetric.All, Cost], "cost"));
        Assert.Equal("cost", Cost.ToString());
        Assert.Throws<ArgumentNullException>(() => new Metric<ClassificationOutcome>("a", higherIsBetter: true, null!));
        Assert.Throws<ArgumentNullException>(() => Cost.Compute(null!));
    }

    [Fact]
    public void A_face_gives_what_its_task_gives()
    {
        RegressionData numbers = Known.Numbers(30);
        var learner = new KnownRegressor { Errors = new Dictionary<int, double> { [3] = 2, [17] = -5 }.ToImmutableDictionary() };
        LearningTask<RegressionData, IRegressorModel, RegressionOutcome> task = LearningTask.Regression;
        Assert.Equal(CrossValidation.Run(learner, numbers).Scores(RegressionMetric.R2), CrossValidation.Run(task, learner, numbers).Scores(task.DefaultMetric));
        Assert.Equal(
            LearningCurve.Run(learner, numbers, seed: 3).Select(point => point.TestMean),
            LearningCurve.Run(task, learner, numbers, seed: 3).Select(point => point.TestMean));
        Assert.Equal(
            NestedCrossValidation.Run([new("a", learner)], numbers).Entries[0].Folds.Scores(RegressionMetric.R2),
            NestedCrossValidation.Run(task, [KeyValuePair.Create("a", learner)], numbers).Entries[0].Folds.Scores(RegressionMetric.R2));
        Assert.Equal(("regressors", "classifiers"), (task.Learners, LearningTask.Classification.Learners));
        Assert.Same(RegressionMetric.All, task.Metrics);
        IRegressorModel model = learner.Fit(numbers);
        Assert.Equal(RegressionOutcome.Of(model, numbers).Predicted, task.Outcome(model, numbers).Predicted);
        Assert.Equal(new KFold().Split(numbers).Select(fold => fold.Test), task.Split(task.DefaultSplitter, numbers).Select(fold => fold.Test));
        Assert.Same(ClassificationMetric.Accuracy, LearningTask.Classification.DefaultMetric);
        Assert.Equal((new KFold(), new StratifiedKFold()), (task.DefaultSplitter, LearningTask.Classification.DefaultSplitter));
    }

    // One interface is enough to fit whatever learns from classes, whatever comes of it.
    [Fact]
    public void A_learner_is_seen_as_one_of_its_kind()
    {
        ClassificationData iris = Datasets.Iris();
        ILearner<ClassificationData, IModel>[] learners = [new DecisionTreeClassifier(), new ClassicML.Preprocessing.StandardScaler()];
        Assert.Equal([4, 4], learners.Select(learner => learner.Fit(iris).FeatureCount));
    }

    [Fact]
    public void A_task_divides_and_scores_what_all_data_have_in_common()
    {
        double[] weights = [.. Enumerable.Range(1, 10).Select(i => (double)i)];
        int[] groups = [.. Enumerable.Range(0, 10)];
        Features x = Known.Rows(10).Features;
        var classes = new ClassificationData(x, Known.Rows(10).Codes, Known.Rows(10).Labels, weights, groups, ["number"]);
        var numbers = new RegressionData(x, Known.Numbers(10).Targets, weights, groups, ["number"]);
        // Row 3 is wrong, and weighs 4 beside the 6 of row 5.
        Holds(LearningTask.Classification, new KnownClassifier { Wrong = [3] }, classes, 0.6);
        // Targets 3 and 5, of mean 4.2: 4 + 6 times squares of 1.2 and 0.8 make 9.6; the error of 2 makes 4·4.
        Holds(LearningTask.Regression, new KnownRegressor { Errors = ImmutableDictionary<int, double>.Empty.Add(3, 2) }, numbers, 1 - 16 / 9.6);

        static void Holds<TData, TModel, TOutcome>(LearningTask<TData, TModel, TOutcome> task, ILearner<TData, TModel> learner, TData data, double score)
            where TData : class, IData<TData>
            where TModel : class, IModel
            where TOutcome : class
        {
            Assert.Equal((10, 1), (data.RowCount, data.FeatureCount));
            Assert.Equal(["number"], data.FeatureNames!.Value);
            TData part = data.SelectRows([3, 5]);
            Assert.Equal([4.0, 6], part.Weights);
            Assert.Equal([3, 5], part.Groups);
            Assert.Equal([3, 5], Known.Of(part.Features));
            Assert.Equal([1, 0], Known.Of(part.WithFeatures(Matrix.Wrap([1, 0], 2, 1)).Features));
            ImmutableArray<Fold> folds = task.Split(new LeaveOneGroupOut(), data);
            Assert.Equal(Enumerable.Range(0, 10), folds.SelectMany(fold => fold.Test));
            Assert.Equal(score, task.DefaultMetric.Compute(task.Outcome(learner.Fit(data), part)), 1e-12);
        }
    }
}
