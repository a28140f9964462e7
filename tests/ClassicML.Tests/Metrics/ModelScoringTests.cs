using ClassicML.Linear;
using ClassicML.Metrics;

namespace ClassicML.Tests.Metrics;

/// <summary>Scoring aligns by label: what the model calls its classes, not how it numbers them.</summary>
public class ModelScoringTests
{
    private static readonly Matrix X = new(new double[,] { { 0 }, { 1 }, { 2 }, { 3 } });

    [Fact]
    public void A_model_with_its_labels_in_another_order_is_scored_by_name()
    {
        var data = new ClassificationData(X, [0, 0, 1, 1], new ClassLabels(["a", "b"]));
        var model = new Said(new ClassLabels(["b", "a"]), [1, 1, 0, 1])
        {
            Probabilities = new Matrix(new[,] { { 0.1, 0.9 }, { 0.2, 0.8 }, { 0.6, 0.4 }, { 0.3, 0.7 } }),
        };

        ClassificationOutcome outcome = ClassificationOutcome.Of(model, data);

        Assert.Same(data.Labels, outcome.Labels);
        Assert.Equal([0, 0, 1, 0], outcome.Predicted.ToArray());
        Assert.Equal([0.9, 0.1], outcome.Probabilities!.Row(0).ToArray());
        Assert.Equal(0.75, model.Score(data));
        Assert.Equal(1, model.Score(data, ClassificationMetric.RocAuc));
        Assert.Equal(
            -(Math.Log(0.9) + Math.Log(0.8) + Math.Log(0.6) + Math.Log(0.3)) / 4, model.Score(data, ClassificationMetric.LogLoss), 1e-14);
        Assert.Equal(1, RocCurve.Of(model, data, "b").Area);
        Assert.Equal(0.5, ConfusionMatrix.Of(model, data).Recall(1));
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_is_an_error_of_probability_zero()
    {
        var data = new ClassificationData(X, [0, 1, 2, 2], new ClassLabels(["new", "b", "a"]));
        var model = new Said(new ClassLabels(["a", "b"]), [0, 1, 0, 0])
        {
            Probabilities = new Matrix(new[,] { { 0.5, 0.5 }, { 0.5, 0.5 }, { 0.5, 0.5 }, { 0.5, 0.5 } }),
        };

        ConfusionMatrix matrix = ConfusionMatrix.Of(model, data);

        Assert.Equal([0, 0, 1, 0, 1, 0, 0, 0, 2], matrix.Counts.Span.ToArray());
        Assert.Equal(0.75, matrix.Accuracy);
        Assert.Equal([0, 0.5, 0.5], ClassificationOutcome.Of(model, data).Probabilities!.Row(0).ToArray());
        // Three halves and one zero, clipped to 2⁻⁵².
        Assert.Equal((3 * Math.Log(2) + 52 * Math.Log(2)) / 4, model.Score(data, ClassificationMetric.LogLoss), 1e-12);
    }

    [Fact]
    public void A_class_that_only_the_model_knows_follows_those_of_the_data()
    {
        var data = new ClassificationData(X, [0, 1, 0, 1], new ClassLabels([7, 5]));
        var model = new Said(new ClassLabels([5, 6, 7]), [2, 0, 1, 0]) { Probabilities = new Matrix(new double[4, 3]) };
        ClassificationOutcome outcome = ClassificationOutcome.Of(model, data);
        Assert.Equal(new ClassLabels([7, 5, 6]), outcome.Labels);
        Assert.Equal([0, 1, 2, 1], outcome.Predicted.ToArray());
        Assert.Equal(3, outcome.Probabilities!.ColumnCount);
        Assert.Equal(0.75, model.Score(data));
    }

    [Fact]
    public void Weights_of_the_data_count()
    {
        var data = new ClassificationData(X, [0, 0, 1, 1], new ClassLabels(["a", "b"]), [1, 2, 3, 4]);
        Assert.Equal(0.6, new Said(data.Labels, [0, 0, 1, 0]).Score(data), 1e-15);
        var regression = new RegressionData(X, [0, 1, 2, 3], [1, 0, 0, 0]);
        Assert.Equal(0, new Double().Score(regression, RegressionMetric.MeanAbsoluteError));
    }

    [Fact]
    public void Probabilities_are_asked_for_only_when_a_metric_reads_them_and_predictions_once()
    {
        var data = new ClassificationData(X, [0, 0, 1, 1], new ClassLabels(["a", "b"]));
        var model = new Said(data.Labels, [0, 0, 1, 0]) { Probabilities = new Matrix(new double[4, 2]) };
        ClassificationOutcome outcome = ClassificationOutcome.Of(model, data);
        foreach (Metric<ClassificationOutcome> metric in ClassificationMetric.All)
            if (metric.Name is not ("log-loss" or "brier-score" or "roc-auc" or "roc-auc-pairwise" or "average-precision" or "hinge-loss"))
                metric.Compute(outcome);
        Assert.Equal((1, 0), (model.Predictions, model.ProbabilityCalls));
        foreach (Metric<ClassificationOutcome> metric in ClassificationMetric.All)
            if (metric.Name != "hinge-loss") metric.Compute(outcome);
        Assert.Equal((1, 1), (model.Predictions, model.ProbabilityCalls));
    }

    [Fact]
    public void Decision_scores_serve_where_there_are_no_probabilities()
    {
        var data = new ClassificationData(X, [1, 0, 1, 0], new ClassLabels(["a", "b"]));
        var margin = new Scored(new ClassLabels(["b", "a"]), new Matrix(new double[,] { { -2 }, { 3 }, { 0.5 }, { 0.25 } }));
        // A positive margin means "a", so the curve of "b" ranks by its opposite: of four pairs one is in the wrong order.
        Assert.Equal(0.75, margin.Score(data, ClassificationMetric.RocAuc));
        Assert.Equal([3, -3], ClassificationOutcome.Of(margin, data).Scores!.Row(1).ToArray());
        Assert.Null(ClassificationOutcome.Of(margin, data).Probabilities);
        // The one score is of the data's second class, "b".
        Assert.Equal([2, -3, -0.5, -0.25], ClassificationOutcome.Of(margin, data).DecisionScores!.Span.ToArray());
        // Margins 2 of "b", 3 of "a", -0.5 of "b", 0.25 of "a".
        Assert.Equal((0 + 0 + 1.5 + 0.75) / 4, margin.Score(data, ClassificationMetric.HingeLoss));
        Assert.Equal(PrecisionRecallCurve.Of(margin, data, "b").AveragePrecision, margin.Score(data, ClassificationMetric.AveragePrecision));
        Assert.Equal(0.75, margin.Score(data, ClassificationMetric.TopKAccuracy(1)));
        Assert.Contains("positive must be one of a, b, was 'c'", Fail(() => PrecisionRecallCurve.Of(margin, data, "c")));
        Assert.Contains("a precision-recall curve needs probabilities or decision scores",
            Fail(() => PrecisionRecallCurve.Of(new Said(data.Labels, new int[4]), data, "a")));
        Assert.Contains("log-loss needs probabilities", Fail(() => margin.Score(data, ClassificationMetric.LogLoss)));
        Assert.Contains(
            "a ROC curve needs probabilities or decision scores", Fail(() => RocCurve.Of(new Said(data.Labels, new int[4]), data, "a")));
        Assert.Contains("positive must be one of a, b, was 'c'", Fail(() => RocCurve.Of(margin, data, "c")));
    }

    [Fact]
    public void A_class_that_the_scores_leave_out_lies_below_all_others()
    {
        var data = new ClassificationData(X, [0, 1, 2, 1], new ClassLabels(["new", "b", "a"]));
        var margin = new Scored(new ClassLabels(["a", "b"]), new Matrix(new double[,] { { -2 }, { 3 }, { 0.5 }, { -0.25 } }));
        ClassificationOutcome outcome = ClassificationOutcome.Of(margin, data);
        // Two columns that differ by the score.
        Assert.Equal([double.NegativeInfinity, -1, 1, double.NegativeInfinity, 1.5, -1.5], outcome.DecisionScores!.Span[..6].ToArray());
        Assert.Equal(double.PositiveInfinity, ClassificationMetric.HingeLoss.Compute(outcome));
        // Without the row of the new class: margins 3, -0.5 and -0.25.
        var known = new ClassificationData(X, [0, 1, 2, 1], data.Labels, [0, 1, 1, 1]);
        Assert.Equal((0 + 1.5 + 1.25) / 3, margin.Score(known, ClassificationMetric.HingeLoss));
        var three = new Scored(new ClassLabels(["a", "b", "c"]), new Matrix(new double[4, 3]));
        Assert.Equal(4, ClassificationOutcome.Of(three, data).DecisionScores!.ColumnCount);
    }

    [Fact]
    public void A_fitted_classifier_is_scored_by_one_call()
    {
        ClassificationData data = ClassificationData.Create(X, ["low", "low", "high", "high"]);
        LogisticRegressionModel model = new LogisticRegression { C = 100 }.Fit(data);
        Assert.Equal(1, model.Score(data));
        Assert.Equal(1, model.Score(data, ClassificationMetric.RocAuc));
        Assert.Equal(1, model.Score(ClassificationData.Create(X, ["low", "low", "high", "high"]).SelectRows([3, 0])));
        Assert.Contains(
            "the model was fitted on 1 feature, this matrix has 2",
            Fail(() => model.Score(ClassificationData.Create(new Matrix(new double[1, 2]), ["low"]))));
    }

    [Fact]
    public void A_regressor_is_scored_by_the_explained_share_of_variance()
    {
        Assert.Equal(1, new Double().Score(new RegressionData(X, [0, 2, 4, 6])));
        Assert.Equal(0.5, new Double().Score(new RegressionData(X, [0, 2, 4, 8]), RegressionMetric.MeanAbsoluteError));
        Assert.Equal(1, new Double().Score(new RegressionData(X, [0, 2, 4, 8]), RegressionMetric.RootMeanSquaredError));
    }

    /// <summary>A classifier of known answers.</summary>
    private sealed class Said(ClassLabels labels, int[] codes) : IClassifierModel, IProbabilisticModel
    {
        public Matrix? Probabilities { get; init; }

        public int Predictions { get; private set; }

        public int ProbabilityCalls { get; private set; }

        public ClassLabels Labels => labels;

        public int FeatureCount => 1;

        public FitReport Report { get; } = new();

        public T? As<T>() where T : class => Probabilities is null && typeof(T) == typeof(IProbabilisticModel) ? null : this as T;

        public void Predict(Features x, Memory<int> destination)
        {
            Predictions++;
            codes.CopyTo(destination);
        }

        public void PredictProbabilities(Features x, Memory<double> destination)
        {
            ProbabilityCalls++;
            Probabilities!.Memory.CopyTo(destination);
        }
    }

    /// <summary>A classifier of known margins.</summary>
    private sealed class Scored(ClassLabels labels, Matrix scores) : IClassifierModel, IDecisionScores
    {
        public ClassLabels Labels => labels;

        public int FeatureCount => 1;

        public FitReport Report { get; } = new();

        public int ScoreCount => scores.ColumnCount;

        public void Predict(Features x, Memory<int> destination) => destination.Span.Clear();

        public void DecisionScores(Features x, Memory<double> destination) => scores.Memory.CopyTo(destination);
    }

    /// <summary>A regressor that doubles its feature.</summary>
    private sealed class Double : IRegressorModel
    {
        public int FeatureCount => 1;

        public FitReport Report { get; } = new();

        public void Predict(Features x, Memory<double> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = 2 * ((Matrix)x)[i, 0];
        }
    }
}
