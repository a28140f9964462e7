using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Trees;

namespace ClassicML.Tests.ModelSelection;

public class SequentialFeatureSelectorTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("sequential-feature-selector")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_sequential_selection(string name)
    {
        Golden golden = Golden.Read("sequential-feature-selector", name);
        foreach (JsonElement one in golden["cases"].EnumerateArray())
        {
            string count = one.GetProperty("count").GetString()!;
            CountOrShare? keep = count == "auto" ? null : CountOrShare.Parse(count);
            SelectionDirection direction = one.GetProperty("direction").GetString() == "forward" ? SelectionDirection.Forward : SelectionDirection.Backward;
            double tolerance = one.GetProperty("tolerance").Deserialize<double?>() ?? 0;
            Matrix x = golden.Matrix("x");
            SequentialSelectionModel model = golden["learner"].GetString() == "logistic"
                ? new SequentialFeatureSelector(new LogisticRegression { C = 0.5, Tolerance = 1e-10 })
                {
                    Direction = direction, Keep = keep, Tolerance = tolerance, Metric = ClassificationMetric.LogLoss,
                }.Fit(golden.Data())
                : new RegressorSequentialFeatureSelector(golden["learner"].GetString() == "ridge" ? new Ridge { Alpha = 2 } : new LinearRegression())
                {
                    Direction = direction, Keep = keep, Tolerance = tolerance,
                    Metric = golden["scoring"].GetString() == "r2" ? RegressionMetric.R2 : RegressionMetric.MeanSquaredError,
                }.Fit(new RegressionData(x, golden.Numbers("y")));
            Assert.Equal(one.GetProperty("kept").Deserialize<int[]>(), model.SelectedColumns.ToArray());
        }
    }

    [Fact]
    public void A_floating_search_gives_back_what_a_plain_one_can_not()
    {
        // y is x₁ + x₂; x₀ is their sum with noise, so the best single feature is none of the best pair.
        var rng = new Rng(5);
        double[] x = new double[300], y = new double[100];
        for (int i = 0; i < 100; i++)
        {
            (x[3 * i + 1], x[3 * i + 2]) = (rng.NextDouble(), rng.NextDouble());
            y[i] = x[3 * i + 1] + x[3 * i + 2];
            x[3 * i] = y[i] + 0.3 * rng.NextDouble();
        }
        var data = new RegressionData(Matrix.Wrap(x, 100, 3), y);
        var plain = new RegressorSequentialFeatureSelector(new LinearRegression()) { Keep = 2 };
        Assert.Contains(0, plain.Fit(data).SelectedColumns.ToArray());
        // With three there is a pair to go back to.
        Matrix more = Matrix.Wrap([.. Enumerable.Range(0, 100).SelectMany(i => (double[])[.. x.AsSpan(3 * i, 3), rng.NextDouble()])], 100, 4);
        var floating = new RegressorSequentialFeatureSelector(new LinearRegression()) { Keep = 3, Floating = true };
        SequentialSelectionModel model = floating.Fit(new RegressionData(more, y));
        Assert.Contains(1, model.SelectedColumns.ToArray());
        Assert.Contains(2, model.SelectedColumns.ToArray());
        Assert.Equal(1, model.Score, 1e-12);
        SequentialSelectionModel backward = (floating with { Direction = SelectionDirection.Backward, Keep = 2 }).Fit(new RegressionData(more, y));
        Assert.Equal([1, 2], backward.SelectedColumns.ToArray());
    }

    [Fact]
    public void A_floating_search_goes_back_to_a_smaller_set_that_beats_those_of_its_size()
    {
        // Of y = x₁ + x₂ + 0.3·x₃ the best single feature is x₀ = y + e, and the best third beside x₀ and one of the two is the other. Without x₀
        // these two leave less than x₀ and one of them did, though more than all three; then x₃ leaves nothing.
        var rng = new Rng(6);
        double[] x = new double[4 * 400], y = new double[400];
        for (int i = 0; i < 400; i++)
        {
            Span<double> row = x.AsSpan(4 * i, 4);
            for (int j = 1; j < 4; j++) row[j] = rng.NextDouble();
            y[i] = row[1] + row[2] + 0.3 * row[3];
            row[0] = y[i] + rng.NextDouble();
        }
        var data = new RegressionData(Matrix.Wrap(x, 400, 4), y);
        var plain = new RegressorSequentialFeatureSelector(new LinearRegression()) { Keep = 3 };
        Assert.Equal([0, 1, 2], plain.Fit(data).SelectedColumns.ToArray());
        SequentialSelectionModel floating = (plain with { Floating = true }).Fit(data);
        Assert.Equal([1, 2, 3], floating.SelectedColumns.ToArray());
        Assert.Equal(1, floating.Score, 1e-12);
    }

    [Fact]
    public void Of_features_of_equal_score_the_first_is_added_or_dropped()
    {
        double[] steps = [.. Enumerable.Range(0, 40).Select(i => (double)(i % 4))];
        var data = new RegressionData(Matrix.Wrap([.. steps.SelectMany(step => new[] { step, step, step })], 40, 3), steps);
        var selector = new RegressorSequentialFeatureSelector(new DecisionTreeRegressor()) { Keep = 1 };
        Assert.Equal([0], selector.Fit(data).SelectedColumns.ToArray());
        Assert.Equal([2], (selector with { Direction = SelectionDirection.Backward }).Fit(data).SelectedColumns.ToArray());
    }

    [Fact]
    public void A_selection_that_ends_by_itself_leaves_a_feature_out_and_one_in()
    {
        // Every feature betters the score, and without any there is none.
        Matrix x = RandomMatrix(60, 3);
        var data = new RegressionData(x, [.. Enumerable.Range(0, 60).Select(i => x[i, 0] + x[i, 1] + x[i, 2])]);
        var selector = new RegressorSequentialFeatureSelector(new LinearRegression()) { Keep = null };
        Assert.Equal(2, selector.Fit(data).OutputCount);
        Assert.Equal(1, (selector with { Direction = SelectionDirection.Backward, Metric = RegressionMetric.MeanSquaredError })
            .Fit(new RegressionData(x, x.SelectColumns([1]).Span)).OutputCount);
    }

    [Fact]
    public void The_score_of_a_selection_by_a_loss_is_the_loss()
    {
        Matrix x = RandomMatrix(60, 3);
        var data = new RegressionData(x, [.. Enumerable.Range(0, 60).Select(i => x[i, 0] + 2 * x[i, 1] + x[i, 2])]);
        var selector = new RegressorSequentialFeatureSelector(new LinearRegression()) { Keep = 1, Metric = RegressionMetric.MeanSquaredError };
        List<FitProgress> told = [];
        SequentialSelectionModel model = selector.Fit(data, new FitContext { Progress = new ProgressSink(told.Add) });
        Assert.Equal([1], model.SelectedColumns.ToArray());
        RegressionData part = data.WithFeatures(x.SelectColumns([1]));
        double loss = CrossValidation.Run(LearningTask.Regression, selector.Learner, part, metrics: [selector.Metric]).Mean(selector.Metric);
        Assert.True(loss > 0);
        Assert.Equal(loss, model.Score, 1e-14);
        Assert.Equal(model.Score, told.Single().Objective);
    }

    [Fact]
    public void The_score_is_that_of_a_cross_validation_of_the_features()
    {
        ClassificationData iris = Datasets.Iris();
        var selector = new SequentialFeatureSelector(new DecisionTreeClassifier { MaxDepth = 3 }) { Keep = 2 };
        SequentialSelectionModel model = selector.Fit(iris);
        ClassificationData part = iris.WithFeatures(iris.Features.SelectColumns(model.SelectedColumns));
        Assert.Equal(CrossValidation.Run(LearningTask.Classification, selector.Learner, part).Mean(ClassificationMetric.Accuracy), model.Score, 1e-15);
        Assert.Equal((4, 2), (model.FeatureCount, model.OutputCount));
        Assert.Equal(2, model.Transform(iris.Features).ColumnCount);
        Assert.Equal(model.SelectedColumns.ToArray(), model.OutputSources!.Value.ToArray());
        Assert.Equal([.. model.SelectedColumns.ToArray().Select(j => iris.FeatureNames!.Value[j])], model.OutputNames!.Value.ToArray());
        Assert.Equal(model.OutputNames!.Value.ToArray(), model.Transform(iris.Features).ColumnNames!.Value.ToArray());
        SequentialSelectionModel one = selector.Fit(iris, new FitContext { MaxThreads = 1 });
        Assert.Equal(one.Score, model.Score);
        Assert.Equal(one.SelectedColumns.ToArray(), model.SelectedColumns.ToArray());
        Assert.Equal(2, one.Report.Iterations);
        Assert.Equal(model.SelectedColumns.ToArray(), Copy(model).SelectedColumns.ToArray());
    }

    [Fact]
    public void A_stop_keeps_the_steps_so_far_and_a_cancellation_throws()
    {
        ClassificationData iris = Datasets.Iris();
        var selector = new SequentialFeatureSelector(new DecisionTreeClassifier { MaxDepth = 2 }) { Keep = 3 };
        using var stop = new CancellationTokenSource();
        List<FitProgress> told = [];
        SequentialSelectionModel stopped = selector.Fit(iris, new FitContext
        {
            Stop = stop.Token, Progress = new ProgressSink(one => { told.Add(one); stop.Cancel(); }),
        });
        Assert.Equal((true, 1, "the caller asked to stop"), (stopped.Report.Stopped, stopped.OutputCount, stopped.Report.Reason));
        Assert.Equal([("step", 1, 3)], told.Select(one => (one.Stage, one.Done, one.Total)));
        // Before the first step nothing has been decided.
        Assert.Equal(4, selector.Fit(iris, new FitContext { Stop = new CancellationToken(true) }).OutputCount);
        Assert.ThrowsAny<OperationCanceledException>(() => selector.Fit(iris, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Fact]
    public void A_selector_keeps_the_promises_of_all_learners()
    {
        const string Folds = "folds are dealt out by the numbers of rows";
        var traits = new LearnerTraits
        {
            TakesMissing = true, NotRepeated = Folds, NotAbsent = Folds,
        };
        var learner = new SequentialFeatureSelector(new DecisionTreeClassifier { MaxDepth = 2 }) { Splitter = new KFold { FoldCount = 2 } };
        // What columns are picked from may be stored otherwise than what the learner reads.
        Assert.All(
            LearnerContract.Transformer(learner, Contract.Learners.Registry, traits).Where(check => check.Topic != ContractTopic.SparseRows),
            check => check.Run());
    }

    [Fact]
    public void Selectors_are_written_with_their_metric_and_refuse_in_words()
    {
        object[] selectors =
        [
            new SequentialFeatureSelector(new LogisticRegression()) { Keep = null, Tolerance = 0.01, Metric = ClassificationMetric.LogLoss, Floating = true },
            new RegressorSequentialFeatureSelector(new Ridge()) { Direction = SelectionDirection.Backward, Keep = 3, Splitter = new KFold { FoldCount = 3 } },
        ];
        Assert.All(selectors, selector => Assert.Equal(selector, Copy(selector)));
        var own = new Metric<ClassificationOutcome>("own", higherIsBetter: true, _ => 0);
        Assert.Contains("'own' is none of the built-in ones", Fail(() => Written(new SequentialFeatureSelector(new LogisticRegression()) { Metric = own })));
        Assert.Contains("Tolerance must be at least 0", Fail(() => new SequentialFeatureSelector(new LogisticRegression()) { Tolerance = -1 }));
        Assert.Contains("features 0: ", Fail(() => new RegressorSequentialFeatureSelector(
            new DecisionTreeRegressor { Criterion = RegressionCriterion.Poisson }).Fit(new RegressionData(RandomMatrix(20, 3), RandomMatrix(20, 1, 2).Span))));
    }
}
