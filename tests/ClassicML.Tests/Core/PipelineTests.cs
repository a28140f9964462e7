namespace ClassicML.Tests.Core;

/// <summary>What a pipeline hands to its stages: they write down what they are given.</summary>
public class PipelineTests
{
    private static readonly Matrix X = new(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 9 } });

    [Fact]
    public void A_classifier_pipeline_hands_on_weights_groups_labels_and_the_whole_context()
    {
        FitContext context = Context();
        var data = new ClassificationData(
            X, [0, 2, 0, 1], new ClassLabels(["a", "b", "c"]), [1, 0, 2.5, 3], [4, 4, 5, 6], ["x", "y"], "kind");
        var first = new Doubling();
        var last = new Classifier();
        ClassifierPipelineModel model = first.Then(last).Fit(data, context);
        Assert.Equal(context, first.Context);
        Assert.Equal(context, last.Context);
        // The transformer sees the data as it is, classes and all; the classifier the transformed rows and the rest of it.
        Assert.Same(data, first.Data);
        Assert.Equal(X.Span.ToArray().Select(value => 2 * value), ((Matrix)last.Data!.Features).Span.ToArray());
        Assert.Equal([0, 2, 0, 1], last.Data.Codes.ToArray());
        Assert.Same(data.Labels, last.Data.Labels);
        Assert.Equal([1, 0, 2.5, 3], last.Data.Weights.ToArray());
        Assert.Equal([4, 4, 5, 6], last.Data.Groups.ToArray());
        Assert.Equal("kind", last.Data.TargetName);
        // Names are those of what went in; the transformed columns have none.
        Assert.Null(last.Data.FeatureNames);
        Assert.Equal(["x", "y"], ((IModel)model).FeatureNames!.Value);
        Assert.Equal((false, "had enough", 7), (model.Report.Converged, model.Report.Reason, model.Report.Iterations));
        Assert.True(model.Report.Elapsed > TimeSpan.Zero);
        Assert.Equal((2, data.Labels), (model.FeatureCount, model.Labels));
    }

    [Fact]
    public void A_regressor_pipeline_hands_on_weights_groups_targets_and_the_whole_context()
    {
        FitContext context = Context();
        var data = new RegressionData(X, [3, 1, 2, 5], [1, 0, 2.5, 3], [4, 4, 5, 6], ["x", "y"], "price");
        var first = new Doubling();
        var last = new Regressor();
        RegressorPipelineModel model = first.Then(last).Fit(data, context);
        Assert.Equal(context, first.Context);
        Assert.Equal(context, last.Context);
        Assert.Same(data.Features, first.Rows);
        Assert.Equal(X.Span.ToArray().Select(value => 2 * value), ((Matrix)last.Data!.Features).Span.ToArray());
        Assert.Equal([3.0, 1, 2, 5], last.Data.Targets.ToArray());
        Assert.Equal([1, 0, 2.5, 3], last.Data.Weights.ToArray());
        Assert.Equal([4, 4, 5, 6], last.Data.Groups.ToArray());
        Assert.Equal("price", last.Data.TargetName);
        Assert.Equal(["x", "y"], ((IModel)model).FeatureNames!.Value);
        Assert.Equal((false, "had enough", 7), (model.Report.Converged, model.Report.Reason, model.Report.Iterations));
        // The sum of the doubled columns.
        Assert.Equal([6.0, 14, 22, 32], model.Predict(X));
    }

    [Fact]
    public void An_outlier_pipeline_hands_on_flags_groups_and_the_whole_context()
    {
        FitContext context = Context();
        var data = new OutlierData(X, [false, true, false, false], [4, 4, 5, 6], ["x", "y"]);
        var first = new Doubling();
        var last = new Detector();
        OutlierPipelineModel model = first.Then(last).Fit(data, context);
        Assert.Equal((context, context), (first.Context, last.Context));
        Assert.Same(data.Features, first.Rows);
        double[] doubled = [.. X.Span.ToArray().Select(value => 2 * value)];
        Assert.Equal(doubled, ((Matrix)last.Data!.Features).Span);
        Assert.Equal([false, true, false, false], last.Data.IsOutlier);
        Assert.Equal([4, 4, 5, 6], last.Data.Groups);
        Assert.Null(last.Data.FeatureNames);
        Assert.Equal(["x", "y"], ((IModel)model).FeatureNames!.Value);
        Assert.Equal((false, "had enough", 7, 2), (model.Report.Converged, model.Report.Reason, model.Report.Iterations, model.FeatureCount));
        // The sum of the doubled columns, less 20.
        Assert.Equal([-14.0, -6, 2, 12], model.Score(X));
        Assert.Equal([false, false, true, true], model.IsInlier(X));
        Assert.Equal(doubled, ((Matrix)model.First.Transform(X)).Span);
        Assert.Equal(model.Score(X), model.Last.Score(model.First.Transform(X)));
        // Rows alone are fitted on as such, and have no names.
        OutlierPipelineModel plain = first.Then(last).Fit(X, context);
        Assert.Equal(doubled, ((Matrix)last.Rows!).Span);
        Assert.Equal(context, last.Context);
        Assert.Null(((IModel)plain).FeatureNames);
        Assert.Equal(model.Score(X), plain.Score(X));
        Assert.Equal("had enough", plain.Report.Reason);
        Assert.Throws<ArgumentNullException>(() => first.Then(last).Fit((OutlierData)null!));
    }

    [Fact]
    public void Columns_of_several_have_numbered_names_where_there_are_names()
    {
        Assert.Equal(["pca0", "pca1"], Transformation.Numbered("pca", 2, ["a", "b", "c"])!.Value);
        Assert.Null(Transformation.Numbered("pca", 2, null));
    }

    [Fact]
    public void A_transformer_pipeline_goes_forth_in_order_and_back_in_the_opposite_one()
    {
        FitContext context = Context();
        Doubling first = new(), last = new() { Shift = 10 };
        TransformerPipelineModel model = first.Then(last).Fit(X, context);
        Assert.Equal((context, context), (first.Context, last.Context));
        Assert.Equal(X.Span.ToArray().Select(value => 2 * value), ((Matrix)last.Rows!).Span.ToArray());
        // 2(2x) + 10.
        Assert.Equal(X.Span.ToArray().Select(value => 4 * value + 10), ((Matrix)model.Transform(X)).Span.ToArray());
        Assert.Equal(X.Span.ToArray(), ((Matrix)model.As<IInverseTransform>()!.InverseTransform(model.Transform(X))).Span.ToArray());
        Assert.Equal((2, 2, 3), (model.FeatureCount, model.OutputCount, model.Report.Iterations));
        Assert.Same(model, model.As<ITransformerModel>());
        Assert.Null(model.As<IProbabilisticModel>());
        // One stage without a way back leaves none.
        Assert.Null(first.Then(new Doubling { IsOneWay = true }).Fit(X).As<IInverseTransform>());
        Assert.Null(new Doubling { IsOneWay = true }.Then(first).Fit(X).As<IInverseTransform>());
    }

    [Fact]
    public void Capabilities_of_the_last_stage_take_the_rows_of_the_first()
    {
        ClassificationData data = ClassificationData.Create(X, ["a", "b", "a", "b"]);
        ClassifierPipelineModel model = new Doubling().Then(new Doubling { Shift = 1 }).Then(new Classifier()).Fit(data);
        double[] sums = [.. Enumerable.Range(0, 4).Select(i => 4 * (X[i, 0] + X[i, 1]) + 2)];
        Assert.Equal(sums, model.As<IDecisionScores>()!.DecisionScores(X).Span.ToArray());
        Assert.Equal(1, model.As<IDecisionScores>()!.ScoreCount);
        Assert.Equal(
            sums.SelectMany(sum => new[] { 1 / sum, 1 - 1 / sum }),
            model.As<IProbabilisticModel>()!.PredictProbabilities(X).Span.ToArray());
        Assert.Same(data.Labels, model.As<IProbabilisticModel>()!.Labels);
        Assert.Equal(sums.Select(sum => sum > 40 ? 1 : 0), model.Predict(X));
        Assert.Same(model, model.As<ClassifierPipelineModel>());
        Assert.Null(model.As<IInverseTransform>());
        // A pipeline whose first stage is a pipeline is one whose last is: the stages can be read.
        IPipeline outer = new Doubling().Then(new Doubling { Shift = 1 }).Then(new Classifier());
        Assert.IsType<Classifier>(outer.Last);
        Assert.Equal(1, Assert.IsType<Doubling>(Assert.IsAssignableFrom<IPipeline>(outer.First).Last).Shift);
    }

    [Fact]
    public void A_model_has_its_stages_and_is_the_last_behind_the_first()
    {
        double[] doubled = [.. X.Span.ToArray().Select(value => 2 * value)];
        ClassificationData classes = ClassificationData.Create(X, ["a", "b", "a", "b"]);
        ClassifierPipelineModel classifier = new Doubling().Then(new Classifier()).Fit(classes);
        Assert.Equal(doubled, ((Matrix)classifier.First.Transform(X)).Span.ToArray());
        Assert.Equal(classifier.Predict(X), classifier.Last.Predict(classifier.First.Transform(X)));
        RegressorPipelineModel regressor = new Doubling().Then(new Regressor()).Fit(new RegressionData(X, [3, 1, 2, 5]));
        Assert.Equal(doubled, ((Matrix)regressor.First.Transform(X)).Span.ToArray());
        // The sum of the columns, which the last stage is not asked to double.
        Assert.Equal([3.0, 7, 11, 16], regressor.Last.Predict(X));
        Assert.Equal(regressor.Predict(X), regressor.Last.Predict(regressor.First.Transform(X)));
        TransformerPipelineModel transformer = new Doubling().Then(new Doubling { Shift = 10 }).Fit(X);
        Assert.Equal(doubled, ((Matrix)transformer.First.Transform(X)).Span.ToArray());
        Assert.Equal(doubled.Select(value => value + 10), ((Matrix)transformer.Last.Transform(X)).Span.ToArray());
    }

    [Fact]
    public void Stages_of_nothing_are_refused()
    {
        Doubling first = new();
        Func<object>[] withoutFirst =
        [
            () => new ClassifierPipeline<Doubling, Classifier>(null!, new()),
            () => new RegressorPipeline<Doubling, Regressor>(null!, new()),
            () => new TransformerPipeline<Doubling, Doubling>(null!, new()),
            () => new OutlierPipeline<Doubling, Detector>(null!, new()),
        ];
        Func<object>[] withoutLast =
        [
            () => new ClassifierPipeline<Doubling, Classifier>(first, null!),
            () => new RegressorPipeline<Doubling, Regressor>(first, null!),
            () => new TransformerPipeline<Doubling, Doubling>(first, null!),
            () => new OutlierPipeline<Doubling, Detector>(first, null!),
        ];
        Assert.All(withoutFirst, make => Assert.Contains("First", Assert.Throws<ArgumentNullException>(make).Message));
        Assert.All(withoutLast, make => Assert.Contains("Last", Assert.Throws<ArgumentNullException>(make).Message));
    }

    private static FitContext Context() => new()
    {
        MaxThreads = 3, Cancellation = new CancellationTokenSource().Token, Stop = new CancellationTokenSource().Token,
        Progress = new Progress<FitProgress>(),
    };

    // x → 2x + shift.
    private sealed class Doubling : ITransformer<DoublingModel>, ISupervisedTransformer<DoublingModel>
    {
        public double Shift { get; init; }

        public bool IsOneWay { get; init; }

        public Features? Rows { get; private set; }

        public ClassificationData? Data { get; private set; }

        public FitContext Context { get; private set; }

        public DoublingModel Fit(Features x, FitContext context = default)
        {
            (Rows, Context) = (x, context);
            return new DoublingModel(Shift, IsOneWay);
        }

        public DoublingModel Fit(ClassificationData data, FitContext context = default)
        {
            Data = data;
            return Fit(data.Features, context);
        }
    }

    private sealed class DoublingModel(double shift, bool isOneWay) : ITransformerModel, IInverseTransform
    {
        public int FeatureCount => 2;

        public int OutputCount => 2;

        public FitReport Report { get; } = new() { Iterations = 3 };

        public T? As<T>() where T : class => isOneWay && typeof(T) == typeof(IInverseTransform) ? null : this as T;

        public Features Transform(Features x) => Mapped(x, value => 2 * value + shift);

        public Features InverseTransform(Features x) => Mapped(x, value => (value - shift) / 2);

        private static Matrix Mapped(Features x, Func<double, double> map) =>
            Matrix.Wrap([.. ((Matrix)x).Span.ToArray().Select(map)], x.RowCount, x.ColumnCount);
    }

    private sealed class Classifier : IClassifier<ClassifierModel>
    {
        public ClassificationData? Data { get; private set; }

        public FitContext Context { get; private set; }

        public ClassifierModel Fit(ClassificationData data, FitContext context = default)
        {
            (Data, Context) = (data, context);
            return new ClassifierModel(data.Labels);
        }
    }

    // Scores are sums of rows, and likelihoods made of them.
    private sealed class ClassifierModel(ClassLabels labels) : IClassifierModel, IDecisionScores, IProbabilisticModel
    {
        public int FeatureCount => 2;

        public int ScoreCount => 1;

        public FitReport Report { get; } = new() { Converged = false, Reason = "had enough", Iterations = 7 };

        public ClassLabels Labels => labels;

        public void Predict(Features x, Memory<int> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = Sum(x, i) > 40 ? 1 : 0;
        }

        public void DecisionScores(Features x, Memory<double> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = Sum(x, i);
        }

        public void PredictProbabilities(Features x, Memory<double> destination)
        {
            for (int i = 0; i < x.RowCount; i++)
                (destination.Span[2 * i], destination.Span[2 * i + 1]) = (1 / Sum(x, i), 1 - 1 / Sum(x, i));
        }
    }

    private sealed class Regressor : IRegressor<RegressorModel>
    {
        public RegressionData? Data { get; private set; }

        public FitContext Context { get; private set; }

        public RegressorModel Fit(RegressionData data, FitContext context = default)
        {
            (Data, Context) = (data, context);
            return new RegressorModel();
        }
    }

    private sealed class RegressorModel : IRegressorModel
    {
        public int FeatureCount => 2;

        public FitReport Report { get; } = new() { Converged = false, Reason = "had enough", Iterations = 7 };

        public void Predict(Features x, Memory<double> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = Sum(x, i);
        }
    }

    private sealed class Detector : IOutlierDetector<DetectorModel>
    {
        public Features? Rows { get; private set; }

        public OutlierData? Data { get; private set; }

        public FitContext Context { get; private set; }

        public DetectorModel Fit(Features x, FitContext context = default)
        {
            (Rows, Context) = (x, context);
            return new DetectorModel();
        }

        public DetectorModel Fit(OutlierData data, FitContext context = default)
        {
            Data = data;
            return Fit(data.Features, context);
        }
    }

    private sealed class DetectorModel : IOutlierModel
    {
        public int FeatureCount => 2;

        public FitReport Report { get; } = new() { Converged = false, Reason = "had enough", Iterations = 7 };

        public void Score(Features x, Memory<double> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = Sum(x, i) - 20;
        }
    }

    private static double Sum(Features x, int row) => ((Matrix)x)[row, 0] + ((Matrix)x)[row, 1];
}
